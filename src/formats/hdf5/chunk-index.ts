// Where the chunks of an HDF5 dataset lie, from the tree that lists them.
import type { Hdf5File } from './hdf5-file.ts';
import { readTree } from './symbol-table.ts';

/** One chunk as stored. `skipped`: a bit for each filter that was not applied to it. */
export interface Chunk {
  readonly start: number;
  readonly length: number;
  readonly skipped: number;
}

/** All chunks of a dataset in the order of their places, each of the same sides; those at the edges stick out. */
export interface Chunks {
  readonly sides: readonly number[];
  readonly chunks: readonly Chunk[];
}

/** Chunks of a dataset; honest ones are of some hundred kilobytes. */
const maxChunks = 4_000_000;

interface Facts {
  readonly shape: readonly number[];
  readonly name: string;
}

/** Throws `format` where a chunk is missing, comes twice or lies beside the grid. */
export async function readChunkTree(
  file: Hdf5File,
  treeAt: number | undefined,
  sides: readonly number[],
  { shape, name }: Facts,
): Promise<Chunks> {
  if (sides.length !== shape.length || sides.some((side) => side === 0)) {
    throw file.fault(`chunks of ${shape.length} dimensions for “${name}”`, `[${sides.join(', ')}]`);
  }
  const grid = shape.map((side, axis) => Math.ceil(side / (sides[axis] as number)));
  const count = grid.reduce((product, side) => product * side, 1);
  if (count > maxChunks) throw file.fault(`at most ${maxChunks} chunks of “${name}”`, `${count}`);
  // A length, a mask, and eight bytes for each dimension and for the bytes of an element.
  const keyBytes = 8 + 8 * (shape.length + 1);
  const found = treeAt === undefined ? [] : await readTree(file, treeAt, { kind: 1, keyBytes });
  // Compared before room is made for them.
  if (found.length !== count) throw file.fault(`${count} chunks of “${name}”`, `${found.length}`);
  const chunks = new Map<number, Chunk>();
  for (const { key, child } of found) {
    const [length, skipped] = [key.u32(), key.u32()];
    let number = 0;
    for (const [axis, side] of sides.entries()) {
      const at = key.u64() / side;
      if (!Number.isInteger(at) || at >= (grid[axis] as number)) {
        throw file.fault(`chunks of “${name}” on its grid`, `one at ${at * side} along axis ${axis}`);
      }
      number = number * (grid[axis] as number) + at;
    }
    if (chunks.has(number)) throw file.fault(`each chunk of “${name}” once`, `chunk ${number} twice`);
    file.claim(child, length, `a chunk of “${name}”`);
    chunks.set(number, { start: child, length, skipped });
  }
  return { sides, chunks: Array.from({ length: count }, (_, i) => chunks.get(i) as Chunk) };
}
