// Mantel's test: exact under any relabelling, sharp where two matrices share their structure, and quiet where nothing varies.
import { describe, expect, it } from 'vitest';
import { addMatrices, cosineMatrix, mantel } from '../../src/math/mantel.ts';
import { createRandom, type Random } from '../../src/math/random.ts';

const labels = 24;

function vectors(random: Random, length: number, shared?: Float32Array, noise = 1): Float32Array {
  return Float32Array.from({ length: labels * length }, (_, i) => noise * random.normal() + (shared?.[i] ?? 0));
}

describe('cosineMatrix', () => {
  it('holds the cosines off the diagonal, at unit norm', () => {
    const matrix = cosineMatrix(Float32Array.of(3, 4, 4, 3, 0, 2), 3, 2)!;
    const [ab, ac, bc] = [24 / 25, 4 / 5, 3 / 5];
    const norm = Math.sqrt(2 * (ab ** 2 + ac ** 2 + bc ** 2));
    const expected = [0, ab, ac, ab, 0, bc, ac, bc, 0].map((x) => x / norm);
    for (const [i, x] of expected.entries()) expect(matrix[i]).toBeCloseTo(x, 6);
  });

  it('leaves out vectors of nothing and of no numbers', () => {
    const matrix = cosineMatrix(Float32Array.of(1, 0, 1, 1, 0, 0, Number.NaN, 1, Infinity, 1), 5, 2)!;
    expect([matrix[1], matrix[5]]).toEqual([matrix[1], matrix[1]]);
    expect(matrix[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect([...matrix].filter((x) => x !== 0).length).toBe(2);
    expect(cosineMatrix(new Float32Array(10), 5, 2)).toBeUndefined();
    expect(cosineMatrix(Float32Array.of(1, 0, 0, 1), 2, 2)).toBeUndefined();
  });
});

describe('addMatrices', () => {
  it('adds and scales, and leaves its arguments alone', () => {
    const a = Float64Array.of(0, 1, 1, 0);
    expect([...addMatrices([a, Float64Array.of(0, 2, 2, 0)])!]).toEqual([0, Math.SQRT1_2, Math.SQRT1_2, 0]);
    expect([...a]).toEqual([0, 1, 1, 0]);
    expect(addMatrices([])).toBeUndefined();
    expect(addMatrices([a, Float64Array.of(0, -1, -1, 0)])).toBeUndefined();
  });
});

describe('mantel', () => {
  const both = (seed: number, shared: number): readonly [Float64Array, Float64Array, Random] => {
    const random = createRandom(seed);
    // Few and skewed directions, so that the distribution of T is far from normal.
    const common = vectors(random, 4).map((x) => shared * x ** 3);
    const a = cosineMatrix(vectors(random, 4, common), labels, 4)!;
    const b = cosineMatrix(vectors(random, 4, common), labels, 4)!;
    return [a, b, random];
  };

  it('gives p-values no smaller than uniform ones between strangers', () => {
    const ps = Array.from({ length: 1_000 }, (_, seed) => {
      const [a, b, random] = both(seed, 0);
      return Math.exp(mantel(a, b, labels, labels, 199, random).lnP);
    });
    for (const level of [0.01, 0.05, 0.2, 0.5]) {
      const below = ps.filter((p) => p <= level).length / ps.length;
      // Three standard errors of an exact test.
      expect(below).toBeLessThan(level + 3 * Math.sqrt((level * (1 - level)) / ps.length));
    }
  });

  it('reaches its smallest p-value where structure is shared, and stops early where it is not', () => {
    const [a, b, random] = both(1, 1.5);
    const found = mantel(a, b, labels, labels, 999, random);
    expect(found).toMatchObject({ permutations: 999, reached: 0 });
    expect(found.lnP).toBeCloseTo(Math.log(1 / 1_000), 12);
    expect(found.z).toBeGreaterThan(4);
    const [c, d, other] = both(2, 0);
    const strangers = mantel(c, d, labels, labels, 999, other);
    expect(strangers.permutations).toBeLessThan(999);
    expect(strangers.reached).toBe(25);
    expect(strangers.lnP).toBeCloseTo(Math.log(25 / strangers.permutations), 12);
  });

  it('relabels within stretches alone where it is told so', () => {
    const random = createRandom(4);
    // Which stretch a label is in is shared; which label it is within the stretch is not.
    const stretches = Float32Array.from({ length: labels * 4 }, (_, i) => (Math.floor(i / 16) % 4 === i % 4 ? 5 : 0));
    const a = cosineMatrix(vectors(random, 4, stretches), labels, 4)!;
    const b = cosineMatrix(vectors(random, 4, stretches), labels, 4)!;
    expect(Math.exp(mantel(a, b, labels, labels, 999, random).lnP)).toBeLessThan(0.005);
    expect(Math.exp(mantel(a, b, labels, 4, 999, random).lnP)).toBeGreaterThan(0.02);
  });

  it('calls a matrix like itself and never like one without variation', () => {
    const [a, , random] = both(1, 0);
    expect(mantel(a, a, labels, labels, 199, random).reached).toBe(0);
    const flat = new Float64Array(labels * labels).fill(0.1);
    expect(mantel(a, flat, labels, labels, 199, random).lnP).toBe(0);
  });
});
