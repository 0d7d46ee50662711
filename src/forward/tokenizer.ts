// Text to tokens and back: byte-level pair encoding (Sennrich et al. 2016; GPT-2's bytes) as tokenizer.json has it, its patterns by a table of known ones.
import { ForebearError } from '../errors.ts';
import { isMap, type JsonValue, parseJsonBounded } from '../json/json-value.ts';
import { splittingOf } from './word-patterns.ts';

export interface TextTokenizer {
  /** Numbers for plain text: nothing in it is taken for a special token. Throws `limit` for texts beyond `mostText`. */
  encode(text: string): number[];
  /** The number of a token by its content, special or not; undefined where there is none. */
  idOf(content: string): number | undefined;
  /** The bytes of a token; empty for special ones and for numbers beyond the vocabulary. */
  bytesOf(id: number): Uint8Array;
  /** A token as a record shows it: special ones as written, bytes that are no whole letters as `<0xE7>`. */
  nameOf(id: number): string;
}

/** Far beyond any context, below what would take minutes. */
const mostText = 2_097_152;

/** Letters of one word that are merged together: longer runs are cut here, so that time stays in proportion. */
const longestWord = 2_048;

/** The largest published tokenizer.json has 33 MB. */
const limits = { maxDepth: 64, maxBytes: 134_217_728, maxValues: 12_000_000 };

const fault = (expected: string, found: string): ForebearError =>
  new ForebearError('unsupported', 'tokenizer.json', expected, found);

/** Reads tokenizer.json. Throws `format` for damaged ones, `unsupported` for other kinds of tokenizers and unknown patterns. */
export function parseTokenizer(bytes: Uint8Array): TextTokenizer {
  const root = parseJsonBounded(bytes, 'tokenizer.json', limits);
  if (!isMap(root)) throw new ForebearError('format', 'tokenizer.json', 'an object', 'something else');
  const model = root.get('model');
  if (!isMap(model) || (model.get('type') ?? 'BPE') !== 'BPE') throw fault('byte-level pair encoding', 'another model');
  const ids = numbersOf(model.get('vocab'));
  const ranks = ranksOf(model.get('merges'));
  const normalizer = root.get('normalizer');
  if (isMap(normalizer) && normalizer.get('type') !== 'NFC')
    throw fault('texts as they are, or in NFC', 'a normaliser');
  const split = splittingOf(root.get('pre_tokenizer') ?? null);
  const added = addedOf(root.get('added_tokens') ?? null);
  return assembled(ids, ranks, added, {
    split,
    composed: isMap(normalizer),
    wholeWords: model.get('ignore_merges') === true,
  });
}

interface Rules {
  readonly split: (text: string) => Iterable<string>;
  readonly composed: boolean;
  /** Whether a word that is a token is taken whole, whatever the merges say. */
  readonly wholeWords: boolean;
}

function assembled(
  ids: ReadonlyMap<string, number>,
  ranks: ReadonlyMap<string, number>,
  added: ReadonlyMap<string, number>,
  { split, composed, wholeWords }: Rules,
): TextTokenizer {
  const names = new Map<number, string>([...ids].map(([token, id]) => [id, token]));
  const special = new Map<number, string>([...added].map(([token, id]) => [id, token]));
  const cache = new Map<string, readonly number[]>();
  const encodeWord = (word: string): readonly number[] => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const letters = Array.from(encoder.encode(word), (byte) => byteLetters[byte] as string);
    const whole = wholeWords ? ids.get(letters.join('')) : undefined;
    const found: number[] = [];
    for (const piece of whole === undefined ? merged(letters, ranks) : [letters.join('')]) {
      const id = ids.get(piece);
      if (id === undefined)
        throw new ForebearError('format', 'tokenizer.json', 'a token for every byte', 'none for one');
      found.push(id);
    }
    if (cache.size < 65_536) cache.set(word, found);
    return found;
  };
  return {
    encode(text) {
      if (text.length > mostText)
        throw new ForebearError('limit', 'prompt', `at most ${mostText} characters`, `${text.length}`);
      const found: number[] = [];
      for (const word of split(composed ? text.normalize('NFC') : text)) {
        for (let at = 0; at < word.length; at += longestWord)
          for (const id of encodeWord(word.slice(at, at + longestWord))) found.push(id);
      }
      return found;
    },
    idOf: (content) => added.get(content) ?? ids.get(content),
    bytesOf: (id) => (special.has(id) ? new Uint8Array(0) : bytesOfLetters(names.get(id) ?? '')),
    nameOf: (id) => special.get(id) ?? shownBytes(bytesOfLetters(names.get(id) ?? '')),
  };
}

const encoder = new TextEncoder();

/** Bytes as GPT-2 writes them: printable ones as themselves, the others from U+0100 on. */
const byteLetters: readonly string[] = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCodePoint(printable ? byte : next++);
  });
})();

const letterBytes = new Map(byteLetters.map((letter, byte) => [letter, byte]));

function bytesOfLetters(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of token) {
    const byte = letterBytes.get(letter);
    if (byte !== undefined) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function shownBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
  }
}

/** Joins the pair of lowest rank, the first of equals, until none is left. */
function merged(letters: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  const pieces = [...letters];
  for (;;) {
    let best = -1;
    let least = Infinity;
    for (let at = 0; at + 1 < pieces.length; at++) {
      const rank = ranks.get(`${pieces[at]} ${pieces[at + 1]}`);
      if (rank !== undefined && rank < least) {
        least = rank;
        best = at;
      }
    }
    if (best < 0) return pieces;
    pieces.splice(best, 2, `${pieces[best]}${pieces[best + 1]}`);
  }
}

function numbersOf(vocab: JsonValue | undefined): ReadonlyMap<string, number> {
  if (!isMap(vocab)) throw new ForebearError('format', 'tokenizer.json', 'a vocabulary', 'none');
  const ids = new Map<string, number>();
  for (const [token, id] of vocab) if (isId(id)) ids.set(token, id);
  return ids;
}

const isId = (value: JsonValue | undefined): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 31;

/** Pairs as `a b` or as two strings, the strongest first. */
function ranksOf(merges: JsonValue | undefined): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  if (!Array.isArray(merges)) return ranks;
  for (const [rank, pair] of (merges as readonly JsonValue[]).entries()) {
    const key = Array.isArray(pair) ? pair.join(' ') : pair;
    if (typeof key === 'string' && !ranks.has(key)) ranks.set(key, rank);
  }
  return ranks;
}

function addedOf(list: JsonValue): ReadonlyMap<string, number> {
  const added = new Map<string, number>();
  if (!Array.isArray(list)) return added;
  for (const entry of list as readonly JsonValue[]) {
    if (!isMap(entry)) continue;
    const [content, id] = [entry.get('content'), entry.get('id')];
    if (typeof content === 'string' && isId(id)) added.set(content, id);
  }
  return added;
}
