// Values on a few evenly spaced levels in groups, as quantisers leave them: which levels, and where other values would fall on them.

/** How the step of a group follows from its extremes. */
export type GridRule = 'symmetric' | 'full-range' | 'min-max';

/**
 * Levels 0, ±step, ±2 step, …, a step for each group of values that lie one after the other. `symmetric`: the largest size
 * over 2^(b−1) − 1; `full-range`: over 2^(b−1); `min-max`: the range over 2^b − 1.
 */
export interface Grid {
  readonly rule: GridRule;
  readonly bits: number;
  readonly group: number;
}

/** The step of the group [start, end) by its own values; 0 where all are zero. */
function stepOf(values: Float32Array, start: number, end: number, { rule, bits }: Grid): number {
  let [low, high] = [0, 0];
  for (let i = start; i < end; i++) {
    low = Math.min(low, values[i] as number);
    high = Math.max(high, values[i] as number);
  }
  if (rule === 'min-max') return (high - low) / (2 ** bits - 1);
  return Math.max(-low, high) / (2 ** (bits - 1) - (rule === 'symmetric' ? 1 : 0));
}

/**
 * Share of the values that lie within `tolerance` steps of a level; about twice the tolerance for values that know nothing
 * of the grid. Levels beyond ±`cap` do not count: there the stored type is no finer than the grid. Zeros do not count
 * either, which any pruning leaves. Null where nothing counts.
 */
export function gridShare(values: Float32Array, grid: Grid, cap: number, tolerance: number): number | null {
  let [near, counted] = [0, 0];
  for (let start = 0; start + grid.group <= values.length; start += grid.group) {
    const step = stepOf(values, start, start + grid.group, grid);
    if (step === 0) continue;
    for (let i = start; i < start + grid.group; i++) {
      const level = (values[i] as number) / step;
      if (level === 0 || Math.abs(level) > cap) continue;
      counted += 1;
      if (Math.abs(level - Math.round(level)) <= tolerance) near += 1;
    }
  }
  return counted === 0 ? null : near / counted;
}

/** How other values stand to the levels of the first. */
export interface GridFit {
  /** Share of them whose nearest level is the one that the first has. */
  readonly sameLevel: number;
  /** Root mean square of the differences, over that of a step / √12, which plain rounding leaves. */
  readonly error: number;
}

/** Lays `others` on the grid of `values`; null where there is no step. */
export function fitToGrid(values: Float32Array, others: Float32Array, grid: Grid): GridFit | null {
  let [same, counted, square, rounding] = [0, 0, 0, 0];
  const half = 2 ** (grid.bits - 1);
  for (let start = 0; start + grid.group <= values.length; start += grid.group) {
    const step = stepOf(values, start, start + grid.group, grid);
    if (step === 0) continue;
    for (let i = start; i < start + grid.group; i++) {
      const [value, other] = [values[i] as number, others[i] as number];
      // Beyond the last level everything is the last.
      const level = Math.max(-2 * half, Math.min(2 * half, Math.round(other / step)));
      if (level === Math.round(value / step)) same += 1;
      square += (value - other) ** 2;
      rounding += (step * step) / 12;
      counted += 1;
    }
  }
  return counted === 0 ? null : { sameLevel: same / counted, error: Math.sqrt(square / rounding) };
}
