// Where llama.cpp prepares images otherwise than the released model: its rule, and what follows for comparisons.
import { releasedRule, type Size, type SlicePlan, slicePlan } from '../minicpm/slice-plan.ts';
import type { RuntimeIdentity } from './runtime.ts';

/** What a runtime makes of an image before the tower sees it. */
export type Cut = Pick<SlicePlan, 'overview' | 'grid' | 'refined'>;

const away = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

const divisible = (length: number, by: number): number => Math.max(away(Math.fround(length / by)) * by, by);

function nearest({ width, height }: Size, enlarge: boolean): Size {
  const { side, patch } = releasedRule;
  let [w, h] = [width, height];
  if (w * h > side * side || enlarge) {
    const shape = Math.fround(w / h);
    h = Math.trunc(Math.fround(side / Math.fround(Math.sqrt(shape))));
    w = Math.trunc(Math.fround(h * shape));
  }
  return { width: divisible(w, patch), height: divisible(h, patch) };
}

/**
 * The rule of llama.cpp's `get_slice_instructions`, build 10257, for projectors of MiniCPM-V: an image whose sides are both within 448 is
 * squashed to 448 × 448; any other is cut, in two at least; halves are rounded away from zero; shapes are 32-bit floats.
 */
export function llamaCut({ width, height }: Size): Cut {
  const { side, mostSlices } = releasedRule;
  const square = { width: side, height: side };
  if (width <= side && height <= side) return { overview: square, grid: undefined, refined: square };
  const shape = Math.fround(Math.log(Math.fround(width / height)));
  const multiple = Math.min(Math.ceil(Math.fround((width * height) / (side * side))), mostSlices);
  let grid = { columns: 1, rows: 1 };
  let least = Infinity;
  for (const count of [multiple - 1, multiple, multiple + 1]) {
    if (count === 1 || count > mostSlices) continue;
    for (let columns = 1; columns <= count; columns++) {
      if (count % columns !== 0) continue;
      const rows = count / columns;
      const error = Math.fround(Math.abs(shape - Math.log(columns / rows)));
      if (error < least) {
        least = error;
        grid = { columns, rows };
      }
    }
  }
  const part = {
    width: Math.trunc(divisible(width, grid.columns) / grid.columns),
    height: Math.trunc(divisible(height, grid.rows) / grid.rows),
  };
  const each = nearest(part, true);
  const refined = { width: each.width * grid.columns, height: each.height * grid.rows };
  return { overview: nearest({ width, height }, false), grid, refined };
}

/** How the two rules differ for an image: in nothing, in sizes alone, or in the number of parts and so of tokens. */
export function cutsDiffer(size: Size): 'no' | 'sizes' | 'parts' {
  const [released, other] = [slicePlan(size), llamaCut(size)];
  const count = ({ grid }: Cut): string => (grid === undefined ? 'whole' : `${grid.columns} × ${grid.rows}`);
  if (count(released) !== count(other)) return 'parts';
  const same = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
  const cut = released.grid !== undefined;
  return same(released.overview, other.overview) && (!cut || same(released.refined, other.refined)) ? 'no' : 'sizes';
}

/** Why two runtimes may not be compared; empty where they may. */
export type Mismatch = 'kind' | 'version' | 'preprocessing' | 'unknown';

/**
 * Two models give the same answers to an image only where the same program shows it to them. A server that does not say what it is
 * is comparable with none, unless it is one and the same server.
 */
export function mismatches(a: RuntimeIdentity, b: RuntimeIdentity, sameServer = false): readonly Mismatch[] {
  const found: Mismatch[] = [];
  if (a.kind !== b.kind) found.push('kind');
  if (a.version !== b.version) found.push('version');
  if (a.preprocessing !== b.preprocessing) found.push('preprocessing');
  const unsaid = [a, b].some(({ kind, version }) => kind === 'server' && version === 'unknown');
  if (unsaid && !sameServer) found.push('unknown');
  return found;
}
