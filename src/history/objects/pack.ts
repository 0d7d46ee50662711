// A pack file: where its objects begin, by its index or by going through it, and what stands at one place.
import { inflateStream } from '../../bytes/inflate-stream.ts';
import { objectHash } from '../../bytes/object-hash.ts';
import { ForebearError } from '../../errors.ts';
import { mostChainBytes, mostObjectBytes, mostObjects } from '../limits.ts';
import { applyDelta, readVarint } from './delta.ts';
import { hex, type ObjectType } from './object.ts';

/** One stored object before its deltas are followed. */
export type Stored =
  | { readonly kind: 'whole'; readonly type: ObjectType; readonly size: number; readonly body: number }
  | { readonly kind: 'offset'; readonly base: number; readonly size: number; readonly body: number }
  | { readonly kind: 'name'; readonly base: string; readonly size: number; readonly body: number };

export interface Pack {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly idBytes: number;
  /** Where each object begins, by its id. */
  readonly offsets: ReadonlyMap<string, number>;
}

const types = new Map<number, ObjectType>([
  [1, 'commit'],
  [2, 'tree'],
  [3, 'blob'],
  [4, 'tag'],
]);

/** How many objects the pack announces. Throws `format` where it is none of a known version. */
export function checkPack(name: string, bytes: Uint8Array, idBytes: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = bytes.length < 12 + idBytes ? 0 : view.getUint32(0);
  const version = magic === 0x5041434b ? view.getUint32(4) : 0;
  if (version !== 2 && version !== 3) {
    throw new ForebearError('format', name, 'a pack of version 2 or 3', magic === 0x5041434b ? `${version}` : 'none');
  }
  return view.getUint32(8);
}

/** What stands at an offset. Throws `format` where nothing can. */
export function storedAt(pack: Pick<Pack, 'name' | 'bytes' | 'idBytes'>, offset: number): Stored {
  const { bytes, name, idBytes } = pack;
  const subject = `${name}@${offset}`;
  const first = bytes[offset];
  if (first === undefined || offset < 12) throw new ForebearError('format', subject, 'an object', 'the end');
  let size = first & 15;
  let body = offset + 1;
  if (first >= 128) {
    const more = readVarint(bytes, body, subject);
    size += more.value * 16;
    body = more.next;
  }
  const kind = (first >> 4) & 7;
  const type = types.get(kind);
  if (type !== undefined) return { kind: 'whole', type, size, body };
  if (kind === 7) {
    return { kind: 'name', base: hex(bytes.subarray(body, body + idBytes)), size, body: body + idBytes };
  }
  if (kind !== 6) throw new ForebearError('format', subject, 'an object of a known kind', `kind ${kind}`);
  let back = 0;
  for (let length = 0; ; length += 1) {
    const byte = bytes[body];
    if (byte === undefined || length > 7) throw new ForebearError('format', subject, 'a way back', 'a broken one');
    back = length === 0 ? byte & 127 : (back + 1) * 128 + (byte & 127);
    body += 1;
    if (byte < 128) break;
  }
  if (back <= 0 || back > offset - 12) throw new ForebearError('format', subject, 'a base before it', 'none');
  return { kind: 'offset', base: offset - back, size, body };
}

/** Unpacks what stands there; the delta itself where it is one. */
export function unpackStored(
  pack: Pick<Pack, 'name' | 'bytes'>,
  stored: Stored,
  most = mostObjectBytes,
): { readonly bytes: Uint8Array; readonly end: number } {
  if (stored.size > most) {
    throw new ForebearError('limit', pack.name, `objects of at most ${most} bytes`, `${stored.size}`);
  }
  const { bytes, consumed } = inflateStream(pack.name, pack.bytes.subarray(stored.body), stored.size);
  if (bytes.length !== stored.size) {
    throw new ForebearError('format', pack.name, `${stored.size} bytes after unpacking`, `${bytes.length}`);
  }
  return { bytes, end: stored.body + consumed };
}

/** Reads an index of version 1 or 2. */
export function readIndex(name: string, index: Uint8Array, idBytes: number): ReadonlyMap<string, number> {
  const view = new DataView(index.buffer, index.byteOffset, index.length);
  const broken = (found: string): ForebearError => new ForebearError('format', name, 'an index of a pack', found);
  const fanout = index.length >= 8 && view.getUint32(0) === 0xff744f63 ? 8 : 0;
  if (fanout === 8 && view.getUint32(4) !== 2) throw broken(`version ${view.getUint32(4)}`);
  const tables = fanout + 1024;
  if (index.length < tables) throw broken('a cut one');
  const count = view.getUint32(fanout + 1020);
  const entry = fanout === 8 ? idBytes + 8 : idBytes + 4;
  if (count > mostObjects) throw new ForebearError('limit', name, `at most ${mostObjects} objects`, `${count}`);
  if (index.length < tables + count * entry) throw broken('a cut one');
  const offsets = new Map<string, number>();
  const large = tables + count * (idBytes + 8);
  for (let i = 0; i < count; i += 1) {
    if (fanout === 0) {
      const at = tables + i * entry;
      offsets.set(hex(index.subarray(at + 4, at + entry)), view.getUint32(at));
      continue;
    }
    let offset = view.getUint32(tables + count * (idBytes + 4) + i * 4);
    if (offset >= 0x80000000) {
      const at = large + (offset - 0x80000000) * 8;
      if (at + 8 > index.length) throw broken('an offset beyond its end');
      offset = Number(view.getBigUint64(at));
    }
    offsets.set(hex(index.subarray(tables + i * idBytes, tables + (i + 1) * idBytes)), offset);
  }
  return offsets;
}

/** Bytes held while a pack without an index is gone through. */
const mostScanned = 1_073_741_824;

export interface Scanned {
  readonly pack: Pack;
  /** Deltas whose base is not there: a thin pack's. */
  readonly lost: number;
  /** Why the pack was not gone through to its end. */
  readonly problem: ForebearError | undefined;
}

/**
 * Goes through a pack that has no index, unpacking each object once. Ids need the whole object, so that a delta is named
 * once its base is. `check` is called now and then, to stop.
 */
export function scanPack(name: string, bytes: Uint8Array, idBytes: number, check: () => void): Scanned {
  const count = checkPack(name, bytes, idBytes);
  if (count > mostObjects) throw new ForebearError('limit', name, `at most ${mostObjects} objects`, `${count}`);
  const offsets = new Map<string, number>();
  const pack: Pack = { name, bytes, idBytes, offsets };
  const naming = newNaming(pack, offsets);
  let problem: ForebearError | undefined;
  let at = 12;
  try {
    for (let i = 0; i < count; i += 1) {
      if (i % 256 === 0) check();
      const stored = storedAt(pack, at);
      const { bytes: body, end } = unpackStored(pack, stored, mostChainBytes);
      if (stored.kind === 'whole') naming.whole(at, stored.type, body);
      else naming.delta(at, stored.base, body);
      at = end;
    }
  } catch (error) {
    if (!(error instanceof ForebearError)) throw error;
    problem = error;
  }
  return { pack, lost: naming.waiting(), problem };
}

interface Naming {
  whole(offset: number, type: ObjectType, bytes: Uint8Array): void;
  delta(offset: number, base: string | number, delta: Uint8Array): void;
  /** Deltas that still have no base. */
  waiting(): number;
}

function newNaming(pack: Pack, offsets: Map<string, number>): Naming {
  const known = new Map<string | number, { readonly type: ObjectType; readonly bytes: Uint8Array }>();
  const children = new Map<string | number, { readonly offset: number; readonly delta: Uint8Array }[]>();
  let held = 0;
  let waiting = 0;
  const hold = (bytes: number): void => {
    held += bytes;
    if (held > mostScanned) throw new ForebearError('limit', pack.name, `${mostScanned} bytes or fewer`, 'more');
  };
  const whole = (offset: number, type: ObjectType, bytes: Uint8Array): void => {
    const stack = [{ offset, type, bytes }];
    for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
      const id = objectId(pack.idBytes, each.type, each.bytes);
      hold(each.bytes.length);
      offsets.set(id, each.offset);
      known.set(id, each);
      known.set(each.offset, each);
      for (const key of [id, each.offset]) {
        for (const child of children.get(key) ?? []) {
          waiting -= 1;
          const made = applyDelta(each.bytes, child.delta, mostObjectBytes, pack.name);
          stack.push({ offset: child.offset, type: each.type, bytes: made });
        }
        children.delete(key);
      }
    }
  };
  return {
    whole,
    delta(offset, base, delta) {
      const found = known.get(base);
      if (found !== undefined) {
        whole(offset, found.type, applyDelta(found.bytes, delta, mostObjectBytes, pack.name));
        return;
      }
      hold(delta.length);
      waiting += 1;
      const list = children.get(base) ?? [];
      list.push({ offset, delta });
      children.set(base, list);
    },
    waiting: () => waiting,
  };
}

/** The name of an object: the hash of its type, its size and its bytes. */
export function objectId(idBytes: number, type: ObjectType, bytes: Uint8Array): string {
  const head = new TextEncoder().encode(`${type} ${bytes.length}\0`);
  return objectHash(idBytes === 32 ? 'sha256' : 'sha1', [head, bytes]);
}
