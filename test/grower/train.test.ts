// Training: it learns, the same recipe gives the same bytes, and every seed of a recipe matters.
import { describe, expect, it } from 'vitest';
import { forgedFrom, weightFile } from '../../grower/grown-model.ts';
import { unigramEntropy } from '../../grower/language.ts';
import {
  corpusFor,
  grow,
  heldOutLoss,
  initialParameters,
  networkFor,
  type Recipe,
  rateAt,
} from '../../grower/train.ts';

const recipe: Recipe = {
  shape: { layers: 2, width: 32, heads: 4, keyValueHeads: 2, feedForward: 64, vocabulary: 48 },
  initSeed: 1,
  dataSeed: 2,
  orderSeed: 3,
  steps: 120,
  batch: 8,
  length: 24,
  rate: 0.01,
  warmup: 10,
};

const bytesOf = (one: Recipe): string =>
  Buffer.from(weightFile(forgedFrom(one.shape, grow(one).parameters))).toString('base64');

describe('grow', () => {
  it('learns far more than how often each token is used, on text that it has not seen in that order', () => {
    const network = networkFor(recipe);
    const { parameters, losses } = grow(recipe, { network });
    const unigram = unigramEntropy(corpusFor(recipe), recipe.shape.vocabulary);
    const before = heldOutLoss(network, recipe, initialParameters(recipe.shape, recipe.initSeed), 8);
    expect(losses).toHaveLength(recipe.steps);
    expect(before).toBeGreaterThan(unigram);
    expect(heldOutLoss(network, recipe, parameters, 8)).toBeLessThan(0.7 * unigram);
  });

  it('gives the same bytes for the same recipe, in a network of its own or in one that was used before', () => {
    const short = { ...recipe, steps: 12 };
    const network = networkFor(short);
    grow({ ...short, initSeed: 9 }, { network });
    const again = grow(short, { network }).parameters;
    expect(Buffer.from(weightFile(forgedFrom(short.shape, again))).toString('base64')).toBe(bytesOf(short));
  });

  it.each(['initSeed', 'dataSeed', 'orderSeed'] as const)('gives other bytes for another %s', (seed) => {
    const short = { ...recipe, steps: 3 };
    expect(bytesOf({ ...short, [seed]: 77 })).not.toBe(bytesOf(short));
  });

  it('goes on from given weights, and learns from distributions where it is given a teacher', () => {
    const network = networkFor(recipe);
    const start = initialParameters(recipe.shape, 5);
    const teacher = networkFor(recipe);
    teacher.parameters().set(grow({ ...recipe, steps: 60 }, { network }).parameters);
    const teach = (tokens: Uint8Array): Float32Array => {
      teacher.forward(tokens);
      return teacher.distributions();
    };
    const taught = grow({ ...recipe, steps: 60 }, { network, start, teach });
    expect(taught.losses.at(-1)!).toBeLessThan(0.75 * taught.losses[0]!);
    const still = grow({ ...recipe, steps: 1, rate: 0 }, { network, start });
    expect(still.parameters).toEqual(start);
  });
});

describe('rateAt', () => {
  it('rises to the full rate, then falls to a tenth of it', () => {
    const rates = Array.from({ length: recipe.steps }, (_, step) => rateAt(recipe, step));
    expect(rates[0]).toBeCloseTo(recipe.rate / recipe.warmup, 12);
    expect(Math.max(...rates)).toBe(recipe.rate);
    expect(rates.indexOf(recipe.rate)).toBe(recipe.warmup - 1);
    expect(rates.at(-1)!).toBeLessThan(0.11 * recipe.rate);
    expect(rates.slice(recipe.warmup).every((rate, i, all) => i === 0 || rate < all[i - 1]!)).toBe(true);
  });
});
