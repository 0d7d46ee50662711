// Small JSON files that say where a model's bytes lie: read whole, within a limit, and closed again.
import type { Folder } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import { isMap, type JsonMap, type JsonValue, parseJsonBounded } from '../json/json-value.ts';
import type { RunOptions } from '../run.ts';

/** Reads at most `most` bytes. Throws `limit` for longer files. */
export async function readWhole(folder: Folder, path: string, most: number, options?: RunOptions): Promise<Uint8Array> {
  const source = await folder.open(path, options);
  try {
    if (source.size > most) throw new ForebearError('limit', path, `at most ${most} bytes`, `${source.size}`);
    return await source.read(0, source.size, options);
  } finally {
    await source.close();
  }
}

/** Parses bytes whose subject is `path`. Throws `format` unless they are a JSON object. */
export function objectIn(bytes: Uint8Array, path: string): JsonMap {
  const value = parseJsonBounded(bytes, path, { maxBytes: bytes.length });
  if (!isMap(value)) throw new ForebearError('format', path, 'a JSON object', 'something else');
  return value;
}

/** A value in a message: numbers as they are, of everything else only what it is. */
export function shown(value: JsonValue | undefined): string {
  return typeof value === 'number' ? `${value}` : typeof value;
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
