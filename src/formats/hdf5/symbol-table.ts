// Groups as HDF5 has kept them from the start: a B-tree of symbol nodes, with the names in a heap.
import { Cursor } from '../../bytes/cursor.ts';
import type { Hdf5File } from './hdf5-file.ts';
import type { Link } from './links.ts';
import type { Message } from './object-header.ts';

/** Levels of a tree: 32 children a node make 2^40 links in eight. */
const maxTreeDepth = 16;

/** An entry that is a link within the file, by its cache type. */
const softLink = 2;

/** A cache type, a reserved number and a scratch pad, behind two addresses. */
const entryTailBytes = 24;

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The links that a symbol table message leads to. */
export async function readSymbolTable(file: Hdf5File, { bytes }: Message): Promise<readonly Link[]> {
  const cursor = new Cursor(bytes, file.source.uri);
  const treeAt = file.address(cursor);
  const heapAt = file.address(cursor);
  if (treeAt === undefined || heapAt === undefined) return [];
  const names = await readLocalHeap(file, heapAt);
  const nodes = await readTree(file, treeAt, { kind: 0, keyBytes: file.superblock.lengthBytes });
  const links: Link[] = [];
  for (const { child } of nodes) for (const link of await readSymbols(file, child, names)) links.push(link);
  return links;
}

/** The kind of a tree, 0 for groups and 1 for chunks, and how long its keys are. */
export interface TreeShape {
  readonly kind: 0 | 1;
  readonly keyBytes: number;
}

/** What a tree's leaves lead to, with the key before each. Throws `format` where nodes come twice or levels do not descend. */
export async function readTree(
  file: Hdf5File,
  rootAt: number,
  { kind, keyBytes }: TreeShape,
): Promise<readonly { readonly key: Cursor; readonly child: number }[]> {
  const { offsetBytes } = file.superblock;
  const found: { key: Cursor; child: number }[] = [];
  const waiting: { at: number; level: number | undefined }[] = [{ at: rootAt, level: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    file.enter('node of a tree', next.at);
    const head = await file.read(next.at, 8 + 2 * offsetBytes, 'a node of a tree');
    file.expect(head, 'TREE');
    const [nodeKind, level, entries] = [head.u8(), head.u8(), head.u16()];
    const descends = next.level === undefined ? level < maxTreeDepth : level === next.level - 1;
    if (nodeKind !== kind || !descends) {
      throw file.fault(`a node of kind ${kind} one level down`, `kind ${nodeKind}, level ${level}`);
    }
    const body = await file.read(next.at + head.at + 2 * offsetBytes, entries * (keyBytes + offsetBytes), 'a tree');
    const children: { at: number; level: number }[] = [];
    for (let i = 0; i < entries; i++) {
      const key = new Cursor(body.take(keyBytes), file.source.uri);
      const child = file.address(body);
      if (child === undefined) throw file.fault('children in a tree', 'none');
      if (level === 0) found.push({ key, child });
      else children.push({ at: child, level });
    }
    waiting.push(...children.toReversed());
  }
  return found;
}

async function readLocalHeap(file: Hdf5File, at: number): Promise<Uint8Array> {
  const { lengthBytes, offsetBytes } = file.superblock;
  const head = await file.read(at, 8 + 2 * lengthBytes + offsetBytes, 'a heap of names');
  file.expect(head, 'HEAP');
  head.take(4);
  const length = file.length(head);
  file.length(head);
  const start = file.address(head);
  return start === undefined ? new Uint8Array(0) : (await file.read(start, length, 'names')).bytes;
}

async function readSymbols(file: Hdf5File, at: number, names: Uint8Array): Promise<readonly Link[]> {
  file.enter('symbol node', at);
  const head = await file.read(at, 8, 'a symbol node');
  file.expect(head, 'SNOD');
  head.take(2);
  const count = head.u16();
  const entryBytes = 2 * file.superblock.offsetBytes + entryTailBytes;
  const body = await file.read(at + 8, count * entryBytes, 'symbols');
  const links: Link[] = [];
  for (let i = 0; i < count; i++) {
    const nameAt = file.number(body, file.superblock.offsetBytes);
    const object = file.address(body);
    const cacheType = body.u32();
    body.take(entryTailBytes - 4);
    if (cacheType === softLink) continue;
    if (object === undefined) throw file.fault('an object in each symbol', 'none');
    links.push({ name: nameIn(file, names, nameAt), at: object });
  }
  return links;
}

function nameIn(file: Hdf5File, names: Uint8Array, at: number): string {
  const end = names.indexOf(0, at);
  if (at >= names.length || end === -1) throw file.fault(`a name within ${names.length} bytes`, `one at ${at}`);
  return lenientUtf8.decode(names.subarray(at, end));
}
