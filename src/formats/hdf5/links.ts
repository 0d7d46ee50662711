// What a group of an HDF5 file holds: names, and where the objects behind them are, in the three ways of keeping them.
import { Cursor } from '../../bytes/cursor.ts';
import { readRecords } from './b-tree-2.ts';
import { openFractalHeap } from './fractal-heap.ts';
import type { Hdf5File } from './hdf5-file.ts';
import { type Message, messageKinds, messageOf } from './object-header.ts';
import { readSymbolTable } from './symbol-table.ts';

/** `at`: the object header, as a byte of the file; undefined for a link into another file. Links within the file add nothing and are left out. */
export interface Link {
  readonly name: string;
  readonly at: number | undefined;
}

const hardLink = 0;
const externalLink = 64;

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The links of an object with these messages, as they are listed; undefined where it is no group. */
export async function readLinks(file: Hdf5File, messages: readonly Message[]): Promise<readonly Link[] | undefined> {
  const table = messageOf(messages, messageKinds.symbolTable);
  if (table !== undefined) return readSymbolTable(file, table);
  const info = messageOf(messages, messageKinds.linkInfo);
  const links = messages.filter(({ kind }) => kind === messageKinds.link).map(({ bytes }) => readLink(file, bytes));
  if (info === undefined && links.length === 0) return undefined;
  const dense = info === undefined ? [] : await readDense(file, info);
  return [...links, ...dense].filter((link) => link !== undefined);
}

/** One link message; undefined for a link within the file. */
function readLink(file: Hdf5File, bytes: Uint8Array): Link | undefined {
  const cursor = new Cursor(bytes, file.source.uri);
  const version = cursor.u8();
  if (version !== 1) throw file.unsupported('links of version 1', `${version}`);
  const flags = cursor.u8();
  const kind = (flags & 8) === 0 ? hardLink : cursor.u8();
  // The order of creation and the character set tell us nothing.
  cursor.take(((flags & 4) === 0 ? 0 : 8) + ((flags & 16) === 0 ? 0 : 1));
  const name = lenientUtf8.decode(cursor.take(file.number(cursor, 2 ** (flags & 3))));
  if (kind === externalLink) return { name, at: undefined };
  if (kind !== hardLink) return undefined;
  const at = file.address(cursor);
  if (at === undefined) throw file.fault(`an object behind “${name}”`, 'none');
  return { name, at };
}

/** Links in a heap, listed by a tree of their names' hashes. */
async function readDense(file: Hdf5File, { bytes }: Message): Promise<readonly (Link | undefined)[]> {
  const cursor = new Cursor(bytes, file.source.uri);
  cursor.take(1);
  const flags = cursor.u8();
  if ((flags & 1) !== 0) cursor.take(8);
  const heapAt = file.address(cursor);
  const treeAt = file.address(cursor);
  if (heapAt === undefined || treeAt === undefined) return [];
  const heap = await openFractalHeap(file, heapAt);
  const links: (Link | undefined)[] = [];
  for (const record of await readRecords(file, treeAt)) {
    // A hash of four bytes, then the link's place in the heap.
    links.push(readLink(file, await heap(record.subarray(4))));
  }
  return links;
}
