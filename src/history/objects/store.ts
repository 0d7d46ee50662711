// All objects of a repository by their ids, from packs and from files of one object each, every one checked against its id.
import { inflateStart, inflateStream } from '../../bytes/inflate-stream.ts';
import type { Folder } from '../../bytes/source.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import { cacheBytes, deepestDelta, mostChainBytes, mostObjectBytes, mostUnpackedBytes } from '../limits.ts';
import { applyDelta, deltaSize } from './delta.ts';
import type { GitObject, ObjectType } from './object.ts';
import { objectId, type Pack, type Stored, storedAt, unpackStored } from './pack.ts';

export interface ObjectStore {
  readonly idBytes: number;
  /** Objects in all, counted by id. */
  readonly count: number;
  /**
   * The object, or undefined where it is not there (a partial or shallow clone). Throws `format` where it is damaged or
   * is not what its id says, `limit` where it is larger than what is read.
   */
  read(id: string, options?: RunOptions): Promise<GitObject | undefined>;
  /** Size without unpacking, where that can be told cheaply; undefined where the object is not there. */
  size(id: string): Promise<number | undefined>;
  has(id: string): boolean;
  /** Ids of all objects of a type, in order. What cannot be told is left out. */
  idsOf(type: ObjectType, options?: RunOptions): Promise<readonly string[]>;
}

/** Files of one object each, by id, in a folder `objects`. */
export interface LooseObjects {
  readonly folder: Folder;
  readonly ids: ReadonlyMap<string, number>;
}

/** `<type> <size>\0`, the longest of which is far shorter than this. */
const headBytes = 64;

/** Compressed bytes read for a head: deflate's own header and Huffman tables may come before its first byte. */
const headInput = 512;

const loosePath = (id: string): string => `objects/${id.slice(0, 2)}/${id.slice(2)}`;

export function newObjectStore(packs: readonly Pack[], loose: LooseObjects | undefined, idBytes: number): ObjectStore {
  const cache = newCache();
  const known = new Set<string>(loose?.ids.keys());
  for (const pack of packs) for (const id of pack.offsets.keys()) known.add(id);
  let unpacked = 0;
  const spend = (bytes: number, subject: string): void => {
    unpacked += bytes;
    if (unpacked > mostUnpackedBytes) {
      throw new ForebearError('limit', subject, `at most ${mostUnpackedBytes} bytes unpacked in all`, 'more');
    }
  };
  const find = (id: string): { readonly pack: Pack; readonly offset: number } | undefined => {
    for (const pack of packs) {
      const offset = pack.offsets.get(id);
      if (offset !== undefined) return { pack, offset };
    }
    return undefined;
  };

  /** The stored objects from the one asked for down to a whole one; the last may be a name that lies in a loose file. */
  const chainOf = (id: string, start: { pack: Pack; offset: number }) => {
    const links: { pack: Pack; offset: number; stored: Stored }[] = [];
    const seen = new Set<string>();
    let place: { readonly pack: Pack; readonly offset: number } | undefined = start;
    let looseBase: string | undefined;
    while (place !== undefined) {
      const key = `${place.pack.name}@${place.offset}`;
      if (seen.has(key)) throw new ForebearError('format', id, 'deltas that end at a whole object', 'a circle');
      if (seen.size > deepestDelta) throw new ForebearError('limit', id, `at most ${deepestDelta} deltas`, 'more');
      seen.add(key);
      const stored = storedAt(place.pack, place.offset);
      links.push({ ...place, stored });
      if (stored.kind === 'whole' || (links.length > 1 && cache.has(key))) break;
      if (stored.kind === 'offset') place = { pack: place.pack, offset: stored.base };
      else {
        place = find(stored.base);
        if (place === undefined) {
          if (loose?.ids.has(stored.base) !== true) {
            throw new ForebearError('format', id, 'a delta whose base is there', 'one without');
          }
          looseBase = stored.base;
        }
      }
    }
    return { links, looseBase };
  };

  const readPacked = async (id: string, start: { pack: Pack; offset: number }): Promise<GitObject> => {
    const { links, looseBase } = chainOf(id, start);
    let object = looseBase === undefined ? undefined : await readLoose(looseBase);
    let made = 0;
    for (const { pack, offset, stored } of links.toReversed()) {
      const key = `${pack.name}@${offset}`;
      const cached = cache.get(key);
      if (cached !== undefined && object === undefined) {
        object = cached;
        continue;
      }
      const { bytes } = unpackStored(pack, stored);
      made += bytes.length;
      if (stored.kind === 'whole') object = { type: stored.type, bytes };
      else if (object !== undefined) {
        const size = deltaSize(bytes, id);
        made += size;
        if (made > mostChainBytes) {
          throw new ForebearError('limit', id, `at most ${mostChainBytes} bytes while it is put together`, 'more');
        }
        object = { type: object.type, bytes: applyDelta(object.bytes, bytes, mostObjectBytes, id) };
      }
      if (object !== undefined) cache.set(key, object);
    }
    spend(made, id);
    if (object === undefined) throw new ForebearError('format', id, 'an object', 'none');
    return object;
  };

  const readLoose = async (id: string, options?: RunOptions): Promise<GitObject | undefined> => {
    const size = loose?.ids.get(id);
    if (loose === undefined || size === undefined) return undefined;
    if (size > mostObjectBytes) throw new ForebearError('limit', id, `at most ${mostObjectBytes} bytes`, `${size}`);
    const input = await readFile(loose.folder, loosePath(id), size, options);
    const head = headOf(id, inflateStart(id, input.subarray(0, headInput), headBytes));
    if (head.size > mostObjectBytes) {
      throw new ForebearError('limit', id, `objects of at most ${mostObjectBytes} bytes`, `${head.size}`);
    }
    const { bytes } = inflateStream(id, input, head.length + head.size);
    spend(bytes.length, id);
    if (bytes.length !== head.length + head.size) {
      throw new ForebearError('format', id, `${head.size} bytes`, `${bytes.length - head.length}`);
    }
    return { type: head.type, bytes: bytes.subarray(head.length) };
  };

  const typeOf = async (id: string): Promise<ObjectType | undefined> => {
    const place = find(id);
    if (place !== undefined) {
      const { links, looseBase } = chainOf(id, place);
      const last = links.at(-1);
      if (last?.stored.kind === 'whole') return last.stored.type;
      const cached = last === undefined ? undefined : cache.get(`${last.pack.name}@${last.offset}`);
      return cached?.type ?? (looseBase === undefined ? undefined : await typeOf(looseBase));
    }
    const size = loose?.ids.get(id);
    if (loose === undefined || size === undefined) return undefined;
    const input = await readFile(loose.folder, loosePath(id), Math.min(size, headInput));
    return headOf(id, inflateStart(id, input, headBytes)).type;
  };

  return {
    idBytes,
    count: known.size,
    has: (id) => known.has(id),
    async read(id, options) {
      options?.signal?.throwIfAborted();
      const place = find(id);
      const object = place === undefined ? await readLoose(id, options) : await readPacked(id, place);
      if (object === undefined) return undefined;
      const found = objectId(idBytes, object.type, object.bytes);
      if (found !== id) throw new ForebearError('format', id, 'an object with this id', `one with ${found}`);
      return object;
    },
    async size(id) {
      const place = find(id);
      if (place !== undefined) {
        const stored = storedAt(place.pack, place.offset);
        return stored.kind === 'whole' ? stored.size : deltaSize(unpackStored(place.pack, stored).bytes, id);
      }
      const size = loose?.ids.get(id);
      if (loose === undefined || size === undefined) return undefined;
      const input = await readFile(loose.folder, loosePath(id), Math.min(size, headInput));
      return headOf(id, inflateStart(id, input, headBytes)).size;
    },
    async idsOf(type, options) {
      const found: string[] = [];
      for (const id of known) {
        if (found.length % 1_024 === 0) options?.signal?.throwIfAborted();
        try {
          if ((await typeOf(id)) === type) found.push(id);
        } catch (error) {
          if (!isForebearError(error)) throw error;
        }
      }
      return found.toSorted((a, b) => (a < b ? -1 : 1));
    },
  };
}

function headOf(id: string, start: Uint8Array): { type: ObjectType; size: number; length: number } {
  const end = start.indexOf(0);
  const found = /^(commit|tree|blob|tag) (\d{1,15})$/.exec(
    new TextDecoder().decode(start.subarray(0, Math.max(0, end))),
  );
  if (found === null) throw new ForebearError('format', id, 'an object with its type and size', 'another beginning');
  return { type: found[1] as ObjectType, size: Number(found[2]), length: end + 1 };
}

/** The first `length` bytes of a file of the repository. */
export async function readFile(
  folder: Folder,
  path: string,
  length: number | undefined,
  options?: RunOptions,
): Promise<Uint8Array> {
  const source = await folder.open(path, { signal: options?.signal });
  try {
    return await source.read(0, Math.min(source.size, length ?? source.size), { signal: options?.signal });
  } finally {
    await source.close();
  }
}

/** Objects that others may be built from, the oldest let go first. */
function newCache() {
  const objects = new Map<string, GitObject>();
  let held = 0;
  return {
    has: (key: string): boolean => objects.has(key),
    get: (key: string): GitObject | undefined => objects.get(key),
    set(key: string, object: GitObject): void {
      if (objects.has(key) || object.bytes.length > cacheBytes / 4) return;
      objects.set(key, object);
      held += object.bytes.length;
      for (const [oldest, { bytes }] of objects) {
        if (held <= cacheBytes) break;
        objects.delete(oldest);
        held -= bytes.length;
      }
    },
  };
}

/** A refusal as a problem; anything else goes on up. */
export function asProblem(error: unknown): Problem {
  if (!isForebearError(error)) throw error;
  return problemOf(error);
}
