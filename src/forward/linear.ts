// Products of activations and weights, the weights as they are stored: what most of a forward pass is.
import { ForebearError } from '../errors.ts';
import { dequantise } from '../formats/ggml/dequantise.ts';
import { decode } from '../formats/numbers/values.ts';

export type MatrixFormat = 'f32' | 'bf16' | 'f16' | 'q8_0' | 'q4_0';

/** A matrix of weights: `rows` results, each of `columns` inputs, row-major as stored; blocks of 32 along a row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly format: MatrixFormat;
  readonly bytes: Uint8Array;
}

export interface Linear {
  /** Goes into the runtime's version: two implementations may differ in the last bits. */
  readonly name: string;
  /**
   * out[i, r] = bias[r] + sum over c of x[i, c] · weight[r, c]. x: count × columns, out: count × rows. Throws `RangeError` where
   * lengths do not fit.
   */
  apply(x: Float32Array, count: number, weight: Matrix, bias: Float32Array | undefined, out: Float32Array): void;
}

/** Bytes of `elements` of a format. Throws `usage` where they are no whole blocks. */
export function storedBytesOf(format: MatrixFormat, elements: number): number {
  if (format === 'f32') return 4 * elements;
  if (format === 'bf16' || format === 'f16') return 2 * elements;
  if (elements % 32 !== 0) throw new ForebearError('usage', format, 'blocks of 32 elements', `${elements}`);
  return (elements / 32) * (format === 'q8_0' ? 34 : 18);
}

/** The values of rows [from, to), end exclusive. */
export function rowsOf({ columns, format, bytes }: Matrix, from: number, to: number): Float32Array {
  const part = bytes.subarray(storedBytesOf(format, from * columns), storedBytesOf(format, to * columns));
  if (format === 'f32') return decode('F32', part, part.length / 4);
  if (format === 'bf16') return decode('BF16', part, part.length / 2);
  if (format === 'f16') return decode('F16', part, part.length / 2);
  return dequantise(format === 'q8_0' ? 'Q8_0' : 'Q4_0', part);
}

export function checkLengths(
  x: Float32Array,
  count: number,
  { rows, columns, format, bytes }: Matrix,
  bias: Float32Array | undefined,
  out: Float32Array,
): void {
  const fits =
    x.length === count * columns &&
    out.length === count * rows &&
    (bias === undefined || bias.length === rows) &&
    bytes.length === storedBytesOf(format, rows * columns);
  if (!fits) throw new RangeError(`${count} × ${columns} times ${rows} × ${columns}, each with its values`);
}

/** The plain twin: 64-bit sums in the order of the columns. */
export const plainLinear: Linear = {
  name: 'plain',
  apply(x, count, weight, bias, out) {
    checkLengths(x, count, weight, bias, out);
    const { rows, columns } = weight;
    for (let r = 0; r < rows; r++) {
      const row = rowsOf(weight, r, r + 1);
      for (let i = 0; i < count; i++) {
        let sum = bias?.[r] ?? 0;
        for (let c = 0; c < columns; c++) sum += (x[i * columns + c] as number) * (row[c] as number);
        out[i * rows + r] = sum;
      }
    }
  },
};
