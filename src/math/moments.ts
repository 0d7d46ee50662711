// The plain moments of lists of numbers: means, spreads, correlations, tails. Values that are not finite are left out.

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
  /** 0 for a normal distribution, and where nothing varies. */
  readonly excessKurtosis: number;
}

/** Moments of the finite values; zeros for none. */
export function momentsOf(values: ArrayLike<number>): Moments {
  let [count, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    count += 1;
    sum += values[i] as number;
  }
  const mean = count === 0 ? 0 : sum / count;
  let [second, fourth] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const square = ((values[i] as number) - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const variance = count === 0 ? 0 : second / count;
  return {
    count,
    mean,
    deviation: Math.sqrt(variance),
    excessKurtosis: variance > 0 ? fourth / count / variance ** 2 - 3 : 0,
  };
}

/** Pearson's correlation of two lists of one length over the places that are finite in both; null where a side does not vary. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let [n, sumA, sumB] = [0, 0, 0];
  const isPair = (i: number): boolean => Number.isFinite(a[i]) && Number.isFinite(b[i]);
  for (let i = 0; i < a.length; i++) {
    if (!isPair(i)) continue;
    n += 1;
    sumA += a[i] as number;
    sumB += b[i] as number;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    if (!isPair(i)) continue;
    const [x, y] = [(a[i] as number) - sumA / n, (b[i] as number) - sumB / n];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb))) : null;
}

/** Cosine without centring; null where a side is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/**
 * The cosine that two unrelated sets of vectors with these moments are expected to have, vector by vector beside one
 * another: Σ n μ₁ μ₂ / √(Σ n (μ₁² + σ₁²) · Σ n (μ₂² + σ₂²)), for one pair μ₁ μ₂ / √((μ₁² + σ₁²)(μ₂² + σ₂²)). Near one
 * where they lie far from zero compared with their spread.
 */
export function unrelatedCosine(pairs: readonly (readonly [Moments, Moments])[]): number {
  let [product, first, second] = [0, 0, 0];
  for (const [a, b] of pairs) {
    product += a.count * a.mean * b.mean;
    first += a.count * (a.mean ** 2 + a.deviation ** 2);
    second += b.count * (b.mean ** 2 + b.deviation ** 2);
  }
  return first > 0 && second > 0 ? product / Math.sqrt(first * second) : 0;
}
