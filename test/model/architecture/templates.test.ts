// The table of published models: names, shapes and counts, held against what is published and against another list of them.
import { describe, expect, it } from 'vitest';
import { fullWidths, miniCpmShape } from '../../../forgeries/minicpm-shape.ts';
import { expected, treesOf } from '../../../src/model/architecture/family-tree.ts';
import { foldNames } from '../../../src/model/architecture/name-fold.ts';
import {
  countTemplate,
  optionalParameters,
  type Template,
  tensorsOf,
} from '../../../src/model/architecture/template.ts';
import { templates } from '../../../src/model/architecture/template-table.ts';
import { byId } from './by-id.ts';

const elements = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
const count = (template: Template, prefix: string): number =>
  [...tensorsOf(template)]
    .filter(({ name }) => name.startsWith(prefix))
    .reduce((sum, { shape }) => sum + elements(shape), 0);

describe('the table of templates', () => {
  it('holds many published models, each under an id and a name of its own', () => {
    expect(templates.length).toBeGreaterThanOrEqual(200);
    expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
    expect(new Set(templates.flatMap(({ model, also }) => [model, ...also])).size).toBe(
      templates.reduce((sum, { also }) => sum + 1 + also.length, 0),
    );
  });

  it('counts as many parameters as are published, with the head or without where the table of tokens is the head', () => {
    const wrong = templates.filter((template) => {
      const { parameters } = countTemplate(template);
      const { published } = template;
      return published !== undefined && ![parameters, parameters + optionalParameters(template)].includes(published);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(templates.filter(({ published }) => published !== undefined).length).toBeGreaterThanOrEqual(195);
  });

  it('says of every row where it was read, and of most that it was found again', () => {
    for (const { seen } of templates)
      expect(seen).toMatch(/^(?:index \d+|count|class|recall)(?:, (?:count|class|recall))*$/);
    expect(templates.filter(({ seen }) => /index|count/.test(seen)).length).toBeGreaterThanOrEqual(150);
  });

  it('was right about every index that was read', () => {
    for (const template of templates) {
      const total = Number(/index (\d+)/.exec(template.seen)?.[1] ?? 0);
      if (total === 0) continue;
      const { parameters } = countTemplate(template);
      const stored = [parameters, parameters + optionalParameters(template)];
      // Some indexes count tables of angles and masks too, up to a few megabytes of them.
      const over = Math.min(
        ...stored.flatMap((one) => [1, 2, 4].map((bytes) => total - bytes * one)).filter((n) => n >= 0),
      );
      expect(over / total, template.id).toBeLessThan(0.007);
    }
  });

  it.for([
    ['llama-3-8b', 291, 8_030_261_248],
    ['minicpm-llama3-v-2.5', 741, 8_537_092_336],
    ['mixtral-8x7b', 995, 46_702_792_704],
    ['qwen2-vl-7b', 730, 8_291_375_616],
    ['gpt2', 148, 124_439_808],
    ['bert-base-uncased', 199, 109_482_240],
    ['deepseek-v3', 45_395, 671_026_419_200],
  ] as const)('has %s with %i tensors and %i parameters', ([id, tensors, parameters]) => {
    expect(countTemplate(byId(id))).toEqual({ tensors, parameters });
  });

  it('lists as many tensors as it counts, each name once', () => {
    for (const template of templates) {
      const names = new Set<string>();
      let parameters = 0;
      for (const { name, shape } of tensorsOf(template)) {
        names.add(name);
        parameters += elements(shape);
      }
      expect({ tensors: names.size, parameters }, template.id).toEqual(countTemplate(template));
    }
  });

  it('has the parts of MiniCPM-Llama3-V 2.5 as they were measured', () => {
    const template = byId('minicpm-llama3-v-2.5');
    expect(['llm.', 'vpm.', 'resampler.'].map((prefix) => count(template, prefix))).toEqual([
      8_030_261_248, 417_792_240, 89_038_848,
    ]);
  });

  it('names and shapes MiniCPM-Llama3-V 2.5 as the forger of it does', () => {
    const sorted = (list: Iterable<{ name: string; shape: readonly number[] }>): string[] =>
      [...list].map(({ name, shape }) => `${name} ${shape.join(' ')}`).toSorted();
    expect(sorted(tensorsOf(byId('minicpm-llama3-v-2.5')))).toEqual(sorted(miniCpmShape(fullWidths)));
  });

  it('expects of a pattern what folding the names gives', () => {
    for (const template of templates) {
      const [tree] = treesOf(template.family);
      const folded = new Map(foldNames(tensorsOf(template)).patterns.map((one) => [one.pattern, one]));
      expect(folded.size, template.id).toBe(tree?.patterns.length);
      for (const one of tree?.patterns ?? []) {
        const seen = folded.get(one.pattern);
        expect({ count: seen?.count, numbers: seen?.numbers.map(({ text }) => text) }).toEqual(
          expected(one, template.sizes),
        );
      }
    }
  });
});
