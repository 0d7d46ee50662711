// What the writers of quantised safetensors share: which tensors they quantise, rounding, and packing of codes into words.
import type { ForgedModel, ForgedTensor } from '../forged-model.ts';
import type { TensorToWrite } from '../write-safetensors.ts';

/** One weight as it is stored, and the values that a reader must find in it. */
export interface QuantisedWeight {
  readonly parts: readonly TensorToWrite[];
  readonly expected: Float32Array;
}

/** A model as its files hold it: tensors, and what its config.json says of the quantisation. */
export interface QuantisedModel {
  readonly tensors: readonly TensorToWrite[];
  readonly config: object;
  /** The values that a reader must find, by the weight's name. */
  readonly expected: ReadonlyMap<string, Float32Array>;
}

/** A matrix to be quantised. `stem` is the module's name, without `.weight`. */
export interface Matrix {
  readonly stem: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Quantises the linear layers of a model and keeps the rest, as every tool does. */
export function quantiseLinear(
  model: ForgedModel,
  config: object,
  quantise: (matrix: Matrix) => QuantisedWeight,
): QuantisedModel {
  const tensors: TensorToWrite[] = [];
  const expected = new Map<string, Float32Array>();
  for (const [name, tensor] of model) {
    const [rows, columns] = tensor.shape;
    if (!name.endsWith('proj.weight') || rows === undefined || columns === undefined) {
      tensors.push(asStored(name, tensor));
      continue;
    }
    const weight = quantise({ stem: name.slice(0, -'.weight'.length), rows, columns, values: tensor.values });
    tensors.push(...weight.parts);
    expected.set(name, weight.expected);
  }
  return { tensors, config, expected };
}

function asStored(name: string, { shape, dtype, values }: ForgedTensor): TensorToWrite {
  return { name, dtype, shape, values: dtype === 'F16' ? halfBytes(values) : values };
}

/** Half-precision bytes by the engine's own rounding. */
export function halfBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Float16Array(values).buffer);
}

/** The nearest half-precision number, by the engine's own rounding. */
export function half(value: number): number {
  return new Float16Array([value])[0] as number;
}

/** The whole number nearest to `value` within [least, most], ties to even. */
export function rounded(value: number, least: number, most: number): number {
  const up = Math.round(value);
  const even = up - value === 0.5 && up % 2 !== 0 ? up - 1 : up;
  return Math.min(most, Math.max(least, Number.isNaN(even) ? least : even));
}

/** Little-endian bytes of the words that hold `codes`, each of `bits` bits, lowest bits first; the last word is filled up. */
export function packWords(codes: ArrayLike<number>, bits: number): Uint8Array {
  const out = new Uint8Array(Math.ceil((codes.length * bits) / 32) * 4);
  for (let i = 0; i < codes.length; i++) {
    for (let b = 0; b < bits; b++) {
      const at = i * bits + b;
      const bit = ((codes[i] as number) >> b) & 1;
      out[at >> 3] = (out[at >> 3] as number) | (bit << (at & 7));
    }
  }
  return out;
}

/** Rows of words one after another. */
export function packRows(codes: ArrayLike<number>, rows: number, columns: number, bits: number): Uint8Array {
  const lines = Array.from({ length: rows }, (_, r) =>
    packWords(
      Array.from({ length: columns }, (_, c) => codes[r * columns + c] as number),
      bits,
    ),
  );
  return concat(lines);
}

/** Words packed along the rows: word row k of a column holds the codes of the rows from 32 k / bits on. */
export function packColumns(codes: ArrayLike<number>, rows: number, columns: number, bits: number): Uint8Array {
  const wordRows = Math.ceil((rows * bits) / 32);
  const out = new Uint8Array(wordRows * columns * 4);
  for (let c = 0; c < columns; c++) {
    const words = packWords(
      Array.from({ length: rows }, (_, r) => codes[r * columns + c] as number),
      bits,
    );
    for (let w = 0; w < wordRows; w++) out.set(words.subarray(w * 4, w * 4 + 4), (w * columns + c) * 4);
  }
  return out;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** [rows, columns] turned to [columns, rows]. */
export function turned<T extends Float32Array | Int32Array>(values: T, rows: number, columns: number): T {
  const out = values.slice() as T;
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  return out;
}

/** Codes, scales and zeros of a matrix quantised to whole numbers group by group, each row's groups one after another. */
export interface IntegerCodes {
  readonly codes: Int32Array;
  readonly scales: Float32Array;
  readonly zeros: Int32Array;
  readonly groups: number;
  readonly expected: Float32Array;
}

/**
 * Rounds to codes 0 … 2^bits - 1 with half-precision scales. `groupOf` names the group of each column. Symmetric: the zero
 * is in the middle.
 */
export function quantiseIntegers(
  { rows, columns, values }: Matrix,
  bits: number,
  groupOf: readonly number[],
  symmetric: boolean,
): IntegerCodes {
  const most = 2 ** bits - 1;
  const groups = Math.max(...groupOf) + 1;
  const codes = new Int32Array(rows * columns);
  const scales = new Float32Array(rows * groups);
  const zeros = new Int32Array(rows * groups);
  const expected = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let g = 0; g < groups; g++) {
      let [low, high] = [0, 0];
      for (let c = 0; c < columns; c++) {
        if (groupOf[c] !== g) continue;
        low = Math.min(low, values[r * columns + c] as number);
        high = Math.max(high, values[r * columns + c] as number);
      }
      if (symmetric) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
      scales[r * groups + g] = half((high - low) / most) || half(1e-4);
      zeros[r * groups + g] = symmetric ? 2 ** (bits - 1) : rounded(-low / (scales[r * groups + g] as number), 0, most);
    }
    for (let c = 0; c < columns; c++) {
      const g = r * groups + (groupOf[c] as number);
      const [scale, zero] = [scales[g] as number, zeros[g] as number];
      const code = rounded((values[r * columns + c] as number) / scale + zero, 0, most);
      codes[r * columns + c] = code;
      expected[r * columns + c] = Math.fround((code - zero) * scale);
    }
  }
  return { codes, scales, zeros, groups, expected };
}

/** Columns in groups of `length` one after another. */
export function inOrder(columns: number, length: number): number[] {
  return Array.from({ length: columns }, (_, c) => Math.floor(c / length));
}
