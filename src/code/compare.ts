// Sources beside sources: files paired by what they share, tiles, shares with their denominators, and a word for how much it says.

import { gramHashes } from '../math/hash.ts';
import { lowerBound } from '../math/search.ts';
import type { RunOptions } from '../run.ts';
import { type Background, backgroundGram, commonTokens, type RareShare, rareShare } from './background.ts';
import { winnowed } from './fingerprints.ts';
import type { NameMap } from './rename-map.ts';
import { nameMapOf } from './rename-map.ts';
import { type SourceFile } from './source-file.ts';
import { type Tile, tilesOf } from './tiling.ts';

/** Tokens of a suspect's, by what the other side has of them. */
export interface Coverage {
  /** Tokens in all. */
  readonly tokens: number;
  /** Of them in tiles, with names and strings replaced by what they are. */
  readonly covered: number;
  /** Tokens that stand in no run that is common in the background. */
  readonly rare: number;
  /** Of these in tiles. */
  readonly rareCovered: number;
  /** Tokens in tiles of the source as it stands, names kept. */
  readonly rawCovered: number;
}

export interface FilePair {
  readonly suspect: SourceFile;
  readonly original: SourceFile;
  readonly tiles: readonly Tile[];
  readonly coverage: Coverage;
  readonly share: RareShare;
  /** Whether both are the same tokens, comments and layout aside. */
  readonly equal: boolean;
}

export interface CodeComparison {
  /** Each file of the suspect with the file it shares most with, most first; files that share nothing are left out. */
  readonly pairs: readonly FilePair[];
  /** Over all files of the suspect in languages that both sides have. */
  readonly total: Coverage;
  readonly names: NameMap;
  readonly equal: boolean;
}

/** Shortest tile, in tokens: shorter runs are grammar. */
const leastTile = backgroundGram;

/** Files of the other side that are tried for one of the suspect's. */
const mostTried = 6;

/** Compares every file of the suspect with those of the other side that share the most runs with it. */
export function compareSources(
  suspect: readonly SourceFile[],
  original: readonly SourceFile[],
  background: Background,
  options: RunOptions = {},
): CodeComparison {
  const places = gramPlaces(original);
  const pairs: FilePair[] = [];
  const totals: Coverage[] = [];
  for (const [index, source] of suspect.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: 'test', subject: source.path, done: index, total: suspect.length, unit: 'files' });
    const votes = new Map<number, number>();
    for (const gram of new Set(winnowed(gramHashes(source.normalised, backgroundGram)))) {
      for (const file of places(gram)) votes.set(file, (votes.get(file) ?? 0) + 1);
    }
    const tried = [...votes].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostTried);
    const found = tried.map(([file]) => comparePair(source, original[file] as SourceFile, background));
    const best = found.toSorted(
      (a, b) => b.coverage.covered - a.coverage.covered || b.share.symmetric - a.share.symmetric,
    )[0];
    if (best === undefined) totals.push(uncovered(source, background));
    else {
      pairs.push(best);
      totals.push(best.coverage);
    }
  }
  pairs.sort((a, b) => b.coverage.covered - a.coverage.covered || (a.suspect.path < b.suspect.path ? -1 : 1));
  return {
    pairs,
    total: totals.reduce(sum, { tokens: 0, covered: 0, rare: 0, rareCovered: 0, rawCovered: 0 }),
    names: nameMapOf(pairs, background),
    equal: suspect.length > 0 && pairs.length === suspect.length && pairs.every(({ equal }) => equal),
  };
}

/** Files are told apart by so much of a 53-bit number; a gram takes the other 32. */
const mostFiles = 2 ** 20;

/** Which files hold a run: pairs of both in one number each, sorted, so that millions of them fit. */
function gramPlaces(sources: readonly SourceFile[]): (gram: number) => Iterable<number> {
  const lists = sources
    .slice(0, mostFiles)
    .map(({ normalised }) => new Set(winnowed(gramHashes(normalised, backgroundGram))));
  const pairs = new Float64Array(lists.reduce((total, { size }) => total + size, 0));
  let at = 0;
  for (const [file, list] of lists.entries()) {
    for (const gram of list) pairs[at++] = gram * mostFiles + file;
    list.clear();
  }
  pairs.sort();
  return function* (gram) {
    for (let next = lowerBound(pairs, gram * mostFiles); next < pairs.length; next++) {
      const pair = pairs[next] as number;
      if (pair >= (gram + 1) * mostFiles) return;
      yield pair % mostFiles;
    }
  };
}

/** One file beside another. A file beside itself is covered whole, and equal. */
export function comparePair(suspect: SourceFile, original: SourceFile, background: Background): FilePair {
  const equal = sameNumbers(suspect.raw, original.raw);
  const whole = [{ suspect: 0, original: 0, length: suspect.normalised.length }];
  const tiles = equal
    ? whole.filter(({ length }) => length > 0)
    : tilesOf(suspect.normalised, original.normalised, leastTile);
  const rawTiles = equal ? tiles : tilesOf(suspect.raw, original.raw, leastTile);
  const common = commonTokens(suspect.normalised, background);
  let rareCovered = 0;
  for (const { suspect: start, length } of tiles) {
    for (let at = start; at < start + length; at++) if (common[at] === 0) rareCovered += 1;
  }
  const coverage: Coverage = {
    tokens: suspect.normalised.length,
    covered: tiles.reduce((total, { length }) => total + length, 0),
    rare: common.reduce((total, isCommon) => total + (isCommon === 0 ? 1 : 0), 0),
    rareCovered,
    rawCovered: rawTiles.reduce((total, { length }) => total + length, 0),
  };
  const share = equal ? { ofSuspect: 1, ofOriginal: 1, symmetric: 1 } : rareShare(suspect, original, background);
  return { suspect, original, tiles, coverage, share, equal };
}

function uncovered({ normalised }: SourceFile, background: Background): Coverage {
  const common = commonTokens(normalised, background);
  const rare = common.reduce((total, isCommon) => total + (isCommon === 0 ? 1 : 0), 0);
  return { tokens: normalised.length, covered: 0, rare, rareCovered: 0, rawCovered: 0 };
}

function sum(a: Coverage, b: Coverage): Coverage {
  return {
    tokens: a.tokens + b.tokens,
    covered: a.covered + b.covered,
    rare: a.rare + b.rare,
    rareCovered: a.rareCovered + b.rareCovered,
    rawCovered: a.rawCovered + b.rawCovered,
  };
}

function sameNumbers(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}
