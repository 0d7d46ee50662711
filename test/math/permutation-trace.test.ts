// The permutation trace: its exact moments against every one of d! relabellings.
import { describe, expect, it } from 'vitest';
import { permutationTrace } from '../../src/math/permutation-trace.ts';
import { createRandom } from '../../src/math/random.ts';

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((order) =>
    Array.from({ length: n }, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]),
  );
}

function zOverAll(x: Float32Array, y: Float32Array, labels: number, length: number): number {
  const traces = permutations(labels).map((order) => {
    let sum = 0;
    for (let i = 0; i < labels; i++)
      for (let t = 0; t < length; t++)
        sum += (x[i * length + t] as number) * (y[(order[i] as number) * length + t] as number);
    return sum;
  });
  const mean = traces.reduce((sum, trace) => sum + trace, 0) / traces.length;
  const variance = traces.reduce((sum, trace) => sum + (trace - mean) ** 2, 0) / traces.length;
  const own = x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return (own - mean) / Math.sqrt(variance);
}

describe('permutationTrace', () => {
  // Vectors shorter and longer than there are labels: the Gram route and the direct one.
  it.for([1, 2, 4, 5, 6, 9])('has the mean and variance of all 120 relabellings at %i elements', (length) => {
    for (let seed = 0; seed < 5; seed++) {
      const x = normals(seed, 5 * length).map((value) => value + 0.5);
      const y = normals(seed + 100, 5 * length).map((value) => 2 * value - 1);
      const { z } = permutationTrace(x, y, 5, length, 0, createRandom(1));
      expect(z).toBeCloseTo(zOverAll(x, y, 5, length), 6);
    }
  });

  it('gives the same by either route', () => {
    // Columns of zeros change nothing but the length of the vectors, and with it the route.
    const [labels, short, long] = [20, 6, 30];
    const [x, y] = [normals(1, labels * short), normals(2, labels * short)];
    const widen = (values: Float32Array): Float32Array => {
      const wide = new Float32Array(labels * long);
      for (let i = 0; i < labels; i++) wide.set(values.subarray(i * short, (i + 1) * short), i * long);
      return wide;
    };
    const gram = permutationTrace(x, y, labels, short, 0, createRandom(1));
    const direct = permutationTrace(widen(x), widen(y), labels, long, 0, createRandom(1));
    expect(gram.z).toBeCloseTo(direct.z, 9);
  });

  it('samples relabellings whose spread is the exact one', () => {
    const picture = permutationTrace(normals(3, 60 * 8), normals(4, 60 * 8), 60, 8, 2000, createRandom(5));
    expect(picture.permutations).toBe(2000);
    expect(picture.nullSd).toBeGreaterThan(0.93);
    expect(picture.nullSd).toBeLessThan(1.07);
    expect(picture.nullMin).toBeLessThan(-2.5);
    expect(picture.nullMax).toBeGreaterThan(2.5);
  });

  it('is far out for equal sets and near 0 for independent ones', () => {
    const x = normals(6, 200 * 10);
    expect(permutationTrace(x, x, 200, 10, 0, createRandom(1)).z).toBeGreaterThan(30);
    expect(Math.abs(permutationTrace(x, normals(7, 200 * 10), 200, 10, 0, createRandom(1)).z)).toBeLessThan(4);
  });

  it('is 0 with no picture of the null where nothing varies', () => {
    const same = new Float32Array(12).fill(3);
    const expected = { z: 0, nullMin: null, nullMax: null, nullSd: null, permutations: 0 };
    expect(permutationTrace(same, same, 4, 3, 100, createRandom(1))).toEqual(expected);
    expect(permutationTrace(Float32Array.of(1), Float32Array.of(2), 1, 1, 100, createRandom(1))).toEqual(expected);
  });

  it('draws fewer relabellings of large sets, so that they never cost more than a moment', () => {
    const x = normals(8, 2000 * 100);
    expect(permutationTrace(x, x, 2000, 100, 1000, createRandom(1)).permutations).toBe(80);
  });
});
