// Do labels find their namesakes? The one statistic behind channel alignment and unit coincidence.
import { rowProducts } from './kernels.ts';

/**
 * Makes rows comparable by direction: every column is centred over the rows and scaled to unit norm, then every row to
 * unit norm (science: the order matters for the null's spread). Non-finite values become 0. Works in place.
 */
export function standardise(values: Float32Array, rows: number, columns: number): Float32Array {
  const mean = new Float64Array(columns);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      const value = values[i] as number;
      if (value - value === 0) mean[c] = (mean[c] as number) + value;
      else values[i] = 0;
    }
  }
  for (let c = 0; c < columns; c++) mean[c] = (mean[c] as number) / rows;
  const spread = new Float64Array(columns);
  for (let r = 0, i = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++, i++) {
      const x = (values[i] as number) - (mean[c] as number);
      spread[c] = (spread[c] as number) + x * x;
    }
  }
  for (let c = 0; c < columns; c++) spread[c] = Math.sqrt(spread[c] as number);
  for (let r = 0; r < rows; r++) {
    const at = r * columns;
    let norm = 0;
    for (let c = 0; c < columns; c++) {
      const deviation = spread[c] as number;
      const x = deviation > 0 ? ((values[at + c] as number) - (mean[c] as number)) / deviation : 0;
      values[at + c] = x;
      norm += x * x;
    }
    const scale = norm > 0 ? 1 / Math.sqrt(norm) : 0;
    for (let c = 0; c < columns; c++) values[at + c] = (values[at + c] as number) * scale;
  }
  return values;
}

/** The rows named by `indices`, copied. */
export function pickRows(values: Float32Array, columns: number, indices: Uint32Array): Float32Array {
  const out = new Float32Array(indices.length * columns);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    out.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return out;
}

/**
 * For each asked row of `suspect` the row of `candidate` with the largest inner product, or -1 where none is positive or
 * two are equally large (a tie broken by position would favour a label, and labels must stay exchangeable).
 */
export function nearestRows(
  suspect: Float32Array,
  asked: Uint32Array,
  candidate: Float32Array,
  rows: number,
  columns: number,
): Int32Array {
  const products = rowProducts(pickRows(suspect, columns, asked), asked.length, candidate, rows, columns);
  const nearest = new Int32Array(asked.length).fill(-1);
  for (let i = 0; i < asked.length; i++) {
    let best = 0;
    let at = -1;
    let ties = 0;
    for (let j = 0; j < rows; j++) {
      const value = products[i * rows + j] as number;
      if (value > best) {
        best = value;
        at = j;
        ties = 0;
      } else if (value === best && at >= 0) ties += 1;
    }
    nearest[i] = ties > 0 ? -1 : at;
  }
  return nearest;
}

/** Share of the rows that are not zero throughout: standardised rows of one value, or of none, are. */
export function tellingShare(values: Float32Array, rows: number): number {
  const columns = rows === 0 ? 0 : values.length / rows;
  let telling = 0;
  for (let r = 0; r < rows; r++)
    if (values.subarray(r * columns, (r + 1) * columns).some((value) => value !== 0)) telling += 1;
  return rows === 0 ? 0 : telling / rows;
}

/** How many of the asked labels are sent to themselves. */
export function countHits(asked: Uint32Array, nearest: Int32Array): number {
  let hits = 0;
  for (let i = 0; i < asked.length; i++) if (nearest[i] === asked[i]) hits += 1;
  return hits;
}

/** Row-major rows × columns turned into columns × rows. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  return out;
}

/** Mean inner product of namesakes: how alike label i of one side is to label i of the other, 1 for equal directions. */
export function likeness(x: Float32Array, y: Float32Array, rows: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] as number) * (y[i] as number);
  return rows === 0 ? 0 : sum / rows;
}
