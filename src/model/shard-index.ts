// The index of a sharded model: which tensor lies in which file, and what a hostile index may not ask for.
import { ForebearError } from '../errors.ts';
import { type JsonValue, parseJsonBounded } from '../json/json-value.ts';

export interface ShardIndex {
  /** File name to the tensors the index promises in it, in the index's order. */
  readonly shards: ReadonlyMap<string, readonly string[]>;
  readonly metadata: ReadonlyMap<string, JsonValue>;
}

/** A million tensors make about 100 MB of index; the largest on the Hub are below 20 MB. */
export const indexLimit = 134_217_728;

/**
 * Reads a `*.index.json`. Throws `format` where it is not of the known form and `containment` where a shard's name is more
 * than a plain file name: no honest index needs a folder, and a hostile one asks for other people's files.
 */
export function readShardIndex(name: string, bytes: Uint8Array): ShardIndex {
  const value = parseJsonBounded(bytes, name, { maxDepth: 4, maxBytes: indexLimit });
  const map: JsonValue | undefined = isObject(value) ? value.get('weight_map') : undefined;
  if (map === undefined || !isObject(map))
    throw new ForebearError('format', name, 'an object with a weight_map', 'none');
  const shards = new Map<string, string[]>();
  for (const [tensor, file] of map) {
    if (typeof file !== 'string') throw new ForebearError('format', name, `a file name for ${tensor}`, typeof file);
    if (!isPlainName(file)) throw new ForebearError('containment', name, 'plain file names in the weight_map', file);
    const known = shards.get(file);
    if (known === undefined) shards.set(file, [tensor]);
    else known.push(tensor);
  }
  const metadata: JsonValue | undefined = isObject(value) ? value.get('metadata') : undefined;
  return { shards, metadata: metadata !== undefined && isObject(metadata) ? metadata : new Map() };
}

const isObject = (value: JsonValue): value is ReadonlyMap<string, JsonValue> => value instanceof Map;

function isPlainName(file: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused.
  return file.length > 0 && file.length <= 255 && file !== '.' && file !== '..' && !/[/\\:\u0000-\u001f%]/.test(file);
}
