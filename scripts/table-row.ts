// Rows of a wide table that are printed as they come, aligned whatever the script of the words.
import { widthOf } from '../src/report/columns.ts';

/** One row, padded to the widths and without trailing spaces; what is too long stays whole and shifts the rest. */
export function tableRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - widthOf(cell))))
    .join('  ')
    .trimEnd();
}
