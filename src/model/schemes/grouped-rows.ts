// Weights whose codes lie row by row, each group of columns in a row with a scale: read by element range, never expanded whole.
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import {
  type Codebook,
  roundToBook,
  type Scaling,
  scaleCodes,
  unpackCodes,
} from '../../formats/numbers/packed-codes.ts';
import type { RunOptions } from '../../run.ts';
import type { Assembly, PartReader } from '../values/assembly.ts';

/** Scales of the asked rows × groups, row-major, and what goes with them. One number each where all groups share it. */
export interface GroupScales {
  readonly scale: Float32Array;
  readonly zero?: Float32Array;
  readonly bias?: Float32Array;
}

/** Rows and groups that are asked for, ends exclusive. */
export interface GroupRange {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstGroup: number;
  readonly endGroup: number;
}

export interface GroupedRows {
  readonly codes: TensorInfo;
  readonly columns: number;
  readonly bits: number;
  /** Bytes from one row's first code to the next row's. */
  readonly rowBytes: number;
  readonly order: 'low' | 'high';
  readonly book: Codebook;
  /** Columns that share a scale; the last group of a row may be shorter. */
  readonly group: number;
  /** The group of each column, where they do not follow one another. */
  readonly columnGroups?: Int32Array;
  scales(reader: PartReader, range: GroupRange, options?: RunOptions): Promise<GroupScales>;
}

/** Values and nearest values of such a weight. */
export function groupedRows(scheme: string, weight: GroupedRows): Omit<Assembly, 'parts'> {
  return {
    scheme,
    async values(reader, from, to, options) {
      const out = new Float32Array(to - from);
      if (out.length === 0) return out;
      const codes = await readCodes(weight, reader, from, to, options);
      await walk(weight, reader, from, out.length, options, (scaling, at, count) => {
        scaleCodes(weight.book, codes, scaling, out, at, count);
      });
      return out;
    },
    async requantise(reader, from, values, options) {
      const out = values.slice();
      if (out.length === 0) return out;
      await walk(weight, reader, from, out.length, options, (scaling, at, count) => {
        roundToBook(weight.book, scaling, out, at, count);
      });
      return out;
    },
  };
}

/** One code each for the elements [from, to). */
async function readCodes(
  { codes, columns, bits, rowBytes, order }: GroupedRows,
  reader: PartReader,
  from: number,
  to: number,
  options?: RunOptions,
): Promise<Uint8Array> {
  const firstRow = Math.floor(from / columns);
  const lastRow = Math.floor((to - 1) / columns);
  const firstColumn = from - firstRow * columns;
  const start = firstRow * rowBytes + Math.floor((firstColumn * bits) / 8);
  const end = lastRow * rowBytes + Math.ceil(((to - lastRow * columns) * bits) / 8);
  const bytes = await reader.bytes(codes, start, end, options);
  const out = new Uint8Array(to - from);
  for (let row = firstRow, at = 0; row <= lastRow; row++) {
    const column = row === firstRow ? firstColumn : 0;
    const count = Math.min(columns - column, out.length - at);
    const firstBit = (row * rowBytes - start) * 8 + column * bits;
    unpackCodes(bytes, firstBit, bits, order, out, at, count);
    at += count;
  }
  return out;
}

type Visit = (scaling: Scaling, at: number, count: number) => void;

/** Visits the elements `from` and following in runs that share a scale; `at` counts from the first element asked. */
async function walk(
  { codes, columns, group, columnGroups, scales }: GroupedRows,
  reader: PartReader,
  from: number,
  count: number,
  options: RunOptions | undefined,
  visit: Visit,
): Promise<void> {
  options?.signal?.throwIfAborted();
  const firstRow = Math.floor(from / columns);
  const endRow = Math.floor((from + count - 1) / columns) + 1;
  const firstColumn = from - firstRow * columns;
  // Within one row only the groups that are touched are read: a row may be as long as a file.
  const single = endRow === firstRow + 1 && columnGroups === undefined;
  const firstGroup = single ? Math.floor(firstColumn / group) : 0;
  const endGroup = single ? Math.floor((firstColumn + count - 1) / group) + 1 : groupsIn(columns, group, columnGroups);
  const read = await scales(reader, { firstRow, endRow, firstGroup, endGroup }, options);
  const width = endGroup - firstGroup;
  const { scale, zero, bias } = read;
  const expected = scale.length === 1 ? 1 : (endRow - firstRow) * width;
  if (scale.length < expected) throw new ForebearError('format', codes.name, `${expected} scales`, `${scale.length}`);
  // One object for all runs: a run may be one element long.
  const scaling = { scale: 0, zero: 0, bias: undefined as number | undefined };
  for (let row = firstRow, at = 0; at < count; row++) {
    let column = row === firstRow ? firstColumn : 0;
    while (column < columns && at < count) {
      const which = columnGroups === undefined ? Math.floor(column / group) : (columnGroups[column] as number);
      let end = Math.min(columns, columnGroups === undefined ? (which + 1) * group : column + 1);
      while (end < columns && columnGroups?.[end] === which) end += 1;
      const length = Math.min(end - column, count - at);
      const index = (row - firstRow) * width + which - firstGroup;
      scaling.scale = scale[scale.length === 1 ? 0 : index] as number;
      scaling.zero = zero === undefined ? 0 : (zero[zero.length === 1 ? 0 : index] as number);
      scaling.bias = bias === undefined ? undefined : bias[bias.length === 1 ? 0 : index];
      visit(scaling, at, length);
      column += length;
      at += length;
    }
  }
}

function groupsIn(columns: number, group: number, columnGroups: Int32Array | undefined): number {
  if (columnGroups === undefined) return Math.ceil(columns / group);
  let most = -1;
  for (const which of columnGroups) most = Math.max(most, which);
  return most + 1;
}
