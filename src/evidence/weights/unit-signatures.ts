// What can be said of a hidden unit without channels, tokens or an order of units: quadratic forms that its block gives to its rows.
import { allRows, foldedRows, type TextBlock, type Weight } from '../../align/text-blocks.ts';
import { rowProducts } from '../../math/kernels.ts';
import type { HeadCounts } from '../../model/values/plane-parts.ts';
import type { RunOptions } from '../../run.ts';
import { unitRows } from './unit-gram.ts';

/** The three vectors of every unit of a block, units × width, each of unit length. */
export interface UnitViews {
  readonly units: number;
  readonly width: number;
  /** Rows of gate and up with the norm's gain folded in, columns of down. */
  readonly gate: Float32Array;
  readonly up: Float32Array;
  readonly down: Float32Array;
}

/** A block's units, and width × width maps of the stream that no symmetry changes except by turning them with the stream. */
export interface BlockForms {
  readonly views: UnitViews;
  readonly forms: readonly Form[];
  /** Those of attention among them. */
  readonly attention: readonly Form[];
}

/** A width × width map of the stream, with its transpose; the two are one array where it is symmetric. */
export interface Form {
  readonly map: Float32Array;
  readonly transpose: Float32Array;
}

/**
 * Reads a block whole. With gains folded in, the maps are
 *   Σ over heads of Q_hᵀ K_h and of O_h V_h   (blind to rotary turns, scales and bases of V, and to the order of heads),
 *   down · up and gateᵀ gate                  (blind to the order, signs and scales of units).
 * Undefined without a gate, up and down of one size. Maps of attention are left out where the heads are not known.
 */
export async function readForms(
  block: TextBlock,
  heads: HeadCounts | undefined,
  options: RunOptions,
): Promise<BlockForms | undefined> {
  const [gateOf, upOf, downOf] = (['ffn_gate', 'ffn_up', 'ffn_down'] as const).map((kind) => block.weights.get(kind));
  if (gateOf === undefined || upOf === undefined || downOf === undefined) return undefined;
  const [units, width] = [upOf.rows, upOf.columns];
  if (gateOf.rows !== units || gateOf.columns !== width || downOf.rows !== width || downOf.columns !== units)
    return undefined;
  const all = allRows(units);
  const gate = (await foldedRows(block, 'ffn_gate', 'ffn_norm', all, options)) as Float32Array;
  const up = (await foldedRows(block, 'ffn_up', 'ffn_norm', all, options)) as Float32Array;
  const down = await downOf.read(allRows(width), options);
  const forms: Form[] = [];
  const upColumns = turned(up, units, width);
  forms.push(product(down, upColumns, width, units));
  const gateColumns = turned(gate, units, width);
  const { map } = product(gateColumns, gateColumns, width, units);
  forms.push({ map, transpose: map });
  const attention = await attentionForms(block, heads, width, options);
  forms.push(...attention);
  const views = {
    units,
    width,
    gate: unitRows(gate, units),
    up: unitRows(up, units),
    down: unitRows(turned(down, width, units), units),
  };
  return { views, forms, attention };
}

/** Σ Q_hᵀ K_h and Σ O_h V_h; none where the sides do not fit the heads. */
async function attentionForms(
  block: TextBlock,
  heads: HeadCounts | undefined,
  width: number,
  options: RunOptions,
): Promise<Form[]> {
  const weights = (['attn_q', 'attn_k', 'attn_v', 'attn_output'] as const).map((kind) => block.weights.get(kind));
  if (weights.some((weight) => weight === undefined)) return [];
  const [q, k, v, o] = weights as [Weight, Weight, Weight, Weight];
  const groups = heads ?? (q.rows === k.rows ? { heads: 1, keyValueHeads: 1 } : undefined);
  if (groups === undefined || q.columns !== width || o.rows !== width || o.columns !== q.rows) return [];
  const [perHead, perGroup] = [q.rows / groups.heads, groups.heads / groups.keyValueHeads];
  const fits = (rows: number): boolean => rows === perHead * groups.keyValueHeads;
  if (!Number.isInteger(perHead) || !Number.isInteger(perGroup) || !fits(k.rows) || !fits(v.rows)) return [];
  const read = async (kind: 'attn_q' | 'attn_k' | 'attn_v', weight: Weight): Promise<Float32Array> =>
    (await foldedRows(block, kind, 'attn_norm', allRows(weight.rows), options)) as Float32Array;
  // A group's keys and values stand beside each of its query heads.
  const spread = (values: Float32Array): Float32Array => {
    const out = new Float32Array(q.rows * width);
    for (let r = 0; r < q.rows; r++) {
      const from = Math.floor(Math.floor(r / perHead) / perGroup) * perHead + (r % perHead);
      out.set(values.subarray(from * width, (from + 1) * width), r * width);
    }
    return out;
  };
  const queries = turned(await read('attn_q', q), q.rows, width);
  const keys = turned(spread(await read('attn_k', k)), q.rows, width);
  const values = turned(spread(await read('attn_v', v)), q.rows, width);
  const outputs = await o.read(allRows(width), options);
  return [product(queries, keys, width, q.rows), product(outputs, values, width, q.rows)];
}

/** a (side × inner) times b (side × inner) the other way round: side × side, scaled to unit mean square. */
function product(a: Float32Array, b: Float32Array, side: number, inner: number): Form {
  const values = rowProducts(a, side, b, side, inner);
  let square = 0;
  for (const value of values) square += value * value;
  const scale = square > 0 && Number.isFinite(square) ? side / Math.sqrt(square) : 0;
  const map = Float32Array.from(values, (value) => value * scale);
  return { map, transpose: turned(map, side, side) };
}

export function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  return out;
}

/**
 * Signatures of rows w (rows × width): w·Mw for every map M, and Xw·Yw for every two of the maps and their transposes. They
 * do not change where rows and maps are turned together. rows × count, not standardised.
 */
export function signatures(
  rows: Float32Array,
  count: number,
  forms: readonly Form[],
): { readonly values: Float32Array; readonly length: number } {
  const width = rows.length / count;
  const images: Float32Array[] = [];
  const pairs: (readonly [Float32Array, Float32Array])[] = [];
  for (const { map, transpose } of forms) {
    const image = Float32Array.from(rowProducts(rows, count, map, width, width));
    pairs.push([rows, image]);
    images.push(image);
    if (transpose !== map) images.push(Float32Array.from(rowProducts(rows, count, transpose, width, width)));
  }
  for (const [i, x] of images.entries()) for (const y of images.slice(i)) pairs.push([x, y]);
  const values = new Float32Array(count * pairs.length);
  for (const [p, [x, y]] of pairs.entries()) {
    for (let r = 0; r < count; r++) {
      let sum = 0;
      for (let k = r * width; k < (r + 1) * width; k++) sum += (x[k] as number) * (y[k] as number);
      values[r * pairs.length + p] = sum;
    }
  }
  return { values, length: pairs.length };
}
