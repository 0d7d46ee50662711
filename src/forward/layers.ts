// The small steps between products: norms, activations, softmax, attention. Rows of 32-bit floats, sums in 64 bits.
import type { Linear, Matrix } from './linear.ts';

/** Rows of `width` values, each to mean 0 and variance 1, times gain, plus shift (Ba et al. 2016). A fresh array. */
export function layerNorm(
  x: Float32Array,
  width: number,
  gain: Float32Array,
  shift: Float32Array,
  epsilon: number,
): Float32Array {
  const out = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += width) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += x[at + i] as number;
    const mean = sum / width;
    let squares = 0;
    for (let i = 0; i < width; i++) squares += ((x[at + i] as number) - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++)
      out[at + i] = ((x[at + i] as number) - mean) * scale * (gain[i] as number) + (shift[i] as number);
  }
  return out;
}

/** Rows of `width` values by their root mean square, times gain (Zhang and Sennrich 2019). A fresh array. */
export function rmsNorm(x: Float32Array, width: number, gain: Float32Array, epsilon: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let at = 0; at < x.length; at += width) {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += (x[at + i] as number) ** 2;
    const scale = 1 / Math.sqrt(squares / width + epsilon);
    for (let i = 0; i < width; i++) out[at + i] = (x[at + i] as number) * scale * (gain[i] as number);
  }
  return out;
}

const rootOfTwoOverPi = Math.sqrt(2 / Math.PI);

/** GELU by its tangent (Hendrycks and Gimpel 2016), in place. */
export function gelu(x: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i] as number;
    x[i] = 0.5 * v * (1 + Math.tanh(rootOfTwoOverPi * (v + 0.044715 * v * v * v)));
  }
}

/** gate · sigmoid(gate) · up, into `gate` (Shazeer 2020). */
export function gated(gate: Float32Array, up: Float32Array): void {
  for (let i = 0; i < gate.length; i++) {
    const v = gate[i] as number;
    gate[i] = (v / (1 + Math.exp(-v))) * (up[i] as number);
  }
}

export function add(x: Float32Array, y: Float32Array): void {
  for (let i = 0; i < x.length; i++) x[i] = (x[i] as number) + (y[i] as number);
}

/** Scores of one row, [from, from + length), to chances that sum to 1, in place; what lies behind `seen` becomes 0. */
function softmaxRow(x: Float32Array, from: number, length: number, seen: number): void {
  let most = -Infinity;
  for (let i = 0; i < seen; i++) most = Math.max(most, x[from + i] as number);
  let sum = 0;
  for (let i = 0; i < seen; i++) sum += x[from + i] = Math.exp((x[from + i] as number) - most);
  for (let i = 0; i < length; i++) x[from + i] = i < seen ? (x[from + i] as number) / sum : 0;
}

export interface AttentionSizes {
  readonly heads: number;
  /** Heads of keys and values; each serves `heads / keyHeads` heads. */
  readonly keyHeads: number;
  /** Elements of a head. */
  readonly size: number;
  readonly scale: number;
}

const matrixOf = (rows: number, columns: number, values: Float32Array): Matrix => ({
  rows,
  columns,
  format: 'f32',
  bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

/**
 * softmax(q kᵀ · scale) v for each head (Vaswani et al. 2017, equation 1). q: n × heads · size; keys and values by head: keyHeads
 * arrays of m × size. `seen(i)`: how many of the m places row i may look at. Gives n × heads · size.
 */
export function attend(
  linear: Linear,
  q: Float32Array,
  keys: readonly Float32Array[],
  values: readonly Float32Array[],
  { heads, keyHeads, size, scale }: AttentionSizes,
  seen?: (row: number) => number,
): Float32Array {
  const width = heads * size;
  const n = q.length / width;
  const m = (keys[0] as Float32Array).length / size;
  const out = new Float32Array(q.length);
  const [own, part] = [new Float32Array(n * size), new Float32Array(n * size)];
  const scores = new Float32Array(n * m);
  let turned: Float32Array | undefined;
  for (let head = 0; head < heads; head++) {
    const group = Math.floor((head * keyHeads) / heads);
    for (let i = 0; i < n; i++) own.set(q.subarray(i * width + head * size, i * width + (head + 1) * size), i * size);
    linear.apply(own, n, matrixOf(m, size, keys[group] as Float32Array), undefined, scores);
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) * scale;
    for (let i = 0; i < n; i++) softmaxRow(scores, i * m, m, seen?.(i) ?? m);
    if (turned === undefined || head % (heads / keyHeads) === 0)
      turned = transposed(values[group] as Float32Array, m, size);
    linear.apply(scores, n, matrixOf(size, m, turned), undefined, part);
    for (let i = 0; i < n; i++) out.set(part.subarray(i * size, (i + 1) * size), i * width + head * size);
  }
  return out;
}

/** The rows × columns values the other way round. */
function transposed(x: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(x.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = x[r * columns + c] as number;
  return out;
}

/** n × heads · size as one array of n × size for each head. */
export function byHead(x: Float32Array, heads: number, size: number): Float32Array[] {
  const width = heads * size;
  const n = x.length / width;
  return Array.from({ length: heads }, (_, head) => {
    const own = new Float32Array(n * size);
    for (let i = 0; i < n; i++) own.set(x.subarray(i * width + head * size, i * width + (head + 1) * size), i * size);
    return own;
  });
}
