// Text as hashes of word shingles, with the lines they stand on: what of a text is held against what we keep of licences.
// Resemblance by shingles: Broder, "On the resemblance and containment of documents" (1997). Of long texts only hashes
// below a bound are kept, the same on both sides, so that shares stay comparable.

/** Words in one shingle: long enough that strangers share few, short enough that a changed name costs little. */
export const shingleWords = 5;

/** Of one text; a licence has 30 KB, a file of the notices of others has megabytes, of which the beginning is looked at. */
const mostCharacters = 4_194_304;

/** Longer runs of letters are no words (data in base64); their beginning stands for them. */
const longestWord = 64;

export interface Shingles {
  /** One for each place in the text, in its order, repetitions included. */
  readonly hashes: Uint32Array;
  /** Line, counted from 1, of each shingle's first and last word. */
  readonly first: Uint32Array;
  readonly last: Uint32Array;
}

/**
 * Lines that differ in every honest copy: who holds the right, and the year. A clause that begins with the word goes on
 * beyond such a line's length.
 */
const holder = /^[\s#*/>;-]*(?:copyright|版权所有|©|\(c\))[^\n]{0,160}$/iu;

const word = /\p{Script=Han}|[\p{L}\p{N}]+/gu;

/** The words of a text, lower case, without marks of layout; a Han character is a word. */
export function wordsOf(text: string): { readonly words: readonly string[]; readonly lines: readonly number[] } {
  const words: string[] = [];
  const lines: number[] = [];
  let line = 0;
  for (const each of text.slice(0, mostCharacters).split('\n')) {
    line += 1;
    if (holder.test(each)) continue;
    // Tags of a card's HTML are layout; so are the dots of abbreviations and all quotation marks.
    const plain = each.replace(/<[^<>]{0,200}>/g, ' ');
    for (const [found] of plain.normalize('NFKC').matchAll(word)) {
      words.push(found.slice(0, longestWord).toLowerCase());
      lines.push(line);
    }
  }
  return { words, lines };
}

export function shinglesOf(text: string): Shingles {
  const { words, lines } = wordsOf(text);
  const count = Math.max(0, words.length - shingleWords + 1);
  const [hashes, first, last] = [new Uint32Array(count), new Uint32Array(count), new Uint32Array(count)];
  const of = Uint32Array.from(words, wordHash);
  for (let at = 0; at < count; at++) {
    let hash = 0;
    for (let next = at; next < at + shingleWords; next++) hash = mixed(hash ^ (of[next] as number)) + 0x9e3779b9;
    hashes[at] = mixed(hash);
    first[at] = lines[at] as number;
    last[at] = lines[at + shingleWords - 1] as number;
  }
  return { hashes, first, last };
}

/** FNV-1a over the units of a word. */
function wordHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the input turns about half of the output's. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
