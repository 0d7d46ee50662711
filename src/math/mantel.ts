// Do two matrices over the same labels agree more than after relabelling one of them? Mantel's test with an exact sequential p-value.
import { rowProducts } from './kernels.ts';
import type { Random } from './random.ts';

export interface Mantel {
  /** (T - mean) / sd over the relabellings drawn; 0 where nothing varies. Shown, not used. */
  readonly z: number;
  readonly permutations: number;
  /** Relabellings that reached T. */
  readonly reached: number;
  /** Natural logarithm of an exact p-value. */
  readonly lnP: number;
}

/** With this many relabellings at or above T the p-value is known well enough (Besag and Clifford 1991). */
const enough = 25;

/**
 * Cosines of all pairs of label vectors (`labels` × `length`, row-major), zero on the diagonal, scaled to unit Frobenius
 * norm. Undefined where no two labels have anything in common. Vectors that are not finite count as zero.
 */
export function cosineMatrix(vectors: Float32Array, labels: number, length: number): Float64Array | undefined {
  const unit = new Float32Array(vectors.length);
  for (let i = 0; i < labels; i++) {
    let square = 0;
    for (let k = i * length; k < (i + 1) * length; k++) square += (vectors[k] as number) ** 2;
    const norm = Math.sqrt(square);
    if (!(norm > 0) || !Number.isFinite(norm)) continue;
    for (let k = i * length; k < (i + 1) * length; k++) unit[k] = (vectors[k] as number) / norm;
  }
  const cosines = rowProducts(unit, labels, unit, labels, length);
  for (let i = 0; i < labels; i++) cosines[i * labels + i] = 0;
  return scaled(cosines);
}

/** The sum of matrices of one size, scaled to unit Frobenius norm; undefined where there is none or nothing is left. */
export function addMatrices(matrices: readonly Float64Array[]): Float64Array | undefined {
  const [first, ...rest] = matrices;
  if (first === undefined) return undefined;
  const sum = first.slice();
  for (const matrix of rest) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (matrix[i] as number);
  return scaled(sum);
}

function scaled(matrix: Float64Array): Float64Array | undefined {
  let square = 0;
  for (const value of matrix) square += value * value;
  if (!(square > 0)) return undefined;
  const factor = 1 / Math.sqrt(square);
  for (let i = 0; i < matrix.length; i++) matrix[i] = (matrix[i] as number) * factor;
  return matrix;
}

/**
 * T = sum over i < j of a_ij b_ij (Mantel 1967) among its values after relabelling b within stretches of `stretch` labels
 * (all labels: any order). At most `most` relabellings are drawn.
 */
export function mantel(
  a: Float64Array,
  b: Float64Array,
  labels: number,
  stretch: number,
  most: number,
  random: Random,
): Mantel {
  const order = Uint32Array.from({ length: labels }, (_, i) => i);
  const observed = agreement(a, b, labels, order);
  let [drawn, reached, sum, squares] = [0, 0, 0, 0];
  while (drawn < most && reached < enough) {
    shuffle(order, stretch, random);
    const value = agreement(a, b, labels, order);
    drawn += 1;
    sum += value;
    squares += value * value;
    if (value >= observed) reached += 1;
  }
  const mean = sum / drawn;
  const sd = Math.sqrt(Math.max(0, squares / drawn - mean * mean));
  const p = reached >= enough ? reached / drawn : (reached + 1) / (drawn + 1);
  return { z: sd > 0 ? (observed - mean) / sd : 0, permutations: drawn, reached, lnP: Math.log(Math.min(1, p)) };
}

function agreement(a: Float64Array, b: Float64Array, labels: number, order: Uint32Array): number {
  let sum = 0;
  for (let i = 1; i < labels; i++) {
    const row = i * labels;
    const other = (order[i] as number) * labels;
    for (let j = 0; j < i; j++) sum += (a[row + j] as number) * (b[other + (order[j] as number)] as number);
  }
  return sum;
}

/** A uniformly random order within every stretch (Fisher–Yates); what is left over at the end is a stretch too. */
function shuffle(order: Uint32Array, stretch: number, random: Random): void {
  for (let start = 0; start < order.length; start += stretch) {
    const length = Math.min(stretch, order.length - start);
    for (let i = length - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      const kept = order[start + i] as number;
      order[start + i] = order[start + j] as number;
      order[start + j] = kept;
    }
  }
}
