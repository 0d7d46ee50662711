// The inspection as terminal text, page and document: the same things in each, and nothing of a name's making.
import { describe, expect, it } from 'vitest';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import { encodeSafetensors } from '../../forgeries/write-safetensors.ts';
import { inspectionDocument } from '../../src/case/inspection/document.ts';
import { type Inspection, inspectModel } from '../../src/case/inspection/inspection.ts';
import type { PickleExhibit } from '../../src/case/inspection/pickle-exhibit.ts';
import { ForebearError } from '../../src/errors.ts';
import { openModel } from '../../src/model/open.ts';
import { widthOf } from '../../src/report/columns.ts';
import { printExhibit, printInspection } from '../../src/report/inspection/print-inspection.ts';
import { renderExhibit, renderInspection } from '../../src/report/inspection/render-inspection.ts';
import { escapeJson } from '../../src/report/json.ts';
import { memoryFolder, textFile } from '../model/memory-model.ts';
import { hostileStrings } from './hostile-strings.ts';
import { fault, OWN_ESCAPES, UNSAFE } from './page-faults.ts';

const languages = ['en', 'zh'] as const;
const colour = { colour: false };

async function honest(): Promise<Inspection> {
  const bytes = encodeSafetensors([...tinyLlama(1)].map(([name, rest]) => ({ name, ...rest })));
  const config = textFile({ architectures: ['LlamaForCausalLM'], torch_dtype: 'float32' });
  const folder = memoryFolder({ 'model.safetensors': bytes, 'config.json': config }, 'tiny');
  await using model = await openModel({ kind: 'folder', name: 'tiny', folder });
  return inspectModel(model);
}

/** The honest one with the text wherever a file may have put it. */
function hostile(one: Inspection, text: string): Inspection {
  const { architecture } = one;
  return {
    ...one,
    id: text,
    formats: [text],
    unread: [text],
    contents: one.contents.map((content) => ({ ...content, path: `pack!/${text}`, type: text })),
    components: [{ component: `network:${text}`, tensors: 1, parameters: 7, dtypes: [text] }, ...one.components],
    storages: one.storages.map((storage) => ({ ...storage, storage: text })),
    declared: text,
    adapter: {
      kind: text,
      ranks: [1],
      alpha: 2,
      targets: [text],
      base: text,
      magnitudes: true,
    } as unknown as NonNullable<Inspection['adapter']>,
    metadata: new Map([[text, text]]),
    facts: [{ subject: text, declared: text, implied: text, measure: 'value', agrees: false }],
    problems: [{ code: 'format', subject: text, expected: text, found: text, lost: [text] }],
    architecture: {
      ...architecture,
      families: [],
      hypotheses: [],
      stacks: [{ prefix: text, blocks: 1, tensorsPerBlock: 1, width: 2, units: 3 }],
    },
  };
}

function exhibit(text: string): PickleExhibit {
  const line = { offset: 0, opcode: 'GLOBAL', argument: text };
  return {
    path: text,
    refusal: new ForebearError('unsafe', text, 'tensors', text),
    listing: { lines: [line], ended: 'refused', end: 1 } as unknown as PickleExhibit['listing'],
  };
}

describe('an inspection', () => {
  it('says the same things on the terminal, on the page and in the document', async () => {
    const one = await honest();
    const said = [printInspection(one, 'en', colour), renderInspection(one, 'en')];
    for (const each of said) {
      const text = each.replaceAll(/<[^>]*>|\s+/g, ' ');
      for (const part of [one.id, 'LlamaForCausalLM', 'all names of the family llama', 'BF16', 'model.safetensors'])
        expect(text).toContain(part);
      expect(text).toMatch(/torch_dtype: declared float32, found (?:2 bytes a parameter|BF16)/);
    }
    expect(inspectionDocument(one)).toMatchObject({ id: one.id, tensors: one.tensors.length, problems: [] });
  });

  it('has a figure of its parts, with the same figures as a table', async () => {
    const one = await honest();
    const page = renderInspection(one, 'en');
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect(page).toContain('role="img"');
    const alone = renderInspection({ ...one, components: one.components.slice(0, 1) }, 'en');
    expect(alone).not.toContain('<svg');
  });

  it('says which weights were not read: a shard more than the index names, and another form of the model', async () => {
    const halves = [...tinyLlama(1)].map(([name, rest], i) => ({ name, ...rest, half: i % 2 }));
    const files: { [path: string]: Uint8Array } = {
      'pytorch_model.bin': textFile('PK'),
      'other.safetensors': encodeSafetensors(halves.slice(0, 3)),
      'notes.md': textFile('hello'),
    };
    const map: { [name: string]: string } = {};
    for (const half of [0, 1]) {
      const here = halves.filter((tensor) => tensor.half === half);
      for (const { name } of here) map[name] = `model-${half}.safetensors`;
      files[`model-${half}.safetensors`] = encodeSafetensors(here);
    }
    files['model.safetensors.index.json'] = textFile({ weight_map: map });
    await using model = await openModel({ kind: 'folder', name: 'two', folder: memoryFolder(files, 'two') });
    const one = inspectModel(model);
    expect(one.unread.toSorted()).toEqual(['other.safetensors', 'pytorch_model.bin']);
    expect(one.tensors).toHaveLength(halves.length);
    expect(printInspection(one, 'en', colour)).toMatch(/Not read: .*other\.safetensors/);
    expect(inspectionDocument(one)).toMatchObject({ unread: one.unread });
    expect((await honest()).unread).toEqual([]);
  });

  it('is the same page and the same text every time', async () => {
    const one = await honest();
    for (const language of languages) expect(renderInspection(one, language)).toBe(renderInspection(one, language));
  });

  it('lets no hostile string run, restyle or escape, on either page', async () => {
    const one = await honest();
    for (const text of hostileStrings) {
      const made = hostile(one, text);
      expect([text, fault(renderInspection(made, 'en')), fault(renderExhibit(exhibit(text), 'zh'))]).toEqual([
        text,
        null,
        null,
      ]);
    }
  }, 60_000);

  it('prints no escape but its own and no line over 80 columns, in either language', async () => {
    const one = await honest();
    for (const text of hostileStrings) {
      for (const language of languages) {
        const style = { colour: language === 'zh' };
        const shown =
          printInspection(hostile(one, text), language, style) + printExhibit(exhibit(text), language, style);
        const plain = shown.replace(OWN_ESCAPES, '');
        expect([text, UNSAFE.exec(plain)?.[0] ?? null]).toEqual([text, null]);
        expect(Math.max(...plain.split('\n').map(widthOf)), text).toBeLessThanOrEqual(80);
      }
      expect(UNSAFE.exec(escapeJson(inspectionDocument(hostile(one, text))))?.[0] ?? null).toBeNull();
    }
  }, 60_000);
});
