// Decompression that stops: never more than was announced, and never more than a limit.
import { Readable } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Source } from './source.ts';

export type Compression = 'deflate-raw' | 'gzip';

/** What one call may ask for. */
export interface InflateLimits {
  /** Bytes that come out, exactly. */
  readonly size: number;
  /** Bytes that may come out. */
  readonly maxBytes: number;
  /** Bytes out for each byte in: honest weights reach 2, honest text 20. */
  readonly maxRatio: number;
}

/** Compressed bytes handed over at a time; an abort and a limit are noticed between two pieces. */
const pieceBytes = 256 * 1024;

/** Bytes that come out at a time: what a bomb gets beyond its limit. */
const chunkSize = 256 * 1024;

/** A small file may be all zeros, and is no bomb for it. */
const ratioFrom = 1024 * 1024;

/**
 * The decompressed bytes of [start, end) of `source`, end exclusive. Throws `limit` before anything is unpacked where
 * `limits.size` is beyond the others, and `format` where the compressed bytes are damaged, end too early, go on behind
 * their end, or give another number of bytes.
 */
export async function inflate(
  source: Source,
  start: number,
  end: number,
  method: Compression,
  limits: InflateLimits,
  options?: RunOptions,
): Promise<Uint8Array> {
  const { size } = limits;
  checkInflateLimits(source.uri, end - start, limits);
  const out = new Uint8Array(size);
  let length = 0;
  for await (const piece of decompressed(source, start, end, method, options)) {
    if (length + piece.length > size) {
      throw new ForebearError('format', source.uri, `${size} bytes after unpacking`, 'more');
    }
    out.set(piece, length);
    length += piece.length;
  }
  if (length < size) throw new ForebearError('format', source.uri, `${size} bytes after unpacking`, `${length}`);
  return out;
}

/**
 * The first `length` bytes, or all where there are fewer, of what [start, end) decompresses to. Nothing behind them is
 * unpacked, so that nothing behind them is verified.
 */
export async function inflateHead(
  source: Source,
  start: number,
  end: number,
  method: Compression,
  length: number,
  options?: RunOptions,
): Promise<Uint8Array> {
  const out = new Uint8Array(length);
  let done = 0;
  for await (const piece of decompressed(source, start, end, method, options)) {
    const taken = piece.subarray(0, length - done);
    out.set(taken, done);
    done += taken.length;
    if (done === length) break;
  }
  return out.subarray(0, done);
}

/** Throws `limit` where `compressed` bytes may not become `limits.size`. */
export function checkInflateLimits(uri: string, compressed: number, { size, maxBytes, maxRatio }: InflateLimits): void {
  const most = Math.min(maxBytes, Math.max(ratioFrom, maxRatio * compressed));
  if (size > most) {
    throw new ForebearError('limit', uri, `at most ${most} bytes out of ${compressed}`, `${size}`);
  }
}

async function* decompressed(
  source: Source,
  start: number,
  end: number,
  method: Compression,
  options?: RunOptions,
): AsyncGenerator<Uint8Array> {
  const engine = method === 'gzip' ? createGunzip({ chunkSize }) : createInflateRaw({ chunkSize });
  let unread: { readonly error: unknown } | undefined;
  async function* compressed(): AsyncGenerator<Uint8Array> {
    try {
      for (let at = start; at < end; at += pieceBytes) {
        options?.signal?.throwIfAborted();
        yield await source.read(at, Math.min(end, at + pieceBytes), options);
      }
    } catch (error) {
      // Kept aside: a stream passes on nothing but Errors, and an abort's reason may be anything.
      unread = { error };
      throw new Error('unread', { cause: error });
    }
  }
  const feed = Readable.from(compressed());
  feed.on('error', (error) => engine.destroy(error));
  feed.pipe(engine);
  try {
    for await (const piece of engine) {
      options?.signal?.throwIfAborted();
      yield piece as Uint8Array;
    }
  } catch (error) {
    if (unread !== undefined) throw unread.error;
    options?.signal?.throwIfAborted();
    throw new ForebearError('format', source.uri, 'intact compressed bytes', 'damaged ones', { cause: error });
  } finally {
    feed.destroy();
    engine.destroy();
  }
  if (engine.bytesWritten !== end - start) {
    const found = `${end - start - engine.bytesWritten} bytes behind their end`;
    throw new ForebearError('format', source.uri, 'compressed bytes and nothing else', found);
  }
}
