// A range of a source as a source of its own: a member of an archive, a file inside a pack.
import { ForebearError } from '../errors.ts';
import type { Source } from './source.ts';

/**
 * The bytes [start, end) of `outer`, end exclusive, under a name of its own. Closing it leaves `outer` open: whoever
 * opened that closes it. Throws `source` where the range leaves `outer`.
 */
export function span(outer: Source, start: number, end: number, uri: string): Source {
  if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= outer.size)) {
    throw new ForebearError('source', uri, `a range within ${outer.size} bytes`, `${start} to ${end}`);
  }
  const size = end - start;
  return {
    uri,
    size,
    async read(from, to, options) {
      if (!(0 <= from && from <= to)) {
        throw new ForebearError('usage', uri, 'a byte range of whole numbers', `${from} to ${to}`);
      }
      if (to > size) throw new ForebearError('source', uri, `${to} bytes or more`, `${size} bytes`);
      return outer.read(start + from, start + to, options);
    },
    close: () => Promise.resolve(),
  };
}
