// The one size that, if it alone were another, would make a template come to the bytes that are stored: added tokens, more queries.
import { countRows } from './family.ts';
import type { Overlay } from './overlay.ts';
import type { SizeDifference } from './solution.ts';
import { bufferBytes } from './sort-names.ts';
import type { Variant, Weights } from './weigh.ts';

/** Sizes that people change without training anew: rows of tables. */
const rowsOfTables = ['vocabulary', 'positions', 'queries', 'vision.positions'];

/** What weights are usually stored in; packed ones follow no rule. */
const usualBytes = [2, 4, 1];

/** Vocabularies of other languages made tables five times as long; none was cut to less than half. */
const growth = { least: 0.5, most: 8 } as const;

/** The longest published vocabularies have 262,144 tokens; only those that are as long already may grow beyond. */
const longestTable = 320_000;

/** The least change of one table that explains the bytes; undefined where none does, or where nothing has to be explained. */
export function adjusted({ sizes }: Variant, overlay: Overlay, weights: Weights): SizeDifference | undefined {
  const { bytes } = weights;
  if (bytes === undefined || weights.packed) return undefined;
  const { rows: all } = overlay.tree;
  const here = new Map([...sizes, ...overlay.sizes]);
  const { parameters } = countRows(all, here);
  const besides = bufferBytes(weights.buffers, here);
  let best: SizeDifference | undefined;
  for (const size of rowsOfTables) {
    const there = here.get(size);
    if (there === undefined || !overlay.hidden.has(size)) continue;
    const each = countRows(all, new Map([...here, [size, there + 1]])).parameters - parameters;
    for (const width of usualBytes) {
      for (const taken of besides) {
        const change = (bytes - taken - width * parameters) / (width * each);
        const rows = there + change;
        if (!Number.isSafeInteger(change) || change === 0) continue;
        if (rows < growth.least * there || rows > growth.most * there) continue;
        if (rows > longestTable && rows > 1.5 * there) continue;
        if (best === undefined || smaller({ size, here: rows, there }, best)) best = { size, here: rows, there };
      }
    }
  }
  return best;
}

/** Growth before loss, then the lesser change. */
function smaller(a: SizeDifference, b: SizeDifference): boolean {
  const lost = ({ here, there }: SizeDifference): number => (here < there ? 1 : 0);
  const changed = ({ here, there }: SizeDifference): number => Math.abs(here - there) / there;
  return lost(a) !== lost(b) ? lost(a) < lost(b) : changed(a) < changed(b);
}
