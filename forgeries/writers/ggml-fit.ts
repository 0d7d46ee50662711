// Scales for a few values under a row of levels: least squares over several starting steps.
import { clamp, furthest } from './ggml-rounding.ts';

/** How far the end is moved, in codes: the best scale seldom lets the extreme value lie on the end. */
const moves = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

/** The level nearest to `value`. */
export type NearestLevel = (value: number) => number;

/** Whole numbers from `lowest` to `highest`. */
export function wholeLevels(lowest: number, highest: number): NearestLevel {
  return (value) => clamp(Math.round(value), lowest, highest);
}

/** Where the value furthest from zero is put to begin with, for whole levels that end with `end`. */
export function endsAround(end: number): readonly number[] {
  return moves.map((move) => end + move);
}

/**
 * The step s with the least squared error of s * level over the values, when it starts from one that puts the value
 * furthest from zero on one of `ends`; 0 where all values are zero.
 */
export function fitStep(values: Float32Array, ends: readonly number[], nearest: NearestLevel): number {
  const extreme = furthest(values);
  let best = 0;
  let gain = 0;
  for (const end of ends) {
    const by = end / extreme;
    let product = 0;
    let square = 0;
    for (const value of values) {
      const level = nearest(value * by);
      product += value * level;
      square += level * level;
    }
    // What the fitted step takes off the sum of squares.
    if (square > 0 && product * product > gain * square) {
      best = product / square;
      gain = (product * product) / square;
    }
  }
  return best;
}

/**
 * The step and the minimum, which is taken away and is not negative, with the least squared error of
 * `step * code - minimum` for codes 0 to `top`.
 */
export function fitLine(values: Float32Array, top: number): { readonly step: number; readonly minimum: number } {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  let best = { step: 0, minimum: 0 };
  let least = squaredError(values, 0, best);
  for (const move of moves) {
    const by = (top + move) / (high - low);
    if (!Number.isFinite(by)) continue;
    const line = regress(values, (value) => clamp(Math.round((value - low) * by), 0, top));
    const error = squaredError(values, top, line);
    if (error < least) {
      best = line;
      least = error;
    }
  }
  return best;
}

/** Least squares over given codes. */
function regress(values: Float32Array, codeOf: NearestLevel): { step: number; minimum: number } {
  let sum = 0;
  let codes = 0;
  let square = 0;
  let product = 0;
  for (const value of values) {
    const code = codeOf(value);
    sum += value;
    codes += code;
    square += code * code;
    product += value * code;
  }
  const determinant = values.length * square - codes * codes;
  const step = determinant > 0 ? (values.length * product - sum * codes) / determinant : 0;
  const minimum = (step * codes - sum) / values.length;
  if (step > 0 && minimum >= 0) return { step, minimum };
  return { step: square > 0 ? Math.max(0, product / square) : 0, minimum: 0 };
}

function squaredError(values: Float32Array, top: number, { step, minimum }: { step: number; minimum: number }): number {
  const by = step > 0 ? 1 / step : 0;
  let error = 0;
  for (const value of values) {
    const code = clamp(Math.round((value + minimum) * by), 0, top);
    error += (step * code - minimum - value) ** 2;
  }
  return error;
}
