// A small GGUF writer for forgeries and tests: versions 1 to 3, either byte order, plain types and blocks, whole or in shards.

import { ggmlTypes } from '../../src/formats/gguf/ggml-types-table.ts';
import { swapBytes } from '../../src/formats/numbers/arrangement.ts';
import { type DType, isBlockType } from '../../src/formats/numbers/dtype.ts';
import { byteLength, encode } from '../../src/formats/numbers/values.ts';
import type { TensorValues } from '../write-safetensors.ts';

const scalarTypes = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  u64: 10,
  i64: 11,
  f64: 12,
};
const arrayType = 9;

type ScalarType = keyof typeof scalarTypes;
type Scalar = number | bigint | boolean | string;

/** A value with its type, `['u32', 5]`, or a list with that of its elements, `['array', 'string', ['a', 'b']]`. */
export type GgufValue =
  | readonly [ScalarType, Scalar]
  | readonly ['array', ScalarType, readonly Scalar[]]
  | readonly ['array', 'array', readonly GgufValue[]];

export type GgufMetadata = { readonly [key: string]: GgufValue };

/** One tensor to write. `values` as bytes are little-endian, whatever the file is; blocks can only be given so. */
export interface GgufTensor {
  readonly name: string;
  readonly dtype: DType;
  /** Row-major, outermost first; the file has it the other way round. */
  readonly shape: readonly number[];
  readonly values: TensorValues | (() => TensorValues);
}

export interface GgufContent {
  readonly version?: 1 | 2 | 3;
  readonly endian?: 'little' | 'big';
  /** Written as `general.alignment` where it is given. */
  readonly alignment?: number;
  readonly metadata?: GgufMetadata;
  readonly tensors: readonly GgufTensor[];
}

/** The whole file in memory, the last tensor padded like the others. Throws `RangeError` where values do not fill a shape. */
export function encodeGguf(content: GgufContent): Uint8Array {
  const { version = 3, endian = 'little', alignment, tensors } = content;
  const metadata = {
    ...content.metadata,
    ...(alignment === undefined ? {} : { 'general.alignment': ['u32', alignment] }),
  };
  const out = new GgufBytes(version, endian);
  out.ascii('GGUF');
  out.u32(version);
  out.length(tensors.length);
  out.length(Object.keys(metadata).length);
  for (const [key, value] of Object.entries(metadata as GgufMetadata)) {
    out.string(key);
    out.u32(typeNumber(value));
    out.value(value);
  }
  const step = alignment ?? 32;
  const data = tensors.map((tensor) => tensorBytes(tensor, endian));
  let offset = 0;
  for (const [i, { name, dtype, shape }] of tensors.entries()) {
    out.string(name);
    out.u32(shape.length);
    for (const side of shape.toReversed()) out.length(side);
    out.u32(numberOf(dtype));
    out.scalar('u64', offset);
    offset += Math.ceil((data[i] as Uint8Array).length / step) * step;
  }
  out.pad(step);
  for (const bytes of data) {
    out.bytes(bytes);
    out.pad(step);
  }
  return out.whole();
}

/**
 * The same model as a set of files called `stem-00001-of-0000n.gguf`, as llama.cpp splits it: the first has the metadata,
 * each its number, the count and the number of tensors in all.
 */
export function encodeGgufShards(content: GgufContent, shards: number, stem = 'model'): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const { metadata, tensors, ...rest } = content;
  const five = (n: number): string => String(n).padStart(5, '0');
  for (let shard = 0; shard < shards; shard++) {
    const own = tensors.filter((_, i) => Math.floor((i * shards) / tensors.length) === shard);
    const split: GgufMetadata = {
      'split.no': ['u16', shard],
      'split.count': ['u16', shards],
      'split.tensors.count': ['i32', tensors.length],
    };
    const name = `${stem}-${five(shard + 1)}-of-${five(shards)}.gguf`;
    files.set(name, encodeGguf({ ...rest, metadata: shard === 0 ? { ...metadata, ...split } : split, tensors: own }));
  }
  return files;
}

/** GGUF's number of an element type. */
function numberOf(dtype: DType): number {
  for (const [number, known] of ggmlTypes) if (known === dtype) return number;
  throw new RangeError(`${dtype} has no number in GGUF`);
}

function typeNumber([type]: GgufValue): number {
  return type === 'array' ? arrayType : scalarTypes[type];
}

function tensorBytes({ name, dtype, shape, values }: GgufTensor, endian: 'little' | 'big'): Uint8Array {
  const given = typeof values === 'function' ? values() : values;
  const count = shape.reduce((product, side) => product * side, 1);
  const little = given instanceof Uint8Array ? given : littleEndian(dtype, given);
  const bytes = endian === 'little' ? little : swapBytes(dtype, little);
  if (bytes.length !== byteLength(dtype, count)) {
    throw new RangeError(`${name}: ${bytes.length} bytes do not fill ${dtype} [${shape.join(', ')}]`);
  }
  return bytes;
}

function littleEndian(dtype: DType, values: Float32Array | Float64Array): Uint8Array {
  switch (dtype) {
    case 'F64':
    case 'F32':
    case 'F16':
    case 'BF16':
    case 'I64':
    case 'I32':
    case 'I8':
      return encode(dtype, values);
    case 'I16':
      return new Uint8Array(Int16Array.from(values).buffer);
    default:
      throw new RangeError(
        `${dtype} is written from bytes${isBlockType(dtype) ? ': it takes a quantiser to make them' : ''}`,
      );
  }
}

/** Bytes that grow, in one byte order and with lengths of one version. */
class GgufBytes {
  readonly #wide: boolean;
  readonly #little: boolean;
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  constructor(version: 1 | 2 | 3, endian: 'little' | 'big') {
    this.#wide = version > 1;
    this.#little = endian === 'little';
  }

  bytes(bytes: Uint8Array): void {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  ascii(text: string): void {
    this.bytes(new TextEncoder().encode(text));
  }

  u32(value: number): void {
    this.scalar('u32', value);
  }

  length(value: number): void {
    this.scalar(this.#wide ? 'u64' : 'u32', value);
  }

  string(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.length(bytes.length);
    this.bytes(bytes);
  }

  value(value: GgufValue): void {
    if (value[0] !== 'array') {
      this.scalar(value[0], value[1]);
      return;
    }
    this.u32(value[1] === 'array' ? arrayType : scalarTypes[value[1]]);
    this.length(value[2].length);
    for (const element of value[2]) {
      if (value[1] === 'array') this.value(element as GgufValue);
      else this.scalar(value[1], element as Scalar);
    }
  }

  scalar(type: ScalarType, value: Scalar): void {
    if (type === 'string') {
      this.string(String(value));
      return;
    }
    const view = new DataView(new ArrayBuffer(8));
    const width = setScalar(view, type, value, this.#little);
    this.bytes(new Uint8Array(view.buffer, 0, width));
  }

  pad(step: number): void {
    this.bytes(new Uint8Array(Math.ceil(this.#length / step) * step - this.#length));
  }

  whole(): Uint8Array {
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }
}

/** Writes at 0 and gives the number of bytes. */
function setScalar(view: DataView, type: Exclude<ScalarType, 'string'>, value: Scalar, little: boolean): number {
  const number = Number(value);
  switch (type) {
    case 'u8':
    case 'bool':
      view.setUint8(0, number);
      return 1;
    case 'i8':
      view.setInt8(0, number);
      return 1;
    case 'u16':
      view.setUint16(0, number, little);
      return 2;
    case 'i16':
      view.setInt16(0, number, little);
      return 2;
    case 'u32':
      view.setUint32(0, number, little);
      return 4;
    case 'i32':
      view.setInt32(0, number, little);
      return 4;
    case 'f32':
      view.setFloat32(0, number, little);
      return 4;
    case 'f64':
      view.setFloat64(0, number, little);
      return 8;
    case 'u64':
      view.setBigUint64(0, BigInt(value), little);
      return 8;
    case 'i64':
      view.setBigInt64(0, BigInt(value), little);
      return 8;
  }
}
