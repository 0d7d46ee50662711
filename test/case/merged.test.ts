// Merges are told from all their parents together: which, with what weights, by which method; and from one parent alone never falsely.
import { describe, expect, it } from 'vitest';
import type { ForgedDType, ForgedModel } from '../../forgeries/forged-model.ts';
import { mergeDare, mergeLinear, mergeSlerp, mergeTasks, mergeTies } from '../../forgeries/merges.ts';
import { fineTune, type TinyLlamaShape, tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import type { Operation, ParameterValue } from '../../src/verdict/verdict.ts';
import { openForged } from './in-memory.ts';

const shape: TinyLlamaShape = { layers: 2, width: 64, heads: 8, keyValueHeads: 4, feedForward: 128, vocabulary: 128 };

interface Family {
  readonly base: ForgedModel;
  readonly first: ForgedModel;
  readonly second: ForgedModel;
  readonly stranger: ForgedModel;
}

function familyOf(dtype: ForgedDType): Family {
  const base = tinyLlama(1, shape, dtype);
  const [first, second] = [fineTune(base, 5, shape), fineTune(base, 6, shape)];
  return { base, first, second, stranger: tinyLlama(2, shape, dtype) };
}

const half = familyOf('BF16');

async function compare(
  suspect: ForgedModel,
  candidates: Readonly<Record<string, ForgedModel>>,
): Promise<ReadonlyMap<string, Comparison>> {
  const opened = await Promise.all(
    Object.entries(candidates).map(async ([name, model]) => openForged(model, { name })),
  );
  const { comparisons } = await examine(await openForged(suspect, { name: 'suspect' }), opened);
  return new Map(comparisons.map((one) => [one.candidate.id.split('@')[0] as string, one]));
}

const mergeIn = (comparison: Comparison | undefined): Operation | undefined =>
  comparison?.verdict.operations.find(({ operation }) => operation === 'merged');

const namesIn = (value: ParameterValue | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).map((id) => String(id).split('@')[0] as string);

describe('a linear merge', () => {
  const weights = [0.05, 0.6, 0.873];
  it.for(weights)('of two siblings, weight %f, is told to 0.005 with its interval', async (alpha) => {
    const suspect = mergeLinear([
      [half.first, alpha],
      [half.second, 1 - alpha],
    ]);
    const found = await compare(suspect, { first: half.first, second: half.second });
    for (const [name, weight] of [
      ['first', alpha],
      ['second', 1 - alpha],
    ] as const) {
      const merge = mergeIn(found.get(name));
      expect(merge?.parameters['method']).toBe('linear');
      expect(Math.abs(Number(merge?.parameters['alpha']) - weight)).toBeLessThan(0.005);
      const [low, high] = (merge?.parameters['interval'] ?? [0, 0]) as [number, number];
      expect(low).toBeLessThanOrEqual(weight);
      expect(high).toBeGreaterThanOrEqual(weight);
      expect(high - low).toBeLessThan(0.02);
      expect(merge?.reconstructed).toBeGreaterThan(0.99);
      expect(namesIn(merge?.parameters['parents'])).toEqual(['first', 'second']);
      expect(found.get(name)?.verdict.direction).toBe('suspect-from-candidate');
    }
  });

  it('is told in 32-bit floats', async () => {
    const { first, second } = familyOf('F32');
    const suspect = mergeLinear([
      [first, 0.35],
      [second, 0.65],
    ]);
    const merge = mergeIn((await compare(suspect, { first, second })).get('first'));
    expect(merge?.parameters['method']).toBe('linear');
    expect(Math.abs(Number(merge?.parameters['alpha']) - 0.35)).toBeLessThan(0.001);
  });

  it('names its parents among relatives and strangers, and none else', async () => {
    const suspect = mergeLinear([
      [half.first, 0.6],
      [half.second, 0.4],
    ]);
    const { base, stranger, first, second } = half;
    const found = await compare(suspect, { base, stranger, first, second });
    expect(namesIn(mergeIn(found.get('first'))?.parameters['parents'])).toEqual(['first', 'second']);
    expect(mergeIn(found.get('base'))).toBeUndefined();
    expect(found.get('base')?.verdict.answer).toBe('derived');
    expect(found.get('stranger')?.verdict.answer).toBe('independent');
  });

  it.for([0.3, 0.5, 0.8])(
    'of two models that are strangers to one another, weight %f, is told with both',
    async (alpha) => {
      const suspect = mergeLinear([
        [half.base, alpha],
        [half.stranger, 1 - alpha],
      ]);
      const other = tinyLlama(9, shape);
      const found = await compare(suspect, { base: half.base, stranger: half.stranger, other });
      for (const [name, weight] of [
        ['base', alpha],
        ['stranger', 1 - alpha],
      ] as const) {
        expect(found.get(name)?.verdict.answer).toBe('derived');
        const merge = mergeIn(found.get(name));
        expect(Math.abs(Number(merge?.parameters['alpha']) - weight)).toBeLessThan(0.005);
        expect(namesIn(merge?.parameters['parents'])).toEqual(['base', 'stranger']);
        expect(found.get(name)?.verdict.direction).toBe('suspect-from-candidate');
      }
      expect(found.get('other')?.verdict.answer).toBe('independent');
    },
  );

  it('of changes smaller than rounding is told by its equal values', async () => {
    const { base } = half;
    // Changes of a third of a unit in the last place, which least squares alone gets wrong.
    const small = (seed: number): ForgedModel =>
      mergeLinear([
        [base, 0.985],
        [fineTune(base, seed, shape), 0.015],
      ]);
    const [first, second] = [small(5), small(6)];
    const suspect = mergeLinear([
      [first, 0.6],
      [second, 0.4],
    ]);
    const merge = mergeIn((await compare(suspect, { first, second })).get('first'));
    expect(Math.abs(Number(merge?.parameters['alpha']) - 0.6)).toBeLessThan(0.05);
    expect(merge?.reconstructed).toBeGreaterThan(0.99);
  });

  it('is not called so from one parent alone', async () => {
    const suspect = mergeLinear([
      [half.first, 0.6],
      [half.second, 0.4],
    ]);
    const comparison = (await compare(suspect, { first: half.first })).get('first');
    expect(comparison?.verdict.answer).toBe('derived');
    expect(comparison?.verdict.direction).toBe('undecided');
    const names = comparison?.verdict.operations.map(({ operation }) => operation) ?? [];
    expect(names.filter((name) => name !== 'fine-tuned')).toEqual([]);
  });
});

describe('other merges', () => {
  const { base, first, second } = half;

  it('a spherical one is told with its share of the way', async () => {
    const far = [fineTune(fineTune(base, 5, shape), 8, shape), fineTune(fineTune(base, 6, shape), 9, shape)] as const;
    const suspect = mergeSlerp(far[0], far[1], 0.3);
    const found = await compare(suspect, { first: far[0], second: far[1] });
    const merge = mergeIn(found.get('second'));
    expect(merge?.parameters['method']).toBe('slerp');
    expect(Math.abs(Number(merge?.parameters['alpha']) - 0.3)).toBeLessThan(0.005);
    expect(merge?.reconstructed).toBeGreaterThan(0.99);
  });

  it('task arithmetic is told with its base and its factors', async () => {
    const suspect = mergeTasks(base, [
      [first, 0.8],
      [second, 0.5],
    ]);
    const found = await compare(suspect, { first, base, second });
    const merge = mergeIn(found.get('first'));
    expect(merge?.parameters['method']).toBe('task-arithmetic');
    expect(namesIn(merge?.parameters['base'])).toEqual(['base']);
    expect(Math.abs(Number(merge?.parameters['alpha']) - 0.8)).toBeLessThan(0.005);
    expect(Math.abs(Number(mergeIn(found.get('second'))?.parameters['alpha']) - 0.5)).toBeLessThan(0.005);
    expect(mergeIn(found.get('base'))?.parameters['alpha']).toBeUndefined();
  });

  it('going beyond a fine-tune is told as that', async () => {
    const suspect = mergeTasks(base, [[first, 1.5]]);
    const merge = mergeIn((await compare(suspect, { base, first })).get('first'));
    expect(merge?.parameters['method']).toBe('task-arithmetic');
    expect(Math.abs(Number(merge?.parameters['alpha']) - 1.5)).toBeLessThan(0.005);
    expect(namesIn(merge?.parameters['base'])).toEqual(['base']);
  });

  it.for([0.2, 0.8])('TIES of density %f is told with it', async (density) => {
    const suspect = mergeTies(base, [first, second], density);
    const merge = mergeIn((await compare(suspect, { base, first, second })).get('first'));
    expect(merge?.parameters['method']).toBe('ties');
    expect(Math.abs(Number(merge?.parameters['density']) - density)).toBeLessThan(0.011);
    expect(namesIn(merge?.parameters['base'])).toEqual(['base']);
    expect(namesIn(merge?.parameters['parents'])).toEqual(['first', 'second']);
    expect(merge?.reconstructed).toBeGreaterThan(0.75);
  });

  it.for([0.3, 0.9])('DARE that drops %f is told with it', async (dropped) => {
    const suspect = mergeDare(
      base,
      [
        [first, 0.6],
        [second, 0.4],
      ],
      dropped,
      7,
    );
    const found = await compare(suspect, { base, first, second });
    const merge = mergeIn(found.get('first'));
    expect(merge?.parameters['method']).toBe('dare');
    expect(Math.abs(Number(merge?.parameters['dropped']) - dropped)).toBeLessThan(0.03);
    expect(Math.abs(Number(merge?.parameters['alpha']) - 0.6)).toBeLessThan(0.03);
    expect(Math.abs(Number(mergeIn(found.get('second'))?.parameters['alpha']) - 0.4)).toBeLessThan(0.03);
  });

  it('DARE of one fine-tune is told beside its base', async () => {
    const suspect = mergeDare(base, [[first, 1]], 0.5, 7);
    const merge = mergeIn((await compare(suspect, { base, first })).get('first'));
    expect(merge?.parameters['method']).toBe('dare');
    expect(Math.abs(Number(merge?.parameters['dropped']) - 0.5)).toBeLessThan(0.03);
  });
});

describe('what is no merge', () => {
  const { base, first, second, stranger } = half;

  it.for([
    ['a third sibling', fineTune(base, 9, shape)],
    ['a fine-tune of one of them', fineTune(first, 9, shape)],
    ['a stranger', stranger],
    ['one of them', first],
  ] as const)('is not called one: %s', async ([, suspect]) => {
    for (const comparison of (await compare(suspect, { base, first, second })).values()) {
      expect(mergeIn(comparison)).toBeUndefined();
      for (const { verdict } of comparison.components)
        expect(verdict.operations.map(({ operation }) => operation)).not.toContain('merged');
    }
  });
});
