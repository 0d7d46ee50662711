// The kernels against their plain twins: equal to the last bit, whatever the length, the values and the tiling.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowProducts, rowProductsPlain } from '../../src/math/kernels.ts';
import { createRandom } from '../../src/math/random.ts';

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

describe('rowProducts', () => {
  it('equals its plain twin to the last bit for any shape', () => {
    fc.assert(
      fc.property(fc.nat(7), fc.nat(7), fc.nat(21), fc.integer(), (m, n, k, seed) => {
        const a = normals(seed, m * k);
        const b = normals(seed + 1, n * k);
        expect(rowProducts(a, m, b, n, k)).toEqual(rowProductsPlain(a, m, b, n, k));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it.for([
    ['many short rows', 1500, 3, 5],
    ['rows on both sides of a tile', 3, 1030, 2],
    ['rows so long that a tile holds three', 4, 5, 300_001],
  ] as const)('equals it over several tiles: %s', ([, m, n, k]) => {
    const a = normals(1, m * k);
    const b = normals(2, n * k);
    expect(rowProducts(a, m, b, n, k)).toEqual(rowProductsPlain(a, m, b, n, k));
  });

  it('does not see what an earlier, larger call left behind', () => {
    rowProducts(normals(1, 64 * 64).fill(9), 64, normals(2, 64 * 64).fill(9), 64, 64);
    expect(rowProducts(Float32Array.of(1, 2, 3), 1, Float32Array.of(4, 5, 6), 1, 3)).toEqual(Float64Array.of(32));
  });

  it('hands NaN and infinities through', () => {
    const a = Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 1);
    expect(rowProducts(a, 2, Float32Array.of(1, 1), 1, 2)).toEqual(
      Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY),
    );
  });
});
