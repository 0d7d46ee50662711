// The few moments that the tests of the forgeries look at, computed the plain way.

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
  /** 0 for a normal distribution. */
  readonly excessKurtosis: number;
}

export function moments(values: ArrayLike<number>): Moments {
  const mean = sumOf(values, (value) => value) / values.length;
  const second = sumOf(values, (value) => (value - mean) ** 2) / values.length;
  const fourth = sumOf(values, (value) => (value - mean) ** 4) / values.length;
  return { mean, deviation: Math.sqrt(second), excessKurtosis: fourth / second ** 2 - 3 };
}

export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [moments(a), moments(b)];
  const product = sumOf(a, (value, i) => (value - first.mean) * ((b[i] ?? 0) - second.mean));
  return product / a.length / (first.deviation * second.deviation);
}

export function difference(a: Float32Array, b: Float32Array): Float64Array {
  return Float64Array.from(a, (value, i) => value - (b[i] ?? 0));
}

function sumOf(values: ArrayLike<number>, term: (value: number, index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += term(values[i] ?? 0, i);
  return sum;
}
