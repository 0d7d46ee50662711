// The extended headers of POSIX tar: lines of `length key=value`, each length counting its own line.
import { ForebearError } from '../errors.ts';
import { textOfUtf8 } from './member-names.ts';

/** What a pax header says of the file behind it; keys that mean nothing to a reader of files are left out. */
export interface PaxHeader {
  readonly path?: string;
  readonly size?: number;
  /** GNU's sparse files in their pax form: what lies in the archive is not the file. */
  readonly sparse: boolean;
}

const space = 0x20;
const newline = 0x0a;
const equals = 0x3d;

/** Longest number of a line's length: headers are shorter than 100 MB. */
const mostLengthDigits = 8;

/** Parses the contents of a pax header. Throws `format` for broken lines and a key twice, `limit` for a size beyond 2^53. */
export function readPaxHeader(bytes: Uint8Array, subject: string): PaxHeader {
  const found = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const end = at + lineLength(bytes, at, subject);
    const from = bytes.indexOf(space, at) + 1;
    const middle = bytes.indexOf(equals, from);
    if (end > bytes.length || bytes[end - 1] !== newline || middle === -1 || middle >= end) {
      throw refusal(subject, 'a line of length, key and value', `another at byte ${at}`);
    }
    const key = textOfUtf8(bytes.subarray(from, middle));
    const value = textOfUtf8(bytes.subarray(middle + 1, end - 1));
    if (key === undefined || value === undefined) throw refusal(subject, 'text in UTF-8', 'bytes that are not UTF-8');
    if (found.has(key)) throw refusal(subject, 'each key once', `“${key}” twice`);
    found.set(key, value);
    at = end;
  }
  const path = found.get('path');
  const size = found.get('size');
  return {
    ...(path === undefined ? {} : { path }),
    ...(size === undefined ? {} : { size: sizeOf(size, subject) }),
    sparse: [...found.keys()].some((key) => key.startsWith('GNU.sparse.')),
  };
}

function lineLength(bytes: Uint8Array, at: number, subject: string): number {
  const digits = String.fromCharCode(...bytes.subarray(at, at + mostLengthDigits + 1));
  const found = /^([1-9]\d{0,7}) /.exec(digits)?.[1];
  if (found === undefined) throw refusal(subject, 'the length of a line', JSON.stringify(digits));
  return Number(found);
}

function sizeOf(text: string, subject: string): number {
  if (!/^\d{1,20}$/.test(text)) throw refusal(subject, 'a size in digits', text.slice(0, 40));
  const size = Number(text);
  if (!Number.isSafeInteger(size)) {
    throw new ForebearError('limit', subject, `a size of at most ${Number.MAX_SAFE_INTEGER}`, text);
  }
  return size;
}

function refusal(subject: string, expected: string, found: string): ForebearError {
  return new ForebearError('format', subject, expected, found);
}
