// Decompression that stops: never more than was announced, and never more than a limit.
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Source } from './source.ts';

/** What one call may ask for. */
export interface InflateLimits {
  /** Bytes that may come out. */
  readonly maxBytes: number;
  /** Bytes out for each byte in: honest weights reach 2, honest text 20. */
  readonly maxRatio: number;
}

/** Compressed bytes handed over at a time; an abort and a limit are noticed between two pieces. */
const pieceBytes = 256 * 1024;

/** A small file may be all zeros, and is no bomb for it. */
const ratioFrom = 1024 * 1024;

/**
 * The decompressed bytes of [start, end) of `source`. Throws `limit` at the first byte beyond a limit, `format` where
 * the compressed bytes are damaged or end too early.
 */
export async function inflate(
  source: Source,
  start: number,
  end: number,
  method: 'deflate-raw' | 'gzip',
  limits: InflateLimits,
  options?: RunOptions,
): Promise<Uint8Array> {
  const most = Math.min(limits.maxBytes, Math.max(ratioFrom, limits.maxRatio * (end - start)));
  const pieces: Uint8Array[] = [];
  let length = 0;
  let at = start;
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (at >= end) {
          controller.close();
          return;
        }
        const next = Math.min(end, at + pieceBytes);
        controller.enqueue((await source.read(at, next, options)) as Uint8Array<ArrayBuffer>);
        at = next;
      },
    },
    { highWaterMark: 1 },
  );
  const reader = compressed.pipeThrough(new DecompressionStream(method)).getReader();
  try {
    for (;;) {
      options?.signal?.throwIfAborted();
      const { value, done } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) {
        throw new ForebearError('limit', source.uri, `at most ${most} bytes out of ${end - start}`, 'more');
      }
      pieces.push(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    options?.signal?.throwIfAborted();
    if (error instanceof ForebearError) throw error;
    throw new ForebearError('format', source.uri, 'intact compressed bytes', 'damaged ones', { cause: error });
  }
  const all = new Uint8Array(length);
  let to = 0;
  for (const piece of pieces) {
    all.set(piece, to);
    to += piece.length;
  }
  return all;
}
