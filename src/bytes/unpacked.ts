// Compressed bytes of a source as a source of their own, unpacked no further than they are asked for.
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { type Compression, checkInflateLimits, type InflateLimits, inflate, inflateHead } from './inflate.ts';
import { memorySource } from './memory.ts';
import type { Source } from './source.ts';

/** Where compressed bytes lie, and what is to come out of them. */
export interface PackedRange {
  readonly outer: Source;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly method: Compression;
  readonly limits: InflateLimits;
  readonly uri: string;
  /** Sees all bytes once, when they have all been unpacked; throws where they are not the promised ones. */
  verify?(bytes: Uint8Array): void;
}

/** What recognising a file and reading a short header needs: until more is asked for, no more is unpacked. */
const headBytes = 65_536;

/**
 * A source over the unpacked bytes. The first 64 KiB are unpacked alone, and without verification, while nothing beyond
 * them is read; then all of them are, and kept until the source is closed. Throws `limit` at once where more is
 * declared than the limits allow; reads throw as `inflate` does.
 */
export function unpacked({ outer, start, end, method, limits, uri, verify }: PackedRange): Source {
  const named: Source = { ...outer, uri };
  const { size } = limits;
  checkInflateLimits(uri, end - start, limits);
  let head: Promise<Source> | undefined;
  let whole: Promise<Source> | undefined;

  async function unpackHead(options?: RunOptions): Promise<Source> {
    const bytes = await inflateHead(named, start, end, method, headBytes, options);
    if (bytes.length < headBytes) {
      throw new ForebearError('format', uri, `${size} bytes after unpacking`, `${bytes.length}`);
    }
    return memorySource(bytes, uri);
  }

  async function unpackAll(options?: RunOptions): Promise<Source> {
    const bytes = await inflate(named, start, end, method, limits, options);
    verify?.(bytes);
    return memorySource(bytes, uri);
  }

  return {
    uri,
    size,
    async read(from, to, options) {
      if (to > size) throw new ForebearError('source', uri, `${to} bytes or more`, `${size} bytes`);
      const isHead = whole === undefined && size > headBytes && to <= headBytes;
      const opening = isHead ? (head ??= unpackHead(options)) : (whole ??= unpackAll(options));
      try {
        return await (await opening).read(from, to, options);
      } catch (error) {
        // An abort must not spoil later reads.
        if (head === opening) head = undefined;
        if (whole === opening) whole = undefined;
        throw error;
      }
    },
    close() {
      head = undefined;
      whole = undefined;
      return Promise.resolve();
    },
  };
}
