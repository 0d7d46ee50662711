// Attacks on the HDF5 reader: each ends in a typed refusal or in the stated acceptance, and soon.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NumbersToWrite } from '../../forgeries/write-safetensors.ts';
import { encodeH5 } from '../../forgeries/writers/h5.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import { kerasH5Format } from '../../src/formats/hdf5/keras-h5.ts';
import { writtenByLibrary } from '../formats/hdf5/h5wasm.ts';
import { valuesByName } from '../formats/read-values.ts';
import { checkPromises, outcome } from './outcome.ts';
import { extended, patched, placeOf } from './patches.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/hdf5', name)));
const values = Float32Array.of(1, 2, 3, 4);
const tensor = (name: string): NumbersToWrite => ({ name, dtype: 'F32', shape: [2, 2], values });

/** One dataset `w` in the root group, and where things stand in it. */
const fine = encodeH5([tensor('w')]);
const none = 0xffff_ffff_ffff_ffffn;
const word = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
const at = {
  base: 24,
  end: 40,
  root: 64,
  heap: placeOf(fine, 'HEAP'),
  symbols: placeOf(fine, 'SNOD'),
  tree: placeOf(fine, 'TREE'),
  /** Two sides of two, then a 32-bit float, then one piece of sixteen bytes. */
  space: placeOf(fine, word(1, 2, 0, 0, 0, 0, 0, 0, 2)),
  type: placeOf(fine, word(0x11, 0x20, 31, 0)),
  layout: placeOf(fine, word(3, 1)),
};
const rootAt = Number(new DataView(fine.buffer).getBigUint64(at.root, true));
const datasetAt = at.space - 24;

const newest = fixture('newest.h5');
const heap = placeOf(newest, 'FRHP');
const tree = placeOf(newest, 'BTHD');

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty file', 'format', () => new Uint8Array(0)],
  ['the signature and nothing else', 'format', () => fine.slice(0, 8)],
  ['a superblock of version 4', 'unsupported', () => patched(fine, 8, 4, 1)],
  ['addresses of three bytes', 'format', () => patched(fine, 13, 3, 1)],
  ['addresses of no bytes', 'format', () => patched(fine, 13, 0, 1)],
  ['lengths of 255 bytes', 'format', () => patched(fine, 14, 255, 1)],
  ['no root group', 'format', () => patched(fine, at.root, none, 8)],
  ['a root at 2^63', 'limit', () => patched(fine, at.root, 2n ** 63n, 8)],
  ['a root beyond the file', 'source', () => patched(fine, at.root, fine.length, 8)],
  ['a root that is the superblock', 'format', () => patched(fine, at.root, 0, 8)],
  ['a root that is a heap', 'format', () => patched(fine, at.root, at.heap, 8)],
  ['an object header of version 9', 'format', () => patched(fine, rootAt, 9, 1)],
  ['messages of four gigabytes', 'source', () => patched(fine, rootAt + 8, -1)],
  ['a message longer than its header', 'format', () => patched(fine, rootAt + 18, 0xfff8, 2)],
  [
    'a header that goes on in itself',
    'format',
    () => {
      const looped = patched(patched(fine, rootAt + 16, 0x10, 2), rootAt + 24, rootAt + 16, 8);
      return patched(looped, rootAt + 32, 24, 8);
    },
  ],
  ['a heap that is none', 'format', () => patched(fine, at.heap, 0x20)],
  ['names beyond the file', 'source', () => patched(fine, at.heap + 8, 2n ** 40n, 8)],
  ['names at 2^63', 'limit', () => patched(fine, at.heap + 24, 2n ** 63n, 8)],
  ['a tree that is none', 'format', () => patched(fine, at.tree, 0x20)],
  ['a tree of chunks in the place of one of links', 'format', () => patched(fine, at.tree + 4, 1, 1)],
  ['a tree of 255 levels', 'format', () => patched(fine, at.tree + 5, 255, 1)],
  [
    'a tree that has itself as a child',
    'format',
    () => patched(patched(fine, at.tree + 5, 1, 1), at.tree + 32, at.tree, 8),
  ],
  [
    'a tree with one child twice',
    'format',
    () => patched(patched(fine, at.tree + 6, 2, 2), at.tree + 48, at.symbols, 8),
  ],
  ['65,535 children in a tree', 'format', () => patched(extended(fine, 1_100_000), at.tree + 6, 0xffff, 2)],
  ['a child at no place', 'format', () => patched(fine, at.tree + 32, none, 8)],
  ['symbols that are none', 'format', () => patched(fine, at.symbols, 0x20)],
  ['65,535 symbols', 'source', () => patched(fine, at.symbols + 6, 0xffff, 2)],
  ['a name beyond the names', 'format', () => patched(fine, at.symbols + 8, 1000, 8)],
  ['a name that does not end', 'format', () => patched(fine, placeOf(fine, 'w\0'), -1n, 8)],
];

const lost: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an object header beyond the file', 'source', () => patched(fine, at.symbols + 16, 2 ** 40, 8)],
  ['no object header', 'format', () => patched(fine, datasetAt, 0, 1)],
  ['a dataspace of version 3', 'unsupported', () => patched(fine, at.space, 3, 1)],
  ['33 dimensions', 'format', () => patched(fine, at.space + 1, 33, 1)],
  ['nine dimensions', 'format', () => patched(fine, at.space + 1, 9, 1)],
  [
    'sides whose product overflows',
    'format',
    () => patched(patched(fine, at.space + 8, 2 ** 40, 8), at.space + 16, 2 ** 40, 8),
  ],
  ['more elements than bytes', 'format', () => patched(fine, at.space + 8, 3, 8)],
  ['fewer elements than bytes', 'format', () => patched(fine, at.space + 8, 1, 8)],
  ['a float with an exponent of nine bits', 'unsupported', () => patched(fine, at.type + 13, 9, 1)],
  ['a float of three bytes', 'unsupported', () => patched(fine, at.type + 4, 3)],
  ['a float of four gigabytes', 'unsupported', () => patched(fine, at.type + 4, -1)],
  ['a float in the order of VAX', 'unsupported', () => patched(fine, at.type + 1, 0x61, 1)],
  ['a float that begins at another bit', 'unsupported', () => patched(fine, at.type + 8, 3, 2)],
  ['an integer of five bytes', 'unsupported', () => patched(patched(fine, at.type, 0x10, 1), at.type + 4, 5)],
  ['an integer of seven bits', 'unsupported', () => patched(patched(fine, at.type, 0x10, 1), at.type + 10, 7, 2)],
  ['a time', 'unsupported', () => patched(fine, at.type, 0x12, 1)],
  ['a bit field', 'unsupported', () => patched(fine, at.type, 0x14, 1)],
  ['a compound', 'unsupported', () => patched(fine, at.type, 0x16, 1)],
  ['a reference', 'unsupported', () => patched(fine, at.type, 0x17, 1)],
  ['an array', 'unsupported', () => patched(fine, at.type, 0x1a, 1)],
  ['a type of class 15', 'unsupported', () => patched(fine, at.type, 0x1f, 1)],
  ['bytes without meaning', 'unsupported', () => patched(fine, at.type, 0x15, 1)],
  ['a type that is elsewhere', 'unsupported', () => patched(fine, at.type - 4, 2, 1)],
  ['a layout of version 2', 'unsupported', () => patched(fine, at.layout, 2, 1)],
  ['a layout of an unknown kind', 'unsupported', () => patched(fine, at.layout + 1, 3, 1)],
  ['data that was never written', 'format', () => patched(fine, at.layout + 2, none, 8)],
  ['data beyond the file', 'source', () => patched(fine, at.layout + 2, fine.length - 8, 8)],
  ['data of another length', 'format', () => patched(fine, at.layout + 10, 17, 8)],
  ['numbers in the header that are not there', 'format', () => patched(fine, at.layout + 1, 0, 1)],
  ['files beside it', 'unsupported', () => patched(fine, datasetAt + 80, 0x07, 2)],
  ['links in the place of a layout', 'source', () => patched(fine, at.layout - 8, 0x11, 2)],
];

const filters = fixture('filters.h5');
/** The message that says how `all` is packed, and the first node of the tree of its chunks. */
const pipeline = placeOf(filters, word(1, 3, 0, 0, 0, 0, 0, 0));
const chunkTree = placeOf(filters, word(0x54, 0x52, 0x45, 0x45, 1, 0));
const layoutOf = (sides: readonly number[]): number =>
  placeOf(filters, Uint8Array.from([...sides, 4].flatMap((side) => [side, 0, 0, 0])));
const all = layoutOf([4, 3]);

const lostChunks: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an unknown filter', 'unsupported', () => patched(filters, pipeline + 8, 999, 2)],
  ['255 filters', 'format', () => patched(filters, pipeline + 1, 255, 1)],
  ['filters of version 3', 'unsupported', () => patched(filters, pipeline, 3, 1)],
  ['settings of a filter that are not there', 'format', () => patched(filters, pipeline + 14, 0xffff, 2)],
  ['chunks of no length', 'format', () => patched(filters, all, 0)],
  ['chunks of another grid', 'format', () => patched(filters, all, 5)],
  ['chunks of four gigabytes', 'format', () => patched(filters, all, -1)],
  ['a chunk for each element', 'format', () => patched(patched(filters, all, 1), all + 4, 1)],
  ['elements of eight bytes in chunks', 'format', () => patched(filters, all + 8, 8)],
  ['a chunk beside the grid', 'format', () => patched(filters, chunkTree + 24 + 8, 2, 8)],
  ['a chunk beyond the grid', 'format', () => patched(filters, chunkTree + 24 + 8, 4000, 8)],
  ['a chunk twice', 'format', () => patched(filters, chunkTree + 24 + 40 + 16, 0, 8)],
  ['a chunk too few', 'format', () => patched(filters, chunkTree + 6, 8, 2)],
  ['a chunk beyond the file', 'source', () => patched(filters, chunkTree + 24 + 32, filters.length, 8)],
  ['a chunk of four gigabytes', 'source', () => patched(filters, chunkTree + 24, -1)],
];

describe('kerasH5Format, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(kerasH5Format, make())).toBe(code);
  });

  it.for(lost)('loses only the dataset with %s', { timeout: 2000 }, async ([, code, make]) => {
    const header = await outcome(kerasH5Format, make());
    expect(header).toMatchObject({ tensors: [], problems: [{ code, lost: ['w'] }] });
  });

  it.for(lostChunks)('loses only the dataset in chunks with %s', { timeout: 2000 }, async ([, code, make]) => {
    const header = await outcome(kerasH5Format, make());
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.tensors.map(({ name }) => name)).not.toContain('all');
    expect(header.problems).toContainEqual(expect.objectContaining({ code, lost: ['all'] }));
  });

  it('loses a dataset whose rows of chunks would fill the memory', async () => {
    const bytes = await writtenByLibrary((file) => {
      file.create_dataset({ name: 'w', data: new Float32Array(60), shape: [6, 10], chunks: [6, 10] });
    });
    const sides = placeOf(bytes, word(6, 0, 0, 0, 10, 0, 0, 0, 4, 0, 0, 0));
    const header = await outcome(kerasH5Format, patched(patched(bytes, sides, 2 ** 15), sides + 4, 2 ** 15));
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'limit', lost: ['w'] }] });
  });

  it('stops unpacking a chunk of nothing', async () => {
    const bytes = await writtenByLibrary((file) => {
      const data = new Float32Array(2_097_152);
      file.create_dataset({ name: 'w', data, shape: [2_097_152], chunks: [2_097_152], compression: 'gzip' });
    });
    expect(bytes.length).toBeLessThan(20_000);
    const header = await kerasH5Format.readHeader(memorySource(bytes));
    await expect(valuesByName(header, 'w', bytes)).rejects.toMatchObject({ code: 'limit' });
  });

  it.each([
    ['bytes that do not unpack', (start: number) => patched(filters, start + 4, -1, 8)],
    ['another beginning than zlib’s', (start: number) => patched(filters, start, 0, 2)],
  ] as const)('says at the reading that a chunk holds %s', async (_, damage) => {
    const start = Number(new DataView(filters.buffer).getBigUint64(chunkTree + 24 + 32, true));
    const bytes = damage(start);
    const header = await kerasH5Format.readHeader(memorySource(bytes));
    await expect(valuesByName(header, 'all', bytes)).rejects.toMatchObject({ code: 'format' });
  });

  it('says at the reading that a chunk unpacks to more or less than it should', async () => {
    // The second chunk says that it was not packed, and its bytes are not the right number.
    const bytes = patched(filters, chunkTree + 24 + 40 + 4, 0b10, 4);
    const header = await kerasH5Format.readHeader(memorySource(bytes));
    await expect(valuesByName(header, 'all', bytes)).rejects.toMatchObject({ code: 'format' });
  });

  it('takes no time over elements of four gigabytes to be shuffled back', { timeout: 2000 }, async () => {
    // The setting stands behind the eight letters of the filter's name.
    const bytes = patched(filters, placeOf(filters, 'shuffle\0') + 8, -1);
    const header = await kerasH5Format.readHeader(memorySource(bytes));
    expect((await valuesByName(header, 'all', bytes)).length).toBe(77);
  });

  it.for([
    ['a heap of three columns', heap + 110, 3, 2],
    ['a heap whose blocks have no length', heap + 112, 0, 8],
    ['a heap that is packed', heap + 7, 1, 2],
    ['a heap with its root at no place', heap + 132, none, 8],
    ['a tree of 65,535 levels', tree + 12, 0xffff, 2],
    ['a tree of nodes of four gigabytes', tree + 6, -1, 4],
    ['a tree of records of no length', tree + 10, 0, 2],
    ['a tree of 65,535 records', tree + 24, 0xffff, 2],
    ['a tree with its root in itself', tree + 16, tree, 8],
  ] as const)('loses only the group with %s', { timeout: 2000 }, async ([, place, value, width]) => {
    const header = await outcome(kerasH5Format, patched(newest, place, value, width));
    expect(header).toMatchObject({ tensors: { length: 2 }, problems: [{ lost: ['many'] }] });
  });

  it('goes into a group that holds itself once', async () => {
    const inner = encodeH5([tensor('a/w')]);
    const symbols = placeOf(inner, 'SNOD', 0);
    const root = Number(new DataView(inner.buffer).getBigUint64(at.root, true));
    // The entry of `w` in `a` becomes one of the root group.
    const header = await outcome(kerasH5Format, patched(inner, symbols + 16, root, 8));
    expect(header).toMatchObject({ tensors: [], problems: [] });
  });

  it('refuses groups a hundred deep, and reads groups thirty deep', async () => {
    const deep = (levels: number): Uint8Array => encodeH5([tensor(`${'g/'.repeat(levels)}w`)]);
    expect(await outcome(kerasH5Format, deep(100))).toBe('limit');
    expect(await outcome(kerasH5Format, deep(30))).toMatchObject({ tensors: { length: 1 }, problems: [] });
  });

  it('refuses a path of three thousand characters', async () => {
    expect(await outcome(kerasH5Format, encodeH5([tensor('w'.repeat(3000))]))).toBe('limit');
  });

  it('keeps names as they are: nothing is opened by them', async () => {
    const names = ['__proto__', '..', '\u001b[31mred', '\u202efdp', '<img src=x>'];
    const bytes = encodeH5(names.map(tensor));
    const header = await outcome(kerasH5Format, bytes);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.tensors.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    await checkPromises(header, bytes);
  });

  it('reports what stands behind the end, and a file that ends before it', async () => {
    const longer = await outcome(kerasH5Format, extended(fine, 99));
    expect(longer).toMatchObject({
      undeclaredBytes: 99,
      tensors: [{ name: 'w' }],
      problems: [{ code: 'format', lost: [] }],
    });
    const claimed = await outcome(kerasH5Format, patched(fine, at.end, fine.length + 99, 8));
    expect(claimed).toMatchObject({ tensors: [{ name: 'w' }], problems: [{ code: 'source', lost: [] }] });
  });

  it('reads two hundred names of one dataset among four thousand in a moment', { timeout: 2000 }, async () => {
    const bytes = encodeH5(Array.from({ length: 4000 }, (_, i) => tensor(`t${i}`)));
    const symbols = placeOf(bytes, 'SNOD');
    const first = new DataView(bytes.buffer).getBigUint64(symbols + 16, true);
    let one = bytes;
    for (let i = 1; i < 200; i++) one = patched(one, symbols + 16 + 40 * i, first, 8);
    const header = await outcome(kerasH5Format, one);
    expect(header).toMatchObject({ tensors: { length: 4000 }, problems: [] });
  });

  it('throws nothing but its own errors where any byte is turned round', { timeout: 60_000 }, async () => {
    const others: string[] = [];
    for (let place = 0; place < fine.length; place++) {
      const bytes = patched(fine, place, (fine[place] ?? 0) ^ 0xff, 1);
      try {
        await checkPromises(await kerasH5Format.readHeader(memorySource(bytes)), bytes);
      } catch (error) {
        if (!isForebearError(error)) others.push(`byte ${place}: ${String(error)}`);
      }
    }
    expect(others).toEqual([]);
  });
});
