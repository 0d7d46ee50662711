// The two-sample test of replies: exact where both sides are one, and awake where they are not.
import { describe, expect, it } from 'vitest';
import { hammingKernel, holm, testDistributions } from '../../src/behaviour/distribution-test.ts';
import { createRandom } from '../../src/math/random.ts';

/** Replies of three letters, drawn from an alphabet whose letters are not all as likely. */
function replies(count: number, skew: number, seed: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 12 }, () => 'abcdefgh'[Math.floor(8 * random.uniform() ** skew)] as string).join(''),
  );
}

const prompts = (skew: number, seed: number, n = 12) =>
  Array.from({ length: 4 }, (_, at) => ({
    prompt: `${at}`,
    one: replies(n, 1, seed * 100 + at),
    other: replies(n, skew, seed * 100 + 50 + at),
  }));

describe('the kernel', () => {
  it('counts places with the same character, ends included', () => {
    expect(hammingKernel('abc', 'abc')).toBe(1);
    expect(hammingKernel('', '')).toBe(1);
    expect(hammingKernel('abc', 'abd')).toBe(199 / 200);
    expect(hammingKernel('abc', 'abcdef')).toBe(197 / 200);
    expect(hammingKernel('竹简', '竹帛')).toBe(199 / 200);
    expect(hammingKernel('a'.repeat(300), 'b'.repeat(300))).toBe(0);
  });
});

describe('the test of two endpoints', () => {
  it('has the discrepancy of the formula, by hand', () => {
    const { discrepancy } = testDistributions([{ prompt: 'x', one: ['a', 'b'], other: ['a', 'a'] }], 1, 0);
    // Within: k(a, b) = 199/200; k(a, a) = 1. Across: a with a twice, b with a twice.
    expect(discrepancy).toBeCloseTo(199 / 200 + 1 - (2 * (1 + 1 + 199 / 200 + 199 / 200)) / 4, 12);
  });

  it('tells one model from itself no more often than its level', () => {
    const ps = Array.from({ length: 120 }, (_, seed) => testDistributions(prompts(1, seed + 1), seed, 99).p);
    expect(ps.filter((p) => p <= 0.05).length).toBeLessThanOrEqual(13);
    expect(ps.filter((p) => p <= 0.5).length).toBeGreaterThan(40);
  });

  it('tells other chances apart', () => {
    const ps = Array.from({ length: 10 }, (_, seed) => testDistributions(prompts(2, seed + 1, 20), seed, 199).p);
    expect(ps.every((p) => p <= 0.01)).toBe(true);
  });

  it('says nothing where nothing was answered', () => {
    expect(testDistributions([{ prompt: 'x', one: ['a'], other: [] }], 1)).toMatchObject({
      p: 1,
      prompts: 0,
      replies: 0,
    });
  });
});

describe("Holm's correction", () => {
  it('is as published', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });
});
