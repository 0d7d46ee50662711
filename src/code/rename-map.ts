// Which name stands where another stood: recovered from the places of names in tiles, each pair with its support and what contradicts it.

import { textHash } from '../math/hash.ts';
import type { Background } from './background.ts';
import { type SourceFile } from './source-file.ts';
import type { Tile } from './tiling.ts';

export interface Renaming {
  readonly original: string;
  readonly suspect: string;
  /** Places at which the one stands for the other. */
  readonly support: number;
  /** Places at which either stands beside a third name. */
  readonly against: number;
}

/** A name that both have, and that no source of the background has. */
export interface KeptName {
  readonly name: string;
  readonly places: number;
}

export interface NameMap {
  /** Changed names, the best supported first. */
  readonly renamed: readonly Renaming[];
  /** Names kept that are rare, the longest first. */
  readonly kept: readonly KeptName[];
  /** Places of names in tiles: kept, changed as the map says, and otherwise. */
  readonly places: { readonly kept: number; readonly renamed: number; readonly other: number };
}

/** A pair must stand at two places, and at more than all others of either name together. */
const leastSupport = 2;

/** Shorter names are rare by chance and say nothing. */
const shortestKept = 6;

/** One pair of files with its tiles. */
export interface Aligned {
  readonly suspect: SourceFile;
  readonly original: SourceFile;
  readonly tiles: readonly Tile[];
}

/** The map of all aligned files together. Names are one-to-one: what is better supported takes its two names first. */
export function nameMapOf(aligned: readonly Aligned[], background: Background): NameMap {
  const votes = new Map<string, Map<string, number>>();
  const ofSuspect = new Map<string, number>();
  const ofOriginal = new Map<string, number>();
  for (const { suspect, original, tiles } of aligned) {
    for (const tile of tiles) {
      for (let at = 0; at < tile.length; at++) {
        const mine = suspect.tokens.at(tile.suspect + at);
        const theirs = original.tokens.at(tile.original + at);
        if (mine?.kind !== 'name' || theirs?.kind !== 'name') continue;
        const row = votes.get(theirs.text) ?? new Map<string, number>();
        votes.set(theirs.text, row);
        row.set(mine.text, (row.get(mine.text) ?? 0) + 1);
        ofSuspect.set(mine.text, (ofSuspect.get(mine.text) ?? 0) + 1);
        ofOriginal.set(theirs.text, (ofOriginal.get(theirs.text) ?? 0) + 1);
      }
    }
  }
  const pairs = [...votes].flatMap(([original, row]) =>
    [...row].map(([suspect, support]) => ({
      original,
      suspect,
      support,
      against: (ofOriginal.get(original) ?? 0) + (ofSuspect.get(suspect) ?? 0) - 2 * support,
    })),
  );
  pairs.sort(
    (a, b) =>
      b.support - a.support ||
      a.against - b.against ||
      (a.original < b.original ? -1 : 1) ||
      (a.suspect < b.suspect ? -1 : 1),
  );
  const [takenOriginal, takenSuspect] = [new Set<string>(), new Set<string>()];
  const renamed: Renaming[] = [];
  const kept: KeptName[] = [];
  const places = { kept: 0, renamed: 0, other: 0 };
  for (const pair of pairs) {
    if (pair.original === pair.suspect) {
      places.kept += pair.support;
      takenOriginal.add(pair.original);
      takenSuspect.add(pair.suspect);
      const isRare = background.nameFrequency(textHash(pair.original)) === 0 && pair.original.length >= shortestKept;
      if (isRare) kept.push({ name: pair.original, places: pair.support });
      continue;
    }
    const isFree = !takenOriginal.has(pair.original) && !takenSuspect.has(pair.suspect);
    if (!isFree || pair.support < leastSupport || pair.support <= pair.against) {
      places.other += pair.support;
      continue;
    }
    takenOriginal.add(pair.original);
    takenSuspect.add(pair.suspect);
    places.renamed += pair.support;
    renamed.push(pair);
  }
  kept.sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1));
  return { renamed, kept, places };
}
