// Outlines to ink: how much of each pixel lies inside, by lines of four to a row and exact lengths along them, winding not zero.
import type { OutlinePoint } from './font/font.ts';

/** A map of the plane: x' = a x + c y + e, y' = b x + d y + f. */
export interface Placing {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Lines to a row of pixels. */
const lines = 4;
/** Straight pieces that stand for a curve. */
const pieces = 6;

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * Adds the ink of contours, placed into pixels (y downwards), to `ink`: width × height shares from 0 to 1; where two overlap the larger
 * counts. Only +, −, × and ÷ of 64-bit floats: the same on every machine.
 */
export function drawContours(
  ink: Float64Array,
  width: number,
  height: number,
  contours: readonly (readonly OutlinePoint[])[],
  placing: Placing,
): void {
  const edges = contours.flatMap((contour) => edgesOf(contour, placing));
  const share = new Float64Array(width);
  for (let row = 0; row < height; row++) {
    share.fill(0);
    let any = false;
    for (let line = 0; line < lines; line++) {
      const y = row + (line + 0.5) / lines;
      const crossings: { readonly x: number; readonly turn: number }[] = [];
      for (const { x0, y0, x1, y1 } of edges) {
        if (y0 <= y === y1 <= y) continue;
        crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 });
      }
      if (crossings.length === 0) continue;
      any = true;
      crossings.sort((p, q) => p.x - q.x);
      let winding = 0;
      for (let i = 0; i + 1 < crossings.length; i++) {
        winding += (crossings[i] as { turn: number }).turn;
        if (winding !== 0) fill(share, (crossings[i] as { x: number }).x, (crossings[i + 1] as { x: number }).x);
      }
    }
    if (!any) continue;
    for (let x = 0; x < width; x++) {
      const at = row * width + x;
      ink[at] = Math.max(ink[at] as number, Math.min(1, (share[x] as number) / lines));
    }
  }
}

/** Adds the lengths of [from, to) within each pixel. */
function fill(share: Float64Array, from: number, to: number): void {
  const [start, end] = [Math.max(0, from), Math.min(share.length, to)];
  for (let x = Math.floor(start); x < end; x++)
    share[x] = (share[x] as number) + Math.min(end, x + 1) - Math.max(start, x);
}

function edgesOf(contour: readonly OutlinePoint[], { a, b, c, d, e, f }: Placing): Edge[] {
  if (contour.length < 2) return [];
  const placed = contour.map(({ x, y, on }) => ({ x: a * x + c * y + e, y: b * x + d * y + f, on }));
  // Between two pulling points lies one on the curve that is not written.
  const points: OutlinePoint[] = [];
  for (const [i, point] of placed.entries()) {
    const next = placed[(i + 1) % placed.length] as OutlinePoint;
    points.push(point);
    if (!point.on && !next.on) points.push({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, on: true });
  }
  const first = points.findIndex(({ on }) => on);
  if (first < 0) return [];
  const turned = [...points.slice(first), ...points.slice(0, first), points[first] as OutlinePoint];
  const edges: Edge[] = [];
  let from = turned[0] as OutlinePoint;
  for (let i = 1; i < turned.length; i++) {
    const point = turned[i] as OutlinePoint;
    if (point.on) {
      edges.push({ x0: from.x, y0: from.y, x1: point.x, y1: point.y });
      from = point;
      continue;
    }
    const to = turned[i + 1] as OutlinePoint;
    let [x0, y0] = [from.x, from.y];
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      const u = 1 - t;
      const x1 = u * u * from.x + 2 * u * t * point.x + t * t * to.x;
      const y1 = u * u * from.y + 2 * u * t * point.y + t * t * to.y;
      edges.push({ x0, y0, x1, y1 });
      [x0, y0] = [x1, y1];
    }
    from = to;
    i += 1;
  }
  return edges;
}
