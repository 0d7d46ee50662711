// Bytes in memory as a source.
import { ForebearError } from '../errors.ts';
import type { Source } from './source.ts';

/** A source over `bytes`, which must not be changed while it is in use. */
export function memorySource(bytes: Uint8Array, uri = 'memory'): Source {
  return {
    uri,
    size: bytes.length,
    async read(start, end, options) {
      options?.signal?.throwIfAborted();
      if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end)) {
        throw new ForebearError('usage', uri, 'a byte range of whole numbers', `${start} to ${end}`);
      }
      if (end > bytes.length) throw new ForebearError('source', uri, `${end} bytes or more`, `${bytes.length} bytes`);
      return bytes.slice(start, end);
    },
    close: () => Promise.resolve(),
  };
}
