// Places of stored elements: sorted, each once, and found again by range.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedPlaces, storedWithin } from '../../../src/formats/numbers/sparse.ts';

const places = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 60 });

describe('sortedPlaces', () => {
  it('sorts the places and remembers where each was stored', () => {
    fc.assert(
      fc.property(places, (unsorted) => {
        const sorted = sortedPlaces(Uint32Array.from(unsorted), 'w');
        expect([...sorted.places]).toEqual(unsorted.toSorted((a, b) => a - b));
        expect([...sorted.order].map((i) => unsorted[i])).toEqual([...sorted.places]);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('refuses a place that comes twice', () => {
    const refusal: unknown = expect.objectContaining({ code: 'format', subject: 'w' });
    expect(() => sortedPlaces(Uint32Array.of(5, 2, 5), 'w')).toThrow(refusal);
  });

  it('takes places up to 2^32 - 1', () => {
    const sorted = sortedPlaces(Uint32Array.of(0xffff_ffff, 0), 'w');
    expect([...sorted.places]).toEqual([0, 0xffff_ffff]);
    expect([...sorted.order]).toEqual([1, 0]);
  });
});

describe('storedWithin', () => {
  it('finds just the elements of a range, and the least range of stored ones that holds them', () => {
    fc.assert(
      fc.property(places, fc.nat(500), fc.nat(500), (unsorted, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const sorted = sortedPlaces(Uint32Array.from(unsorted), 'w');
        const { first, last, start, end } = storedWithin(sorted, from, to);
        const inside = unsorted.flatMap((place, i) => (place >= from && place < to ? [i] : []));
        expect(last - first).toBe(inside.length);
        expect([start, end]).toEqual(inside.length === 0 ? [0, 0] : [inside[0], (inside.at(-1) ?? 0) + 1]);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
