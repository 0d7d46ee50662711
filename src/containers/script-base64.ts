// Long base64 strings in a script, found in one pass over its bytes: by what they are made of, whatever the code around them.
import { type Base64Alphabet, base64Classes, base64Size } from '../bytes/base64.ts';
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';

/** One string literal that is base64 from quote to quote, but for the head of a data URL. */
export interface Base64String {
  /** Where its characters lie in the script, `=` left out, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly alphabet: Base64Alphabet;
  /** The script before the opening quote, for names; at most 256 characters. */
  readonly before: string;
}

/** Shorter ones are keys, hashes and small pictures. */
const fewestCharacters = 256;

const pieceBytes = 1_048_576;

/** Packages have a few, programs with pictures hundreds. */
const mostStrings = 10_000;

/** What is looked at before a string: `data:…;base64,` and the name that it is given. */
const contextBytes = 256;

const quotes: readonly number[] = [0x22, 0x27, 0x60];
const equals = 0x3d;
const dataUrl = /^(["'`])data:[\w.+/-]{0,80}(?:;[\w.=-]{1,40}){0,4};base64,$/;

/** A run of base64 characters that has not ended yet. */
interface Run {
  start: number;
  end: number;
  classes: number;
  padding: number;
}

/** All long base64 strings in order. Throws `limit` for too many. */
export async function findBase64(source: Source, options?: RunOptions): Promise<readonly Base64String[]> {
  const found: Base64String[] = [];
  const run: Run = { start: 0, end: 0, classes: 0, padding: 0 };
  for (let base = 0; base < source.size; base += pieceBytes) {
    const piece = await source.read(base, Math.min(source.size, base + pieceBytes), options);
    options?.onProgress?.({ stage: 'open', subject: source.uri, done: base, total: source.size, unit: 'bytes' });
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i] as number;
      const kind = base64Classes[byte] as number;
      if (kind !== 0 && run.padding === 0) {
        run.classes |= kind;
        continue;
      }
      if (byte === equals) {
        if (run.padding === 0) run.end = base + i;
        run.padding += 1;
        continue;
      }
      if (run.padding === 0) run.end = base + i;
      if (run.end - run.start >= fewestCharacters) {
        const string = await stringOf(source, run, byte, options);
        if (string !== undefined) found.push(string);
        if (found.length > mostStrings) {
          throw new ForebearError('limit', source.uri, `at most ${mostStrings} long strings`, 'more');
        }
      }
      // A character behind `=` may begin the next run.
      run.start = kind === 0 ? base + i + 1 : base + i;
      run.classes = kind;
      run.padding = 0;
    }
  }
  return found;
}

/** The string that a run is, where quotes stand around it and its characters are those of one alphabet. */
async function stringOf(
  source: Source,
  run: Run,
  closing: number,
  options?: RunOptions,
): Promise<Base64String | undefined> {
  const { start, end, classes, padding } = run;
  const characters = end - start;
  const padded = padding === 0 || (padding <= 2 && (characters + padding) % 4 === 0);
  const mixed = (classes & 2) !== 0 && (classes & 4) !== 0;
  if (!quotes.includes(closing) || !padded || mixed || base64Size(characters) === undefined) return undefined;
  const context = await source.read(Math.max(0, start - contextBytes), start, options);
  const text = String.fromCharCode(...context);
  const quote = String.fromCharCode(closing);
  const opening = text.endsWith(quote) ? text.length - 1 : text.lastIndexOf(quote);
  if (opening === -1 || (opening !== text.length - 1 && !dataUrl.test(text.slice(opening)))) return undefined;
  return { start, end, alphabet: (classes & 4) === 0 ? 'plain' : 'url', before: text.slice(0, opening) };
}
