// From stored bytes to numbers and back, in bulk, for every element type.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../format.ts';
import { dequantise } from '../ggml/dequantise.ts';
import { blockTypes, type DType, isBlockType, plainTypes } from './dtype.ts';
import { codeFinder, type SmallFloat, valueTable } from './small-floats.ts';

/** Types that can be written back: what the tests and the rounding questions need. */
export type EncodableDType = 'F64' | 'F32' | 'F16' | 'BF16' | 'F8_E4M3' | 'F8_E5M2' | 'I64' | 'I32' | 'I8' | 'U8';

/** Types that values can be rounded to and back. */
export type RoundableDType = 'F32' | 'F16' | 'BF16' | 'F8_E4M3' | 'F8_E5M2';

/** How many elements are read together: 1 for most types, 2 for 4 bits, 4 for F6, a whole block for block types. */
export function elementsPerUnit(dtype: DType): number {
  if (isBlockType(dtype)) return blockTypes[dtype].elements;
  const { bits } = plainTypes[dtype];
  if (bits % 8 === 0) return 1;
  return bits === 4 ? 2 : 4;
}

/** Bytes that `count` elements take, rounded up to whole bytes, or to whole blocks. */
export function byteLength(dtype: DType, count: number): number {
  if (isBlockType(dtype)) return Math.ceil(count / blockTypes[dtype].elements) * blockTypes[dtype].bytes;
  return Math.ceil((count * plainTypes[dtype].bits) / 8);
}

/** How many numbers `decode` gives per element: two for complex, else one. */
export function numbersPerElement(dtype: DType): 1 | 2 {
  return dtype === 'C64' ? 2 : 1;
}

/**
 * The absolute byte range of the elements [from, to) of a `raw` tensor, end exclusive. A sub-byte range ends with the
 * byte that its last element is in. Throws `usage` for a `varint` tensor, for a range outside the tensor, and where a
 * sub-byte element does not begin on a byte: `from` must be a multiple of `elementsPerUnit`.
 */
export function elementRange(info: TensorInfo, from: number, to: number): { start: number; end: number } {
  const unit = elementsPerUnit(info.dtype);
  const start = info.start + byteLength(info.dtype, from);
  const end = start + byteLength(info.dtype, to - from);
  if (info.encoding !== 'raw' || from % unit !== 0 || !(from >= 0 && from <= to) || end > info.end) {
    const lies = `${info.encoding} elements ${from} to ${to} of bytes ${info.start} to ${info.end}`;
    throw new ForebearError('usage', info.name, `a range of raw elements inside it, from a multiple of ${unit}`, lies);
  }
  return { start, end };
}

/**
 * `count` elements as 32-bit floats. Exact for every type of at most 24 significant bits; F64, I64, U64, I32 and U32
 * are rounded to the nearest float. C64 gives twice as many numbers: real and imaginary part in turn. Sub-byte
 * elements lie lowest bits first. Blocks are dequantised whole, and `bytes` holds whole blocks. The array is fresh, the
 * caller's own and copied once at most, save that aligned F32 and C64 share memory with `bytes`. Throws `usage` where
 * `bytes` is not exactly as long as the elements.
 */
export function decode(dtype: DType, bytes: Uint8Array, count: number): Float32Array {
  checkLength(dtype, bytes, count);
  // A view, where the last block is not asked for whole: its few values too many are not worth a copy.
  if (isBlockType(dtype)) return dequantise(dtype, bytes).subarray(0, count);
  switch (dtype) {
    case 'F32':
      return new Float32Array(...view(bytes, 4, count));
    case 'C64':
      return new Float32Array(...view(bytes, 4, 2 * count));
    case 'F16':
      return throughTable(new Uint16Array(...view(bytes, 2, count)), valueTable('F16'));
    case 'BF16':
      return bfloat16(new Uint16Array(...view(bytes, 2, count)));
    case 'F8_E8M0':
      return throughTable(bytes, scaleTable());
    case 'F8_E4M3':
    case 'F8_E5M2':
    case 'F8_E4M3FNUZ':
    case 'F8_E5M2FNUZ':
      return throughTable(bytes, valueTable(dtype));
    case 'F6_E2M3':
    case 'F6_E3M2':
      return packed(bytes, count, 6, valueTable(dtype));
    case 'F4':
      return packed(bytes, count, 4, valueTable('F4'));
    case 'U4':
      return packed(bytes, count, 4, unsignedNibbles);
    case 'I4':
      return packed(bytes, count, 4, signedNibbles);
    case 'F64':
    case 'I64':
    case 'U64':
    case 'I32':
    case 'U32':
      return Float32Array.from(decode64(dtype, bytes, count));
    case 'I16':
      return Float32Array.from(new Int16Array(...view(bytes, 2, count)));
    case 'U16':
      return Float32Array.from(new Uint16Array(...view(bytes, 2, count)));
    case 'I8':
      return Float32Array.from(new Int8Array(...view(bytes, 1, count)));
    case 'U8':
      return Float32Array.from(bytes);
    case 'BOOL':
      return Float32Array.from(bytes, (byte) => (byte === 0 ? 0 : 1));
  }
}

/** As `decode`, in 64-bit floats: exact for every type but I64 and U64, which round beyond 2^53. */
export function decode64(dtype: DType, bytes: Uint8Array, count: number): Float64Array {
  checkLength(dtype, bytes, count);
  switch (dtype) {
    case 'F64':
      return new Float64Array(...view(bytes, 8, count));
    case 'I64':
      return Float64Array.from(new BigInt64Array(...view(bytes, 8, count)), Number);
    case 'U64':
      return Float64Array.from(new BigUint64Array(...view(bytes, 8, count)), Number);
    case 'I32':
      return Float64Array.from(new Int32Array(...view(bytes, 4, count)));
    case 'U32':
      return Float64Array.from(new Uint32Array(...view(bytes, 4, count)));
    default:
      return Float64Array.from(decode(dtype, bytes, count));
  }
}

/** The bytes of `values` in `dtype`: floats to nearest, ties to even; integers truncated as typed arrays do. */
export function encode(dtype: EncodableDType, values: Float32Array | Float64Array): Uint8Array {
  switch (dtype) {
    case 'F64':
      return bytesOf(Float64Array.from(values));
    case 'F32':
      return bytesOf(Float32Array.from(values));
    case 'BF16':
      return bytesOf(bfloat16Codes(values));
    case 'F16':
      return bytesOf(codes('F16', values, new Uint16Array(values.length)));
    case 'F8_E4M3':
    case 'F8_E5M2':
      return codes(dtype, values, new Uint8Array(values.length));
    case 'I64': {
      const out = new BigInt64Array(values.length);
      for (let i = 0; i < out.length; i++) out[i] = BigInt(Math.trunc(values[i] ?? 0));
      return bytesOf(out);
    }
    case 'I32':
      return bytesOf(Int32Array.from(values));
    case 'I8':
      return bytesOf(Int8Array.from(values));
    case 'U8':
      return Uint8Array.from(values);
  }
}

/** Each value as it would be after being stored in `dtype` (to nearest, ties to even) and read again. */
export function roundTrip(dtype: RoundableDType, values: Float32Array): Float32Array {
  return decode(dtype, encode(dtype, values), values.length);
}

function checkLength(dtype: DType, bytes: Uint8Array, count: number): void {
  const expected = byteLength(dtype, count);
  if (bytes.length !== expected) {
    throw new ForebearError('usage', `${count} elements of ${dtype}`, `${expected} bytes`, `${bytes.length}`);
  }
}

/** Constructor arguments of a typed array over `bytes`, copied only where they are not aligned to `width`. */
function view(bytes: Uint8Array, width: number, length: number): [ArrayBufferLike, number, number] {
  if (!littleEndian) {
    throw new ForebearError('unsupported', 'this machine', 'little-endian memory', 'big-endian memory');
  }
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return [aligned.buffer, aligned.byteOffset, length];
}

const unsignedNibbles = Float32Array.from({ length: 16 }, (_, code) => code);
const signedNibbles = Float32Array.from({ length: 16 }, (_, code) => (code < 8 ? code : code - 16));

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function bytesOf(
  array: Float32Array | Float64Array | Uint16Array | Int32Array | BigInt64Array | Int8Array,
): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function throughTable(stored: Uint8Array | Uint16Array, table: Float32Array): Float32Array {
  const out = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) out[i] = table[stored[i] as number] as number;
  return out;
}

function bfloat16(stored: Uint16Array): Float32Array {
  const bits = new Uint32Array(stored.length);
  for (let i = 0; i < stored.length; i++) bits[i] = (stored[i] as number) << 16;
  return new Float32Array(bits.buffer);
}

function bfloat16Codes(values: Float32Array | Float64Array): Uint16Array {
  const bits = bitsOf(values);
  const out = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i] as number;
    const isNaN = (word & 0x7fff_ffff) > 0x7f80_0000;
    out[i] = isNaN ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
  return out;
}

function codes<T extends Uint8Array | Uint16Array>(dtype: SmallFloat, values: Float32Array | Float64Array, out: T): T {
  const bits = bitsOf(values);
  const codeOf = codeFinder(dtype);
  for (let i = 0; i < bits.length; i++) out[i] = codeOf(bits[i] as number);
  return out;
}

function bitsOf(values: Float32Array | Float64Array): Uint32Array {
  const floats = values instanceof Float32Array ? values : Float32Array.from(values);
  return new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
}

function packed(bytes: Uint8Array, count: number, bits: 4 | 6, table: Float32Array): Float32Array {
  const out = new Float32Array(count);
  const mask = 2 ** bits - 1;
  for (let i = 0; i < count; i++) {
    const bit = i * bits;
    const at = Math.floor(bit / 8);
    const word = (bytes[at] as number) | ((bytes[at + 1] ?? 0) << 8);
    out[i] = table[(word >> (bit % 8)) & mask] as number;
  }
  return out;
}

let scales: Float32Array | undefined;

/** F8_E8M0 is a bare exponent: 2^(code - 127), and code 255 is NaN. */
function scaleTable(): Float32Array {
  scales ??= Float32Array.from({ length: 256 }, (_, code) => (code === 255 ? Number.NaN : 2 ** (code - 127)));
  return scales;
}
