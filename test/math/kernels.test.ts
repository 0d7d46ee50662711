// The kernels against their plain twins: equal to the last bit, whatever the length, the values and the tiling.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPairs, addPairsPlain, rowProducts, rowProductsPlain, slot, slots } from '../../src/math/kernels.ts';
import { createRandom } from '../../src/math/random.ts';

const blockLength = 16_384;

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

/** The plain twin fed as the kernel is: even blocks, and an odd last pair by itself. */
function plainInBlocks(a: Float32Array, b: Float32Array): Float64Array {
  const sums = new Float64Array(slots);
  for (let start = 0; start < a.length; start += blockLength) {
    const end = Math.min(a.length, start + blockLength);
    const even = end - ((end - start) % 2);
    addPairsPlain(sums, a.subarray(start, even), b.subarray(start, even));
    if (even < end) addPairsPlain(sums, a.subarray(even, end), b.subarray(even, end));
  }
  sums[slot.count] = a.length;
  return sums;
}

const pairs = fc.array(
  fc.tuple(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.float({ noNaN: true, noDefaultInfinity: true })),
  {
    maxLength: 65,
  },
);

describe('addPairs', () => {
  it('equals its plain twin to the last bit for any finite values and lengths', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const a = Float32Array.from(list, ([x]) => x);
        const b = Float32Array.from(list, ([, y]) => y);
        const sums = new Float64Array(slots);
        addPairs(sums, a, b);
        expect(sums).toEqual(plainInBlocks(a, b));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.for([1, 2, blockLength - 1, blockLength, blockLength + 1, 2 * blockLength + 3])('equals it at %i pairs', (n) => {
    const [a, b] = [normals(1, n), normals(2, n)];
    const sums = new Float64Array(slots);
    addPairs(sums, a, b);
    expect(sums).toEqual(plainInBlocks(a, b));
  });

  it('adds to what is there, and nothing for no pairs', () => {
    const [a, b] = [normals(1, 101), normals(2, 101)];
    const once = new Float64Array(slots);
    addPairs(once, a, b);
    const twice = once.slice();
    addPairs(twice, new Float32Array(0), new Float32Array(0));
    expect(twice).toEqual(once);
    addPairs(twice, a, b);
    expect(twice).toEqual(once.map((sum) => sum + sum));
  });

  it('gives the moments that a direct calculation gives', () => {
    const [a, b] = [normals(3, 999), normals(4, 999)];
    const sums = new Float64Array(slots);
    addPairs(sums, a, b);
    const over = (term: (x: number, y: number) => number): number =>
      a.reduce((sum, x, i) => sum + term(x, b[i] as number), 0);
    expect(sums[slot.aa]).toBeCloseTo(
      over((x) => x * x),
      9,
    );
    expect(sums[slot.ab]).toBeCloseTo(
      over((x, y) => x * y),
      9,
    );
    expect(sums[slot.d3]).toBeCloseTo(
      over((x, y) => (x - y) ** 3),
      8,
    );
    expect(sums[slot.d4]).toBeCloseTo(
      over((x, y) => (x - y) ** 4),
      8,
    );
    expect(sums[slot.power]).toBeCloseTo(
      over((x) => 4 ** Math.floor(Math.log2(Math.abs(x)))),
      9,
    );
  });

  it('leaves out pairs with a NaN or an infinity on either side and counts them', () => {
    const values = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5, -2, 0);
    fc.assert(
      fc.property(fc.array(fc.tuple(values, values), { maxLength: 40 }), (list) => {
        const sums = new Float64Array(slots);
        addPairs(
          sums,
          Float32Array.from(list, ([x]) => x),
          Float32Array.from(list, ([, y]) => y),
        );
        const finite = list.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
        const expected = plainInBlocks(
          Float32Array.from(finite, ([x]) => x),
          Float32Array.from(finite, ([, y]) => y),
        );
        expected[slot.excluded] = list.length - finite.length;
        expect(sums).toEqual(expected);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('keeps what earlier chunks added when a chunk has a NaN', () => {
    const [a, b] = [normals(1, 100), normals(2, 100)];
    const sums = new Float64Array(slots);
    addPairs(sums, a, b);
    const before = sums.slice();
    addPairs(sums, Float32Array.of(Number.NaN), Float32Array.of(1));
    before[slot.excluded] = 1;
    expect(sums).toEqual(before);
  });

  it('takes a chunk full of NaN in its stride', () => {
    const sums = new Float64Array(slots);
    addPairs(sums, new Float32Array(262_144).fill(Number.NaN), new Float32Array(262_144));
    expect([sums[slot.count], sums[slot.excluded]]).toEqual([0, 262_144]);
  });

  it('holds -0 and +0 for equal and for zero', () => {
    const sums = new Float64Array(slots);
    addPairs(sums, Float32Array.of(-0, 0, -0, 1, 2), Float32Array.of(0, -0, 1, 1, 0));
    expect([sums[slot.equal], sums[slot.zeroA], sums[slot.zeroBoth], sums[slot.count]]).toEqual([3, 3, 2, 5]);
  });

  it('does not overflow on the largest floats', () => {
    const largest = 3.4028234663852886e38;
    const sums = new Float64Array(slots);
    addPairs(sums, new Float32Array(64).fill(largest), new Float32Array(64).fill(-largest));
    expect(sums[slot.excluded]).toBe(0);
    expect(sums[slot.d4]).toBe(64 * (2 * largest) ** 4);
  });
});

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
