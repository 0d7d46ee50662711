// One opcode of a pickle with its argument, out of a window of bytes; every length is held to the bytes that are there.
import { ForebearError } from '../../../errors.ts';
import { escapedText, latin1Text, quotedBytes } from './escaped-strings.ts';
import { longFromBytes, longFromText } from './long-numbers.ts';
import { type ArgumentForm, type OpcodeName, opcodes } from './opcode-table.ts';
import { type PickleBytes, quoted, strictText } from './pickle-values.ts';

export type Argument = undefined | boolean | number | bigint | string | PickleBytes | readonly [string, string];

export interface Instruction {
  /** Offset of the opcode. */
  readonly at: number;
  readonly name: OpcodeName;
  readonly argument: Argument;
  /** Offset of the next opcode. */
  readonly end: number;
}

/** Text up to here is kept: names, paths and short notes. Longer text stays where it lies, unread. */
const keptTextBytes = 65_536;

/** Bytes up to here are kept: numpy's scalars and the codes of types. Arrays stay where they lie, unread. */
const keptBytes = 4_096;

/** Lines of protocol 0 hold numbers, names and strings; only arrays written as text make longer ones. */
const maxLineBytes = 1_048_576;

/** Enough for the opcode and every argument of fixed length. */
const shortestWindow = 16;

const newline = 0x0a;

/**
 * The instruction at `offset` of `window`, which lies at `base` of a source of `size` bytes; or, where the window ends
 * too early, how many bytes from `offset` on it takes. Throws `format` for what is no opcode or no argument, `source`
 * where the source ends too early, `limit` for lengths and numbers beyond the limits.
 */
export function readInstruction(
  window: Uint8Array,
  offset: number,
  base: number,
  size: number,
  subject: string,
): Instruction | number {
  const at = base + offset;
  const code = window[offset];
  if (code === undefined) return at < size ? shortestWindow : ended(subject, size);
  const opcode = opcodes[code];
  if (opcode === undefined) {
    const found = `the byte 0x${code.toString(16).padStart(2, '0')}`;
    throw new ForebearError('format', subject, `a pickle opcode at byte ${at}`, found);
  }
  if (opcode.argument === 'none') return { at, name: opcode.name, argument: undefined, end: at + 1 };
  const place: Place = { window, offset: offset + 1, base, size, subject };
  const read = readArgument(opcode.argument, place);
  if (typeof read === 'number') {
    const wanted = read + 1;
    return at + wanted > size ? ended(subject, size) : wanted;
  }
  return { at, name: opcode.name, argument: read.argument, end: read.end };
}

function ended(subject: string, size: number): never {
  throw new ForebearError('source', subject, 'a pickle that ends with STOP', `the end of the file at byte ${size}`);
}

/** Where an argument begins. */
interface Place {
  readonly window: Uint8Array;
  readonly offset: number;
  readonly base: number;
  readonly size: number;
  readonly subject: string;
}

interface Read {
  readonly argument: Argument;
  readonly end: number;
}

/** The bytes that forms of fixed length take. */
const fixedLengths: ReadonlyMap<ArgumentForm, number> = new Map([
  ['uint8', 1],
  ['uint16', 2],
  ['uint32', 4],
  ['int32', 4],
  ['uint64', 8],
  ['float64', 8],
]);

/** The bytes that the length takes in forms that begin with one, and what kind of bytes follow. */
const sizedForms: ReadonlyMap<ArgumentForm, { readonly width: 1 | 4 | 8; readonly kind: PickleBytes['kind'] }> =
  new Map([
    ['bytes1', { width: 1, kind: 'bytes' }],
    ['bytes4', { width: 4, kind: 'bytes' }],
    ['bytes8', { width: 8, kind: 'bytes' }],
    ['bytearray8', { width: 8, kind: 'bytearray' }],
    ['string1', { width: 1, kind: 'string' }],
    ['string4', { width: 4, kind: 'string' }],
    ['text1', { width: 1, kind: 'text' }],
    ['text4', { width: 4, kind: 'text' }],
    ['text8', { width: 8, kind: 'text' }],
  ]);

/** The argument, or how many bytes of it the window must hold. */
function readArgument(form: ArgumentForm, place: Place): Read | number {
  const fixed = fixedLengths.get(form);
  if (fixed !== undefined) {
    if (place.offset + fixed > place.window.length) return fixed;
    return { argument: fixedNumber(form, place), end: place.base + place.offset + fixed };
  }
  const sized = sizedForms.get(form);
  if (sized !== undefined) return readSized(sized.width, sized.kind, place);
  if (form === 'long1' || form === 'long4') return readLong(form === 'long1' ? 1 : 4, place);
  return readLines(form, place);
}

function fixedNumber(form: ArgumentForm, { window, offset, base, subject }: Place): number {
  // Most arguments are one byte, and a view costs more than the byte.
  if (form === 'uint8') return window[offset] ?? 0;
  const view = new DataView(window.buffer, window.byteOffset + offset);
  if (form === 'uint16') return view.getUint16(0, true);
  if (form === 'uint32') return view.getUint32(0, true);
  if (form === 'int32') return view.getInt32(0, true);
  if (form === 'float64') return view.getFloat64(0, false);
  return lengthBelow(view.getBigUint64(0, true), base + offset, subject);
}

function lengthBelow(value: bigint, at: number, subject: string): number {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  throw new ForebearError('limit', subject, `a length below 2^53 at byte ${at}`, `${value}`);
}

/** The number in front of a sized argument, or undefined where the window ends before it does. */
function readLength(width: 1 | 4 | 8, place: Place): number | undefined {
  const { window, offset } = place;
  if (offset + width > window.length) return undefined;
  if (width === 1) return window[offset];
  return fixedNumber(width === 4 ? 'uint32' : 'uint64', place);
}

function readSized(width: 1 | 4 | 8, kind: PickleBytes['kind'], place: Place): Read | number {
  const length = readLength(width, place);
  if (length === undefined) return width;
  const { window, offset, base, size, subject } = place;
  const from = offset + width;
  const start = base + from;
  const end = start + length;
  if (end > size) {
    throw new ForebearError(
      'source',
      subject,
      `${length} bytes at byte ${start}`,
      `the end of the file at byte ${size}`,
    );
  }
  if (length > (kind === 'text' ? keptTextBytes : keptBytes)) {
    return { argument: { kind, length, start, content: undefined }, end };
  }
  if (from + length > window.length) return width + length;
  const bytes = window.subarray(from, from + length);
  const text = kind === 'text' ? strictText(bytes) : undefined;
  return { argument: text ?? { kind, length, start, content: latin1Text(bytes) }, end };
}

function readLong(width: 1 | 4, place: Place): Read | number {
  const length = readLength(width, place);
  if (length === undefined) return width;
  const from = place.offset + width;
  const end = place.base + from + length;
  if (end > place.size) return width + length;
  if (from + length > place.window.length && length <= keptBytes) return width + length;
  const argument = longFromBytes(place.window.subarray(from), length, place.base + place.offset, place.subject);
  return { argument, end };
}

function readLines(form: ArgumentForm, place: Place): Read | number {
  const { window, offset, base } = place;
  const first = window.indexOf(newline, offset);
  if (first < 0) return longerLine(place);
  const line = window.subarray(offset, first);
  if (form !== 'name-lines') {
    return { argument: lineArgument(form, line, base + offset, place.subject), end: base + first + 1 };
  }
  const second = window.indexOf(newline, first + 1);
  if (second < 0) return longerLine(place);
  const names = [line, window.subarray(first + 1, second)].map((bytes) => strictText(bytes));
  const [module, name] = names;
  if (module === undefined || name === undefined) throw bad('two names', line, base + offset, place.subject);
  return { argument: [module, name], end: base + second + 1 };
}

/** Twice as much as there is, so that a long line is looked through a few times only. */
function longerLine({ window, offset, base, size, subject }: Place): number {
  const held = window.length - offset;
  if (held > maxLineBytes) {
    throw new ForebearError(
      'limit',
      subject,
      `lines of at most ${maxLineBytes} bytes`,
      `more at byte ${base + offset}`,
    );
  }
  // Up to the end of the file, and never further while there are bytes left to look at.
  const left = size - base - offset;
  return held < left ? Math.min(left, Math.max(2 * held, 1_024)) : held + 1;
}

function lineArgument(form: ArgumentForm, line: Uint8Array, at: number, subject: string): Argument {
  const text = form === 'quoted-line' || form === 'escaped-line' ? '' : asciiText(line, at, subject);
  switch (form) {
    case 'integer-line':
      // The booleans of protocol 0.
      if (text === '01' || text === '00') return text === '01';
      return longFromText(text, at, subject);
    case 'long-line':
      return longFromText(text.replace(/L$/, ''), at, subject);
    case 'index-line':
      if (!/^\d{1,15}$/.test(text)) throw bad('the number of a memo', line, at, subject);
      return Number(text);
    case 'float-line':
      return floatFromText(text) ?? fail(bad('a number', line, at, subject));
    case 'quoted-line':
      return quotedBytes(line) ?? fail(bad('a string in quotes', line, at, subject));
    case 'escaped-line':
      return escapedText(line) ?? fail(bad('text with whole escapes', line, at, subject));
    default:
      return text;
  }
}

function fail(error: ForebearError): never {
  throw error;
}

function bad(expected: string, line: Uint8Array, at: number, subject: string): ForebearError {
  return new ForebearError(
    'format',
    subject,
    `${expected} at byte ${at}`,
    `“${quoted(latin1Text(line.subarray(0, 200)))}”`,
  );
}

function asciiText(line: Uint8Array, at: number, subject: string): string {
  return strictText(line) ?? fail(bad('text', line, at, subject));
}

/** As Python's `repr` writes floats. */
function floatFromText(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  const special = /^([+-]?)(inf|nan)$/.exec(text);
  if (special === null) return undefined;
  if (special[2] === 'nan') return Number.NaN;
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
