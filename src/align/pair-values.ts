// Reads both sides of a pair so that row i, column j of one stands beside row i, column j of the other.
import { isForebearError } from '../errors.ts';
import type { Model, Tensor } from '../model/model.ts';
import { readRows } from '../model/values/plane.ts';
import type { RunOptions } from '../run.ts';
import type { Alignment, Pair } from './alignment.ts';

/**
 * The given rows (ascending) of one side, row-major, indices.length × columns of that side. The suspect's side of a pair
 * with permuted axes is read whole; such pairs were found by content, which only looks at tensors that fit in memory.
 */
export async function sideRows(
  alignment: Alignment,
  pair: Pair,
  side: 'suspect' | 'candidate',
  indices: Uint32Array,
  options?: RunOptions,
): Promise<Float32Array> {
  if (side === 'candidate') return readRows(alignment.candidate, pair.candidate, indices, options);
  if (pair.axes === undefined) return readRows(alignment.suspect, pair.suspect, indices, options);
  const { tensor } = pair.suspect;
  const values = await alignment.suspect.read(tensor, 0, tensor.elements, options);
  const ordered = permuteAxes(
    values,
    tensor.shape.filter((n) => n !== 1),
    pair.axes,
  );
  const columns = pair.candidate.columns;
  const out = new Float32Array(indices.length * columns);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    out.set(ordered.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return out;
}

/** The given rows of one side cut to the common columns. */
export async function commonRows(
  alignment: Alignment,
  pair: Pair,
  side: 'suspect' | 'candidate',
  indices: Uint32Array,
  options?: RunOptions,
): Promise<Float32Array> {
  return cut(await sideRows(alignment, pair, side, indices, options), indices.length, pair.columns);
}

/** The given rows of both sides cut to the common columns. */
export async function bothRows(
  alignment: Alignment,
  pair: Pair,
  indices: Uint32Array,
  options?: RunOptions,
): Promise<{ suspect: Float32Array; candidate: Float32Array }> {
  const suspect = await commonRows(alignment, pair, 'suspect', indices, options);
  const candidate = await commonRows(alignment, pair, 'candidate', indices, options);
  return { suspect, candidate };
}

function cut(values: Float32Array, rows: number, columns: number): Float32Array {
  const width = rows === 0 ? columns : values.length / rows;
  if (width === columns) return values;
  const out = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) out.set(values.subarray(r * width, r * width + columns), r * columns);
  return out;
}

/**
 * All values of a tensor that fits in memory; undefined where its bytes cannot be had, which loses that tensor and not
 * the pairing of the rest. A file that changed is passed on.
 */
export async function wholeValues(
  model: Model,
  tensor: Tensor,
  options?: RunOptions,
): Promise<Float32Array | undefined> {
  try {
    return await model.read(tensor, 0, tensor.elements, options);
  } catch (error) {
    if (!isForebearError(error) || error.code === 'integrity') throw error;
    return undefined;
  }
}

/** Row-major values of `shape` with axis order[k] of the old becoming axis k of the new. */
export function permuteAxes(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  if (order.every((axis, k) => axis === k)) return values;
  const strides = new Array<number>(shape.length).fill(1);
  for (let k = shape.length - 2; k >= 0; k--) strides[k] = (strides[k + 1] as number) * (shape[k + 1] as number);
  const newShape = order.map((axis) => shape[axis] as number);
  const newStrides = order.map((axis) => strides[axis] as number);
  const counter = new Array<number>(shape.length).fill(0);
  const out = new Float32Array(values.length);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    out[i] = values[at] as number;
    for (let k = shape.length - 1; k >= 0; k--) {
      counter[k] = (counter[k] as number) + 1;
      at += newStrides[k] as number;
      if ((counter[k] as number) < (newShape[k] as number)) break;
      at -= (newStrides[k] as number) * (newShape[k] as number);
      counter[k] = 0;
    }
  }
  return out;
}

/** A cheap digest that no order of the values changes: two wrapping sums over the bit patterns, one of them mixed. */
export function multisetOf(values: Float32Array): string {
  const clean = values.map((x) => (x === 0 ? 0 : x));
  const bits = new Uint32Array(clean.buffer, clean.byteOffset, clean.length);
  let sum = 0;
  let mixed = 0;
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i] as number;
    sum = (sum + b) >>> 0;
    mixed = (mixed + Math.imul(b ^ (b >>> 15), 0x2c1b3c6d)) >>> 0;
  }
  return `${values.length} ${sum} ${mixed}`;
}
