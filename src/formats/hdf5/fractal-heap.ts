// The heaps in which HDF5 keeps many links of one group: objects by their place in a space of doubling blocks.
import { Cursor } from '../../bytes/cursor.ts';
import type { Hdf5File } from './hdf5-file.ts';

/** Signature and version of a block; then the heap's address and the block's place in the heap. */
const blockFrameBytes = 5;

/** Blocks of blocks within one another; each doubles what the heap can hold. */
const maxNesting = 16;

const managed = 0;
const tiny = 2;

interface Heap {
  readonly width: number;
  readonly startBytes: number;
  readonly maxDirectBytes: number;
  readonly placeBytes: number;
  readonly lengthBytes: number;
  readonly root: number | undefined;
  /** Rows of the root block; 0 where that holds objects itself. */
  readonly rootRows: number;
}

/** Reads objects of the heap at byte `at` by their IDs. Throws `unsupported` for filtered heaps and huge objects. */
export async function openFractalHeap(file: Hdf5File, at: number): Promise<(id: Uint8Array) => Promise<Uint8Array>> {
  const heap = await readHeap(file, at);
  return async (id) => {
    const kind = ((id[0] ?? 0) >> 4) & 3;
    if (kind === tiny) return id.subarray(1, 2 + ((id[0] ?? 0) & 0x0f));
    if (kind !== managed) throw file.unsupported('small objects in a heap', 'a huge one');
    const cursor = new Cursor(id, file.source.uri, 1);
    const place = file.number(cursor, heap.placeBytes);
    const length = file.number(cursor, heap.lengthBytes);
    const block = await blockAt(file, heap, place);
    if (place - block.place + length > block.bytes) {
      throw file.fault(`an object within a block of ${block.bytes}`, `${length} bytes at ${place - block.place}`);
    }
    return (await file.read(block.at + place - block.place, length, 'an object of a heap')).bytes;
  };
}

async function readHeap(file: Hdf5File, at: number): Promise<Heap> {
  const { offsetBytes, lengthBytes } = file.superblock;
  const head = await file.read(at, 22 + 12 * lengthBytes + 3 * offsetBytes, 'a heap');
  file.expect(head, 'FRHP');
  head.take(3);
  const filterBytes = head.u16();
  if (filterBytes > 0) throw file.unsupported('a heap as it is', 'a compressed one');
  head.take(1);
  const maxManagedBytes = head.u32();
  // Huge objects, free space and counts of objects: nothing that is needed to find one.
  head.take(10 * lengthBytes + 2 * offsetBytes);
  const width = head.u16();
  const startBytes = file.length(head);
  const maxDirectBytes = file.length(head);
  const heapBits = head.u16();
  head.take(2);
  const root = file.address(head);
  const rootRows = head.u16();
  const powers = [width, startBytes, maxDirectBytes].every((value) => value >= 1 && Number.isInteger(Math.log2(value)));
  if (!powers || maxDirectBytes < startBytes || heapBits > 64) {
    throw file.fault('a heap of powers of two', `${width} blocks of ${startBytes} to ${maxDirectBytes}`);
  }
  return {
    width,
    startBytes,
    maxDirectBytes,
    placeBytes: Math.ceil(heapBits / 8),
    lengthBytes: Math.min(
      Math.ceil(Math.log2(maxDirectBytes) / 8),
      Math.floor(Math.log2(Math.max(1, maxManagedBytes)) / 8) + 1,
    ),
    root,
    rootRows,
  };
}

/** The block that a place in the heap falls into: where it stands in the file, and where in the heap it begins. */
async function blockAt(
  file: Hdf5File,
  heap: Heap,
  place: number,
): Promise<{ readonly at: number; readonly place: number; readonly bytes: number }> {
  let [at, begin, rows] = [heap.root, 0, heap.rootRows];
  for (let nesting = 0; nesting < maxNesting; nesting++) {
    if (at === undefined) throw file.fault('a block of a heap', 'none');
    if (rows === 0) return { at, place: begin, bytes: heap.startBytes };
    const child = childAt(file, heap, place - begin, rows);
    begin += child.place;
    const address = at + blockFrameBytes + file.superblock.offsetBytes + heap.placeBytes;
    const pointer = await file.read(
      address + child.index * file.superblock.offsetBytes,
      file.superblock.offsetBytes,
      'a block of a heap',
    );
    at = file.address(pointer);
    if (child.bytes <= heap.maxDirectBytes) {
      if (at === undefined) throw file.fault('a block of a heap', 'none');
      return { at, place: begin, bytes: child.bytes };
    }
    // A block of blocks has as many rows as make up its size.
    rows = Math.log2(child.bytes / (heap.startBytes * heap.width)) + 1;
  }
  throw file.fault(`blocks of a heap at most ${maxNesting} deep`, 'deeper ones');
}

/** Rows of `width` blocks; the first two rows have blocks of one size, each further row of twice the size before. */
function childAt(
  file: Hdf5File,
  { width, startBytes }: Heap,
  place: number,
  rows: number,
): { readonly index: number; readonly place: number; readonly bytes: number } {
  let begin = 0;
  let bytes = startBytes;
  for (let row = 0; row < rows; row++) {
    if (row > 1) bytes *= 2;
    if (place < begin + width * bytes) {
      const column = Math.floor((place - begin) / bytes);
      return { index: row * width + column, place: begin + column * bytes, bytes };
    }
    begin += width * bytes;
  }
  throw file.fault(`a place within ${begin} bytes of a heap`, `${place}`);
}
