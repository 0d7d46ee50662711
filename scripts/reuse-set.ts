// A set of texts with reuse at known places, made from public-domain text with a seed: nothing, few or many words changed.
import { createRandom, type Random } from '../src/math/random.ts';
import type { Reuse } from './plagdet.ts';

export type Obfuscation = 'none' | 'light' | 'heavy';

export interface ReuseSet {
  readonly suspects: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, string>;
  readonly cases: readonly Reuse[];
}

/** Words of a passage: a long sentence to a page. */
const shortestPassage = 40;
const longestPassage = 300;

/** Shares of words that are left out, put in and exchanged. */
const rates: {
  readonly [kind in Obfuscation]: {
    readonly out: number;
    readonly in: number;
    readonly other: number;
    readonly swap: number;
  };
} = {
  none: { out: 0, in: 0, other: 0, swap: 0 },
  light: { out: 0.02, in: 0.02, other: 0.04, swap: 0 },
  heavy: { out: 0.08, in: 0.08, other: 0.2, swap: 0.1 },
};

/** `parts` are texts of their own; every other one is a source, and the rest are given passages of the sources. */
export function reuseSet(parts: readonly string[], kind: Obfuscation, seed: number, passagesEach: number): ReuseSet {
  const random = createRandom(seed);
  const sources = new Map<string, string>();
  const suspects = new Map<string, string>();
  const cases: Reuse[] = [];
  for (const [at, part] of parts.entries()) if (at % 2 === 0) sources.set(`source-${at}`, part);
  const names = [...sources.keys()];
  const vocabulary = piecesOf(parts.join('\n')).filter(isWord);
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) continue;
    const suspect = `suspect-${at}`;
    const own = piecesOf(part);
    const places = Array.from({ length: passagesEach }, () => random.integer(own.length)).toSorted((a, b) => a - b);
    let text = '';
    let next = 0;
    for (const place of places) {
      text += own.slice(next, place).join('');
      next = place;
      const source = names[random.integer(names.length)] as string;
      const whole = sources.get(source) as string;
      const pieces = piecesOf(whole);
      const wordPlaces = pieces.flatMap((piece, index) => (isWord(piece) ? index : []));
      const length = Math.min(wordPlaces.length, shortestPassage + random.integer(longestPassage - shortestPassage));
      const first = random.integer(wordPlaces.length - length + 1);
      const [from, to] = [wordPlaces[first] as number, (wordPlaces[first + length - 1] as number) + 1];
      const sourceStart = pieces.slice(0, from).join('').length;
      const taken = pieces.slice(from, to);
      const changed = obfuscated(taken, kind, vocabulary, random).join('');
      text += '\n';
      cases.push({
        suspect,
        start: text.length,
        end: text.length + changed.length,
        source,
        sourceStart,
        sourceEnd: sourceStart + taken.join('').length,
      });
      text += `${changed}\n`;
    }
    suspects.set(suspect, text + own.slice(next).join(''));
  }
  return { suspects, sources, cases };
}

/** Words and what stands between them: Han characters one by one. */
function piecesOf(text: string): string[] {
  return text.match(/\p{Script=Han}|[\p{L}\p{N}']+|[^\p{L}\p{N}']/gu) ?? [];
}

const isWord = (piece: string): boolean => /[\p{L}\p{N}]/u.test(piece);

function obfuscated(
  pieces: readonly string[],
  kind: Obfuscation,
  vocabulary: readonly string[],
  random: Random,
): readonly string[] {
  const rate = rates[kind];
  const other = (): string => vocabulary[random.integer(vocabulary.length)] as string;
  const gap = (piece: string): string => (/\p{Script=Han}/u.test(piece) ? '' : ' ');
  const out: string[] = [];
  for (const piece of pieces) {
    if (!isWord(piece)) {
      // Points and marks change in every edit but none.
      out.push(kind === 'none' || random.uniform() > 0.1 ? piece : '，');
      continue;
    }
    const chance = random.uniform();
    if (chance < rate.out) continue;
    if (chance < rate.out + rate.other) out.push(other());
    else out.push(piece);
    if (random.uniform() < rate.in) {
      const word = other();
      out.push(`${gap(word)}${word}`);
    }
    const [a, b] = [out.length - 1, out.length - 3];
    if (b >= 0 && random.uniform() < rate.swap) [out[a], out[b]] = [out[b] as string, out[a] as string];
  }
  return out;
}
