// Replaying a quantisation: are the stored codes those that the other side's values would get under the stored scales?
import type { Alignment, Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import { isQuantised } from '../../model/model.ts';
import { requantiseRows } from '../../model/values/plane.ts';
import type { RunOptions } from '../../run.ts';

export interface Requantisation {
  readonly elements: number;
  /** Share of the elements whose stored value is the nearest that the stored scales can express to the other side's. */
  readonly equal: number;
  /** Root mean square of what that rounding does to the other side's values. */
  readonly error: number;
}

/** Enough to tell 0.99 from 0.98 by twenty standard errors; a code costs more to find than a value to read. */
const sampledElements = 65_536;

/** Rows replayed of tensors stored the other way round, where every column is a call of its own. */
const transposedRows = 64;

/**
 * Replays the quantisation of one side of a comparable pair on the other side's values, over its first planned rows.
 * Null where that side is not quantised, or stands in another order of axes.
 */
export async function requantisation(
  alignment: Alignment,
  pair: Pair,
  side: 'suspect' | 'candidate',
  firstRow: number,
  rows: number,
  options: RunOptions,
): Promise<Requantisation | null> {
  const plane = pair[side];
  const model = alignment[side];
  if (!isQuantised(plane.tensor) || plane.columns !== pair.columns || pair.columns === 0) return null;
  if (side === 'suspect' && pair.axes !== undefined) return null;
  const affordable = Math.max(1, Math.floor(sampledElements / pair.columns));
  const count = Math.min(rows, affordable, plane.transposed ? transposedRows : rows);
  const indices = Uint32Array.from({ length: count }, (_, i) => firstRow + i);
  const values = await bothRows(alignment, pair, indices, options);
  const stored = values[side];
  const other = side === 'suspect' ? values.candidate : values.suspect;
  const replayed = await requantiseRows(model, plane, indices, other, options);
  if (replayed === undefined) return null;
  let elements = 0;
  let equal = 0;
  let square = 0;
  for (let i = 0; i < stored.length; i++) {
    const [is, was, back] = [stored[i] as number, other[i] as number, replayed[i] as number];
    if (!(Number.isFinite(is) && Number.isFinite(was) && Number.isFinite(back))) continue;
    elements += 1;
    if (is === back) equal += 1;
    square += (was - back) ** 2;
  }
  return elements === 0 ? null : { elements, equal: equal / elements, error: Math.sqrt(square / elements) };
}
