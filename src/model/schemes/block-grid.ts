// Scales that each serve a block of a weight: one number, one a row, one a group of columns, one a tile.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import type { RunOptions } from '../../run.ts';
import type { PartReader } from '../values/assembly.ts';
import type { GroupRange } from './grouped-rows.ts';
import { product } from './scheme.ts';

/** How a tensor of scales lies over a weight: along each axis of the weight, how many blocks and how long. */
export interface BlockGrid {
  readonly counts: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * Fits `scales` over a weight of `shape`. Sides of the scales are 1, as long as the weight's, or as many as there are
 * blocks; missing trailing axes are one block. `hints` are block lengths to try, by axis, before the one that divides the
 * side evenly: only with them may the last block be shorter. Throws `format` where they do not fit.
 */
export function fitGrid(
  scales: TensorInfo,
  shape: readonly number[],
  hints: readonly (readonly number[])[] = [],
): BlockGrid {
  const counts = alignedCounts(scales.shape, shape.length);
  const lengths = counts?.map((count, axis) => blockLength(shape[axis] as number, count, hints[axis] ?? []));
  if (counts === undefined || lengths === undefined || lengths.includes(undefined)) {
    const expected = `scales that fit a weight of [${shape.join(', ')}]`;
    throw new ForebearError('format', scales.name, expected, `[${scales.shape.join(', ')}]`);
  }
  return { counts, lengths: lengths as number[] };
}

/** `[]` and `[1]` serve all, `[rows]` each row, anything else is as deep as the weight. */
function alignedCounts(scales: readonly number[], depth: number): readonly number[] | undefined {
  if (scales.every((side) => side === 1)) return new Array<number>(depth).fill(1);
  if (scales.length > depth || depth === 0) return undefined;
  return [...scales, ...new Array<number>(depth - scales.length).fill(1)];
}

function blockLength(side: number, count: number, hints: readonly number[]): number | undefined {
  if (count === 1) return Math.max(1, side);
  if (count === side) return 1;
  const hinted = hints.find((length) => length > 0 && Math.ceil(side / length) === count);
  if (hinted !== undefined) return hinted;
  return count > 0 && side % count === 0 ? side / count : undefined;
}

/** Scales of the asked rows and groups of columns; rows are counted over all axes but the last. One number where there is one. */
export async function readGrid(
  reader: PartReader,
  scales: TensorInfo,
  { counts, lengths }: BlockGrid,
  shape: readonly number[],
  range: GroupRange,
  options?: RunOptions,
): Promise<Float32Array> {
  if (product(counts, scales.name) === 1) return reader.values(scales, 0, 1, options);
  const groups = counts.at(-1) as number;
  // Where a row has one scale alone, it serves whatever groups the weight has.
  const [firstGroup, endGroup] = groups === 1 ? [0, 1] : [range.firstGroup, range.endGroup];
  const rows = Array.from({ length: range.endRow - range.firstRow }, (_, i) =>
    gridRow(range.firstRow + i, counts, lengths, shape),
  );
  let least = Infinity;
  let most = 0;
  for (const row of rows) {
    least = Math.min(least, row);
    most = Math.max(most, row);
  }
  // Only the touched groups of a single row of scales; otherwise whole rows of them.
  const single = least === most;
  const start = least * groups + (single ? firstGroup : 0);
  const end = single ? least * groups + endGroup : (most + 1) * groups;
  const read = await reader.values(scales, start, end, options);
  const width = range.endGroup - range.firstGroup;
  const out = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    const from = row * groups + firstGroup - start;
    if (groups === 1) out.fill(read[from] as number, i * width, (i + 1) * width);
    else out.set(read.subarray(from, from + width), i * width);
  }
  return out;
}

/** Throws `format` unless a second tensor of scales (or of zeros) has one number a row, or as many as the first. */
export function checkSameGroups(part: TensorInfo, own: BlockGrid, grid: BlockGrid): void {
  const [found, groups] = [own.counts.at(-1), grid.counts.at(-1)];
  if (found === 1 || (found === groups && own.lengths.at(-1) === grid.lengths.at(-1))) return;
  throw new ForebearError('format', part.name, `one number or ${groups} a row, as the scales have`, `${found}`);
}

/** What each scale serves, in words: `one scale a row`, `groups of 32`, `tiles of 128 by 128`. */
export function servingOf({ counts, lengths }: BlockGrid): string {
  const [rows = 1, columns = 1] = lengths.slice(-2);
  if (counts.every((count) => count === 1)) return 'one scale';
  if (counts.at(-1) === 1) return rows === 1 ? 'one scale a row' : `one scale for ${rows} rows`;
  return rows === 1 ? `groups of ${columns}` : `tiles of ${rows} by ${columns}`;
}

/** The row of scales that serves a row of the weight. */
function gridRow(row: number, counts: readonly number[], lengths: readonly number[], shape: readonly number[]): number {
  let rest = row;
  let index = 0;
  let stride = 1;
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    const side = shape[axis] as number;
    index += Math.floor((rest % side) / (lengths[axis] as number)) * stride;
    rest = Math.floor(rest / side);
    stride *= counts[axis] as number;
  }
  return index;
}
