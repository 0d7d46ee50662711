// Rows of a pair that are walked over several times, tile by tile: kept where they are few, read again where they are many.
import type { Alignment, Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import { chunkValues } from '../../model/model.ts';
import type { RunOptions } from '../../run.ts';

/** Consecutive rows of both sides, row-major; the first is number `first` of the slab. */
export interface Tile {
  readonly first: number;
  readonly suspect: Float32Array;
  readonly candidate: Float32Array;
}

export interface Slab {
  readonly rows: number;
  readonly columns: number;
  /** Hands over all tiles in order, the same ones every time. They must not be changed. */
  walk(each: (tile: Tile) => void): Promise<void>;
}

/** Values kept of each side: 8 MiB as 32-bit floats. */
const keptValues = 2_097_152;

/** The rows [from, to) of a comparable pair. */
export function openSlab(
  alignment: Alignment,
  pair: Pair,
  { from, to }: { readonly from: number; readonly to: number },
  options: RunOptions,
): Slab {
  const { columns } = pair;
  const rows = to - from;
  const step = Math.max(1, Math.floor(chunkValues / columns));
  const kept: Tile[] | undefined = rows * columns <= keptValues ? [] : undefined;
  let isComplete = false;
  return {
    rows,
    columns,
    walk: async (each) => {
      if (kept !== undefined && isComplete) {
        for (const tile of kept) each(tile);
        return;
      }
      for (let at = from; at < to; at += step) {
        options.signal?.throwIfAborted();
        const indices = Uint32Array.from({ length: Math.min(step, to - at) }, (_, i) => at + i);
        const tile = { first: at - from, ...(await bothRows(alignment, pair, indices, options)) };
        kept?.push(tile);
        each(tile);
      }
      isComplete = true;
    },
  };
}
