// The background that comes with the program: what public machine-learning code in Python has in common, as sets of short hashes.
import { lowerBound } from '../math/search.ts';
import type { Background } from './background.ts';
import { backgroundCounts, backgroundGrams, backgroundNames, backgroundWords } from './background-table.ts';

/** Bits kept of each hash: with 70,000 kept runs, one in 240 rare runs is taken for common, which only lowers a share. */
const keptBits = 24;

/** In how many projects a run must occur to be kept. */
export const keptFrom = 3;

/** A set of hashes as text: sorted, differences in seven bits a byte, Base64. */
export function packed(hashes: Iterable<number>): string {
  const kept = [...new Set([...hashes].map((hash) => hash >>> (32 - keptBits)))].toSorted((a, b) => a - b);
  let text = '';
  let before = 0;
  for (const value of kept) {
    let rest = value - before;
    before = value;
    while (rest >= 128) {
      text += String.fromCharCode((rest & 127) | 128);
      rest >>>= 7;
    }
    text += String.fromCharCode(rest);
  }
  return btoa(text);
}

/** The set again, sorted. */
export function unpackedHashes(text: string): Uint32Array {
  const bytes = atob(text);
  const values: number[] = [];
  let [value, part, shift] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.charCodeAt(at);
    part |= (byte & 127) << shift;
    shift += 7;
    if (byte >= 128) continue;
    value += part;
    values.push(value);
    [part, shift] = [0, 0];
  }
  return Uint32Array.from(values);
}

let known: Background | undefined;

/** Counts are not kept: what is in at least `keptFrom` projects counts as in that many, what is in fewer as in none; a name counts where any has it. */
export function builtInBackground(): Background {
  if (known !== undefined) return known;
  const [grams, words, names] = [backgroundGrams, backgroundWords, backgroundNames].map(unpackedHashes) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  known = {
    sources: backgroundCounts.projects,
    frequency: (gram) => (isIn(grams, gram) ? keptFrom : 0),
    wordFrequency: (gram) => (isIn(words, gram) ? keptFrom : 0),
    nameFrequency: (name) => (isIn(names, name) ? 1 : 0),
  };
  return known;
}

function isIn(sorted: Uint32Array, hash: number): boolean {
  const wanted = hash >>> (32 - keptBits);
  return sorted[lowerBound(sorted, wanted)] === wanted;
}
