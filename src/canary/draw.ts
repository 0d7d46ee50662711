// Glyphs put where they belong: one alone, several below one another, parts of several into one that exists nowhere.
import type { Font, OutlinePoint } from '../image/font/font.ts';
import { drawContours, type Placing } from '../image/rasterise.ts';
import type { Random } from '../math/random.ts';

type Contours = readonly (readonly OutlinePoint[])[];

/** Pixels of a glyph's square. */
export const glyphSide = 96;
const margin = 12;

export interface Inked {
  readonly ink: Float64Array;
  readonly width: number;
  readonly height: number;
}

/** Pieces of a square: left, top, width and height as shares. */
type Part = readonly [number, number, number, number];

/** How ideographs are put together (Unicode 16 §18.2): left to right, above to below, three across, two above one. */
const layouts: readonly (readonly Part[])[] = [
  [
    [0, 0, 0.46, 1],
    [0.48, 0, 0.52, 1],
  ],
  [
    [0, 0, 1, 0.48],
    [0, 0.5, 1, 0.5],
  ],
  [
    [0, 0, 0.32, 1],
    [0.34, 0, 0.32, 1],
    [0.68, 0, 0.32, 1],
  ],
  [
    [0, 0, 0.48, 0.48],
    [0.5, 0, 0.5, 0.48],
    [0.1, 0.5, 0.8, 0.5],
  ],
];

export const partsOfLayout = layouts.map(({ length }) => length);

/** Glyphs from top to bottom, each in its square; a little out of line as a hand writes. */
export function drawColumn(font: Font, points: readonly number[], severity: number, random: Random): Inked {
  const width = glyphSide + 2 * margin;
  const height = points.length * glyphSide + 2 * margin;
  const ink = new Float64Array(width * height);
  for (const [at, point] of points.entries()) {
    const contours = font.outline(point)?.contours ?? [];
    const shear = (random.uniform() - 0.5) * 0.3 * severity;
    const shift = (random.uniform() - 0.5) * 8 * severity;
    put(
      ink,
      width,
      height,
      contours,
      [margin + shift, margin + at * glyphSide, glyphSide * 0.94, glyphSide * 0.94],
      shear,
    );
  }
  return { ink, width, height };
}

/** Several glyphs' outlines in one square. */
export function drawComposed(
  font: Font,
  layout: number,
  points: readonly number[],
  severity: number,
  random: Random,
): Inked {
  const side = glyphSide + 2 * margin;
  const ink = new Float64Array(side * side);
  const shear = (random.uniform() - 0.5) * 0.3 * severity;
  for (const [at, [x, y, w, h]] of (layouts[layout] as readonly Part[]).entries()) {
    const contours = font.outline(points[at] as number)?.contours ?? [];
    put(
      ink,
      side,
      side,
      contours,
      [margin + x * glyphSide, margin + y * glyphSide, w * glyphSide, h * glyphSide],
      shear,
    );
  }
  return { ink, width: side, height: side };
}

/** Contours scaled so that their own bounds fill a box, but no more than so far out of shape. */
function put(
  ink: Float64Array,
  width: number,
  height: number,
  contours: Contours,
  [x, y, w, h]: Part,
  shear: number,
): void {
  const all = contours.flat();
  if (all.length === 0) return;
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const point of all) {
    [left, right] = [Math.min(left, point.x), Math.max(right, point.x)];
    [low, high] = [Math.min(low, point.y), Math.max(high, point.y)];
  }
  const across = w / Math.max(1, right - left);
  const down = h / Math.max(1, high - low);
  const [sx, sy] = [Math.min(across, 2 * down), Math.min(down, 3 * across)];
  const placing: Placing = {
    a: sx,
    b: 0,
    c: shear * sx,
    d: -sy,
    e: x + (w - sx * (right - left)) / 2 - sx * left - (shear * sx * (low + high)) / 2,
    f: y + (h + sy * (high - low)) / 2 + sy * low,
  };
  drawContours(ink, width, height, contours, placing);
}
