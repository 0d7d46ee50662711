// Units behind every disguise: unit-gram where their order was kept, unit-assignment where it was not, neither in strangers.
import { beforeAll, describe, expect, it } from 'vitest';
import { keepLayers } from '../../../forgeries/disguises.ts';
import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { randomFor } from '../../../forgeries/random.ts';
import { changes, symmetries, together } from '../../../forgeries/recipes.ts';
import { narrowUnits } from '../../../forgeries/reshaped.ts';
import { languageStranger } from '../../../forgeries/shared-language.ts';
import { permuteUnits, rotateResidual } from '../../../forgeries/symmetries.ts';
import { tinyLlama, tinyLlamaConfig } from '../../../forgeries/tiny-llama.ts';
import { replaceVocabulary } from '../../../forgeries/vocabularies.ts';
import { align } from '../../../src/align/align.ts';
import type { Measured } from '../../../src/evidence/evidence.ts';
import { createPlan } from '../../../src/evidence/plan.ts';
import type { Test } from '../../../src/evidence/subject.ts';
import { unitAssignment } from '../../../src/evidence/weights/unit-assignment.ts';
import { unitGram } from '../../../src/evidence/weights/unit-gram.ts';
import { openForged } from '../../case/in-memory.ts';

const shape = { layers: 4, width: 48, heads: 4, keyValueHeads: 2, feedForward: 96, vocabulary: 120 };
const base = tinyLlama(1, shape, 'F32');
const everything = together([...changes, ...symmetries.filter(({ effect }) => effect === 'same')]);
const newTokenizer = (model: ForgedModel): ForgedModel => replaceVocabulary(model, shape, 150, 77);

async function measure(
  test: Test,
  suspect: ForgedModel,
  candidate: ForgedModel = base,
  whole = true,
  large = !whole,
): Promise<Measured> {
  const config = tinyLlamaConfig(shape);
  const alignment = await align(await openForged(suspect, { config }), await openForged(candidate, { config }));
  const pairs = alignment.pairs.filter(({ component }) => component === 'text');
  const plan = { ...createPlan(alignment, 'sample', 1), whole, large };
  const found = await test.run(
    { alignment, component: 'text', pairs, plan, scan: () => Promise.resolve(undefined) },
    {},
  );
  if (found.status !== 'measured') throw new RangeError(`${test.id} was not measured: ${found.reason.id}`);
  return found;
}

const column = (of: Measured, name: string): unknown[] =>
  of.table.rows.map((row) => row[of.table.columns.indexOf(name)]);
const statistic = (of: Measured, name: string): number => of.statistics[name] ?? Number.NaN;
const share = (of: Measured): number => statistic(of, 'agreements') / statistic(of, 'asked');

describe('unit-gram', () => {
  it('sees units in their order through a rotation and a new tokenizer', async () => {
    const found = await measure(unitGram, newTokenizer(rotateResidual(base, 3)));
    expect(statistic(found, 'hits')).toBe(statistic(found, 'sampled'));
    expect(statistic(found, 'lnP')).toBeLessThan(-300);
    expect(statistic(found, 'likeness')).toBeGreaterThan(0.99);
  });

  it('finds each block among all, dropped, doubled or scrambled', async () => {
    for (const order of [
      [0, 1, 3],
      [0, 1, 2, 1, 2, 3],
      [2, 0, 3, 1],
    ]) {
      const found = await measure(unitGram, rotateResidual(keepLayers(base, order), 3));
      expect(column(found, 'candidateBlock')).toEqual(order);
      expect(statistic(found, 'reordered')).toBe(order.filter((from, to) => from !== to).length);
      // With every block elsewhere, one pair of blocks alone decides, after paying for all that were tried.
      expect(statistic(found, 'lnP')).toBeLessThan(-50);
    }
  });

  it('finds nothing where units are permuted', async () => {
    expect(statistic(await measure(unitGram, permuteUnits(base, 3)), 'lnP')).toBeGreaterThan(Math.log(1e-4));
  });

  it('needs two blocks of a model that is read by sample', async () => {
    const kin = await measure(unitGram, rotateResidual(base, 3), base, false);
    expect(statistic(kin, 'layers')).toBe(2);
    expect(statistic(kin, 'lnPFirstHalf')).toBeLessThan(Math.log(1e-6));
    expect(statistic(kin, 'lnPSecondHalf')).toBeLessThan(Math.log(1e-6));
    const stranger = await measure(unitGram, tinyLlama(2, shape, 'F32'), base, false);
    expect(statistic(stranger, 'lnP')).toBeGreaterThan(Math.log(1e-3));
  });

  it('looks for the blocks of a large model elsewhere only where they are not at their own numbers', async () => {
    const kin = await measure(unitGram, rotateResidual(base, 3), base, true, true);
    expect(statistic(kin, 'layers')).toBe(2);
    const order = [3, 2, 1, 0];
    const turned = await measure(unitGram, rotateResidual(keepLayers(base, order), 3), base, true, true);
    expect(column(turned, 'candidateBlock')).toEqual(order);
    expect(statistic(turned, 'lnP')).toBeLessThan(-20);
    const unread = await measure(unitGram, rotateResidual(keepLayers(base, order), 3), base, false);
    expect(statistic(unread, 'lnP')).toBeGreaterThan(Math.log(1e-4));
  });

  it('compares models of different width', async () => {
    const wide = tinyLlama(5, { ...shape, width: 64 }, 'F32');
    expect(statistic(await measure(unitGram, wide), 'lnP')).toBeGreaterThan(Math.log(1e-4));
  });
});

describe('unit-assignment', () => {
  it.each([
    ['every symmetry at once, noise and a fine-tune', () => everything.apply(base, shape, 4)],
    ['the same and a new tokenizer', () => newTokenizer(everything.apply(base, shape, 4))],
    [
      'a permuted vocabulary',
      () => symmetries.find(({ name }) => name === 'vocabulary permuted')!.apply(base, shape, 2),
    ],
  ] as const)('finds the units behind %s', async (_, suspect) => {
    const found = await measure(unitAssignment, suspect());
    expect(share(found)).toBeGreaterThan(0.95);
    expect(statistic(found, 'likeness')).toBeGreaterThan(0.9);
  });

  it('says which unit is which: units kept, in their order', async () => {
    const kept = randomFor(6, 'kept model.layers.2.mlp.').sample(96, 60);
    const found = await measure(unitAssignment, rotateResidual(narrowUnits(base, 60, 6), 9));
    const runs = String(column(found, 'keptUnits')[2]).split(' ');
    const units = runs.flatMap((run) => {
      const [from = 0, to = from] = run.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, i) => from + i);
    });
    expect(units).toEqual([...kept]);
  });

  it('finds blocks in another order', async () => {
    const suspect = everything.apply(keepLayers(base, [3, 0, 2, 1]), shape, 5);
    expect(column(await measure(unitAssignment, suspect), 'candidateBlock')).toEqual([3, 0, 2, 1]);
  });

  it('tells tables that came along from tables made anew, in the basis of the units', async () => {
    const rotated = rotateResidual(base, 3);
    expect(statistic(await measure(unitAssignment, rotated), 'tableLikeness')).toBeGreaterThan(0.95);
    expect(statistic(await measure(unitAssignment, newTokenizer(rotated)), 'tableLikeness')).toBeLessThan(0.7);
  });

  it('is the same for the same seed', async () => {
    const suspect = everything.apply(base, shape, 4);
    expect(await measure(unitAssignment, suspect)).toEqual(await measure(unitAssignment, suspect));
  });

  describe('on strangers', () => {
    const shares: number[] = [];
    const grams: number[] = [];
    beforeAll(async () => {
      for (let seed = 10; seed < 22; seed++) {
        // As alike as one language makes them: one table of tokens, and 5 % of the units the same in both.
        const shared = { language: seed, universal: 0.05, fidelity: 0.9 };
        const [one, other] = [languageStranger(seed, shape, shared), languageStranger(seed + 100, shape, shared)];
        const disguised = seed % 2 === 0 ? one : everything.apply(one, shape, seed);
        const found = await measure(unitAssignment, disguised, other);
        for (const row of found.table.rows) shares.push(Number(row[5]) / Number(row[4]));
        grams.push(statistic(await measure(unitGram, disguised, other), 'lnP'));
      }
    }, 60_000);

    it('of one language finds no more than what the language gave both', () => {
      expect(shares).toHaveLength(48);
      expect(Math.max(...shares)).toBeLessThan(0.08);
      expect(Math.max(...shares)).toBeGreaterThan(0);
    });

    it('gives unit-gram p-values that are no rarer than they say', () => {
      expect(Math.min(...grams)).toBeGreaterThan(Math.log(1e-3));
    });
  });

  it('does not apply where there is no gate', async () => {
    const model = new Map([...base].filter(([name]) => !name.includes('gate_proj')));
    await expect(measure(unitAssignment, model, model)).rejects.toThrow('not measured');
    expect(statistic(await measure(unitGram, model, model), 'hits')).toBeGreaterThan(0);
  });
});
