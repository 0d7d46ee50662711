// The orthogonal matrix nearest to a given one, without a singular value decomposition: matrix products alone.
import { rowProducts } from './kernels.ts';

/**
 * Each round multiplies small singular values by 1.5: enough to bring a hundred-thousandth of the largest to one, and too
 * few to bring up what is only the rounding of 32-bit products.
 */
const rounds = 30;
/** Rounds end where nothing moves by more than this, 32-bit products being good to 1e-6. */
const settled = 1e-5;

/**
 * The orthogonal factor U Vᵀ of M = U S Vᵀ (side × side, row-major): of all rotations and reflections R the one with the
 * largest trace of Rᵀ M, which solves the orthogonal Procrustes problem min |X - Y R| for M = Yᵀ X (Schönemann 1966).
 * Newton–Schulz iteration X <- 1.5 X - 0.5 X Xᵀ X (Higham 1986). Directions in which M is zero stay zero: then the result
 * is a partial isometry. Undefined where M is zero or not finite.
 */
export function orthogonalFactor(matrix: Float64Array, side: number): Float32Array | undefined {
  // The iteration converges from below sqrt(3); the geometric mean of the two norms bounds the largest singular value.
  let [widest, tallest] = [0, 0];
  for (let i = 0; i < side; i++) {
    let [row, column] = [0, 0];
    for (let j = 0; j < side; j++) {
      row += Math.abs(matrix[i * side + j] as number);
      column += Math.abs(matrix[j * side + i] as number);
    }
    widest = Math.max(widest, row);
    tallest = Math.max(tallest, column);
  }
  const bound = Math.sqrt(widest * tallest);
  if (!(bound > 0) || !Number.isFinite(bound)) return undefined;
  let x = Float32Array.from(matrix, (value) => value / bound);
  for (let round = 0; round < rounds; round++) {
    const gram = Float32Array.from(rowProducts(x, side, x, side, side));
    const cubic = rowProducts(gram, side, turned(x, side), side, side);
    let moved = 0;
    const next = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      next[i] = 1.5 * (x[i] as number) - 0.5 * (cubic[i] as number);
      moved = Math.max(moved, Math.abs((next[i] as number) - (x[i] as number)));
    }
    x = next;
    if (moved < settled) break;
  }
  return x;
}

function turned(values: Float32Array, side: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) out[j * side + i] = values[i * side + j] as number;
  return out;
}

/** Rows times a square matrix: `rows` × side by side × side, row-major. */
export function timesSquare(values: Float32Array, rows: number, square: Float32Array, side: number): Float32Array {
  return Float32Array.from(rowProducts(values, rows, turned(square, side), side, side));
}
