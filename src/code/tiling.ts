// Greedy string tiling (Wise 1993): the longest common runs first, each token in at most one tile, whatever the order of parts.
import { gramHashes } from '../math/hash.ts';

/** A run that both have: where it begins on either side, and how long it is, in tokens. */
export interface Tile {
  readonly suspect: number;
  readonly original: number;
  readonly length: number;
}

/** Places of one gram that are followed: a gram that stands in a thousand places is boilerplate, and would cost a million pairs. */
const mostPlaces = 48;

/** Runs kept for placing; sources of honest size have some ten thousand. */
const mostRuns = 400_000;

/** Tiles of `least` tokens or more, longest first, ties by where they stand. Deterministic; near linear where grams are rare. */
export function tilesOf(suspect: Uint32Array, original: Uint32Array, least: number): readonly Tile[] {
  const places = new Map<number, number[]>();
  for (const [at, gram] of gramHashes(original, least).entries()) {
    const known = places.get(gram);
    if (known === undefined) places.set(gram, [at]);
    else if (known.length < mostPlaces) known.push(at);
  }
  const runs = maximalRuns(suspect, original, least, places);
  return placed(runs, suspect.length, original.length, least);
}

function maximalRuns(
  suspect: Uint32Array,
  original: Uint32Array,
  least: number,
  places: ReadonlyMap<number, readonly number[]>,
): Tile[] {
  const runs: Tile[] = [];
  // For each diagonal, where the last run on it ends: a gram inside it begins no new one.
  const ends = new Map<number, number>();
  for (const [at, gram] of gramHashes(suspect, least).entries()) {
    for (const other of places.get(gram) ?? []) {
      const diagonal = at - other;
      if ((ends.get(diagonal) ?? -1) > at) continue;
      let length = 0;
      while (
        at + length < suspect.length &&
        other + length < original.length &&
        suspect[at + length] === original[other + length]
      ) {
        length += 1;
      }
      if (length < least) continue;
      ends.set(diagonal, at + length);
      runs.push({ suspect: at, original: other, length });
      if (runs.length >= mostRuns) return runs;
    }
  }
  return runs;
}

const byLength = (a: Tile, b: Tile): number => b.length - a.length || a.suspect - b.suspect || a.original - b.original;

/** Longest first; what a placed tile has taken is cut off, and what is left waits for its turn. */
function placed(runs: readonly Tile[], suspectLength: number, originalLength: number, least: number): Tile[] {
  const buckets = new Map<number, Tile[]>();
  let longest = 0;
  const put = (tile: Tile): void => {
    const bucket = buckets.get(tile.length);
    if (bucket === undefined) buckets.set(tile.length, [tile]);
    else bucket.push(tile);
    longest = Math.max(longest, tile.length);
  };
  for (const run of runs) put(run);
  const taken = { suspect: new Uint8Array(suspectLength), original: new Uint8Array(originalLength) };
  const tiles: Tile[] = [];
  for (let length = longest; length >= least; length--) {
    for (const tile of (buckets.get(length) ?? []).toSorted(byLength)) {
      const rest = freeParts(tile, taken, least);
      const [whole] = rest;
      if (rest.length === 1 && whole !== undefined && whole.length === length) {
        tiles.push(tile);
        taken.suspect.fill(1, tile.suspect, tile.suspect + length);
        taken.original.fill(1, tile.original, tile.original + length);
      } else for (const part of rest) put(part);
    }
    buckets.delete(length);
  }
  return tiles.toSorted(byLength);
}

function freeParts(tile: Tile, taken: { suspect: Uint8Array; original: Uint8Array }, least: number): Tile[] {
  const parts: Tile[] = [];
  let start = 0;
  for (let at = 0; at <= tile.length; at++) {
    const isFree =
      at < tile.length && taken.suspect[tile.suspect + at] === 0 && taken.original[tile.original + at] === 0;
    if (isFree) continue;
    if (at - start >= least)
      parts.push({ suspect: tile.suspect + start, original: tile.original + start, length: at - start });
    start = at + 1;
  }
  return parts;
}
