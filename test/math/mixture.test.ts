// Mixtures are found from inner products alone, and their errors from blocks.
import { describe, expect, it } from 'vitest';
import { addProducts, jackknifeErrors, nearestMixture } from '../../src/math/mixture.ts';
import { createRandom } from '../../src/math/random.ts';

const random = createRandom(3);
const normals = (length: number, scale = 1): Float32Array =>
  Float32Array.from({ length }, () => scale * random.normal());

/** Three kin vectors, which differ from one another by a hundredth of their size, and a mixture of two of them with noise. */
function kin(length: number, weights: readonly number[], noise: number): Float32Array[] {
  const common = normals(length);
  const vectors = weights.map(() => normals(length, 0.01).map((x, i) => x + (common[i] as number)));
  const target = Float32Array.from({ length }, (_, i) =>
    weights.reduce((sum, w, k) => sum + w * (vectors[k]?.[i] as number), noise * random.normal()),
  );
  return [...vectors, target];
}

function productsOf(vectors: readonly Float32Array[], from = 0, to = vectors[0]?.length): Float64Array {
  const products = new Float64Array(vectors.length ** 2);
  addProducts(
    products,
    vectors.map((vector) => vector.subarray(from, to)),
  );
  return products;
}

describe('nearestMixture', () => {
  it('gives back the weights that a vector was mixed with, and nothing is left', () => {
    const found = nearestMixture(productsOf(kin(5_000, [0.6, 0.3, 0.1], 0)), 4, [0, 1, 2], 3);
    for (const [k, weight] of [0.6, 0.3, 0.1].entries()) expect(found?.weights[k]).toBeCloseTo(weight, 4);
    expect(found?.rest).toBeLessThan(1e-7);
  });

  it('leaves what was added to the mixture', () => {
    const found = nearestMixture(productsOf(kin(20_000, [0.6, 0.4], 1e-3)), 3, [0, 1], 2);
    expect(Math.sqrt((found?.rest ?? 0) / 20_000)).toBeGreaterThan(0.98e-3);
    expect(Math.sqrt((found?.rest ?? 0) / 20_000)).toBeLessThan(1.02e-3);
  });

  it('of one vector is that vector', () => {
    const vectors = kin(100, [1, 0], 0.1);
    const rest = nearestMixture(productsOf(vectors), 3, [1], 2)?.rest ?? 0;
    const direct = (vectors[2] as Float32Array).reduce((sum, x, i) => sum + (x - (vectors[1]?.[i] as number)) ** 2, 0);
    expect(rest).toBeCloseTo(direct, 6);
  });

  it('does not tell the weights of vectors that are the same', () => {
    const [one, , target] = kin(500, [0.5, 0.5], 0) as [Float32Array, Float32Array, Float32Array];
    expect(nearestMixture(productsOf([one, one.slice(), target]), 3, [0, 1], 2)).toBeUndefined();
  });
});

describe('jackknifeErrors', () => {
  it('are the spread that weights have over repetitions', () => {
    const found: number[] = [];
    const errors: number[] = [];
    for (let round = 0; round < 60; round++) {
      const vectors = kin(3_200, [0.7, 0.3], 2e-3);
      const blocks = Array.from({ length: 16 }, (_, b) => productsOf(vectors, b * 200, (b + 1) * 200));
      found.push(nearestMixture(productsOf(vectors), 3, [0, 1], 2)?.weights[1] as number);
      errors.push(jackknifeErrors(blocks, 3, [0, 1], 2)?.[1] as number);
    }
    const spread = Math.sqrt(found.reduce((sum, x) => sum + (x - 0.3) ** 2, 0) / found.length);
    const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
    expect(mean / spread).toBeGreaterThan(0.75);
    expect(mean / spread).toBeLessThan(1.33);
  });

  it('want two blocks', () => {
    expect(jackknifeErrors([productsOf(kin(100, [1, 0], 0.1))], 3, [0, 1], 2)).toBeUndefined();
  });
});
