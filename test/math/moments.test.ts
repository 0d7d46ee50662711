// Moments, correlations and cosines by the plain formulas, with what is no number left out.
import { describe, expect, it } from 'vitest';
import { cosine, momentsOf, pearson } from '../../src/math/moments.ts';
import { createRandom } from '../../src/math/random.ts';

describe('momentsOf', () => {
  it('gives count, mean, deviation and excess kurtosis of what is finite', () => {
    const { count, mean, deviation, excessKurtosis } = momentsOf([1, 2, Number.NaN, 3, 4, Number.POSITIVE_INFINITY]);
    expect([count, mean]).toEqual([4, 2.5]);
    expect(deviation).toBeCloseTo(Math.sqrt(1.25), 12);
    // Fourth powers of ±1.5 and ±0.5: (5.0625 + 0.0625) / 2 = 2.5625.
    expect(excessKurtosis).toBeCloseTo(2.5625 / 1.25 ** 2 - 3, 12);
    expect(momentsOf([])).toEqual({ count: 0, mean: 0, deviation: 0, excessKurtosis: 0 });
  });

  it('finds no excess in normal draws and three in those of a double exponential', () => {
    const random = createRandom(7);
    const normal = Float64Array.from({ length: 40_000 }, () => random.normal());
    const laplace = Float64Array.from({ length: 40_000 }, () => Math.log(random.uniform() / random.uniform()));
    expect(Math.abs(momentsOf(normal).excessKurtosis)).toBeLessThan(0.1);
    expect(Math.abs(momentsOf(laplace).excessKurtosis - 3)).toBeLessThan(0.6);
  });
});

describe('pearson and cosine', () => {
  it('are one for multiples, and differ where a mean is added', () => {
    expect(pearson([1, 2, 4], [3, 5, 9])).toBeCloseTo(1, 12);
    expect(cosine([1, 2, 4], [2, 4, 8])).toBeCloseTo(1, 12);
    expect(pearson([1, -1, 1, -1], [1, 1, -1, -1])).toBeCloseTo(0, 12);
    expect(cosine([11, 9, 11, 9], [11, 11, 9, 9])).toBeGreaterThan(0.98);
  });

  it('leave out places without numbers, and give nothing where nothing varies', () => {
    expect(pearson([1, Number.NaN, 2, 4], [3, 100, 5, 9])).toBeCloseTo(1, 12);
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(cosine([0, 0], [1, 2])).toBeNull();
  });
});
