// Values that say nothing, and files that belong to nobody: neither makes kin of strangers nor strangers of kin.
import { describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../../forgeries/forged-model.ts';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { compareForged } from './in-memory.ts';

const shape = { layers: 4, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };
const base = tinyLlama(1, shape, 'F32');
const stranger = tinyLlama(2, shape, 'F32');

/** The model with other values in the tensors whose names match. */
function withValues(model: ForgedModel, names: RegExp, change: (value: number, at: number) => number): ForgedModel {
  const changed = ([name, tensor]: [string, ForgedTensor]): [string, ForgedTensor] => [
    name,
    names.test(name) ? forgedTensor(tensor.shape, tensor.dtype, tensor.values.map(change)) : tensor,
  ];
  return new Map([...model].map(changed));
}

/** The model with biases of zeros and scales of ones, as any two exporters write them. */
function withConstants(model: ForgedModel): ForgedModel {
  const constants = Array.from({ length: shape.layers }, (_, layer): [string, ForgedTensor][] => [
    [`model.layers.${layer}.self_attn.q_proj.bias`, forgedTensor([shape.width], 'F32', new Float32Array(shape.width))],
    [
      `model.layers.${layer}.mlp.down_proj.weight_scale`,
      forgedTensor([shape.width], 'F32', new Float32Array(shape.width).fill(1)),
    ],
  ]);
  return new Map([...model, ...constants.flat()]);
}

const gains = /norm\.weight$/;
const matrices = /proj\.weight$/;

const ids = (statements: readonly { readonly id: string }[]): string[] => statements.map(({ id }) => id);

/** The names of the tests of the text stack that measured something. */
const measuredTests = ({ evidence }: Comparison): string[] =>
  evidence.filter(({ status, component }) => status === 'measured' && component === 'text').map(({ test }) => test);

function figureOf({ evidence }: Comparison, test: string, name: string): unknown {
  const found = evidence.find((one) => one.test === test && one.component === 'text');
  return found?.status === 'measured' ? found.statistics[name] : undefined;
}

describe('constant tensors', () => {
  const withOnes = (model: ForgedModel): ForgedModel => withConstants(withValues(model, gains, () => 1));

  it('make no kin of strangers that have them in common, and are not counted', async () => {
    const comparison = await compareForged(withOnes(base), withOnes(stranger));
    expect(comparison.verdict.answer).toBe('independent');
    expect(figureOf(comparison, 'content-equality', 'setAside')).toBe(17);
    expect(figureOf(comparison, 'content-equality', 'equal')).toBe(0);
    expect(measuredTests(comparison)).not.toContain('norm-gains');
    expect(ids(comparison.verdict.statements.against)).toContain('content.excluded');
  });

  it('leave strangers that are nothing else undecided, and are no correlation', async () => {
    const one = (model: ForgedModel): ForgedModel => withValues(model, /./, () => 1);
    const comparison = await compareForged(one(base), one(stranger));
    expect(comparison.verdict.answer).toBe('inconclusive');
    expect(measuredTests(comparison)).toEqual(['content-equality']);
    expect(ids(comparison.verdict.statements.because)).toContain('none.applicable');
  });

  it('on one side say nothing of what the other side holds there', async () => {
    const flat = withValues(base, /mlp/, () => 0.5);
    const kin = await compareForged(flat, base);
    expect(kin.verdict.answer).toBe('derived');
    expect(measuredTests(kin)).not.toContain('unit-coincidence');
    const other = await compareForged(flat, stranger);
    expect(other.verdict.answer).toBe('inconclusive');
    expect(ids(other.verdict.statements.because)).toContain('content.void');
  });
});

describe('values that are no numbers', () => {
  const [every, odd] = [997, 5];
  const scattered = (value: number, at: number): number => {
    if (at % every !== odd) return value;
    return at % 2 === 0 ? Number.NaN : Number.NEGATIVE_INFINITY;
  };

  it('are counted and left out in pairs: a noised copy stays one, and a stranger stays one', async () => {
    const suspect = withValues(addNoise(base, 1.4e-3, 5), matrices, scattered);
    const planted = [...suspect]
      .filter(([name]) => name.startsWith('model.layers.'))
      .reduce((sum, [, { values }]) => sum + values.filter((value) => !Number.isFinite(value)).length, 0);
    expect(planted).toBeGreaterThan(100);
    const kin = await compareForged(suspect, base);
    expect(kin.verdict.answer).toBe('derived');
    expect(kin.verdict.operations.map(({ operation }) => operation)).toEqual(['noised']);
    expect(Number(kin.verdict.operations[0]?.parameters.sigma) / 1.4e-3).toBeCloseTo(1, 2);
    expect(figureOf(kin, 'content-equality', 'excluded')).toBe(planted);
    expect(kin.verdict.statements.against).toContainEqual({
      id: 'content.not-numbers',
      values: { elements: planted },
    });
    const other = await compareForged(suspect, stranger);
    expect(other.verdict.answer).toBe('independent');
    expect(ids(other.verdict.statements.against)).toContain('content.not-numbers');
  });

  it.each([
    ['base', base],
    ['itself', withValues(base, /./, () => Number.NaN)],
  ])('leave a model of nothing else undecided beside %s', async (_, candidate) => {
    const { verdict, reading } = await compareForged(
      withValues(base, /./, () => Number.NaN),
      candidate,
    );
    expect(verdict.answer).toBe('inconclusive');
    expect(ids(verdict.statements.because)).toEqual(expect.arrayContaining(['none.applicable', 'content.void']));
    expect(reading.coverage).toBe(0);
  });

  it('throughout a tensor make it void: no equality, and no difference', async () => {
    const hollow = (model: ForgedModel): ForgedModel => withValues(model, /mlp/, () => Number.NaN);
    const kin = await compareForged(hollow(base), base);
    expect(kin.verdict.answer).toBe('derived');
    expect(measuredTests(kin)).not.toContain('unit-coincidence');
    expect(ids(kin.verdict.statements.against)).toContain('content.void');
    const strangers = await compareForged(hollow(base), hollow(stranger));
    expect(strangers.verdict.answer).toBe('inconclusive');
    expect(ids(strangers.verdict.statements.because)).not.toContain('content.copied-values');
    expect(ids(strangers.verdict.statements.because)).toContain('content.void');
    expect((await compareForged(hollow(base), hollow(base))).verdict.answer).toBe('identical');
  });

  it('throughout one small tensor do not keep strangers from being told apart', async () => {
    const hollow = withValues(base, /layers\.0\.mlp\.up_proj/, () => Number.NaN);
    expect((await compareForged(hollow, stranger)).verdict.answer).toBe('independent');
  });
});

describe('signs of zero, denormals, and tensors of no or one element', () => {
  const zeros = (zero: number): ForgedModel =>
    withValues(base, matrices, (value, at) => (at % 3 === 0 ? zero : at % 3 === 1 ? value : value * 2 ** -120));

  it('are equal where their values are', async () => {
    const { verdict } = await compareForged(zeros(-0), zeros(0));
    expect([verdict.answer, verdict.operations]).toEqual(['identical', []]);
  });

  it('are no information, and no obstacle', async () => {
    const small = (value: number): [string, ForgedTensor][] => [
      ['logit_scale', forgedTensor([], 'F32', Float32Array.of(value))],
      ['model.layers.0.extra.weight', forgedTensor([0, 64], 'F32', new Float32Array(0))],
    ];
    const withSmall = (model: ForgedModel): ForgedModel => new Map([...model, ...small(4.6)]);
    expect((await compareForged(withSmall(base), withSmall(base))).verdict.answer).toBe('identical');
    expect((await compareForged(withSmall(base), withSmall(stranger))).verdict.answer).toBe('independent');
  });
});
