// The newer B-trees of HDF5: all records of one, in order, as bytes.
import type { Hdf5File } from './hdf5-file.ts';

/** Signature, version, kind and checksum of a node. */
const nodeFrameBytes = 10;

/** Levels above the leaves: nodes of 512 bytes hold some 30 records. */
const maxDepth = 16;

/** What the header says of every node. */
interface Tree {
  readonly nodeBytes: number;
  readonly recordBytes: number;
  /** By levels above the leaves: bytes of a child's total of records, 0 for children that are leaves. */
  readonly totalBytes: readonly number[];
  /** Bytes of a child's own number of records. */
  readonly countBytes: number;
}

/** The records of the tree at byte `at`. Throws `format` where the nodes do not add up. */
export async function readRecords(file: Hdf5File, at: number): Promise<readonly Uint8Array[]> {
  const { offsetBytes, lengthBytes } = file.superblock;
  const head = await file.read(at, 16 + offsetBytes + 2 + lengthBytes, 'a tree');
  file.expect(head, 'BTHD');
  head.take(2);
  const [nodeBytes, recordBytes, depth] = [head.u32(), head.u16(), head.u16()];
  head.take(2);
  const root = file.address(head);
  const rootRecords = head.u16();
  if (root === undefined || rootRecords === 0) return [];
  if (depth > maxDepth || recordBytes < 4 || nodeBytes < nodeFrameBytes + recordBytes) {
    throw file.fault('a tree of ordinary shape', `${depth} levels, nodes of ${nodeBytes}, records of ${recordBytes}`);
  }
  const tree = treeOf(nodeBytes, recordBytes, depth, offsetBytes);
  const records: Uint8Array[] = [];
  await readNode(file, tree, { at: root, count: rootRecords, depth }, records);
  return records;
}

/** Widths of the numbers in inner nodes follow from how many records a node and everything below it can hold. */
function treeOf(nodeBytes: number, recordBytes: number, depth: number, offsetBytes: number): Tree {
  let most = Math.floor((nodeBytes - nodeFrameBytes) / recordBytes);
  const countBytes = bytesFor(most);
  const totalBytes = [0, 0];
  let below = most;
  for (let level = 1; level <= depth; level++) {
    const pointer = offsetBytes + countBytes + (totalBytes[level] as number);
    most = Math.floor((nodeBytes - nodeFrameBytes - pointer) / (recordBytes + pointer));
    below = (most + 1) * below + most;
    totalBytes.push(bytesFor(below));
  }
  return { nodeBytes, recordBytes, totalBytes, countBytes };
}

function bytesFor(limit: number): number {
  return Math.floor(Math.log2(Math.max(1, limit)) / 8) + 1;
}

async function readNode(
  file: Hdf5File,
  tree: Tree,
  { at, count, depth }: { readonly at: number; readonly count: number; readonly depth: number },
  records: Uint8Array[],
): Promise<void> {
  file.enter('node of a tree', at);
  const node = await file.read(at, tree.nodeBytes, 'a node of a tree');
  file.expect(node, depth === 0 ? 'BTLF' : 'BTIN');
  node.take(2);
  if (count * tree.recordBytes > node.remaining - 4) {
    throw file.fault(`records within ${tree.nodeBytes} bytes`, `${count} of ${tree.recordBytes}`);
  }
  const own = Array.from({ length: count }, () => node.take(tree.recordBytes));
  if (depth === 0) {
    for (const record of own) records.push(record);
    return;
  }
  for (let i = 0; i <= count; i++) {
    const child = file.address(node);
    const childCount = file.number(node, tree.countBytes);
    node.take(tree.totalBytes[depth] as number);
    if (child === undefined) throw file.fault('children in a tree', 'none');
    await readNode(file, tree, { at: child, count: childCount, depth: depth - 1 }, records);
    const between = own[i];
    if (between !== undefined) records.push(between);
  }
}
