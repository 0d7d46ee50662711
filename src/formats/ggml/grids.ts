// The grids of ggml's IQ types, unpacked when they are first asked for.
import { type GridName, grids } from './grid-table.ts';

const unpacked = new Map<GridName, Float32Array>();

/** The coordinates of every point of a grid, point after point: small integers, as ggml scales them. */
export function grid(name: GridName): Float32Array {
  let points = unpacked.get(name);
  if (points === undefined) {
    points = unpack(name);
    unpacked.set(name, points);
  }
  return points;
}

/** Coordinates are packed as numbers of levels, lowest bits first, in as few bits as tell the levels apart. */
function unpack(name: GridName): Float32Array {
  const { points, dimensions, levels, packed } = grids[name];
  const bits = Math.ceil(Math.log2(levels.length));
  const text = atob(packed.join(''));
  const out = new Float32Array(points * dimensions);
  for (let i = 0; i < out.length; i++) {
    const bit = i * bits;
    const word = text.charCodeAt(bit >> 3) | ((text.charCodeAt((bit >> 3) + 1) || 0) << 8);
    out[i] = levels[(word >> (bit & 7)) & (2 ** bits - 1)] as number;
  }
  return out;
}
