// Several sources one after another as one: shards that cut through tensors, chunks of a file.
import { ForebearError } from '../errors.ts';
import type { Source } from './source.ts';

/** The bytes of all `parts` in order. Closing it closes them. */
export function joined(parts: readonly Source[], uri: string): Source {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.size;
  }
  return {
    uri,
    size,
    async read(start, end, options) {
      options?.signal?.throwIfAborted();
      if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end)) {
        throw new ForebearError('usage', uri, 'a byte range of whole numbers', `${start} to ${end}`);
      }
      if (end > size) throw new ForebearError('source', uri, `${end} bytes or more`, `${size} bytes`);
      const pieces: Uint8Array[] = [];
      for (const [i, part] of parts.entries()) {
        const first = starts[i] as number;
        if (first >= end) break;
        const [from, to] = [Math.max(start, first), Math.min(end, first + part.size)];
        if (from < to) pieces.push(await part.read(from - first, to - first, options));
      }
      const [only] = pieces;
      if (pieces.length === 1 && only !== undefined) return only;
      const all = new Uint8Array(end - start);
      let at = 0;
      for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
      }
      return all;
    },
    async close() {
      await Promise.allSettled(parts.map((part) => part.close()));
    },
  };
}
