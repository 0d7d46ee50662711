// Texts as words that can be compared: traditional and simplified, width, case, accents and punctuation do not matter; every word keeps its place.
import { textHash } from '../math/hash.ts';
import { homoglyphs, variants } from './folding-table.ts';

/** A text as its words: Han characters one by one, everything else by runs of letters and digits. Parallel lists. */
export interface Folded {
  /** A 32-bit number for each word; the same word has the same number everywhere. */
  readonly words: Uint32Array;
  /** UTF-16 offsets of each word, end exclusive. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Latin words with letters of another alphabet that look like Latin ones: a way to hide from such a search. */
  readonly disguised: number;
}

/** Longer runs of letters are no words of a language; they are cut into pieces of this length. */
const longestWord = 64;

/** Characters that stand in words without being seen: soft hyphens, joiners, marks of direction, variation selectors. */
const unseen = /\p{Default_Ignorable_Code_Point}/u;
const marks = /\p{M}/u;
const han = /\p{Script=Han}/u;
const letter = /[\p{L}\p{N}]/u;

/** Folds a text in the time of reading it once. */
export function folded(text: string): Folded {
  const words: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let disguised = 0;
  let word = '';
  let from = 0;
  let to = 0;
  const close = (): void => {
    if (word === '') return;
    const plain = latinOf(word);
    if (plain !== word) disguised += 1;
    words.push(textHash(plain));
    starts.push(from);
    ends.push(to);
    word = '';
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    // Most text is plain: letters and digits of ASCII need no table.
    if (code < 128) {
      const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
      if (isWord) {
        if (word === '') from = at;
        word += code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : text[at];
        to = at + 1;
        if (word.length >= longestWord) close();
      } else close();
      at += 1;
      continue;
    }
    const point = String.fromCodePoint(text.codePointAt(at) as number);
    const end = at + point.length;
    if (han.test(point)) {
      close();
      words.push(textHash(plainHan(point)));
      starts.push(at);
      ends.push(end);
    } else if (!unseen.test(point) && !marks.test(point)) {
      const plain = plainLetters(point);
      if (plain === '') close();
      else {
        if (word === '') from = at;
        word += plain;
        to = end;
        if (word.length >= longestWord) close();
      }
    }
    at = end;
  }
  close();
  return { words: Uint32Array.from(words), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends), disguised };
}

const knownHan = new Map<string, string>();

/** The simplified form, compatibility forms first. */
function plainHan(point: string): string {
  const known = knownHan.get(point);
  if (known !== undefined) return known;
  const [composed = point] = point.normalize('NFKC');
  const plain = variants.get(composed) ?? composed;
  knownHan.set(point, plain);
  return plain;
}

const knownLetters = new Map<string, string>();
const mostKnown = 100_000;

/** Width, case and accents away; empty for what is no letter and no digit. */
function plainLetters(point: string): string {
  const known = knownLetters.get(point);
  if (known !== undefined) return known;
  const plain = [...point.normalize('NFKD').toLowerCase()].filter((part) => letter.test(part)).join('');
  if (knownLetters.size < mostKnown) knownLetters.set(point, plain);
  return plain;
}

/** A word in which letters of Cyrillic or Greek stand for Latin ones among Latin ones; any other word as it is. */
function latinOf(word: string): string {
  if (!/[a-z]/.test(word) || !/[\u0370-\u04ff]/.test(word)) return word;
  return [...word].map((character) => homoglyphs.get(character) ?? character).join('');
}
