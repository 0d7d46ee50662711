// The point of a grid nearest to a few values: looked for among the points near to the values once these are rounded.
import { type GridName, grids } from '../../src/formats/ggml/grid-table.ts';
import { grid } from '../../src/formats/ggml/grids.ts';

/** Points near to a rounded place that are looked at; the nearest of all is hardly ever further off. */
const neighbourhood = 24;

interface Index {
  readonly coordinates: Float32Array;
  readonly dimensions: number;
  /** What lies half way between two levels. */
  readonly borders: readonly number[];
  /**
   * By place, as a number whose digits are levels: the points near to it, nearest first; found when first asked for.
   */
  readonly near: Map<number, Uint16Array>;
}

const indices = new Map<GridName, Index>();

/** The number of the point for which (point + shift) lies nearest to `by` times the values, one for each dimension. */
export function nearestPoint(name: GridName, values: Float32Array, by: number, shift: number): number {
  const index = indexOf(name);
  const { coordinates, dimensions, borders } = index;
  let place = 0;
  for (let i = 0; i < dimensions; i++) {
    const value = values[i]! * by - shift;
    let level = 0;
    while (level < borders.length && value > borders[level]!) level += 1;
    place = place * (borders.length + 1) + level;
  }
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const point of index.near.get(place) ?? explore(name, place)) {
    let error = 0;
    for (let i = 0; i < dimensions; i++) {
      error += (coordinates[point * dimensions + i]! + shift - values[i]! * by) ** 2;
    }
    if (error < least) {
      best = point;
      least = error;
    }
  }
  return best;
}

function indexOf(name: GridName): Index {
  let index = indices.get(name);
  if (index === undefined) {
    const { dimensions, levels } = grids[name];
    const borders = levels.slice(1).map((level, i) => (level + levels[i]!) / 2);
    index = { coordinates: grid(name), dimensions, borders, near: new Map() };
    indices.set(name, index);
  }
  return index;
}

/** The points near to a place, by a pass over all of them. */
function explore(name: GridName, place: number): Uint16Array {
  const { points, levels } = grids[name];
  const { coordinates, dimensions, near } = indexOf(name);
  const centre = new Float32Array(dimensions);
  let digits = place;
  for (let i = dimensions - 1; i >= 0; i--) {
    centre[i] = levels[digits % levels.length]!;
    digits = Math.floor(digits / levels.length);
  }
  const found = new Uint16Array(neighbourhood);
  const distances = new Float64Array(neighbourhood).fill(Number.POSITIVE_INFINITY);
  for (let point = 0; point < points; point++) {
    let distance = 0;
    for (let i = 0; i < dimensions; i++) distance += (coordinates[point * dimensions + i]! - centre[i]!) ** 2;
    let rank = neighbourhood;
    while (rank > 0 && distance < distances[rank - 1]!) rank -= 1;
    if (rank === neighbourhood) continue;
    found.copyWithin(rank + 1, rank, neighbourhood - 1);
    distances.copyWithin(rank + 1, rank, neighbourhood - 1);
    found[rank] = point;
    distances[rank] = distance;
  }
  near.set(place, found);
  return found;
}
