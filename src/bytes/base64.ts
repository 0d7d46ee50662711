// Base64 text inside a source as the bytes that it stands for, decoded where they are asked for.
import { ForebearError } from '../errors.ts';
import type { Source } from './source.ts';

/** Which two characters complete the letters and digits: `+/`, or `-_` as in URLs. Never both in one text. */
export type Base64Alphabet = 'plain' | 'url';

/** In the tables, for characters that are not of the alphabet. */
const bad = 0xff;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const tables = { plain: tableOf(`${letters}+/`), url: tableOf(`${letters}-_`) };

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256).fill(bad);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = i;
  return table;
}

/** For each byte 1 where it is a letter or digit, 2 for `+` and `/`, 4 for `-` and `_`, 0 for all that is not base64. */
export const base64Classes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (tables.plain[byte] === bad) return tables.url[byte] === bad ? 0 : 4;
  return tables.url[byte] === bad ? 2 : 1;
});

/** The bytes that `characters` characters (without `=`) stand for; undefined where no text has so many. */
export function base64Size(characters: number): number | undefined {
  return characters % 4 === 1 ? undefined : Math.floor((characters * 3) / 4);
}

/**
 * The bytes behind the characters [start, end) of `outer`, end exclusive, `=` left out. Throws `format`, here where the
 * number of characters is impossible, and when it is read where one is not of the alphabet or the last bits are not zero.
 */
export function base64Source(outer: Source, start: number, end: number, alphabet: Base64Alphabet, uri: string): Source {
  const characters = end - start;
  const size = base64Size(characters);
  if (size === undefined) throw new ForebearError('format', uri, 'whole bytes in base64', `${characters} characters`);
  return {
    uri,
    size,
    async read(from, to, options) {
      if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from <= to)) {
        throw new ForebearError('usage', uri, 'a byte range of whole numbers', `${from} to ${to}`);
      }
      if (to > size) throw new ForebearError('source', uri, `${to} bytes or more`, `${size} bytes`);
      // Four characters are three bytes: whole groups around what is asked for.
      const first = Math.floor(from / 3);
      const textEnd = Math.min(end, start + Math.ceil(to / 3) * 4);
      const text = await outer.read(start + first * 4, Math.max(start + first * 4, textEnd), options);
      return decode(text, tables[alphabet], uri).slice(from - first * 3, to - first * 3);
    },
    close: () => Promise.resolve(),
  };
}

function decode(text: Uint8Array, table: Uint8Array, uri: string): Uint8Array {
  const out = new Uint8Array(base64Size(text.length) ?? 0);
  let to = 0;
  let at = 0;
  let seen = 0;
  for (; at + 4 <= text.length; at += 4) {
    const a = table[text[at] as number] as number;
    const b = table[text[at + 1] as number] as number;
    const c = table[text[at + 2] as number] as number;
    const d = table[text[at + 3] as number] as number;
    seen |= a | b | c | d;
    out[to++] = (a << 2) | (b >> 4);
    out[to++] = (b << 4) | (c >> 2);
    out[to++] = (c << 6) | d;
  }
  const rest = text.length - at;
  if (rest > 1) {
    const a = table[text[at] as number] as number;
    const b = table[text[at + 1] as number] as number;
    const c = rest === 3 ? (table[text[at + 2] as number] as number) : 0;
    seen |= a | b | c;
    out[to++] = (a << 2) | (b >> 4);
    if (rest === 3) out[to++] = (b << 4) | (c >> 2);
    const spare = rest === 3 ? c & 3 : b & 15;
    if (spare !== 0) throw new ForebearError('format', uri, 'base64 whose last bits are zero', 'other bits');
  }
  // Values are below 64; only a character outside the alphabet sets the bits above.
  if (seen > 63) throw new ForebearError('format', uri, 'base64 of one alphabet', 'another character');
  return out;
}
