// Tail probabilities against exact sums, full enumeration and values from 40-digit arithmetic.
import { describe, expect, it } from 'vitest';
import { countHits } from '../../src/math/coincidence.ts';
import { createRandom } from '../../src/math/random.ts';
import {
  binomialTail,
  lnChoose,
  lnCoincidence,
  lnFactorial,
  lnFisher,
  lnNormalTail,
  lnSumExp,
  normalTail,
} from '../../src/math/tails.ts';

/** How far `found` is from `expected`, as a part of it. */
function relativeError(found: number, expected: number): number {
  return found === expected ? 0 : Math.abs(found - expected) / Math.abs(expected);
}

/** How many permutations of n send exactly k of the first s labels to themselves, for k = 0…s. */
function hitCounts(n: number, s: number): number[] {
  const counts = new Array<number>(s + 1).fill(0);
  const order = Array.from({ length: n }, (_, i) => i);
  const swap = (a: number, b: number): void => {
    const kept = order[a] as number;
    order[a] = order[b] as number;
    order[b] = kept;
  };
  const visit = (from: number): void => {
    if (from === n) {
      let hits = 0;
      for (let i = 0; i < s; i++) if (order[i] === i) hits += 1;
      counts[hits] = (counts[hits] as number) + 1;
      return;
    }
    for (let i = from; i < n; i++) {
      swap(from, i);
      visit(from + 1);
      swap(from, i);
    }
  };
  visit(0);
  return counts;
}

describe('lnFactorial', () => {
  it('equals the logarithm of the exact product', () => {
    let product = 1n;
    for (let n = 1; n <= 170; n++) {
      product *= BigInt(n);
      expect(relativeError(lnFactorial(n), n < 2 ? 0 : Math.log(Number(product)))).toBeLessThanOrEqual(1e-14);
    }
  });

  it.for([
    [255, 1161.7121011184006],
    [256, 1167.2572785628802],
    [257, 1172.8063546477754],
    [1000, 5912.128178488163],
    [1e6, 12815518.384658169],
    [1e9, 19723265848.226982],
  ] as const)('of %i is %d', ([n, expected]) =>
    expect(relativeError(lnFactorial(n), expected)).toBeLessThanOrEqual(1e-14),
  );

  it('has no step where the sum gives way to the series', () => {
    for (let n = 250; n < 262; n++) expect(lnFactorial(n) - lnFactorial(n - 1)).toBeCloseTo(Math.log(n), 11);
  });
});

describe('lnChoose', () => {
  it('counts subsets and gives -Infinity where there are none', () => {
    expect(Math.exp(lnChoose(52, 5))).toBeCloseTo(2_598_960, 4);
    expect(lnChoose(5, 0)).toBe(0);
    expect([lnChoose(5, 6), lnChoose(5, -1)]).toEqual([-Infinity, -Infinity]);
  });
});

describe('lnCoincidence', () => {
  it.for([1, 2, 3, 4, 5, 6, 7, 8])('never lies below the exact tail over all permutations of %i labels', (size) => {
    const total = Math.exp(lnFactorial(size));
    for (let sampled = 1; sampled <= size; sampled++) {
      const counts = hitCounts(size, sampled);
      for (let hits = 0; hits <= sampled; hits++) {
        const exact = counts.slice(hits).reduce((sum, count) => sum + count, 0) / total;
        expect(lnCoincidence(hits, sampled, size)).toBeGreaterThanOrEqual(Math.log(exact) - 1e-13);
      }
    }
  });

  it('is the exact probability where all labels are asked and hit', () => {
    for (let size = 1; size <= 20; size++) {
      expect(lnCoincidence(size, size, size)).toBeCloseTo(-lnFactorial(size), 10);
    }
  });

  it('holds for a map that is no permutation', () => {
    // Every label is sent to label 0: at most one of them can be a hit, whatever the relabelling.
    const size = 6;
    expect(lnCoincidence(1, size, size)).toBe(0);
    expect(Math.exp(lnCoincidence(1, 2, size))).toBeCloseTo(2 / 6, 12);
  });

  it('is 0 for no hits, falls with each hit, and is -Infinity for what cannot be', () => {
    expect(lnCoincidence(0, 10, 100)).toBe(0);
    for (let hits = 2; hits <= 64; hits++) {
      expect(lnCoincidence(hits, 64, 256)).toBeLessThan(lnCoincidence(hits - 1, 64, 256) + 1e-12);
    }
    expect(lnCoincidence(11, 10, 100)).toBe(-Infinity);
    expect(lnCoincidence(2, 10, 5)).toBe(-Infinity);
  });

  it('keeps its promise on 2,000 pairs of independent labels at a level of one in a hundred', () => {
    const random = createRandom(20_240_603);
    let rejected = 0;
    const sets = 2000;
    for (let i = 0; i < sets; i++) {
      const asked = random.sample(48, 16);
      const order = random.permutation(48);
      const nearest = Int32Array.from(asked, (label) => order[label] as number);
      if (lnCoincidence(countHits(asked, nearest), 16, 48) <= Math.log(0.01)) rejected += 1;
    }
    // The chance of more rejections than this at a true rate of 0.01 is below one in ten thousand.
    const allowed = 39;
    expect(binomialTail(sets, allowed + 1, 0.01)).toBeLessThan(1e-4);
    expect(rejected).toBeLessThanOrEqual(allowed);
    expect(rejected / sets).toBeLessThanOrEqual(0.01);
  });
});

describe('lnFisher', () => {
  it('equals the plain formula where that can be calculated', () => {
    // P(chi-square with 2k degrees >= 2x) = exp(-x) (1 + x + x^2/2 + …), k terms.
    const lnPs = [-1, -0.5, -3.2];
    const x = 4.7;
    expect(relativeError(lnFisher(lnPs), Math.log(Math.exp(-x) * (1 + x + (x * x) / 2)))).toBeLessThanOrEqual(1e-13);
    expect(relativeError(lnFisher([-3, -5, -0.5]), -4.679544188097345)).toBeLessThanOrEqual(1e-13);
    expect(relativeError(lnFisher([...new Array<number>(31).fill(-3), -7]), -34.9671211224832)).toBeLessThanOrEqual(
      1e-13,
    );
  });

  it('is right where every exponential underflows', () => {
    expect(relativeError(lnFisher([-1e5, -1e5, -1e5, -1e5]), -399963.09409249097)).toBeLessThanOrEqual(1e-13);
  });

  it('leaves one p-value as it is', () => {
    for (const lnP of [-1e-9, -1, -1e5]) expect(relativeError(lnFisher([lnP]), lnP)).toBeLessThanOrEqual(1e-12);
  });

  it('is 0 for nothing and for p-values of 1, and -Infinity for a p-value of 0', () => {
    expect([lnFisher([]), lnFisher([0, 0])]).toEqual([0, 0]);
    expect(lnFisher([-1, -Infinity])).toBe(-Infinity);
  });

  it('does not depend on the order', () => {
    expect(relativeError(lnFisher([-9, -0.1, -400]), lnFisher([-400, -9, -0.1]))).toBeLessThanOrEqual(1e-14);
  });
});

describe('lnSumExp', () => {
  it('neither overflows nor underflows', () => {
    expect(lnSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 10);
    expect(lnSumExp([-1000, -1000])).toBeCloseTo(-1000 + Math.LN2, 10);
    expect(lnSumExp([])).toBe(-Infinity);
    expect(lnSumExp([-Infinity, 3])).toBe(3);
  });
});

describe('lnNormalTail', () => {
  it.for([
    [-3, -0.0013508099647481938],
    [2.5, -5.08164827727869],
    [2.6, -5.3684849226242655],
    [4.99, -15.01318171768932],
    [5, -15.064998393988725],
    [10, -53.23128515051247],
    [30, -454.3212439563432],
    [60, -1805.0135606805673],
  ] as const)('at %d is %d', ([z, expected]) =>
    expect(relativeError(lnNormalTail(z), expected)).toBeLessThanOrEqual(1e-12),
  );

  it('falls without a step and ends at -Infinity', () => {
    let before = 0;
    for (let z = -6; z < 80; z += 0.25) {
      expect(lnNormalTail(z)).toBeLessThan(before);
      before = lnNormalTail(z);
    }
    expect(lnNormalTail(Infinity)).toBe(-Infinity);
    expect(lnNormalTail(1e9)).toBeLessThan(-4.9e17);
  });
});

describe('normalTail', () => {
  it('is symmetric, and one half at 0', () => {
    expect(normalTail(0)).toBe(0.5);
    for (let z = 0; z < 37; z += 0.3) expect(normalTail(z) + normalTail(-z)).toBeCloseTo(1, 15);
  });

  it.for([
    [2.5, 0.006209665325776135],
    [2.6, 0.004661188023718749],
    [5, 2.866515718791939e-7],
    [30, 4.906713927148187e-198],
    [37, 5.725571222524577e-300],
    [-3, 0.9986501019683699],
  ] as const)('at %d is %d', ([z, expected]) =>
    expect(relativeError(normalTail(z), expected)).toBeLessThanOrEqual(2e-13),
  );
});

describe('binomialTail', () => {
  it('equals exact sums', () => {
    for (const [n, p] of [
      [10, 0.5],
      [12, 0.01],
      [20, 0.97],
    ] as const) {
      let tail = 0;
      for (let k = n; k >= 0; k--) {
        let choose = 1;
        for (let i = 0; i < k; i++) choose = (choose * (n - i)) / (i + 1);
        tail += choose * p ** k * (1 - p) ** (n - k);
        expect(relativeError(binomialTail(n, k, p), tail)).toBeLessThanOrEqual(1e-12);
      }
    }
  });

  it('is 1 for no successes, 0 for too many, and knows certainty', () => {
    expect([binomialTail(5, 0, 0), binomialTail(5, 6, 0.5), binomialTail(5, 1, 0)]).toEqual([1, 0, 0]);
    expect([binomialTail(5, 5, 1), binomialTail(5, 6, 1)]).toEqual([1, 0]);
  });
});
