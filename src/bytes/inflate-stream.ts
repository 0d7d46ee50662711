// One zlib stream at the beginning of bytes in memory, unpacked within a bound, with the number of bytes it took.
import { constants, inflateSync } from 'node:zlib';
import { ForebearError } from '../errors.ts';

export interface Inflated {
  readonly bytes: Uint8Array;
  /** Compressed bytes that the stream took; what stands behind them is not looked at. */
  readonly consumed: number;
}

/**
 * Unpacks the zlib stream that begins `input`. Throws `limit` where more than `most` bytes come out, which is noticed
 * before they are kept, and `format` where the stream is damaged or ends too early.
 */
export function inflateStream(uri: string, input: Uint8Array, most: number): Inflated {
  try {
    // The chunk follows the bound, so that small objects cost small memory.
    const chunkSize = Math.max(constants.Z_MIN_CHUNK, Math.min(65_536, most + 1));
    const done = inflateSync(input, { info: true, maxOutputLength: Math.max(1, most), chunkSize }) as unknown as {
      readonly buffer: Uint8Array;
      readonly engine: { readonly bytesWritten: number };
    };
    const { buffer } = done;
    if (buffer.length > most) throw new ForebearError('limit', uri, `at most ${most} bytes after unpacking`, 'more');
    return {
      bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length),
      consumed: done.engine.bytesWritten,
    };
  } catch (cause) {
    if (cause instanceof ForebearError) throw cause;
    if (cause instanceof RangeError) {
      throw new ForebearError('limit', uri, `at most ${most} bytes after unpacking`, 'more', { cause });
    }
    throw new ForebearError('format', uri, 'an intact zlib stream', 'a damaged or cut one', { cause });
  }
}

/** The first `length` bytes, or all where there are fewer, of the zlib stream that begins `input`: what an object says of itself. */
export function inflateStart(uri: string, input: Uint8Array, length: number): Uint8Array {
  try {
    // A cut input is unpacked as far as it goes; the bound on it is what bounds what comes out.
    const out = inflateSync(input, { finishFlush: constants.Z_SYNC_FLUSH });
    return new Uint8Array(out.buffer, out.byteOffset, Math.min(length, out.length));
  } catch (cause) {
    throw new ForebearError('format', uri, 'an intact zlib stream', 'a damaged one', { cause });
  }
}
