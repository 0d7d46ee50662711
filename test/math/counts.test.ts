import { describe, expect, test } from 'vitest';
import { lnBetaBinomial, lnPoissonBinomialTail } from '../../src/math/counts.ts';
import { createRandom } from '../../src/math/random.ts';
import { binomialTail, lnChoose } from '../../src/math/tails.ts';

describe('the tail of a Poisson-binomial', () => {
  test('is what adding up all outcomes gives', () => {
    const random = createRandom(11);
    for (let round = 0; round < 20; round++) {
      const n = 1 + random.integer(11);
      const ps = Array.from({ length: n }, () => random.uniform());
      const byCount = new Float64Array(n + 1);
      for (let outcome = 0; outcome < 2 ** n; outcome++) {
        let p = 1;
        let hits = 0;
        for (const [i, chance] of ps.entries()) {
          const hit = (outcome >> i) & 1;
          p *= hit ? chance : 1 - chance;
          hits += hit;
        }
        byCount[hits] = (byCount[hits] as number) + p;
      }
      for (let k = 0; k <= n; k++) {
        const tail = byCount.slice(k).reduce((sum, p) => sum + p, 0);
        expect(lnPoissonBinomialTail(ps, k)).toBeCloseTo(Math.log(tail), 10);
      }
    }
  });

  test('is the binomial where all trials are alike', () => {
    for (const k of [0, 1, 5, 20, 40]) {
      const like = lnPoissonBinomialTail(Array<number>(40).fill(0.07), k);
      expect(Math.exp(like)).toBeCloseTo(binomialTail(40, k, 0.07), 12);
    }
  });

  test('keeps its digits where the probability itself underflows', () => {
    const ps = Array<number>(300).fill(1e-3);
    expect(lnPoissonBinomialTail(ps, 300)).toBeCloseTo(300 * Math.log(1e-3), 8);
    // One short of all: C(300, 299) p^299 (1 - p) + p^300.
    expect(lnPoissonBinomialTail(ps, 299)).toBeCloseTo(299 * Math.log(1e-3) + Math.log(300 * 0.999 + 1e-3), 8);
  });

  test('knows certain and impossible trials, and refuses what is no probability', () => {
    expect(lnPoissonBinomialTail([1, 0, 1], 2)).toBe(0);
    expect(lnPoissonBinomialTail([1, 0, 1], 3)).toBe(-Infinity);
    expect(lnPoissonBinomialTail([], 1)).toBe(-Infinity);
    expect(() => lnPoissonBinomialTail([Number.NaN], 1)).toThrow(RangeError);
    expect(() => lnPoissonBinomialTail([1.1], 1)).toThrow(RangeError);
  });
});

describe('the beta-binomial', () => {
  test.each([
    [0.02, 0.05, 20],
    [0.8, 0.1, 50],
    [0.5, 1 / 3, 7],
  ])('with mean %f and correlation %f over %i trials adds up to one, with that mean', (mean, correlation, n) => {
    const ps = Array.from({ length: n + 1 }, (_, k) => Math.exp(lnBetaBinomial(k, n, mean, correlation)));
    expect(ps.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    expect(ps.reduce((sum, p, k) => sum + p * k, 0)).toBeCloseTo(mean * n, 10);
  });

  test('is even where the beta is flat (mean 1/2, correlation 1/3)', () => {
    for (let k = 0; k <= 7; k++) expect(lnBetaBinomial(k, 7, 0.5, 1 / 3)).toBeCloseTo(-Math.log(8), 12);
  });

  test('nears the binomial as the correlation goes', () => {
    const binomial = lnChoose(30, 4) + 4 * Math.log(0.2) + 26 * Math.log(0.8);
    expect(lnBetaBinomial(4, 30, 0.2, 1e-9)).toBeCloseTo(binomial, 6);
  });

  test('refuses ends that make it something else', () => {
    for (const [mean, correlation] of [
      [0, 0.1],
      [1, 0.1],
      [0.5, 0],
      [0.5, 1],
    ] as const) {
      expect(() => lnBetaBinomial(1, 2, mean, correlation)).toThrow(RangeError);
    }
  });
});
