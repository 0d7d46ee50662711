// The rows of a span as they are stored, where they lie so; else their values, as if they had been stored as 32-bit floats.
import type { Alignment, Pair } from '../../align/alignment.ts';
import { commonRows } from '../../align/pair-values.ts';
import type { StoredRows } from '../../math/row-sums.ts';
import { isPlain } from '../../model/values/plane.ts';
import type { RunOptions } from '../../run.ts';

/** Rows of both sides, row-major, cut to their common columns. */
export interface SpanRows {
  readonly suspect: StoredRows;
  readonly candidate: StoredRows;
}

/** Both, read side by side; where one fails, only once the other has come to its end, too. */
async function bothSettled<T>(one: Promise<T>, other: Promise<T>): Promise<readonly [T, T]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** Rows [from, to) of a pair, end exclusive, in arrays that nobody else holds. Throws as reading the models does. */
export async function storedSpan(
  alignment: Alignment,
  pair: Pair,
  from: number,
  to: number,
  options: RunOptions,
  allocate?: (bytes: number) => Uint8Array,
): Promise<SpanRows> {
  const side = async (which: 'suspect' | 'candidate'): Promise<StoredRows> => {
    const plane = pair[which];
    // Vectors are asked for again by what reads gains: through the memory for rows they are read once.
    const isVector = pair.columns === 1 && from === 0 && to === plane.rows;
    if (!isVector && pair.axes === undefined && isPlain(plane) && plane.columns === pair.columns) {
      const [start, end] = [(plane.first + from) * plane.columns, (plane.first + to) * plane.columns];
      const stored = await alignment[which].readStored(plane.tensor, start, end, { ...options, allocate });
      if (stored !== undefined) return stored;
    }
    const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    const { buffer, byteOffset, byteLength } = await commonRows(alignment, pair, which, rows, options);
    return { type: 'F32', bytes: new Uint8Array(buffer, byteOffset, byteLength) };
  };
  const [suspect, candidate] = await bothSettled(side('suspect'), side('candidate'));
  return { suspect, candidate };
}
