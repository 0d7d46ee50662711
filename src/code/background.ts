// How common runs of tokens are among sources that have nothing to do with the case: what is common says nothing of origin.

import { gramHashes } from '../math/hash.ts';
import { lowerBound } from '../math/search.ts';
import { type SourceFile } from './source-file.ts';

/** Length of the runs that a background counts, in normalised tokens: that of the shortest tile, so that a tile is common or not as a whole. */
export const backgroundGram = 12;

/** Words in a run whose rarity is weighed. Shorter ones are grammar, longer ones are broken by every edit. */
export const wordGram = 4;

/** Counts of sources (or projects) by run. */
export interface Background {
  /** Sources, or projects, that were counted. */
  readonly sources: number;
  /** In how many of them a run of normalised tokens occurs. */
  frequency(gram: number): number;
  /** In how many of them a run of words occurs. */
  wordFrequency(gram: number): number;
  /** In how many of them a name occurs as it is written, by its hash. */
  nameFrequency(name: number): number;
}

/** Counts each run once for each source. */
export function backgroundOf(sources: readonly SourceFile[]): Background {
  const frequency = countsOf(sources, ({ normalised }) => gramHashes(normalised, backgroundGram));
  const wordFrequency = countsOf(sources, ({ words }) => gramHashes(words, wordGram));
  const nameFrequency = countsOf(sources, ({ names }) => names.keys());
  return { sources: sources.length, frequency, wordFrequency, nameFrequency };
}

/** In how many sources each value occurs. Sorted numbers, since millions of them would not fit in a map. */
function countsOf(
  sources: readonly SourceFile[],
  of: (source: SourceFile) => Iterable<number>,
): (value: number) => number {
  let all = new Uint32Array(1_024);
  let length = 0;
  for (const source of sources) {
    const values = new Set(of(source));
    if (length + values.size > all.length) {
      const larger = new Uint32Array(2 * (length + values.size));
      larger.set(all.subarray(0, length));
      all = larger;
    }
    for (const value of values) all[length++] = value;
  }
  const sorted = all.slice(0, length).sort();
  return (value) => lowerBound(sorted, value + 1) - lowerBound(sorted, value);
}

/** Two backgrounds as one: what is common in either is common. */
export function joined(a: Background, b: Background): Background {
  return {
    sources: a.sources + b.sources,
    frequency: (gram) => a.frequency(gram) + b.frequency(gram),
    wordFrequency: (gram) => a.wordFrequency(gram) + b.wordFrequency(gram),
    nameFrequency: (name) => a.nameFrequency(name) + b.nameFrequency(name),
  };
}

export const noBackground: Background = backgroundOf([]);

/** Of how many sources a run must be known to be nobody's. One may be the original's own source. */
const commonFrom = 2;

/** 1 for each token that stands in a common run; 0 for the others. */
export function commonTokens(symbols: Uint32Array, background: Background): Uint8Array {
  const common = new Uint8Array(symbols.length);
  if (background.sources === 0) return common;
  for (const [at, gram] of gramHashes(symbols, backgroundGram).entries()) {
    if (background.frequency(gram) >= commonFrom) common.fill(1, at, at + backgroundGram);
  }
  return common;
}

/** What of each side's weight the other holds: 0…1, 0 where a side has no run. */
export interface RareShare {
  readonly ofSuspect: number;
  readonly ofOriginal: number;
  /** Twice what is shared over both sides' weights together (Dice 1945). */
  readonly symmetric: number;
}

/**
 * The share of runs of words that both hold, each weighed by ln((N + 1) / (n + ½)), n of N background sources holding it
 * (after Spärck Jones 1972); a run that stands several times counts as often as it does on both sides.
 */
export function rareShare(suspect: SourceFile, original: SourceFile, background: Background): RareShare {
  const [mine, theirs] = [counted(suspect), counted(original)];
  const weigh = (gram: number): number =>
    Math.max(0, Math.log((background.sources + 1) / (background.wordFrequency(gram) + 0.5)));
  let [shared, all, other] = [0, 0, 0];
  for (const [gram, count] of mine) {
    const weight = weigh(gram);
    all += count * weight;
    shared += Math.min(count, theirs.get(gram) ?? 0) * weight;
  }
  for (const [gram, count] of theirs) other += count * weigh(gram);
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  return {
    ofSuspect: share(shared, all),
    ofOriginal: share(shared, other),
    symmetric: share(2 * shared, all + other),
  };
}

function counted({ words }: SourceFile): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const gram of gramHashes(words, wordGram)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return counts;
}
