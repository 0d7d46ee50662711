// The resampler: learned queries that look at the features of one image and leave as many rows for the decoder (Qwen-VL, Bai et al. 2023).
import { attend, byHead, layerNorm } from './layers.ts';
import type { Linear, Matrix } from './linear.ts';
import { rowsOf } from './linear.ts';
import type { VisionShape } from './shape.ts';
import type { PassOptions } from './vision.ts';
import type { Weights } from './weights.ts';

/** queries × hidden, from the features of an image of `rows` × `columns` patches. */
export async function resample(
  features: Float32Array,
  rows: number,
  columns: number,
  hidden: number,
  { resampler: shape }: VisionShape,
  weights: Weights,
  linear: Linear,
  options?: PassOptions,
): Promise<Float32Array> {
  const { prefix, queries, heads, epsilon } = shape;
  const count = rows * columns;
  const vector = (name: string): Promise<Float32Array> => weights.vector(`${prefix}${name}`, options);
  const matrix = (name: string): Promise<Matrix> => weights.matrix(`${prefix}${name}`, options);
  const norm = async (name: string, x: Float32Array): Promise<Float32Array> =>
    layerNorm(x, hidden, await vector(`${name}.weight`), await vector(`${name}.bias`), epsilon);
  const narrow = new Float32Array(count * hidden);
  linear.apply(features, count, await matrix('kv_proj.weight'), undefined, narrow);
  const values = await norm('ln_kv', narrow);
  const keys = values.slice();
  const places = planePositions(hidden, rows, columns);
  for (let i = 0; i < keys.length; i++) keys[i] = (keys[i] as number) + (places[i] as number);
  const asked = await matrix('query');
  const query = await norm('ln_q', rowsOf(asked, 0, asked.rows));
  const [fused, shifts] = [await matrix('attn.in_proj_weight'), await vector('attn.in_proj_bias')];
  const project = (x: Float32Array, n: number, third: 0 | 1 | 2): Float32Array => {
    const out = new Float32Array(n * hidden);
    const bias = shifts.subarray(third * hidden, (third + 1) * hidden);
    linear.apply(x, n, partOf(fused, third * hidden, hidden), bias, out);
    return out;
  };
  const size = hidden / heads;
  const seen = attend(
    linear,
    project(query, queries, 0),
    byHead(project(keys, count, 1), heads, size),
    byHead(project(values, count, 2), heads, size),
    { heads, keyHeads: heads, size, scale: 1 / Math.sqrt(size) },
  );
  const out = new Float32Array(queries * hidden);
  linear.apply(seen, queries, await matrix('attn.out_proj.weight'), await vector('attn.out_proj.bias'), out);
  const normed = await norm('ln_post', out);
  // A bare parameter that multiplies from the right: its transpose is what a linear layer would hold.
  const projection = await matrix('proj');
  linear.apply(normed, queries, turned(projection), undefined, out);
  options?.onActivation?.(`${prefix}out`, [queries, hidden], out);
  return out;
}

function partOf({ columns, format, bytes, rows }: Matrix, from: number, count: number): Matrix {
  const each = bytes.length / rows;
  return { rows: count, columns, format, bytes: bytes.subarray(from * each, (from + count) * each) };
}

function turned(matrix: Matrix): Matrix {
  const { rows, columns } = matrix;
  const values = rowsOf(matrix, 0, rows);
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  return { rows: columns, columns: rows, format: 'f32', bytes: new Uint8Array(out.buffer) };
}

/**
 * Sines and cosines of each patch's place, (rows · columns) × width: the first half by its column, the second by its row, each
 * sines and then cosines of place / 10000^(i / (width / 4)) (Vaswani et al. 2017, in two dimensions as MAE, He et al. 2022).
 */
export function planePositions(width: number, rows: number, columns: number): Float32Array {
  const quarter = width / 4;
  const turns = Array.from({ length: quarter }, (_, i) => Math.fround(1 / 10_000 ** (i / quarter)));
  const out = new Float32Array(rows * columns * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * width;
      for (const [half, place] of [column, row].entries()) {
        for (let i = 0; i < quarter; i++) {
          const angle = Math.fround(place * (turns[i] as number));
          out[at + half * 2 * quarter + i] = Math.sin(angle);
          out[at + half * 2 * quarter + quarter + i] = Math.cos(angle);
        }
      }
    }
  }
  return out;
}
