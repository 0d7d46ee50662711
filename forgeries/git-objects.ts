// Git objects, packs and bundles written by hand, so that repositories can be forged without git: honest ones and such as no git would write.
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export type ForgedType = 'commit' | 'tree' | 'blob' | 'tag';

export interface ForgedObject {
  readonly id: string;
  readonly type: ForgedType;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();

export function forgeObject(type: ForgedType, content: string | Uint8Array): ForgedObject {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  const id = createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
  return { id, type, bytes };
}

/** Entries as git orders them: folders as if their names ended in `/`. */
export function forgeTree(entries: readonly { mode: string; name: string; id: string }[]): ForgedObject {
  const key = ({ mode, name }: { mode: string; name: string }): string => (mode === '40000' ? `${name}/` : name);
  const parts = entries
    .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
    .flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
  return forgeObject('tree', Buffer.concat(parts));
}

/** All trees of a set of files by their paths, the root last. */
export function forgeTrees(files: ReadonlyMap<string, string>): readonly ForgedObject[] {
  const here: { mode: string; name: string; id: string }[] = [];
  const folders = new Map<string, Map<string, string>>();
  for (const [path, id] of files) {
    const slash = path.indexOf('/');
    if (slash < 0) here.push({ mode: '100644', name: path, id });
    else {
      const name = path.slice(0, slash);
      const inner = folders.get(name) ?? new Map<string, string>();
      inner.set(path.slice(slash + 1), id);
      folders.set(name, inner);
    }
  }
  const found: ForgedObject[] = [];
  for (const [name, inner] of folders) {
    const trees = forgeTrees(inner);
    found.push(...trees);
    here.push({ mode: '40000', name, id: trees.at(-1)?.id ?? '' });
  }
  return [...found, forgeTree(here)];
}

/** The file of one object, as it lies in `objects/`. */
export function looseFile({ type, bytes }: ForgedObject): Uint8Array {
  return deflateSync(Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]));
}

export const loosePath = (id: string): string => `objects/${id.slice(0, 2)}/${id.slice(2)}`;

/** One object of a pack: whole, or a delta whose base is named or lies at an earlier place. */
export type PackEntry =
  | { readonly kind: 'whole'; readonly object: ForgedObject }
  | { readonly kind: 'offset'; readonly base: number; readonly delta: Uint8Array; readonly size?: number }
  | { readonly kind: 'name'; readonly base: string; readonly delta: Uint8Array };

const codes = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** A pack, and where each entry begins. */
export function forgePack(entries: readonly PackEntry[]): { bytes: Uint8Array; offsets: readonly number[] } {
  const head = Buffer.alloc(12);
  head.write('PACK');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(entries.length, 8);
  const parts: Buffer[] = [head];
  const offsets: number[] = [];
  let at = 12;
  for (const entry of entries) {
    offsets.push(at);
    const body = entry.kind === 'whole' ? entry.object.bytes : entry.delta;
    const code = entry.kind === 'whole' ? codes[entry.object.type] : entry.kind === 'offset' ? 6 : 7;
    const size = entry.kind === 'offset' ? (entry.size ?? body.length) : body.length;
    const pieces = [Buffer.from(sizeHead(code, size))];
    if (entry.kind === 'offset') pieces.push(Buffer.from(wayBack(at - (offsets[entry.base] ?? 0))));
    if (entry.kind === 'name') pieces.push(Buffer.from(entry.base, 'hex'));
    pieces.push(deflateSync(body));
    parts.push(...pieces);
    at += pieces.reduce((sum, { length }) => sum + length, 0);
  }
  const whole = Buffer.concat(parts);
  return { bytes: Buffer.concat([whole, createHash('sha1').update(whole).digest()]), offsets };
}

function sizeHead(code: number, size: number): number[] {
  const rest = Math.floor(size / 16);
  return [(code << 4) | (size % 16) | (rest > 0 ? 128 : 0), ...(rest > 0 ? varint(rest) : [])];
}

export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}

function wayBack(distance: number): number[] {
  const bytes = [distance & 127];
  for (let rest = distance >> 7; rest > 0; rest >>= 7) {
    rest -= 1;
    bytes.unshift((rest & 127) | 128);
  }
  return bytes;
}

/** A delta that keeps the common beginning of two texts and brings the rest anew. */
export function forgeDelta(base: Uint8Array, target: Uint8Array): Uint8Array {
  let same = 0;
  while (same < Math.min(base.length, target.length, 65_535) && base[same] === target[same]) same += 1;
  const orders: number[] = same > 0 ? copyOrder(0, same) : [];
  for (let at = same; at < target.length; at += 127) {
    const piece = target.subarray(at, at + 127);
    orders.push(piece.length, ...piece);
  }
  return Uint8Array.from([...varint(base.length), ...varint(target.length), ...orders]);
}

export function copyOrder(offset: number, length: number): number[] {
  return [
    0x80 | 0x0f | 0x30,
    offset & 255,
    (offset >> 8) & 255,
    (offset >> 16) & 255,
    (offset >> 24) & 255,
    length & 255,
    length >> 8,
  ];
}

/** An index of version 2 over ids and offsets. */
export function forgeIndex(offsets: ReadonlyMap<string, number>): Uint8Array {
  const ids = [...offsets.keys()].toSorted();
  const head = Buffer.from('ff744f6300000002', 'hex');
  const fanout = Buffer.alloc(1024);
  for (let first = 0; first < 256; first += 1) {
    fanout.writeUInt32BE(ids.filter((id) => Number.parseInt(id.slice(0, 2), 16) <= first).length, first * 4);
  }
  const places = Buffer.alloc(ids.length * 4);
  ids.forEach((id, index) => places.writeUInt32BE(offsets.get(id) ?? 0, index * 4));
  return Buffer.concat([
    head,
    fanout,
    Buffer.from(ids.join(''), 'hex'),
    Buffer.alloc(ids.length * 4),
    places,
    Buffer.alloc(40),
  ]);
}

export function forgeBundle(references: ReadonlyMap<string, string>, pack: Uint8Array): Uint8Array {
  const lines = [...references].map(([name, id]) => `${id} ${name}\n`).join('');
  return Buffer.concat([Buffer.from(`# v2 git bundle\n${lines}\n`), pack]);
}
