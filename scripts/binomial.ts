// Exact intervals for a share that was counted.

/** ln of the probability of k or more successes of n, each with probability p. */
function upperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let [sum, ln] = [0, 0];
  // ln of C(n, i) p^i q^(n-i), from i = 0 on.
  ln = n * Math.log1p(-p);
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += Math.exp(ln);
    if (i < n) ln += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.min(1, sum);
}

/** Where an increasing function of p crosses `level`, to twelve digits. */
function crossing(of: (p: number) => number, level: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (of(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The interval that holds the true share with 95 % (Clopper and Pearson 1934): the shares at which k or more, and k or
 * fewer, of n have a probability of 2.5 %.
 */
export function exactInterval(k: number, n: number): readonly [low: number, high: number] {
  if (n === 0) return [0, 1];
  const low = k === 0 ? 0 : crossing((p) => upperTail(k, n, p), 0.025);
  const high = k === n ? 1 : crossing((p) => upperTail(k + 1, n, p), 0.975);
  return [low, high];
}
