// Rows that were read once and may be asked for again: several tests look at the same few rows of a large model.
import type { Tensor } from '../model.ts';

/** Values kept of one model: 32 MiB as 32-bit floats, twice what a sampled comparison reads. */
const keptValues = 8_388_608;

/** Shorter runs cost less to read again than to remember. */
const shortest = 512;

/** Runs of values by where they begin. What was kept first is let go first. */
export interface RowMemory {
  /** The `count` values from element `start` on, where they are known: not to be changed. */
  get(tensor: Tensor, start: number, count: number): Float32Array | undefined;
  /** Keeps a copy, unless the run is short or longer than all that may be kept. */
  keep(tensor: Tensor, start: number, values: Float32Array): void;
}

export function createRowMemory(): RowMemory {
  const runs = new Map<Tensor, Map<number, Float32Array>>();
  const order: { readonly tensor: Tensor; readonly start: number }[] = [];
  let held = 0;
  let oldest = 0;

  function forgetOldest(): void {
    const { tensor, start } = order[oldest] as (typeof order)[number];
    oldest += 1;
    const known = runs.get(tensor);
    held -= known?.get(start)?.length ?? 0;
    known?.delete(start);
    // What was forgotten is cut off the list in one go.
    if (oldest > 1_024 && 2 * oldest > order.length) {
      order.splice(0, oldest);
      oldest = 0;
    }
  }

  return {
    get(tensor, start, count) {
      const run = runs.get(tensor)?.get(start);
      return run === undefined || run.length < count ? undefined : run.subarray(0, count);
    },

    keep(tensor, start, values) {
      if (values.length < shortest || values.length > keptValues) return;
      const known = runs.get(tensor) ?? new Map<number, Float32Array>();
      if (known.has(start)) return;
      runs.set(tensor, known);
      while (held + values.length > keptValues) forgetOldest();
      known.set(start, values.slice());
      order.push({ tensor, start });
      held += values.length;
    },
  };
}
