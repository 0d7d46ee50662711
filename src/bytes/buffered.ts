// A wrapper that reads ahead, for parsers that take many small pieces in order.
import type { Source } from './source.ts';

/** One read of this size costs about as much as one of a few bytes. */
const defaultWindowBytes = 256 * 1024;

/**
 * The same source with one window of `windowBytes` kept: a small read inside it touches the source not at all, a
 * small read outside moves it there. Reads longer than half the window go straight through. For one reader at a time.
 */
export function buffered(source: Source, windowBytes = defaultWindowBytes): Source {
  let window = new Uint8Array(0);
  let windowStart = 0;
  return {
    uri: source.uri,
    size: source.size,
    async read(start, end, options) {
      options?.signal?.throwIfAborted();
      const held = start >= windowStart && end <= windowStart + window.length && start <= end;
      if (!held) {
        if (end - start > windowBytes / 2 || !(start >= 0 && end <= source.size)) {
          return source.read(start, end, options);
        }
        window = (await source.read(start, Math.min(source.size, start + windowBytes), options)) as typeof window;
        windowStart = start;
      }
      return window.slice(start - windowStart, end - windowStart);
    },
    close: () => source.close(),
  };
}
