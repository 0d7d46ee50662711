// A wrapper that tells how many bytes are read from a source.
import type { Source } from './source.ts';

/** The same source; `onBytes` hears the length of every read that succeeded. */
export function counted(source: Source, onBytes: (bytes: number) => void): Source {
  return {
    uri: source.uri,
    size: source.size,
    async read(start, end, options) {
      const bytes = await source.read(start, end, options);
      onBytes(bytes.length);
      return bytes;
    },
    close: () => source.close(),
  };
}
