// The look-alikes of evidence: each is as tempting on strangers as it is said to be, and none of them moves a verdict.
import { beforeAll, describe, expect, it } from 'vitest';
import { addNoise } from '../../../forgeries/disguises.ts';
import { type ForgedModel, forgedTensor } from '../../../forgeries/forged-model.ts';
import { randomFor } from '../../../forgeries/random.ts';
import { languageStranger } from '../../../forgeries/shared-language.ts';
import { tinyLlama, tinyLlamaConfig } from '../../../forgeries/tiny-llama.ts';
import type { Comparison } from '../../../src/case/case-file.ts';
import type { Measured } from '../../../src/evidence/evidence.ts';
import { momentsOf, unrelatedCosine } from '../../../src/math/moments.ts';
import { renderHtml } from '../../../src/report/html.ts';
import { lookAlikesOf } from '../../../src/report/summary.ts';
import { printTerminal } from '../../../src/report/terminal.ts';
import { judgeComponent } from '../../../src/verdict/judge-component.ts';
import { say } from '../../../src/wording/catalogue.ts';
import { caseOf, compareForged, openForged } from '../../case/in-memory.ts';

const shape = { layers: 5, width: 64, heads: 4, keyValueHeads: 2, feedForward: 96, vocabulary: 128 };
const config = tinyLlamaConfig(shape);

/** Gains near one, and a router whose rows and columns differ in size as real ones do. */
function dressed(model: ForgedModel, seed: number): ForgedModel {
  const out = new Map(model);
  for (const [name, tensor] of model) {
    if (tensor.shape.length > 1) continue;
    const random = randomFor(seed, name);
    out.set(
      name,
      forgedTensor(
        tensor.shape,
        'F32',
        tensor.values.map(() => 1 + 0.05 * random.normal()),
      ),
    );
  }
  // A column that all routers of a recipe have in common in size, though not in what they hold: n is no number of draws.
  const scales = Float64Array.from({ length: 64 }, (_, j) => (j === 7 ? 40 : 1));
  const random = randomFor(seed, 'router');
  for (let layer = 0; layer < shape.layers; layer++) {
    const common = 0.3 + 0.5 * Math.abs(random.normal());
    const values = Float32Array.from(
      { length: 16 * 64 },
      (_, i) => 0.01 * ((scales[i % 64] as number) * (i % 64 === 7 ? common + 0.2 * random.normal() : random.normal())),
    );
    out.set(`model.layers.${layer}.block_sparse_moe.gate.weight`, forgedTensor([16, 64], 'F32', values));
  }
  return out;
}

const language = { language: 3, universal: 0.02, fidelity: 0.8 };
const one = dressed(languageStranger(1, shape, language), 11);
const other = dressed(languageStranger(2, shape, language), 12);

function figure(comparison: Comparison, name: string): { value: number; beside: number } {
  const rows = comparison.evidence
    .filter((each): each is Measured => each.test === 'fallacies' && each.status === 'measured')
    .flatMap(({ table }) => table.rows);
  const row = rows.find(([fallacy]) => fallacy === name);
  if (row === undefined) throw new RangeError(`${name} was not measured`);
  return { value: Number(row[1]), beside: Number(row[2]) };
}

describe('fallacies, on strangers of one language', () => {
  let strangers: Comparison;
  beforeAll(async () => {
    strangers = await compareForged(await openForged(one, { config }), await openForged(other, { config }));
  });

  it('are strangers', () => {
    expect(strangers.verdict.answer).toBe('independent');
  });

  it('have a cosine of gains near one, and the formula expects it', () => {
    const { value, beside } = figure(strangers, 'cosine');
    expect(value).toBeGreaterThan(0.99);
    expect(value).toBeCloseTo(beside, 2);
  });

  it('have curves of standard deviations that follow one another', () => {
    const { value, beside } = figure(strangers, 'profile');
    // The forged curves have a tenth of noise on a tenth of trend; those of trained strangers reach 0.96.
    expect(value).toBeGreaterThan(0.35);
    expect(Math.abs(beside)).toBeLessThan(0.05);
  });

  it('declare the same', () => {
    expect(figure(strangers, 'config')).toEqual({ value: 9, beside: 9 });
  });

  it('lie many iid standard deviations from chance in a router, and not many when channels are relabelled', () => {
    const { value, beside } = figure(strangers, 'sigma');
    expect(value).toBeGreaterThan(6);
    expect(Math.abs(beside)).toBeLessThan(4);
  });

  it('have the geometry of their language in common', () => {
    const { value, beside } = figure(strangers, 'geometry');
    expect(value).toBeGreaterThan(0.3);
    expect(Math.abs(beside)).toBeLessThan(0.1);
  });

  it('are told so, each kind once, in both languages', () => {
    const ids = lookAlikesOf(strangers).map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['fallacy.cosine', 'fallacy.config', 'fallacy.sigma', 'fallacy.geometry']),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const each of lookAlikesOf(strangers)) {
      expect(say(each, 'en')).not.toMatch(/–|undefined|NaN/);
      expect(say(each, 'zh')).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it.each([
    ['en', 'Not evidence, and why'],
    ['zh', '不作为证据的，及其缘由'],
  ] as const)('are told so in the reports, %s', async (language, heading) => {
    const caseFile = await caseOf(await openForged(one, { config }), await openForged(other, { config }));
    const printed = printTerminal(caseFile, language);
    expect(printed).toContain(heading);
    const after = printed.slice(printed.indexOf(heading)).replaceAll(/\s+/g, '');
    expect(after).toContain(language === 'en' ? 'relabelledinstead' : '改为重排通道编号');
    expect(renderHtml(caseFile, language)).toContain(`<h3>${heading}</h3>`);
  });

  it('get the same verdict with them and without', () => {
    const context = {
      alpha: 1e-6,
      hypotheses: 20,
      lost: 0,
      lostShare: 0,
      text: [],
      adapter: null,
      areAdapters: false,
    };
    const text = strangers.evidence.filter(({ component }) => component === 'text');
    const without = text.filter(({ test }) => test !== 'fallacies');
    expect(without.length).toBe(text.length - 1);
    expect(judgeComponent('text', text, context)).toEqual(judgeComponent('text', without, context));
  });
});

describe('fallacies, on kin', () => {
  it('say that nearly all values changed, and that this is no sign of strangers', async () => {
    const model = tinyLlama(1, shape, 'F32');
    const kin = await compareForged(addNoise(model, 0.001, 5), model);
    expect(kin.verdict.answer).toBe('derived');
    const { value, beside } = figure(kin, 'changed');
    expect(value).toBeGreaterThan(0.95);
    expect(beside).toBeGreaterThan(0.95);
    expect(lookAlikesOf(kin).map(({ id }) => id)).toContain('fallacy.changed');
  });
});

describe('unrelatedCosine', () => {
  it('is what unrelated gains have, over a thousand draws', () => {
    for (const [mean, deviation] of [
      [1, 0.1],
      [0.5, 0.3],
      [2, 1.5],
    ] as const) {
      const random = randomFor(4, `${mean}`);
      const draw = (): Float64Array => Float64Array.from({ length: 1000 }, () => mean + deviation * random.normal());
      const [a, b] = [draw(), draw()];
      const dot = a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
      const found = dot / Math.hypot(...a) / Math.hypot(...b);
      expect(Math.abs(found - unrelatedCosine([[momentsOf(a), momentsOf(b)]]))).toBeLessThan(0.03);
    }
  });
});
