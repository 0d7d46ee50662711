// A JSON document as plain data: maps instead of objects, so that no key means anything to us.
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { type JsonHandler, type JsonLimits, JsonReader } from './json-stream.ts';

/**
 * Any JSON value. A number that is not exactly a whole number below 2^53 has been rounded to the nearest 64-bit float:
 * ask `Number.isSafeInteger` where it matters.
 */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

/** An object of a JSON document. */
export type JsonMap = ReadonlyMap<string, JsonValue>;

export function isMap(value: JsonValue | undefined): value is JsonMap {
  return value instanceof Map;
}

/** Limits of a document that is kept whole. */
export interface JsonDocumentLimits extends JsonLimits {
  readonly maxBytes: number;
  /** Values of any kind, at up to some 60 bytes of memory each; an object counts as five. */
  readonly maxValues: number;
}

/** Configurations and indexes: the largest honest ones are indexes of some 20 MB and tokenizers of a million strings. */
const documentLimits: JsonDocumentLimits = {
  maxDepth: 64,
  maxStringBytes: 8 * 1024 * 1024,
  maxBytes: 100_000_000,
  maxValues: 2_000_000,
};

/** An empty map takes about five times the memory of an empty list. */
const valuesPerMap = 5;

const pieceBytes = 256 * 1024;

/** Parses a document in memory. Throws `format` for bad JSON and duplicate keys, `limit` beyond `limits`. */
export function parseJsonBounded(
  bytes: Uint8Array,
  subject = 'JSON',
  limits: Partial<JsonDocumentLimits> = {},
): JsonValue {
  const all = { ...documentLimits, ...limits };
  checkSize(bytes.length, subject, all);
  const tree = new TreeBuilder(subject, all.maxValues);
  const reader = new JsonReader(subject, all, tree);
  reader.push(bytes);
  reader.finish();
  return tree.root;
}

/** As `parseJsonBounded`, read piece by piece: the text itself is never in memory as a whole. */
export async function readJsonBounded(
  source: Source,
  limits: Partial<JsonDocumentLimits> = {},
  options?: RunOptions,
): Promise<JsonValue> {
  const all = { ...documentLimits, ...limits };
  checkSize(source.size, source.uri, all);
  const tree = new TreeBuilder(source.uri, all.maxValues);
  const reader = new JsonReader(source.uri, all, tree);
  for (let at = 0; at < source.size; at += pieceBytes) {
    reader.push(await source.read(at, Math.min(source.size, at + pieceBytes), options));
  }
  reader.finish();
  return tree.root;
}

function checkSize(bytes: number, subject: string, limits: JsonDocumentLimits): void {
  if (bytes > limits.maxBytes) {
    throw new ForebearError('limit', subject, `at most ${limits.maxBytes} bytes of JSON`, `${bytes} bytes`);
  }
}

type Container = { readonly map: Map<string, JsonValue>; key: string } | { readonly list: JsonValue[] };

class TreeBuilder implements JsonHandler {
  root: JsonValue = null;
  readonly #subject: string;
  readonly #maxValues: number;
  readonly #open: Container[] = [];
  #values = 0;

  constructor(subject: string, maxValues: number) {
    this.#subject = subject;
    this.#maxValues = maxValues;
  }

  beginObject(): void {
    const map = new Map<string, JsonValue>();
    this.#add(map);
    this.#open.push({ map, key: '' });
  }

  beginArray(): void {
    const list: JsonValue[] = [];
    this.#add(list);
    this.#open.push({ list });
  }

  endObject(): void {
    this.#open.pop();
  }

  endArray(): void {
    this.#open.pop();
  }

  key(text: string): void {
    const top = this.#open.at(-1);
    if (top === undefined || !('map' in top)) return;
    if (top.map.has(text)) {
      throw new ForebearError('format', this.#subject, 'each key once', `“${text}” twice`);
    }
    top.key = text;
  }

  string(text: string): void {
    this.#add(text);
  }

  integer(value: number): void {
    this.#add(value);
  }

  number(text: string): void {
    const value = Number(text);
    if (!Number.isFinite(value)) {
      throw new ForebearError('format', this.#subject, 'numbers that 64-bit floats can hold', text);
    }
    this.#add(value);
  }

  literal(value: boolean | null): void {
    this.#add(value);
  }

  #add(value: JsonValue): void {
    this.#values += value instanceof Map ? valuesPerMap : 1;
    if (this.#values > this.#maxValues) {
      throw new ForebearError('limit', this.#subject, `at most ${this.#maxValues} JSON values`, 'more');
    }
    const top = this.#open.at(-1);
    if (top === undefined) this.root = value;
    else if ('map' in top) top.map.set(top.key, value);
    else top.list.push(value);
  }
}
