// A wrapper that remembers pages, for readers that jump about: tables of offsets, trees, heaps.
import type { Source } from './source.ts';

/** One read of this size costs about as much as one of a few bytes. */
const defaultPageBytes = 64 * 1024;

/** At the usual size of a page 8 MiB: the structures of a large model, or a small model whole. */
const mostPages = 128;

/**
 * The same source with the pages read last kept, `mostPages` of them: a small read takes its bytes out of them, a read
 * longer than a page goes straight through. For one reader at a time.
 */
export function paged(source: Source, pageBytes = defaultPageBytes): Source {
  /** The page asked for last stands at the end. */
  const pages = new Map<number, Uint8Array>();
  return {
    uri: source.uri,
    size: source.size,
    async read(start, end, options) {
      options?.signal?.throwIfAborted();
      const ordinary = 0 <= start && start <= end && end <= source.size && end - start <= pageBytes;
      if (!ordinary) return source.read(start, end, options);
      const out = new Uint8Array(end - start);
      for (let at = start; at < end; ) {
        const number = Math.floor(at / pageBytes);
        const from = number * pageBytes;
        const page = pages.get(number) ?? (await source.read(from, Math.min(source.size, from + pageBytes), options));
        pages.delete(number);
        pages.set(number, page);
        if (pages.size > mostPages) pages.delete(pages.keys().next().value as number);
        const piece = page.subarray(at - from, Math.min(end - from, pageBytes));
        out.set(piece, at - start);
        at += piece.length;
      }
      return out;
    },
    close: () => source.close(),
  };
}
