// The leading singular values and vectors of a matrix that is only ever seen a few rows at a time.
import { rowProducts } from './kernels.ts';
import { createRandom } from './random.ts';

/** The leading part of a singular value decomposition, values descending. */
export interface LeadingParts {
  readonly rows: number;
  readonly columns: number;
  /** As many as probes were taken; the last few stand for the tail, from below. */
  readonly values: Float64Array;
  /** Left vectors, one of `rows` numbers for each value. */
  readonly left: readonly Float64Array[];
  /** Right vectors, one of `columns` numbers for each value. */
  readonly right: readonly Float64Array[];
}

/**
 * A randomised range finder (Halko, Martinsson and Tropp 2011, algorithm 4.1) followed by the decomposition of the
 * projected matrix (5.1), in two passes over the rows: `sketch` each tile, `close`, then `project` each tile, `finish`.
 * Tiles are row-major and finite, and both passes hand over the same ones. Held: rows × probes and columns × probes
 * numbers, never the matrix.
 */
export interface RangeFinder {
  /** First pass: the tile's rows, of which the first is number `firstRow`. */
  sketch(tile: Float32Array, firstRow: number): void;
  /** Between the passes. */
  close(): void;
  /** Second pass. */
  project(tile: Float32Array, firstRow: number): void;
  finish(): LeadingParts;
  /** After the passes: begins them anew with what was found for directions, a round of subspace iteration (4.4). */
  refine(): void;
}

/** A finder for rows × columns with `probes` random directions (at most either side). Exact where the rank is below it. */
export function createRangeFinder(rows: number, columns: number, probes: number, seed: number): RangeFinder {
  const count = Math.min(probes, rows, columns);
  const random = createRandom(seed);
  let directions = Float32Array.from({ length: count * columns }, () => random.normal());
  const basis = Array.from({ length: count }, () => new Float64Array(rows));
  const projected = Array.from({ length: count }, () => new Float64Array(columns));
  return {
    sketch: (tile, firstRow) => {
      const height = tile.length / columns;
      const products = rowProducts(tile, height, directions, count, columns);
      for (let k = 0; k < count; k++) {
        const column = basis[k] as Float64Array;
        for (let r = 0; r < height; r++) column[firstRow + r] = products[r * count + k] as number;
      }
    },
    close: () => {
      orthonormalise(basis);
    },
    project: (tile, firstRow) => {
      const height = tile.length / columns;
      for (let k = 0; k < count; k++) {
        const into = projected[k] as Float64Array;
        const along = basis[k] as Float64Array;
        for (let r = 0; r < height; r++) {
          const weight = along[firstRow + r] as number;
          if (weight === 0) continue;
          for (let c = 0, at = r * columns; c < columns; c++, at++) {
            into[c] = (into[c] as number) + weight * (tile[at] as number);
          }
        }
      }
    },
    finish: () => decompose(rows, columns, basis, projected),
    refine: () => {
      orthonormalise(projected);
      directions = Float32Array.from({ length: count * columns }, (_, i) => rowAt(projected, i, columns));
      for (const row of projected) row.fill(0);
    },
  };
}

function rowAt(rows: readonly Float64Array[], at: number, columns: number): number {
  return (rows[Math.floor(at / columns)] as Float64Array)[at % columns] as number;
}

/** Gram–Schmidt, twice each so that rounding does not gather; vectors that lie within the ones before become zero. */
function orthonormalise(vectors: readonly Float64Array[]): void {
  for (const [k, vector] of vectors.entries()) {
    const before = length(vector);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < k; other++) {
        const known = vectors[other] as Float64Array;
        addScaled(vector, known, -dot(vector, known));
      }
    }
    const size = length(vector);
    const scale = size > 1e-13 * before && size > 0 ? 1 / size : 0;
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) * scale;
  }
}

/** B = L·W with orthonormal rows W, then the small L by Jacobi's rotations: no square of B is formed, which would lose small values. */
function decompose(
  rows: number,
  columns: number,
  basis: readonly Float64Array[],
  projected: readonly Float64Array[],
): LeadingParts {
  const count = basis.length;
  const frame = projected.map((row) => row.slice());
  orthonormalise(frame);
  // Row i of `small` is row i of B in the frame's coordinates; `turn` gathers the rotations of the rows.
  const small = projected.map((row) => Float64Array.from(frame, (axis) => dot(row, axis)));
  const turn = Array.from({ length: count }, (_, i) =>
    Float64Array.from({ length: count }, (__, j) => Number(i === j)),
  );
  rotateRows(small, turn);
  const sizes = small.map(length);
  const order = sizes.map((_, i) => i).toSorted((a, b) => (sizes[b] as number) - (sizes[a] as number));
  const left = order.map((i) => combine(basis, turn[i] as Float64Array, rows));
  const right = order.map((i) => {
    const size = sizes[i] as number;
    const vector = combine(frame, small[i] as Float64Array, columns);
    return size === 0 ? vector : vector.map((x) => x / size);
  });
  return { rows, columns, values: Float64Array.from(order, (i) => sizes[i] as number), left, right };
}

const mostSweeps = 30;
/** Rows with a smaller cosine are left as they are: their lengths err by its square. */
const orthogonal = 1e-9;

/** One-sided Jacobi (Hestenes 1958): rotates pairs of rows until all are orthogonal, and `turn` with them. */
function rotateRows(small: readonly Float64Array[], turn: readonly Float64Array[]): void {
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < small.length; p++) {
      for (let q = p + 1; q < small.length; q++) {
        const [x, y] = [small[p] as Float64Array, small[q] as Float64Array];
        const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
        if (Math.abs(xy) <= orthogonal * Math.sqrt(xx * yy)) continue;
        rotated = true;
        const zeta = (yy - xx) / (2 * xy);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        turnPair(x, y, cosine, cosine * tangent);
        turnPair(turn[p] as Float64Array, turn[q] as Float64Array, cosine, cosine * tangent);
      }
    }
    if (!rotated) return;
  }
}

function turnPair(x: Float64Array, y: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i] as number, y[i] as number];
    x[i] = cosine * a - sine * b;
    y[i] = sine * a + cosine * b;
  }
}

function combine(vectors: readonly Float64Array[], weights: Float64Array, size: number): Float64Array {
  const sum = new Float64Array(size);
  for (const [k, vector] of vectors.entries()) addScaled(sum, vector, weights[k] as number);
  return sum;
}

function addScaled(into: Float64Array, vector: Float64Array, scale: number): void {
  if (scale === 0) return;
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + scale * (vector[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function length(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}
