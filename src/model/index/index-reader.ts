// Reads the index of a sharded model piece by piece: every entry is handed on as it comes, and none is kept.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import { type JsonHandler, JsonReader } from '../../json/json-stream.ts';
import type { RunOptions } from '../../run.ts';
import { hashOf, NameHashes } from './name-hashes.ts';

/** A million tensors make about 100 MB of index; the largest on the Hub are below 20 MB. */
export const indexLimit = 134_217_728;

/** The largest published models have some 200,000 tensors, in a few hundred files. */
const maxEntries = 2_000_000;
const maxShards = 65_536;

/** Parameter paths of published models stay below 200 characters. */
const maxNameLength = 1_024;

/** Facts in `metadata`: total_size and a handful more. */
const maxFacts = 1_000;

/** Root, weight_map; `metadata` may nest what a trainer had to say. */
const maxDepth = 16;

/** Descriptions in `metadata`, configurations of a merge. */
const maxStringBytes = 1_048_576;

const pieceBytes = 1_048_576;

/** A fact of the index about itself. Untrusted. */
export type IndexFact = string | number | boolean | null;

export interface IndexFacts {
  readonly metadata: ReadonlyMap<string, IndexFact>;
  readonly entries: number;
}

/** Hears the entries of the weight_map in their order; `false` ends the reading there. */
export type OnEntry = (tensor: string, file: string) => boolean | undefined;

/**
 * Reads a `*.index.json`. Throws `format` where it is not of the known form or names a tensor twice, `containment` where a
 * shard's name is more than a plain file name (no honest index needs a folder, and a hostile one asks for other people's
 * files), `limit` where it has more of anything than honest ones. Undefined where `onEntry` ended it.
 */
export async function readIndex(
  name: string,
  source: Source,
  onEntry: OnEntry,
  options?: RunOptions,
): Promise<IndexFacts | undefined> {
  if (source.size > indexLimit) throw new ForebearError('limit', name, `at most ${indexLimit} bytes`, `${source.size}`);
  const hashes = new NameHashes();
  const handler = new IndexHandler(name, (tensor, file) => {
    hashes.add(tensor);
    return onEntry(tensor, file);
  });
  if (!(await readThrough(name, source, handler, options))) return undefined;
  if (!handler.hasMap) throw new ForebearError('format', name, 'an object with a weight_map', 'none');
  await refuseRepeated(name, source, hashes.repeated(), options);
  return { metadata: handler.metadata, entries: handler.entries };
}

/** Reads again, only where two hashes were equal: names that share one by chance are no fault. */
async function refuseRepeated(
  name: string,
  source: Source,
  suspects: ReadonlySet<number>,
  options?: RunOptions,
): Promise<void> {
  if (suspects.size === 0) return;
  const seen = new Set<string>();
  const handler = new IndexHandler(name, (tensor) => {
    if (!suspects.has(hashOf(tensor))) return undefined;
    if (seen.has(tensor)) throw new ForebearError('format', name, 'each tensor once', `“${tensor}” twice`);
    seen.add(tensor);
    return undefined;
  });
  await readThrough(name, source, handler, options);
}

/** False where the handler had heard enough. */
async function readThrough(
  name: string,
  source: Source,
  handler: IndexHandler,
  options?: RunOptions,
): Promise<boolean> {
  const reader = new JsonReader(name, { maxDepth, maxStringBytes }, handler);
  for (let at = 0; at < source.size; at += pieceBytes) {
    const end = Math.min(source.size, at + pieceBytes);
    reader.push(await source.read(at, end, options));
    if (handler.ended) return false;
    options?.onProgress?.({ stage: 'open', subject: name, done: end, total: source.size, unit: 'bytes' });
  }
  reader.finish();
  return true;
}

type Place = 'before' | 'root' | 'metadata' | 'map' | 'after';

class IndexHandler implements JsonHandler {
  readonly metadata = new Map<string, IndexFact>();
  hasMap = false;
  entries = 0;
  ended = false;
  readonly #name: string;
  readonly #onEntry: OnEntry;
  readonly #rootKeys = new Set<string>();
  readonly #shards = new Set<string>();
  #place: Place = 'before';
  /** Levels deep in something that is not read. */
  #skipped = 0;
  #key = '';
  #lastShard: string | undefined;

  constructor(name: string, onEntry: OnEntry) {
    this.#name = name;
    this.#onEntry = onEntry;
  }

  beginObject(): void {
    if (this.#skipped > 0) this.#skipped += 1;
    else if (this.#place === 'before') this.#place = 'root';
    else if (this.#place === 'root' && this.#key === 'weight_map') {
      this.#place = 'map';
      this.hasMap = true;
    } else if (this.#place === 'root' && this.#key === 'metadata') this.#place = 'metadata';
    else this.#skip('an object');
  }

  endObject(): void {
    if (this.#skipped > 0) this.#skipped -= 1;
    else this.#place = this.#place === 'root' ? 'after' : 'root';
  }

  beginArray(): void {
    if (this.#skipped > 0) this.#skipped += 1;
    else this.#skip('a list');
  }

  endArray(): void {
    this.#skipped -= 1;
  }

  key(text: string): void {
    if (this.#skipped > 0) return;
    this.#key = text;
    if (this.#place === 'root') this.#addKey(this.#rootKeys, text);
    else if (this.#place === 'map') this.#checkEntry(text);
    else if (this.metadata.has(text)) throw this.#fault('each key once', `“${text}” twice`);
  }

  string(text: string): void {
    if (this.#skipped > 0 || this.ended) return;
    if (this.#place !== 'map') this.#value(text, 'a string');
    else {
      if (text !== this.#lastShard) this.#checkShard(text);
      this.entries += 1;
      if (this.#onEntry(this.#key, text) === false) this.ended = true;
    }
  }

  integer(value: number): void {
    this.#value(value, `the number ${value}`);
  }

  number(text: string): void {
    this.#value(Number(text), `the number ${text}`);
  }

  literal(value: boolean | null): void {
    this.#value(value, String(value));
  }

  #value(value: IndexFact, found: string): void {
    if (this.#skipped > 0) return;
    const wanted = this.#place === 'root' && this.#key === 'weight_map';
    if (this.#place === 'before' || wanted) throw this.#fault('an object with a weight_map', found);
    if (this.#place === 'map') throw this.#fault(`a file name for ${this.#key}`, found);
    if (this.#place !== 'metadata') return;
    if (this.metadata.size >= maxFacts) throw this.#limit(`at most ${maxFacts} facts in metadata`);
    this.metadata.set(this.#key, value);
  }

  /** What stands where nothing is asked for is passed over; where something is, it is a fault. */
  #skip(found: string): void {
    this.#value(null, found);
    if (this.#place === 'metadata') this.metadata.delete(this.#key);
    this.#skipped = 1;
  }

  #addKey(keys: Set<string>, text: string): void {
    if (keys.has(text)) throw this.#fault('each key once', `“${text}” twice`);
    if (keys.size >= maxFacts) throw this.#limit(`at most ${maxFacts} keys`);
    keys.add(text);
  }

  #checkEntry(tensor: string): void {
    if (tensor.length > maxNameLength) throw this.#limit(`names of at most ${maxNameLength} characters`);
    if (this.entries >= maxEntries) throw this.#limit(`at most ${maxEntries} tensors`);
  }

  #checkShard(file: string): void {
    if (!isPlainName(file)) {
      throw new ForebearError('containment', this.#name, 'plain file names in the weight_map', file);
    }
    this.#lastShard = file;
    this.#shards.add(file);
    if (this.#shards.size > maxShards) throw this.#limit(`at most ${maxShards} files`);
  }

  #fault(expected: string, found: string): ForebearError {
    return new ForebearError('format', this.#name, expected, found);
  }

  #limit(expected: string): ForebearError {
    return new ForebearError('limit', this.#name, expected, 'more');
  }
}

function isPlainName(file: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused.
  return file.length > 0 && file.length <= 255 && file !== '.' && file !== '..' && !/[/\\:\u0000-\u001f%]/.test(file);
}
