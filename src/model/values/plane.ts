// A weight as a matrix of rows (outputs) and columns (inputs), however it is stored: transposed, fused, interleaved, stacked, paired.
import { roundTrip } from '../../formats/numbers/values.ts';
import type { RunOptions } from '../../run.ts';
import { chunkValues, type Model, type Tensor } from '../model.ts';
import type { Role } from '../roles/role.ts';

/**
 * A rows × columns view of one tensor. Row r begins at element (floor(p / group) * groupStride + first + p % group) * columns,
 * or, where `transposed`, element (r, c) lies at (c * storedRows + first + p). p is r, but where `pairs` is the number of
 * rows of a head, in which those half a head apart are stored side by side.
 */
export interface Plane {
  readonly tensor: Tensor;
  readonly role: Role | undefined;
  readonly rows: number;
  readonly columns: number;
  readonly first: number;
  readonly group: number;
  readonly groupStride: number;
  readonly transposed: boolean;
  readonly storedRows: number;
  readonly pairs?: number;
  /** Added to every value in the arithmetic of the stored type, to meet another model's that was raised so by a converter. */
  readonly raise?: number;
}

/** A side shorter than this is one of a kernel's, not the number of its outputs. */
const fewestOutputs = 8;

/**
 * Whether the outputs of a convolution are its last side, as TensorFlow stores them: height and width come first, and are
 * small. By its sides alone, since such tensors have names that say nothing.
 */
export function hasOutputsLast(shape: readonly number[]): boolean {
  const sides = shape.filter((n) => n !== 1);
  return sides.length > 2 && (sides[0] as number) < fewestOutputs && (sides.at(-1) as number) >= fewestOutputs;
}

/**
 * The whole tensor as one plane: the first dimension above one is rows, the rest columns; vectors are columns of one.
 * `turned` says that the last dimension is rows instead, whatever role and sides say.
 */
export function wholePlane(
  tensor: Tensor,
  role: Role | undefined = tensor.role,
  turned: boolean = role === undefined ? hasOutputsLast(tensor.shape) : role.transposed === true,
): Plane {
  // Leading ones say nothing (ONNX keeps a direction axis before its recurrent weights).
  const leading = tensor.shape.findIndex((n) => n !== 1);
  const rows = leading < 0 ? 1 : (tensor.shape[leading] as number);
  const columns = rows === 0 ? 0 : tensor.elements / rows;
  const matrix = tensor.shape.length === 2;
  const transposed = turned && (matrix || hasOutputsLast(tensor.shape));
  if (transposed) {
    const outputs = matrix ? columns : (tensor.shape.findLast((n) => n !== 1) as number);
    const inputs = matrix ? rows : tensor.elements / outputs;
    return {
      tensor,
      role,
      rows: outputs,
      columns: inputs,
      first: 0,
      group: outputs,
      groupStride: outputs,
      transposed,
      storedRows: outputs,
    };
  }
  return { tensor, role, rows, columns, first: 0, group: rows, groupStride: rows, transposed: false, storedRows: rows };
}

/** Whether the rows lie one after another in their order, and the values are the stored ones. */
export function isPlain(plane: Plane): boolean {
  const { transposed, group, rows, pairs, raise } = plane;
  return !transposed && group === rows && pairs === undefined && raise === undefined;
}

/** Where a row stands among the plane's own, once rows of a head are in their pairs. */
function pairedRow({ pairs }: Plane, row: number): number {
  if (pairs === undefined) return row;
  const within = row % pairs;
  const half = pairs / 2;
  return row - within + 2 * (within % half) + (within < half ? 0 : 1);
}

function storedRow(plane: Plane, row: number): number {
  const at = pairedRow(plane, row);
  return Math.floor(at / plane.group) * plane.groupStride + plane.first + (at % plane.group);
}

/** The positions of `indices` in the order in which their rows are stored; undefined where that is their own order. */
function storedOrder(plane: Plane, indices: Uint32Array): Uint32Array | undefined {
  if (plane.pairs === undefined) return undefined;
  const places = Array.from(indices, (row) => pairedRow(plane, row));
  return Uint32Array.from(indices.keys()).sort((a, b) => (places[a] as number) - (places[b] as number));
}

/** The values raised as the converter raised the other model's: in half precision where they are halves. */
function raised(plane: Plane, values: Float32Array): Float32Array {
  const { raise } = plane;
  if (raise === undefined) return values;
  const sums = values.map((value) => value + raise);
  return plane.tensor.dtype === 'F16' ? roundTrip('F16', sums) : sums;
}

/** A vector that is asked for from its first value to its last, in order; undefined where it is not. */
async function wholeVector(
  model: Model,
  plane: Plane,
  indices: Uint32Array,
  options?: RunOptions,
): Promise<Float32Array | undefined> {
  const { tensor, rows, first, group, pairs } = plane;
  const isWhole = indices.length === rows && group === rows && pairs === undefined && rows <= chunkValues;
  if (!isWhole || !indices.every((row, i) => row === i)) return undefined;
  const known = model.rows?.get(tensor, first, rows);
  if (known !== undefined) return known.slice();
  const values = await model.read(tensor, first, first + rows, options);
  model.rows?.keep(tensor, first, values);
  return values;
}

/** Rows that stand together in longer runs are those of a walk through the tensor, which is not repeated. */
const mostRemembered = 8;

/** Gaps up to this many values are read through: another request costs more than 32 KiB too many. */
const gapValues = 8_192;

/**
 * The given rows (ascending, within [0, rows)) as one row-major array of indices.length × columns values. Neighbouring rows
 * are read together. For a transposed plane the whole tensor passes by in chunks; nothing but the asked rows is kept.
 */
export async function readRows(
  model: Model,
  plane: Plane,
  indices: Uint32Array,
  options?: RunOptions,
): Promise<Float32Array> {
  const { columns, tensor } = plane;
  const out = new Float32Array(indices.length * columns);
  if (plane.transposed) {
    const width = plane.storedRows;
    const step = Math.max(1, Math.floor(chunkValues / width));
    for (let c = 0; c < columns; c += step) {
      const until = Math.min(columns, c + step);
      const values = await model.read(tensor, c * width, until * width, options);
      for (let i = 0; i < indices.length; i++) {
        const at = plane.first + pairedRow(plane, indices[i] as number);
        for (let k = c; k < until; k++) out[i * columns + k] = values[(k - c) * width + at] as number;
      }
    }
    return raised(plane, out);
  }
  if (columns === 1) {
    const vector = await wholeVector(model, plane, indices, options);
    if (vector !== undefined) return raised(plane, vector);
  }
  const order = storedOrder(plane, indices);
  const position = (i: number): number => (order === undefined ? i : (order[i] as number));
  const place = (i: number): number => storedRow(plane, indices[position(i)] as number);
  const known = (i: number): Float32Array | undefined => model.rows?.get(tensor, place(i) * columns, columns);
  for (let i = 0; i < indices.length; ) {
    const remembered = known(i);
    if (remembered !== undefined) {
      out.set(remembered, position(i) * columns);
      i += 1;
      continue;
    }
    const start = place(i);
    let until = i + 1;
    let end = start + 1;
    while (until < indices.length) {
      const next = place(until);
      if (next < end || (next - end) * columns > gapValues || (next + 1 - start) * columns > chunkValues) break;
      if (next > end && known(until) !== undefined) break;
      end = next + 1;
      until += 1;
    }
    const values = await model.read(tensor, start * columns, end * columns, options);
    for (; i < until; i++) {
      const at = (place(i) - start) * columns;
      const row = values.subarray(at, at + columns);
      if (end - start <= mostRemembered) model.rows?.keep(tensor, start * columns + at, row);
      out.set(row, position(i) * columns);
    }
  }
  return raised(plane, out);
}

/**
 * `values`, row-major rows of a plane at `indices` (ascending), as they would come back after being stored as the plane's
 * tensor is, with its very scales; see `Model.requantise`. Undefined where the tensor is not quantised.
 */
export async function requantiseRows(
  model: Model,
  plane: Plane,
  indices: Uint32Array,
  values: Float32Array,
  options?: RunOptions,
): Promise<Float32Array | undefined> {
  const { columns, tensor } = plane;
  const out = new Float32Array(values.length);
  if (!plane.transposed) {
    for (let i = 0; i < indices.length; i++) {
      const row = values.subarray(i * columns, (i + 1) * columns);
      const back = await model.requantise(tensor, storedRow(plane, indices[i] as number) * columns, row, options);
      if (back === undefined) return undefined;
      out.set(back, i * columns);
    }
    return out;
  }
  // Stored the other way round, a column of the plane is a run of stored values, as far as the rows follow one another.
  const first = indices[0] ?? 0;
  const run = new Float32Array(indices.length);
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < run.length; i++) run[i] = values[i * columns + c] as number;
    const back = await model.requantise(tensor, c * plane.storedRows + plane.first + first, run, options);
    if (back === undefined) return undefined;
    for (let i = 0; i < run.length; i++) out[i * columns + c] = back[i] as number;
  }
  return out;
}

/** The rows [from, to) of a plane, end exclusive; see `readRows`. */
export function readRowSpan(
  model: Model,
  plane: Plane,
  from: number,
  to: number,
  options?: RunOptions,
): Promise<Float32Array> {
  return readRows(
    model,
    plane,
    Uint32Array.from({ length: to - from }, (_, i) => from + i),
    options,
  );
}
