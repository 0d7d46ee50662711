// The key-value pairs of a GGUF header as texts: scalars and short lists whole, vocabularies as what they are.
import { ForebearError } from '../../errors.ts';
import type { HeaderWindow } from './header-window.ts';

/** Published files have fewer than a hundred pairs. */
const maxPairs = 100_000;

/** Vocabularies have up to 300,000 tokens, lists of merges twice that. */
const maxElements = 10_000_000;

/** Whole tokenizers are stored as one string; the largest are below 20 MB. */
const maxStringBytes = 64 * 1024 * 1024;

/** The specification's own limit on keys. */
const maxKeyBytes = 65_535;

/** No published file has a list within a list. */
const maxDepth = 4;

/** Longer strings are only counted: chat templates and descriptions stay below. */
const maxKeptBytes = 64 * 1024;

/** Texts kept of all values together; a file of a thousand essays is summarised from here on. */
const maxKeptInAll = 16 * 1024 * 1024;

/** One number per layer is kept, whatever the depth of the model; one per token is not. */
const maxKeptNumbers = 1_024;
const maxKeptStrings = 64;
const maxKeptStringsBytes = 4_096;

/** GGUF's default, and the widest that has a use: a page of 1 MiB. */
const defaultAlignment = 32;
const maxAlignment = 1_048_576;
const alignmentKey = 'general.alignment';

const types = { bool: 7, string: 8, array: 9, uint32: 4 };

interface Scalar {
  readonly bytes: number;
  read(window: HeaderWindow): string;
}

/** Types of one value each, by GGUF's numbers. */
const scalars: ReadonlyMap<number, Scalar> = new Map([
  [0, { bytes: 1, read: (window) => `${window.u8()}` }],
  [1, { bytes: 1, read: (window) => `${window.i8()}` }],
  [2, { bytes: 2, read: (window) => `${window.u16()}` }],
  [3, { bytes: 2, read: (window) => `${window.i16()}` }],
  [types.uint32, { bytes: 4, read: (window) => `${window.u32()}` }],
  [5, { bytes: 4, read: (window) => `${window.i32()}` }],
  [6, { bytes: 4, read: (window) => shortFloat(window.f32()) }],
  [types.bool, { bytes: 1, read: (window) => (window.u8() === 0 ? 'false' : 'true') }],
  [10, { bytes: 8, read: (window) => `${window.u64()}` }],
  [11, { bytes: 8, read: (window) => `${window.i64()}` }],
  [12, { bytes: 8, read: (window) => `${window.f64()}` }],
]);

/** Lists that are wanted whole, by key: filled while the metadata is read. */
export type WantedLists = Map<string, (string | number)[]>;

/** Elements of all wanted lists together, and bytes of their strings: a vocabulary of 300,000 tokens with its merges has a million, of 15 MB. */
const maxWantedElements = 8_000_000;
const maxWantedBytes = 128 * 1024 * 1024;

export interface GgufMetadata {
  readonly texts: ReadonlyMap<string, string>;
  /** What the tensors' offsets are multiples of. */
  readonly alignment: number;
}

/**
 * Reads `count` pairs. Lists of more than a few elements become `[32000 strings]`. Throws `limit` beyond what honest
 * files hold, `source` where the file ends first, `format` for unknown types, keys that repeat or are not UTF-8, and an
 * alignment that is none.
 * The lists whose keys `wanted` has are read whole into it.
 */
export async function readMetadata(
  window: HeaderWindow,
  count: number,
  wanted: WantedLists = new Map(),
): Promise<GgufMetadata> {
  const { lengthBytes } = window;
  // A key's length, a type, and a value of one byte at least.
  window.claim(count * (lengthBytes + 4 + 1), 'key-value pairs');
  atMost(window, 'key-value pairs', count, maxPairs);
  const texts = new Map<string, string>();
  let alignment = defaultAlignment;
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const key = await readKey(window);
    if (texts.has(key)) throw refusal(window, 'each key once', `${key} twice`);
    await window.load(4, 'a type');
    const type = window.u32();
    const list = type === types.array ? wanted.get(key) : undefined;
    const text =
      list === undefined
        ? await readValue(window, type, key, kept < maxKeptInAll)
        : await readWanted(window, key, list, wanted);
    kept += text.length;
    texts.set(key, text);
    if (key === alignmentKey) alignment = checkedAlignment(window, type, text);
  }
  return { texts, alignment };
}

async function readKey(window: HeaderWindow): Promise<string> {
  const bytes = await readBytes(window, 'a key', maxKeyBytes);
  if (bytes.length === 0) throw refusal(window, 'a key', 'an empty one');
  return strictText(window, bytes, 'a key');
}

async function readValue(window: HeaderWindow, type: number, key: string, keep: boolean): Promise<string> {
  const scalar = scalars.get(type);
  if (scalar !== undefined) {
    await window.load(scalar.bytes, key);
    return scalar.read(window);
  }
  if (type === types.string) return readString(window, key, keep);
  if (type === types.array) return readArray(window, key, 1, keep);
  throw refusal(window, `a known type of ${key}`, `number ${type}`);
}

async function readString(window: HeaderWindow, key: string, keep: boolean): Promise<string> {
  await window.load(window.lengthBytes, key);
  const length = window.length(key);
  checkString(window, length, key);
  if (length > maxKeptBytes || !keep) {
    window.skip(length, key);
    return `[string of ${length} bytes]`;
  }
  await window.load(length, key);
  return visibleText(window.take(length));
}

async function readArray(window: HeaderWindow, key: string, depth: number, keep: boolean): Promise<string> {
  if (depth > maxDepth) throw limit(window, `lists at most ${maxDepth} deep in ${key}`, 'deeper ones');
  await window.load(4 + window.lengthBytes, key);
  const type = window.u32();
  const length = window.length(key);
  const scalar = scalars.get(type);
  const least = scalar?.bytes ?? (type === types.string ? window.lengthBytes : 4 + window.lengthBytes);
  if (scalar === undefined && type !== types.string && type !== types.array) {
    throw refusal(window, `a known type of elements of ${key}`, `number ${type}`);
  }
  window.claim(length * least, key);
  atMost(window, `elements in ${key}`, length, maxElements);
  if (scalar !== undefined) return readScalars(window, key, scalar, length, keep);
  if (type === types.string) return readStrings(window, key, length, keep);
  for (let i = 0; i < length; i++) await readArray(window, key, depth + 1, false);
  return `[${length} lists]`;
}

async function readWanted(
  window: HeaderWindow,
  key: string,
  list: (string | number)[],
  wanted: WantedLists,
): Promise<string> {
  const start = window.at;
  const text = await readArray(window, key, 1, false);
  const end = window.at;
  window.at = start;
  await window.load(4 + window.lengthBytes, key);
  const type = window.u32();
  const length = window.length(key);
  const scalar = scalars.get(type);
  const before = [...wanted.values()].reduce((sum, one) => sum + one.length, 0);
  atMost(window, 'elements of the lists of a vocabulary', before + length, maxWantedElements);
  atMost(window, `bytes of ${key}`, end - start, maxWantedBytes);
  const kept = scalar === undefined && type !== types.string ? 0 : length;
  for (let i = 0; i < kept; i++) {
    if (scalar === undefined) list.push(visibleText(await readBytes(window, key, maxStringBytes)));
    else {
      if (!window.holds(scalar.bytes)) await window.load(scalar.bytes, key);
      list.push(Number(scalar.read(window)));
    }
  }
  window.at = end;
  return text;
}

async function readScalars(
  window: HeaderWindow,
  key: string,
  scalar: Scalar,
  length: number,
  keep: boolean,
): Promise<string> {
  if (length > maxKeptNumbers || !keep) {
    window.skip(length * scalar.bytes, key);
    return `[${length} numbers]`;
  }
  await window.load(length * scalar.bytes, key);
  return `[${Array.from({ length }, () => scalar.read(window)).join(', ')}]`;
}

async function readStrings(window: HeaderWindow, key: string, length: number, keep: boolean): Promise<string> {
  const texts: string[] = [];
  let room = keep && length <= maxKeptStrings ? maxKeptStringsBytes : -1;
  for (let i = 0; i < length; i++) {
    if (!window.holds(window.lengthBytes)) await window.load(window.lengthBytes, key);
    const bytes = window.length(key);
    checkString(window, bytes, key);
    room -= bytes;
    if (room < 0) {
      window.at += bytes;
      continue;
    }
    await window.load(bytes, key);
    texts.push(JSON.stringify(visibleText(window.take(bytes))));
  }
  return room < 0 ? `[${length} strings]` : `[${texts.join(', ')}]`;
}

function checkString(window: HeaderWindow, length: number, key: string): void {
  window.claim(length, key);
  if (length > maxStringBytes)
    throw limit(window, `a string of at most ${maxStringBytes} bytes in ${key}`, `${length}`);
}

/** A string's bytes, for names: at most `most`. */
export async function readBytes(window: HeaderWindow, what: string, most: number): Promise<Uint8Array> {
  if (!window.holds(window.lengthBytes)) await window.load(window.lengthBytes, what);
  const length = window.length(what);
  window.claim(length, what);
  atMost(window, `bytes of ${what}`, length, most);
  if (!window.holds(length)) await window.load(length, what);
  return window.take(length);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const visible = new TextDecoder('utf-8', { ignoreBOM: true });

/** UTF-8 without NUL, which ends a name for some readers and not for others. Throws `format` for anything else. */
export function strictText(window: HeaderWindow, bytes: Uint8Array, what: string): string {
  if (bytes.includes(0)) throw refusal(window, `${what} without NUL`, 'one with it');
  try {
    return strict.decode(bytes);
  } catch (cause) {
    throw new ForebearError('format', window.source.uri, `${what} in UTF-8`, 'other bytes', { cause });
  }
}

/** Free text; what is no UTF-8 shows as replacement characters. */
function visibleText(bytes: Uint8Array): string {
  return visible.decode(bytes);
}

/** The shortest decimal that is this 32-bit float again. */
function shortFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return `${short}`;
  }
  return `${value}`;
}

function checkedAlignment(window: HeaderWindow, type: number, text: string): number {
  const value = Number(text);
  if (type !== types.uint32) throw refusal(window, `${alignmentKey} as a uint32`, `type ${type}`);
  if (value === 0 || !Number.isInteger(Math.log2(value)))
    throw refusal(window, `a power of two as ${alignmentKey}`, text);
  if (value > maxAlignment) throw limit(window, `${alignmentKey} of at most ${maxAlignment}`, text);
  return value;
}

/** Throws `limit` where there are more. */
export function atMost(window: HeaderWindow, what: string, count: number, most: number): void {
  if (count > most) throw limit(window, `at most ${most} ${what}`, `${count}`);
}

export function refusal(window: HeaderWindow, expected: string, found: string): ForebearError {
  return new ForebearError('format', window.source.uri, expected, found);
}

function limit(window: HeaderWindow, expected: string, found: string): ForebearError {
  return new ForebearError('limit', window.source.uri, expected, found);
}
