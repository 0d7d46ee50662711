// Tensors of which only some elements are stored: where these belong, and ranges of the whole with zeros between.
import { ForebearError } from '../../errors.ts';
import type { SparsePlaces } from '../format.ts';

/**
 * From the place of each stored element, in stored order. Throws `format` where two have one place, `limit` where the
 * product of places and elements leaves 2^53.
 */
export function sortedPlaces(unsorted: Uint32Array, subject: string): SparsePlaces {
  const count = unsorted.length;
  const last = unsorted.reduce((largest, place) => Math.max(largest, place), 0);
  if ((last + 1) * count > Number.MAX_SAFE_INTEGER) {
    throw new ForebearError('limit', subject, 'a sparse tensor of ordinary size', `${count} of ${last + 1} elements`);
  }
  // Place and position in one number each, so that they sort as plain numbers do.
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = (unsorted[i] as number) * count + i;
  keys.sort();
  const places = new Uint32Array(count);
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number;
    places[i] = Math.floor(key / count);
    order[i] = key - (places[i] as number) * count;
    if (i > 0 && places[i] === places[i - 1]) {
      throw new ForebearError('format', subject, 'each place once', `place ${places[i]} twice`);
    }
  }
  return { places, order };
}

/** The stored elements that fall into [from, to): which of `places`, and the range of stored positions they lie in. Ends are exclusive. */
export function storedWithin(
  { places, order }: SparsePlaces,
  from: number,
  to: number,
): { first: number; last: number; start: number; end: number } {
  const first = lowerBound(places, from);
  const last = lowerBound(places, to);
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (let i = first; i < last; i++) {
    start = Math.min(start, order[i] as number);
    end = Math.max(end, (order[i] as number) + 1);
  }
  return { first, last, start: Math.min(start, end), end };
}

function lowerBound(places: Uint32Array, wanted: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
