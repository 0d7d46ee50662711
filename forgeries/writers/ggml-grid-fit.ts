// Values in terms of a grid: the scale of each group by least squares, and for every few values the nearest point.
import { type GridName, grids } from '../../src/formats/ggml/grid-table.ts';
import { grid } from '../../src/formats/ggml/grids.ts';
import { nearestPoint } from './ggml-grid-search.ts';
import { asHalf, clamp } from './ggml-rounding.ts';

/** How a type uses its grid. */
export interface GridUse {
  readonly name: GridName;
  /** Values that share a small scale. */
  readonly group: number;
  /** How many small scales there are, and what each is worth in units of the block's. */
  readonly smallScales: number;
  readonly worth: (small: number) => number;
  /**
   * `free`: a sign for every value; `even`: the number of minus signs of eight values is even; `none`: the grid has
   * them.
   */
  readonly signs: 'free' | 'even' | 'none';
  /** Values that share the direction of the shift by an eighth; 0 where the type has none. */
  readonly shifted: number;
}

/** A block in terms of its grid. */
export interface GridFit {
  readonly scale: number;
  /** A small scale for each group. */
  readonly smalls: readonly number[];
  /** A point for every `dimensions` values. */
  readonly points: readonly number[];
  /** For every eight values the byte of minus signs. */
  readonly signs: readonly number[];
  /** For every `shifted` values: whether the shift is downwards. */
  readonly down: readonly boolean[];
}

/** What the largest coordinate is worth of the largest value, among the scales that are tried. */
const stretches = [0.6, 0.7, 0.8, 0.9, 1, 1.1];

/** Fits the values of one block of 256. */
export function fitGrid(values: Float32Array, use: GridUse): GridFit {
  const signs = signsOf(values, use);
  const magnitudes = values.map((value, i) => (minusAt(signs, i) ? -value : value));
  const starts: number[] = [];
  for (let from = 0; from < values.length; from += use.group) {
    starts.push(startingStep(magnitudes.subarray(from, from + use.group), use));
  }
  const scale = asHalf(Math.max(...starts) / use.worth(use.smallScales - 1));
  const smalls: number[] = [];
  const points: number[] = [];
  const down: boolean[] = [];
  starts.forEach((start, index) => {
    const part = magnitudes.subarray(index * use.group, (index + 1) * use.group);
    // Where one shift spans two groups there would be no free choice; no type has that.
    const near = scale === 0 ? 0 : smallNear(start / scale, use);
    const tried = [near - 1, near, near + 1].filter((small) => small >= 0 && small < use.smallScales);
    const fits = tried.map((small) => ({ small, ...encode(part, scale * use.worth(small), use) }));
    const best = fits.reduce((a, b) => (b.error < a.error ? b : a));
    smalls.push(best.small);
    points.push(...best.points);
    down.push(...best.down);
  });
  return { scale, smalls, points, signs, down };
}

function signsOf(values: Float32Array, { signs }: GridUse): readonly number[] {
  return Array.from({ length: values.length / 8 }, (_, index) => {
    if (signs === 'none') return 0;
    const eight = values.subarray(8 * index, 8 * index + 8);
    let byte = 0;
    let least = 0;
    let minuses = 0;
    eight.forEach((value, i) => {
      if (value < 0) {
        byte |= 1 << i;
        minuses += 1;
      }
      if (Math.abs(value) < Math.abs(eight[least]!)) least = i;
    });
    // The wrong sign costs least where the value is least.
    return signs === 'even' && minuses % 2 === 1 ? byte ^ (1 << least) : byte;
  });
}

function minusAt(signs: readonly number[], i: number): boolean {
  return ((signs[i >> 3]! >> (i & 7)) & 1) === 1;
}

/** The small scale whose worth is nearest; worths are evenly spaced. */
function smallNear(worth: number, use: GridUse): number {
  const first = use.worth(0);
  return clamp(Math.round((worth - first) / (use.worth(1) - first)), 0, use.smallScales - 1);
}

function startingStep(values: Float32Array, use: GridUse): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const outermost = grids[use.name].levels.at(-1)!;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const stretch of stretches) {
    const { fitted, error } = encode(values, (stretch * largest) / outermost, use);
    if (error < least && fitted > 0) {
      best = fitted;
      least = error;
    }
  }
  return best;
}

/** The nearest points under `step`, their squared error, and the step that would suit them best. */
function encode(
  values: Float32Array,
  step: number,
  use: GridUse,
): { readonly points: number[]; readonly down: boolean[]; readonly error: number; readonly fitted: number } {
  const span = use.shifted === 0 ? values.length : use.shifted;
  const points: number[] = [];
  const down: boolean[] = [];
  let error = 0;
  let product = 0;
  let square = 0;
  for (let from = 0; from < values.length; from += span) {
    const part = values.subarray(from, from + span);
    const best =
      use.shifted === 0
        ? { ...place(part, step, use.name, 0), isDown: false }
        : better(place(part, step, use.name, 0.125), place(part, step, use.name, -0.125));
    points.push(...best.points);
    if (use.shifted > 0) down.push(best.isDown);
    error += best.error;
    product += best.product;
    square += best.square;
  }
  return { points, down, error, fitted: square > 0 ? product / square : 0 };
}

interface Placed {
  readonly points: readonly number[];
  readonly error: number;
  readonly product: number;
  readonly square: number;
}

function better(up: Placed, down: Placed): Placed & { readonly isDown: boolean } {
  return down.error < up.error ? { ...down, isDown: true } : { ...up, isDown: false };
}

function place(values: Float32Array, step: number, name: GridName, shift: number): Placed {
  const { dimensions } = grids[name];
  const coordinates = grid(name);
  const by = step > 0 ? 1 / step : 0;
  const points: number[] = [];
  let error = 0;
  let product = 0;
  let square = 0;
  for (let from = 0; from < values.length; from += dimensions) {
    const point = nearestPoint(name, values.subarray(from, from + dimensions), by, shift);
    points.push(point);
    for (let i = 0; i < dimensions; i++) {
      const value = values[from + i]!;
      const coordinate = coordinates[point * dimensions + i]! + shift;
      error += (coordinate * step - value) ** 2;
      product += coordinate * value;
      square += coordinate * coordinate;
    }
  }
  return { points, error, product, square };
}
