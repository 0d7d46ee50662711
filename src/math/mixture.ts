// Which mixture of several vectors comes nearest to another? Least squares from inner products alone, with a jackknife over blocks.

/** Inner products of `count` vectors with one another, row-major count × count; several may be added up. */
export type Products = Float64Array;

/** Adds the products of these vectors, all of one length. Sums run in 64 bits; values must be finite. */
export function addProducts(into: Products, vectors: readonly Float32Array[]): void {
  const count = vectors.length;
  for (let i = 0; i < count; i++) {
    for (let j = i; j < count; j++) {
      const [a, b] = [vectors[i] as Float32Array, vectors[j] as Float32Array];
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
      into[i * count + j] = (into[i * count + j] as number) + sum;
      if (i !== j) into[j * count + i] = (into[j * count + i] as number) + sum;
    }
  }
}

/** A mixture of some of the vectors: weights that sum to 1, and what is left of the target beside it. */
export interface Mixture {
  readonly members: readonly number[];
  readonly weights: readonly number[];
  /** ‖target − Σ w v‖². */
  readonly rest: number;
}

const at = (products: Products, count: number, i: number, j: number): number => products[i * count + j] as number;

/**
 * The mixture of `members` nearest to vector `target`, weights summing to 1: least squares of target − v₀ on v_k − v₀.
 * Undefined where members do not differ from one another, so that their weights cannot be told.
 */
export function nearestMixture(
  products: Products,
  count: number,
  members: readonly number[],
  target: number,
): Mixture | undefined {
  const [first, ...others] = members;
  if (first === undefined) return undefined;
  /** ⟨v_i − v₀, v_j − v₀⟩. */
  const delta = (i: number, j: number): number =>
    at(products, count, i, j) -
    at(products, count, i, first) -
    at(products, count, first, j) +
    at(products, count, first, first);
  const system = others.map((i) => [...others.map((j) => delta(i, j)), delta(i, target)]);
  const solved = solve(system);
  if (solved === undefined) return undefined;
  const weights = [1 - solved.reduce((sum, w) => sum + w, 0), ...solved];
  return { members, weights, rest: restOf(products, count, members, weights, target) };
}

/** ‖target − Σ w v‖² for weights that sum to 1, from differences to the target, so that little cancels. */
function restOf(
  products: Products,
  count: number,
  members: readonly number[],
  weights: readonly number[],
  target: number,
): number {
  let rest = 0;
  for (const [a, i] of members.entries()) {
    for (const [b, j] of members.entries()) {
      const product =
        at(products, count, i, j) -
        at(products, count, i, target) -
        at(products, count, target, j) +
        at(products, count, target, target);
      rest += (weights[a] as number) * (weights[b] as number) * product;
    }
  }
  return Math.max(0, rest);
}

/** Below this share of its diagonal a pivot is rounding, and the members are one and the same. */
const leastPivot = 1e-10;

/** Gauss with pivots on rows [A | b]; undefined where A is singular to working precision. */
function solve(rows: number[][]): number[] | undefined {
  const n = rows.length;
  const largest = Math.max(0, ...rows.map((row, i) => Math.abs(row[i] as number)));
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(rows[i]?.[k] as number) > Math.abs(rows[best]?.[k] as number)) best = i;
    const [pivotRow, other] = [rows[best] as number[], rows[k] as number[]];
    rows[k] = pivotRow;
    rows[best] = other;
    const pivot = pivotRow[k] as number;
    if (!(Math.abs(pivot) > leastPivot * largest)) return undefined;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const row = rows[i] as number[];
      const factor = (row[k] as number) / pivot;
      for (let j = k; j <= n; j++) row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return rows.map((row, i) => (row[n] as number) / (row[i] as number));
}

/**
 * Standard errors of the weights by leaving out one block at a time (Quenouille, Tukey; Efron and Stein 1981). Undefined
 * where a fit without one of the blocks cannot be solved, or there are fewer than two.
 */
export function jackknifeErrors(
  blocks: readonly Products[],
  count: number,
  members: readonly number[],
  target: number,
): readonly number[] | undefined {
  if (blocks.length < 2) return undefined;
  const all = new Float64Array(count * count);
  for (const block of blocks) for (let i = 0; i < all.length; i++) all[i] = (all[i] as number) + (block[i] as number);
  const fits: (readonly number[])[] = [];
  for (const block of blocks) {
    const fit = nearestMixture(
      all.map((x, i) => x - (block[i] as number)),
      count,
      members,
      target,
    );
    if (fit === undefined) return undefined;
    fits.push(fit.weights);
  }
  return members.map((_, k) => {
    const mean = fits.reduce((sum, weights) => sum + (weights[k] as number), 0) / fits.length;
    const square = fits.reduce((sum, weights) => sum + ((weights[k] as number) - mean) ** 2, 0);
    return Math.sqrt((square * (fits.length - 1)) / fits.length);
  });
}
