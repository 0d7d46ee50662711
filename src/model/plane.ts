// A weight as a matrix of rows (outputs) and columns (inputs), however it is stored: transposed, fused, interleaved, stacked.
import type { RunOptions } from '../run.ts';
import { chunkValues, type Model, type Tensor } from './model.ts';
import type { Role, RoleKind } from './role.ts';

/**
 * A rows × columns view of one tensor. Row r begins at element (floor(r / group) * groupStride + first + r % group) * columns,
 * or, where `transposed`, element (r, c) lies at (c * storedRows + first + r).
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
}

/** The heads a configuration declares; undefined where it does not say. */
export interface HeadCounts {
  readonly heads: number;
  readonly keyValueHeads: number;
}

/**
 * The whole tensor as one plane: the first dimension above one is rows, the rest columns; vectors are columns of one.
 * `turned` says that a matrix is stored the other way round, whatever the role says.
 */
export function wholePlane(
  tensor: Tensor,
  role: Role | undefined = tensor.role,
  turned: boolean = role?.transposed === true,
): Plane {
  // Leading ones say nothing (ONNX keeps a direction axis before its recurrent weights).
  const leading = tensor.shape.findIndex((n) => n !== 1);
  const rows = leading < 0 ? 1 : (tensor.shape[leading] as number);
  const columns = rows === 0 ? 0 : tensor.elements / rows;
  const transposed = turned && tensor.shape.length === 2;
  return transposed
    ? {
        tensor,
        role,
        rows: columns,
        columns: rows,
        first: 0,
        group: columns,
        groupStride: columns,
        transposed,
        storedRows: columns,
      }
    : { tensor, role, rows, columns, first: 0, group: rows, groupStride: rows, transposed: false, storedRows: rows };
}

/** A span of `rows` rows from row `first` on, with another role. */
function span(plane: Plane, first: number, rows: number, role: Role): Plane {
  return { ...plane, role, rows, first: plane.first + first, group: rows, groupStride: rows };
}

/**
 * The planes of a tensor: one, or the parts of a fused one (q, k, v; gate, up). `heads` is needed where the parts are not
 * equally long or are interleaved by head; without it such a tensor stays whole. `role` stands in for the tensor's own.
 */
export function planesOf(tensor: Tensor, heads: HeadCounts | undefined, role = tensor.role): readonly Plane[] {
  const whole = wholePlane(tensor, role);
  if (role === undefined) return [whole];
  const as = (kind: RoleKind): Role => {
    const { transposed: _t, interleaved: _i, ...rest } = role;
    return { ...rest, kind };
  };
  if (role.kind === 'ffn_gate_up' && whole.rows % 2 === 0) {
    const half = whole.rows / 2;
    return [span(whole, 0, half, as('ffn_gate')), span(whole, half, half, as('ffn_up'))];
  }
  if (role.kind !== 'attn_qkv') return [whole];
  if (role.interleaved === true) {
    if (heads === undefined || whole.rows % (3 * heads.heads) !== 0) return [whole];
    const width = whole.rows / (3 * heads.heads);
    const part = (index: number, kind: RoleKind): Plane => ({
      ...whole,
      role: as(kind),
      rows: width * heads.heads,
      first: index * width,
      group: width,
      groupStride: 3 * width,
    });
    return [part(0, 'attn_q'), part(1, 'attn_k'), part(2, 'attn_v')];
  }
  const groups = heads === undefined ? 3 : heads.heads + 2 * heads.keyValueHeads;
  if (whole.rows % groups !== 0) return [whole];
  const width = whole.rows / groups;
  const q = width * (heads?.heads ?? 1);
  const kv = width * (heads?.keyValueHeads ?? 1);
  return [span(whole, 0, q, as('attn_q')), span(whole, q, kv, as('attn_k')), span(whole, q + kv, kv, as('attn_v'))];
}

const storedRow = (plane: Plane, row: number): number =>
  Math.floor(row / plane.group) * plane.groupStride + plane.first + (row % plane.group);

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
        const at = plane.first + (indices[i] as number);
        for (let k = c; k < until; k++) out[i * columns + k] = values[(k - c) * width + at] as number;
      }
    }
    return out;
  }
  for (let i = 0; i < indices.length; ) {
    const start = storedRow(plane, indices[i] as number);
    let until = i + 1;
    let end = start + 1;
    while (until < indices.length) {
      const next = storedRow(plane, indices[until] as number);
      if (next < end || (next - end) * columns > gapValues || (next + 1 - start) * columns > chunkValues) break;
      end = next + 1;
      until += 1;
    }
    const values = await model.read(tensor, start * columns, end * columns, options);
    for (; i < until; i++) {
      const at = (storedRow(plane, indices[i] as number) - start) * columns;
      out.set(values.subarray(at, at + columns), i * columns);
    }
  }
  return out;
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
