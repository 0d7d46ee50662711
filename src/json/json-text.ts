// The bytes of JSON tokens: strict UTF-8, escapes, and a small store of strings that come again and again.
import { ForebearError } from '../errors.ts';

/** Longer strings rarely repeat; headers repeat `dtype`, `shape`, `data_offsets` and a few type names. */
const maxInternedBytes = 16;
const internSlots = 1024;
const interned: string[] = Array.from({ length: internSlots }, () => '');

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes below 0x80; short ones share one string object. */
export function internAscii(bytes: Uint8Array): string {
  if (bytes.length > maxInternedBytes) return utf8.decode(bytes);
  let hash = bytes.length;
  for (let i = 0; i < bytes.length; i++) hash = (Math.imul(hash, 31) + (bytes[i] as number)) | 0;
  const slot = hash & (internSlots - 1);
  const held = interned[slot] as string;
  if (held.length === bytes.length && sameAscii(held, bytes)) return held;
  const text = String.fromCharCode(...bytes);
  interned[slot] = text;
  return text;
}

function sameAscii(text: string, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (text.charCodeAt(i) !== bytes[i]) return false;
  return true;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The text between the quotes of a JSON string. Throws `format` for bad UTF-8, bad escapes and lone surrogates. */
export function unescapeJson(bytes: Uint8Array, subject: string): string {
  const text = decodeUtf8(bytes, subject);
  let out = '';
  let done = 0;
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', done)) {
    out += text.slice(done, at);
    const letter = text.charAt(at + 1);
    const simple = simpleEscapes.get(letter);
    if (simple !== undefined) {
      out += simple;
      done = at + 2;
    } else {
      const digits = text.slice(at + 2, at + 6);
      if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) {
        throw new ForebearError('format', subject, 'a JSON escape', `\\${letter}${digits}`);
      }
      out += String.fromCharCode(Number.parseInt(digits, 16));
      done = at + 6;
    }
  }
  out += text.slice(done);
  if (!out.isWellFormed()) throw new ForebearError('format', subject, 'paired surrogates', 'a lone one');
  return out;
}

function decodeUtf8(bytes: Uint8Array, subject: string): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new ForebearError('format', subject, 'UTF-8 text', 'bytes that are not UTF-8', { cause });
  }
}

/** Digits, letters, signs and the point: whatever may stand in a number or a word. */
export function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x2b
  );
}

/** The pieces one after another; `length` is their sum. */
export function joinBytes(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
