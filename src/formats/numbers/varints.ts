// Tensors that are stored as protobuf varints one after another: ONNX int32_data, int64_data and uint64_data.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { TensorInfo } from '../format.ts';
import type { DType } from './dtype.ts';
import { decode } from './values.ts';

const pieceBytes = 1024 * 1024;

/**
 * All values of a `varint` tensor as `decode` would give them: integers rounded to the nearest 32-bit float, floats of
 * 16 and 8 bits from their bit patterns, booleans as 0 and 1. Throws `format` where the bytes do not hold exactly as
 * many numbers as the shape says, `usage` for a tensor that is not so encoded.
 */
export async function decodeVarints(source: Source, info: TensorInfo, options?: RunOptions): Promise<Float32Array> {
  if (info.encoding !== 'varint')
    throw new ForebearError('usage', info.name, 'a varint tensor', `a ${info.encoding} one`);
  const count = info.shape.reduce((product, side) => product * side, 1);
  // Each number takes a byte at least; so memory stays in proportion to the file whatever the shape says.
  if (count > info.end - info.start) throw wrongCount(info, count, 'fewer');
  const values = new Float32Array(count);
  const read = valueReader(info.dtype);
  let done = 0;
  let low = 0;
  let high = 0;
  let length = 0;
  for (let at = info.start; at < info.end; at += pieceBytes) {
    const bytes = await source.read(at, Math.min(info.end, at + pieceBytes), options);
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      const bits = byte & 0x7f;
      // Seven bits per byte: four bytes fill the low 28 bits, the fifth is split, the rest goes to the high word.
      if (length < 4) low |= bits << (7 * length);
      else if (length === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (7 * length - 32);
      length += 1;
      if (byte >= 0x80) {
        if (length === 10) throw new ForebearError('format', info.name, 'varints of at most 10 bytes', 'a longer one');
        continue;
      }
      if (done === count) throw wrongCount(info, count, 'more');
      values[done] = read(low, high);
      done += 1;
      low = 0;
      high = 0;
      length = 0;
    }
  }
  if (done < count || length > 0) throw wrongCount(info, count, `${done}${length > 0 ? ' and a half' : ''}`);
  return values;
}

function wrongCount(info: TensorInfo, count: number, found: string): ForebearError {
  return new ForebearError('format', info.name, `${count} numbers`, found);
}

/** What the two 32-bit words of a varint mean for a type. */
function valueReader(dtype: DType): (low: number, high: number) => number {
  switch (dtype) {
    case 'I64':
      return (low, high) => (high | 0) * 2 ** 32 + (low >>> 0);
    case 'U64':
      return (low, high) => (high >>> 0) * 2 ** 32 + (low >>> 0);
    case 'I32':
      return (low) => low | 0;
    case 'U32':
      return (low) => low >>> 0;
    case 'I16':
      return (low) => (low << 16) >> 16;
    case 'I8':
      return (low) => (low << 24) >> 24;
    case 'U16':
      return (low) => low & 0xffff;
    case 'U8':
      return (low) => low & 0xff;
    case 'BOOL':
      return (low, high) => (low === 0 && high === 0 ? 0 : 1);
    default:
      return bitPatternReader(dtype);
  }
}

function bitPatternReader(dtype: DType): (low: number) => number {
  const wide = dtype === 'F16' || dtype === 'BF16';
  const table = wide
    ? decode(dtype, new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, code) => code).buffer), 65_536)
    : decode(
        dtype,
        Uint8Array.from({ length: 256 }, (_, code) => code),
        256,
      );
  const mask = table.length - 1;
  return (low) => table[low & mask] as number;
}
