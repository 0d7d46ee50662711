// How common runs of tokens are among sources that have nothing to do with the case: what is common says nothing of origin.
import { gramHashes, type SourceFile } from './source-file.ts';

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
  const [grams, words, names] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  const count = (counts: Map<number, number>, values: Iterable<number>): void => {
    for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  };
  for (const source of sources) {
    count(grams, gramHashes(source.normalised, backgroundGram));
    count(words, gramHashes(source.words, wordGram));
    count(names, source.names.keys());
  }
  return {
    sources: sources.length,
    frequency: (gram) => grams.get(gram) ?? 0,
    wordFrequency: (gram) => words.get(gram) ?? 0,
    nameFrequency: (name) => names.get(name) ?? 0,
  };
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
export const commonFrom = 2;

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
