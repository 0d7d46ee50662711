// Tail probabilities in natural logarithms, right where the probability itself would underflow.

const lnFactorials: number[] = [0, 0];

/** ln(n!) for a whole n >= 0: by summation to 256, by Stirling's series beyond (relative error below 1e-15). */
export function lnFactorial(n: number): number {
  if (n < 256) {
    for (let i = lnFactorials.length; i <= n; i++) lnFactorials.push((lnFactorials[i - 1] as number) + Math.log(i));
    return lnFactorials[n] as number;
  }
  const inverse = 1 / n;
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + series;
}

/** ln of n over k; -Infinity where k > n. */
export function lnChoose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
}

/**
 * The coincidence bound. Of `sampled` labels each is sent to one of `size` labels, and `hits` of them to themselves. Where
 * the `size` labels are exchangeable, P(X >= k) <= C(s, k) / (u (u-1) … (u-k+1)) by the k-th factorial moment of X:
 * finite, exact, no asymptotics. Returns the natural logarithm, at most 0.
 */
export function lnCoincidence(hits: number, sampled: number, size: number): number {
  if (hits <= 0) return 0;
  if (hits > sampled || sampled > size) return -Infinity;
  return Math.min(0, lnChoose(sampled, hits) - (lnFactorial(size) - lnFactorial(size - hits)));
}

/**
 * Fisher's combination of independent p-values: ln P(chi-square with 2k degrees of freedom >= -2 sum ln p).
 * Conservative where the p-values are bounds.
 */
export function lnFisher(lnPs: readonly number[]): number {
  const k = lnPs.length;
  if (k === 0) return 0;
  let x = 0;
  for (const lnP of lnPs) x -= lnP;
  if (x === 0) return 0;
  if (x === Infinity) return -Infinity;
  const terms: number[] = [];
  for (let i = 0; i < k; i++) terms.push(i * Math.log(x) - lnFactorial(i));
  return Math.min(0, lnSumExp(terms) - x);
}

/** ln(sum of exp(x_i)) without overflow; -Infinity for none. */
export function lnSumExp(values: readonly number[]): number {
  let max = -Infinity;
  for (const value of values) if (value > max) max = value;
  if (max === -Infinity || max === Infinity) return max;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - max);
  return max + Math.log(sum);
}

/** ln P(Z >= z) of a standard normal: by the complementary error function near 0, by a continued fraction (Lentz) in the tail. */
export function lnNormalTail(z: number): number {
  if (z < 5) return Math.log(normalTail(z));
  // P(Z >= z) = phi(z) / (z + 1/(z + 2/(z + 3/(…)))); sixty levels are exact to double precision from z = 5 on.
  let fraction = z;
  for (let i = 60; i >= 1; i--) fraction = z + i / fraction;
  return -0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction);
}

/** P(Z >= z) of a standard normal for |z| below about 37: series within 2.5 of 0, continued fraction beyond. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 2.5) {
    let fraction = z;
    for (let i = 120; i >= 1; i--) fraction = z + i / fraction;
    return Math.exp(-0.5 * z * z) / (Math.sqrt(2 * Math.PI) * fraction);
  }
  // Phi(z) - 1/2 = phi(z) (z + z^3/3 + z^5/15 + …)
  let term = z;
  let sum = z;
  for (let i = 3; term > 1e-18 * sum; i += 2) {
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 - (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

/** P(X >= k) of a binomial, summed exactly in logarithms. */
export function binomialTail(n: number, k: number, p: number): number {
  if (k <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return k <= n ? 1 : 0;
  const terms: number[] = [];
  for (let i = k; i <= n; i++) terms.push(lnChoose(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
  return Math.min(1, Math.exp(lnSumExp(terms)));
}
