// Seeded random numbers: the same everywhere, and of the distributions they claim.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/math/random.ts';

/** xoshiro128** and splitmix32 once more, in whole numbers of any length. */
function reference(seed: number, count: number): number[] {
  const mask = 0xffffffffn;
  const turn = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (32n - by))) & mask;
  const s: [bigint, bigint, bigint, bigint] = [0n, 0n, 0n, 0n];
  let mix = BigInt(seed);
  for (let i = 0; i < 4; i++) {
    mix = (mix + 0x9e3779b9n) & mask;
    let z = mix;
    z = ((z ^ (z >> 16n)) * 0x21f0aaadn) & mask;
    z = ((z ^ (z >> 15n)) * 0x735a2d97n) & mask;
    s[i] = z ^ (z >> 15n);
  }
  return Array.from({ length: count }, () => {
    const result = (turn((s[1] * 5n) & mask, 7n) * 9n) & mask;
    const t = (s[1] << 9n) & mask;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 11n);
    return Number(result);
  });
}

describe('createRandom', () => {
  it.for([0, 1, 42, 0xffffffff])('from seed %i draws as the generator is defined', (seed) => {
    const words = reference(seed, 200);
    const random = createRandom(seed);
    for (let i = 0; i < 200; i += 2) {
      const high = Math.floor((words[i] as number) / 32);
      const low = Math.floor((words[i + 1] as number) / 64);
      expect(random.uniform()).toBe((high * 2 ** 26 + low) / 2 ** 53);
    }
  });

  it('gives the same numbers for the same seed, others for another, and takes seeds modulo 2^32', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return [random.uniform(), random.normal(), random.normal(), random.integer(1000), ...random.permutation(9)];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7)).toEqual(draw(7 + 2 ** 32));
  });
});

describe('uniform', () => {
  it('has the moments of the uniform distribution and stays in [0, 1)', () => {
    const random = createRandom(3);
    const values = Array.from({ length: 100_000 }, () => random.uniform());
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(values.reduce((sum, x) => sum + x, 0) / values.length).toBeCloseTo(0.5, 2);
    expect(values.reduce((sum, x) => sum + (x - 0.5) ** 2, 0) / values.length).toBeCloseTo(1 / 12, 2);
  });
});

describe('normal', () => {
  it('has the first four moments of the normal distribution', () => {
    const random = createRandom(4);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const moment = (power: number): number => values.reduce((sum, x) => sum + x ** power, 0) / values.length;
    // Five standard errors each.
    expect(Math.abs(moment(1))).toBeLessThan(0.016);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.023);
    expect(Math.abs(moment(3))).toBeLessThan(0.062);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.16);
  });
});

describe('integer', () => {
  it('is even over its range', () => {
    const random = createRandom(5);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const n = random.integer(7);
      counts[n] = (counts[n] as number) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('permutation', () => {
  it('holds every number once', () => {
    const random = createRandom(6);
    for (const n of [0, 1, 2, 100]) {
      expect([...random.permutation(n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }
  });

  it('draws all orders of four alike often', () => {
    const random = createRandom(7);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      const key = random.permutation(4).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(160);
  });
});

describe('sample', () => {
  it('is distinct, ascending and in range', () => {
    const random = createRandom(8);
    for (const [n, k] of [
      [1000, 10],
      [10, 9],
      [5, 0],
      [1_000_000_000, 20],
    ] as const) {
      const chosen = [...random.sample(n, k)];
      expect(chosen.length).toBe(k);
      expect(chosen.every((x, i) => x < n && (i === 0 || x > (chosen[i - 1] as number)))).toBe(true);
    }
  });

  it('is everything where as many or more are wanted', () => {
    expect([...createRandom(1).sample(4, 4)]).toEqual([0, 1, 2, 3]);
    expect([...createRandom(1).sample(4, 400)]).toEqual([0, 1, 2, 3]);
  });

  it('takes every label alike often', () => {
    const random = createRandom(9);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) for (const n of random.sample(10, 3)) counts[n] = (counts[n] as number) + 1;
    for (const count of counts) expect(Math.abs(count - 6000)).toBeLessThan(330);
  });
});
