// Sparse tensors of TensorFlow Lite: where in the dense tensor each stored number belongs. The layout is that of Kjolstad
// et al., "The Tensor Algebra Compiler" (2017): levels of a tree, each dense or with its own list of indices.
import { ForebearError } from '../../errors.ts';
import type { SparsePlaces } from '../format.ts';
import { sortedPlaces } from '../numbers/sparse.ts';
import type { FlatBuffer, FlatTable } from './flatbuffer.ts';

/** Dimensions and block dimensions together: twice what a shape may have. */
const maxLevels = 16;

/** Zeros for each number that is stored: pruned networks keep a tenth to a half. Small tensors may be nearly empty. */
const maxEmptiness = 256;
const emptinessFrom = 1_048_576;

/** Bytes of one index by the number of the SparseIndexVector's kind. */
const indexWidths: ReadonlyMap<number, 1 | 2 | 4> = new Map([
  [1, 4],
  [2, 2],
  [3, 1],
]);

/** One level: a side of the blocked tensor or of a block, and how far apart neighbours along it are in the dense tensor. */
interface Level {
  readonly size: number;
  readonly stride: number;
  /** Absent where every index occurs. */
  readonly listed?: { readonly segments: Uint32Array; readonly indices: Uint32Array };
}

/**
 * The places of the stored numbers, at most `mostStored`, of a tensor of `shape`. Throws `format` where the description
 * contradicts itself, `limit` where hardly anything is stored of a large tensor.
 */
export async function readPlaces(
  file: FlatBuffer,
  sparsity: FlatTable,
  shape: readonly number[],
  mostStored: number,
  name: string,
): Promise<SparsePlaces> {
  const levels = await readLevels(file, sparsity, shape, name);
  const elements = shape.reduce((product, side) => product * side, 1);
  if (!(elements < 2 ** 32)) throw new ForebearError('limit', name, 'fewer than 2^32 elements', `${elements}`);
  const stored = countStored(levels, name);
  if (stored > mostStored) throw new ForebearError('format', name, `${stored} numbers`, `${mostStored} at most`);
  if (elements > Math.max(emptinessFrom, maxEmptiness * stored)) {
    const expected = `at least one of ${maxEmptiness} elements stored`;
    throw new ForebearError('limit', name, expected, `${stored} of ${elements}`);
  }
  let places = Uint32Array.of(0);
  for (const level of levels) places = refined(places, level, name);
  return sortedPlaces(places, name);
}

/** Nodes of the last level. Checks on the way that each list has bounds for just the nodes above it. */
function countStored(levels: readonly Level[], name: string): number {
  let nodes = 1;
  for (const { size, listed } of levels) {
    if (listed === undefined) nodes *= size;
    else {
      const { segments, indices } = listed;
      if (segments.length !== nodes + 1 || segments[0] !== 0 || segments.at(-1) !== indices.length) {
        const found = `${segments.length} up to ${segments.at(-1)}`;
        throw new ForebearError('format', name, `${nodes + 1} bounds up to ${indices.length}`, found);
      }
      nodes = indices.length;
    }
  }
  return nodes;
}

async function readLevels(
  file: FlatBuffer,
  sparsity: FlatTable,
  shape: readonly number[],
  name: string,
): Promise<readonly Level[]> {
  const order = await readInts(file, sparsity, 0, name);
  const blockMap = await readInts(file, sparsity, 1, name);
  const tables = await file.tables(sparsity, 2);
  const count = shape.length + blockMap.length;
  const inOrder = [...order].toSorted((a, b) => a - b).every((dimension, i) => dimension === i);
  const blocksLast = order.slice(shape.length).every((dimension) => dimension >= shape.length);
  if (order.length !== count || tables.length !== count || !inOrder || !blocksLast) {
    const found = `the order [${order.join(', ')}] of ${tables.length}`;
    throw new ForebearError('format', name, `${count} dimensions in an order, those of blocks last`, found);
  }
  if (blockMap.some((axis, i) => axis < 0 || axis >= shape.length || blockMap.indexOf(axis) !== i)) {
    throw new ForebearError('format', name, 'one axis for each dimension of a block', `[${blockMap.join(', ')}]`);
  }
  const drafts = await Promise.all(tables.map(async (at) => readDimension(file, await file.table(at), name)));
  const blockSides = new Array<number>(shape.length).fill(1);
  for (const [i, axis] of blockMap.entries()) {
    blockSides[axis] = drafts[order.indexOf(shape.length + i)]?.size ?? 0;
  }
  return drafts.map((draft, i) => {
    const dimension = order[i] as number;
    const axis = dimension < shape.length ? dimension : (blockMap[dimension - shape.length] as number);
    const side = shape[axis] as number;
    const blockSide = blockSides[axis] as number;
    const inner = shape.slice(axis + 1).reduce((product, one) => product * one, 1);
    const isBlock = dimension >= shape.length;
    const size = isBlock ? blockSide : side / blockSide;
    const fits = Number.isInteger(size) && size >= 1 && (draft.listed !== undefined ? !isBlock : draft.size === size);
    if (!fits) {
      const found = `${draft.size} in level ${i}, blocks of ${blockSide}`;
      throw new ForebearError('format', name, `levels that divide the side ${side}`, found);
    }
    return { ...draft, size, stride: isBlock ? inner : inner * blockSide };
  });
}

async function readDimension(file: FlatBuffer, table: FlatTable, name: string): Promise<Omit<Level, 'stride'>> {
  const kind = table.number(0, 'i8');
  if (kind === 0) return { size: table.number(1, 'i32') };
  if (kind !== 1) throw new ForebearError('unsupported', name, 'dense and sparse dimensions', `kind ${kind}`);
  const segments = await readIndices(file, table, 2, name);
  const indices = await readIndices(file, table, 4, name);
  return { size: 0, listed: { segments, indices } };
}

async function readInts(file: FlatBuffer, table: FlatTable, slot: number, name: string): Promise<readonly number[]> {
  const view = await file.bytes(table, slot, 4);
  const count = view.byteLength / 4;
  if (count > maxLevels) throw new ForebearError('limit', name, `at most ${maxLevels} dimensions`, `${count}`);
  return Array.from({ length: count }, (_, i) => view.getInt32(4 * i, true));
}

/** The union whose kind is in `slot` and whose table is in the next. */
async function readIndices(file: FlatBuffer, table: FlatTable, slot: number, name: string): Promise<Uint32Array> {
  const width = indexWidths.get(table.number(slot, 'u8'));
  const vector = await file.child(table, slot + 1);
  if (width === undefined || vector === undefined) throw new ForebearError('format', name, 'lists of indices', 'none');
  const view = await file.bytes(vector, 0, width);
  return Uint32Array.from({ length: view.byteLength / width }, (_, i) => {
    if (width === 1) return view.getUint8(i);
    return width === 2 ? view.getUint16(2 * i, true) : view.getUint32(4 * i, true);
  });
}

/** The places of the nodes one level further down, from those of their parents. */
function refined(parents: Uint32Array, level: Level, name: string): Uint32Array<ArrayBuffer> {
  const { size, stride, listed } = level;
  if (listed === undefined) {
    const out = new Uint32Array(parents.length * size);
    for (let i = 0; i < out.length; i++) out[i] = (parents[Math.floor(i / size)] as number) + (i % size) * stride;
    return out;
  }
  const { segments, indices } = listed;
  const out = new Uint32Array(indices.length);
  for (let node = 0; node < parents.length; node++) {
    const [from, to] = [segments[node] as number, segments[node + 1] as number];
    if (to < from) throw new ForebearError('format', name, 'bounds in order', `${from} before ${to}`);
    for (let i = from; i < to; i++) {
      const index = indices[i] as number;
      if (index >= size) throw new ForebearError('format', name, `indices below ${size}`, `${index}`);
      out[i] = (parents[node] as number) + index * stride;
    }
  }
  return out;
}
