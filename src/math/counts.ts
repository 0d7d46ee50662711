// Distributions of counts in natural logarithms: of unlike trials that are independent, and of like trials that hang together.

import { lnChoose, lnSumExp } from './tails.ts';

/**
 * ln P(X >= k) of a Poisson-binomial, X the number of successes in independent trials with the probabilities given. Exact: the
 * distribution is built trial by trial in logarithms (Hong 2013, direct convolution), O(n^2), with nothing subtracted, so that
 * tails of 1e-300 and beyond keep their digits.
 *
 * @param probabilities one of each trial, in [0, 1]
 */
export function lnPoissonBinomialTail(probabilities: readonly number[], k: number): number {
  if (k <= 0) return 0;
  if (k > probabilities.length) return -Infinity;
  // Only counts up to k are kept apart: whatever reaches k stays there.
  let counts = new Float64Array(k + 1).fill(-Infinity);
  counts[0] = 0;
  for (const p of probabilities) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in [0, 1], not ${p}`);
    const lnHit = Math.log(p);
    const lnMiss = Math.log1p(-p);
    const next = new Float64Array(k + 1);
    for (let i = 0; i < k; i++) {
      const stays = (counts[i] as number) + lnMiss;
      next[i] = i === 0 ? stays : lnSumExp([stays, (counts[i - 1] as number) + lnHit]);
    }
    next[k] = lnSumExp([counts[k] as number, (counts[k - 1] as number) + lnHit]);
    counts = next;
  }
  return Math.min(0, counts[k] as number);
}

/**
 * ln P(X = k) of a beta-binomial: n trials whose common probability is itself drawn from a beta with the mean `mean` and the
 * intra-class correlation `correlation`, both exclusive of 0 and 1. Written as a Pólya urn: products of ratios, no gamma function.
 */
export function lnBetaBinomial(k: number, n: number, mean: number, correlation: number): number {
  if (!(mean > 0 && mean < 1 && correlation > 0 && correlation < 1)) {
    throw new RangeError(`mean and correlation lie strictly between 0 and 1, not ${mean} and ${correlation}`);
  }
  if (k < 0 || k > n) return -Infinity;
  const weight = 1 / correlation - 1;
  let ln = lnChoose(n, k);
  for (let i = 0; i < k; i++) ln += Math.log(mean * weight + i);
  for (let i = 0; i < n - k; i++) ln += Math.log((1 - mean) * weight + i);
  for (let i = 0; i < n; i++) ln -= Math.log(weight + i);
  return ln;
}
