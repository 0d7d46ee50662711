// The strings of pickle protocol 0: Python 2's in quotes with escapes, and Unicode with `\u`.
import type { PickleBytes } from './pickle-values.ts';

const backslash = 0x5c;

/** What stands after a backslash for one byte. */
const shortEscapes: ReadonlyMap<number, number> = new Map([
  [0x5c, 0x5c],
  [0x27, 0x27],
  [0x22, 0x22],
  [0x61, 0x07],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x76, 0x0b],
]);

/** The bytes of `'…'` or `"…"` as Python's `repr` writes them; undefined where quotes or escapes are not whole. */
export function quotedBytes(line: Uint8Array): PickleBytes | undefined {
  const quote = line[0];
  if (line.length < 2 || (quote !== 0x27 && quote !== 0x22) || line.at(-1) !== quote) return undefined;
  const out = new Uint8Array(line.length);
  let length = 0;
  for (let at = 1; at < line.length - 1; ) {
    if (line[at] !== backslash) {
      out[length++] = line[at++] as number;
      continue;
    }
    const escape = readEscape(line, at + 1, line.length - 1);
    if (escape === undefined) return undefined;
    out[length++] = escape.byte;
    at = escape.next;
  }
  return { kind: 'string', length, start: -1, content: latin1Text(out.subarray(0, length)) };
}

/** The escape whose letter is at `at`: the byte it stands for, and where it ends. */
function readEscape(line: Uint8Array, at: number, end: number): { byte: number; next: number } | undefined {
  const letter = at < end ? line[at] : undefined;
  if (letter === undefined) return undefined;
  const short = shortEscapes.get(letter);
  if (short !== undefined) return { byte: short, next: at + 1 };
  const isHex = letter === 0x78;
  const from = isHex ? at + 1 : at;
  const pattern = isHex ? /^[0-9a-fA-F]{2}/ : /^[0-7]{1,3}/;
  const digits = pattern.exec(latin1Text(line.subarray(from, Math.min(end, from + (isHex ? 2 : 3)))))?.[0];
  if (digits === undefined) return undefined;
  return { byte: Number.parseInt(digits, isHex ? 16 : 8) & 0xff, next: from + digits.length };
}

/**
 * Python's raw-unicode-escape: Latin-1 with `\uXXXX` and `\UXXXXXXXX` for the rest, every other backslash as it is and
 * with the letter after it. Undefined where such an escape is not whole or names no character.
 */
export function escapedText(line: Uint8Array): string | undefined {
  if (!line.includes(backslash)) return latin1Text(line);
  const pieces: string[] = [];
  let plain = 0;
  for (let at = line.indexOf(backslash); at >= 0; at = line.indexOf(backslash, at)) {
    const digits = digitsAfter.get(line[at + 1] ?? 0);
    if (digits === undefined) {
      at += 2;
      continue;
    }
    const text = latin1Text(line.subarray(at + 2, at + 2 + digits));
    const point = /^[0-9a-fA-F]+$/.test(text) ? Number.parseInt(text, 16) : Number.NaN;
    if (text.length < digits || !(point <= lastCodePoint)) return undefined;
    pieces.push(latin1Text(line.subarray(plain, at)), String.fromCodePoint(point));
    at += 2 + digits;
    plain = at;
  }
  return pieces.join('') + latin1Text(line.subarray(plain));
}

/** `\u` and `\U`. */
const digitsAfter: ReadonlyMap<number, number> = new Map([
  [0x75, 4],
  [0x55, 8],
]);

const lastCodePoint = 0x10_ffff;

/** Each byte as the character of that number. */
export function latin1Text(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // In pieces, since a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4_096) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 4_096)));
  }
  return pieces.join('');
}
