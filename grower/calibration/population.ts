// The models of the calibration: hundreds of independent seeds of one shape and one recipe, most of them on the same data.

import type { GrownShape } from '../shape.ts';
import type { Recipe } from '../train.ts';

/** One stranger: its recipe and how hard it was made for the tests to tell it from the others. */
export interface Stranger {
  readonly index: number;
  readonly kind: StrangerKind;
  readonly recipe: Recipe;
}

/** Same data in an order of its own; same data in the very same order; a language that few others speak. */
export type StrangerKind = 'own order' | 'shared order' | 'other data';

/** Two pairs in a hundred of all would be of other data otherwise: the hardest strangers are to be the rule. */
const shares: readonly { readonly kind: StrangerKind; readonly share: number }[] = [
  { kind: 'own order', share: 0.744 },
  { kind: 'shared order', share: 0.128 },
  { kind: 'other data', share: 0.128 },
];

/** Models that speak one of the other languages. */
const speakers = 4;

/** As small as the tests can still speak of: 32 channels, 64 units, three blocks, 36 thousand parameters. */
export const strangerShape: GrownShape = {
  layers: 3,
  width: 32,
  heads: 4,
  keyValueHeads: 2,
  feedForward: 64,
  vocabulary: 48,
};

/** The common recipe: far enough below the entropy of single tokens to have learned words. */
export const strangerRecipe: Omit<Recipe, 'initSeed' | 'dataSeed' | 'orderSeed'> = {
  shape: strangerShape,
  steps: 160,
  batch: 8,
  length: 24,
  rate: 0.01,
  warmup: 20,
};

const firstSeed = 10_000;
const commonData = 1;
const commonOrder = 7;

/** `count` strangers: each of its own initial seed, so that each is a family of one. */
export function strangers(count: number): readonly Stranger[] {
  const ownOrder = Math.round(count * (shares[0]?.share ?? 1));
  const sharedOrder = Math.round(count * (shares[1]?.share ?? 0));
  return Array.from({ length: count }, (_, index) => {
    const seed = firstSeed + index;
    const kind: StrangerKind =
      index < ownOrder ? 'own order' : index < ownOrder + sharedOrder ? 'shared order' : 'other data';
    const dataSeed =
      kind === 'other data' ? commonData + 1 + Math.floor((index - ownOrder - sharedOrder) / speakers) : commonData;
    const orderSeed = kind === 'shared order' ? commonOrder : seed;
    return { index, kind, recipe: { ...strangerRecipe, initSeed: seed, dataSeed, orderSeed } };
  });
}

/** What two strangers have in common: the classes that the counts are kept apart by. */
export type Company = 'same data' | 'same data and order' | 'other data';

export const companies: readonly Company[] = ['same data', 'same data and order', 'other data'];

/** The class of a pair. */
export function companyOf(a: Stranger, b: Stranger): Company {
  if (a.recipe.dataSeed !== b.recipe.dataSeed) return 'other data';
  return a.recipe.orderSeed === b.recipe.orderSeed ? 'same data and order' : 'same data';
}
