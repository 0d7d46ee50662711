// Single nulls beside the whole tests on the same pairs: what is counted by the million is what the product measures.
import { describe, expect, it } from 'vitest';
import { join, nothing, singleNulls } from '../../../grower/calibration/null-counts.ts';
import { companyOf, strangerRecipe, strangers } from '../../../grower/calibration/population.ts';
import { prepare, singleNullsOf } from '../../../grower/calibration/single-nulls.ts';
import { comparePair } from '../../../grower/calibration/stranger-pairs.ts';
import { decoded, forgedFrom, openWeights, weightFile } from '../../../grower/grown-model.ts';
import { grow, networkFor } from '../../../grower/train.ts';

const seed = 1;

async function models(count: number) {
  const recipes = strangers(count).map(({ recipe }) => ({ ...recipe, steps: 25 }));
  const network = networkFor({ ...strangerRecipe, initSeed: 0, dataSeed: 0, orderSeed: 0 });
  return Promise.all(
    recipes.map(async (recipe) => {
      const weights = weightFile(forgedFrom(recipe.shape, grow(recipe, { network }).parameters));
      return decoded(await openWeights('stranger', recipe.shape, weights));
    }),
  );
}

describe('singleNullsOf', () => {
  it('finds in every set and block what the whole tests find there', async () => {
    const grown = await models(3);
    const prepared = await Promise.all(grown.map(async (model) => prepare(model, seed)));
    let [single, whole] = [nothing, nothing];
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      single = join(single, singleNullsOf(prepared[i]!, prepared[j]!));
      whole = join(whole, await comparePair(grown[i]!, grown[j]!, seed));
    }
    expect(single.pairs).toBe(3);
    expect(singleNulls(single)).toEqual({ formal: 30, empirical: 9 });
    expect(single.p['residual-alignment each']).toEqual(whole.p['residual-alignment each']);
    expect(single.p['unit-response each']).toEqual(whole.p['unit-response each']);
    // The whole tests have the assignment too, which no single null stands for.
    const { layer, pair } = whole.agreements;
    expect(single.agreements).toEqual({ layer, pair });
    // The whole test also looks for a block among the others, and pays for the second look.
    const [own, paid] = [single.p['unit-coincidence each']!, whole.p['unit-coincidence each']!];
    expect(paid.count).toBe(own.count);
    expect(paid.smallestLnP).toBeCloseTo(Math.min(0, own.smallestLnP + Math.LN2), 12);
    expect(whole.answers).toEqual({ text: { independent: 3 }, embeddings: { independent: 3 } });
  });

  it('finds a model in itself and in its own continuation', async () => {
    const [recipe] = strangers(1).map((one) => ({ ...one.recipe, steps: 25 }));
    const first = grow(recipe!).parameters;
    const second = grow({ ...recipe!, orderSeed: 5, rate: 0.002 }, { start: first }).parameters;
    const open = async (parameters: Float32Array) =>
      decoded(await openWeights('kin', recipe!.shape, weightFile(forgedFrom(recipe!.shape, parameters))));
    const [a, b] = [await open(first), await open(second)];
    const counts = singleNullsOf(await prepare(b, seed), await prepare(a, seed));
    for (const series of Object.values(counts.p)) expect(series.smallestLnP).toBeLessThan(-40);
    const { answers } = await comparePair(b, a, seed);
    expect(Object.keys(answers['text']!)).not.toContain('independent');
  });
});

describe('strangers', () => {
  it('are each a family of their own, most of them on the same data', () => {
    const all = strangers(688);
    expect(new Set(all.map(({ recipe }) => recipe.initSeed)).size).toBe(688);
    const kinds = (kind: string): number => all.filter((one) => one.kind === kind).length;
    expect([kinds('own order'), kinds('shared order'), kinds('other data')]).toEqual([512, 88, 88]);
    expect(companyOf(all[0]!, all[1]!)).toBe('same data');
    expect(companyOf(all[512]!, all[599]!)).toBe('same data and order');
    expect(companyOf(all[0]!, all[687]!)).toBe('other data');
    expect(companyOf(all[684]!, all[687]!)).toBe('same data');
  });
});
