// Reading evidence back: which test said what, and how many hypotheses were put to the data.
import type { Cell, Evidence, Measured, TestId } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { leastPValue } from './thresholds.ts';

/** The measured result of a test, or undefined where it was inapplicable, failed or never run. */
export function resultOf(evidence: readonly Evidence[], test: TestId): Measured | undefined {
  return evidence.find((one): one is Measured => one.test === test && one.status === 'measured');
}

/** A named statistic, or undefined where it is missing, null or not a number. */
export function figure(result: Measured | undefined, name: string): number | undefined {
  const value = result?.statistics[name];
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined;
}

/** The rows of a table as records by column name. */
export function records(result: Measured | undefined): readonly { readonly [column: string]: Cell | undefined }[] {
  if (result === undefined) return [];
  return result.table.rows.map((row) => Object.fromEntries(result.table.columns.map((column, i) => [column, row[i]])));
}

/** Formal p-values in the evidence: every lnP statistic and every lnP of a table's row that a verdict may look at. */
export function countHypotheses(evidence: readonly Evidence[]): number {
  let count = 0;
  for (const one of evidence) {
    if (one.status !== 'measured') continue;
    count += Object.entries(one.statistics).filter(([name, value]) => name.startsWith('lnP') && value !== null).length;
    if (one.test === 'residual-alignment') count += one.table.rows.length;
    // Its p-value is made of the calibration's null, and not by the test.
    if (one.test === 'unit-assignment') count += 1;
  }
  return count;
}

/** Bonferroni: every formal p-value of the case counts. */
export function correctedP(
  lnP: number | undefined,
  hypotheses: number,
): { pValue: number | null; lnPValue: number | null } {
  if (lnP === undefined) return { pValue: null, lnPValue: null };
  const corrected = Math.min(0, lnP + Math.log(hypotheses));
  return { pValue: Math.max(leastPValue, Math.exp(corrected)), lnPValue: corrected };
}

/** Tables and constants that were equal and did not count. */
export function setAside(evidence: readonly Evidence[]): Statement[] {
  const rows = records(resultOf(evidence, 'content-equality')).filter(
    (row) => row.state === 'deterministic' || row.state === 'constant',
  );
  if (rows.length === 0) return [];
  const kinds = [...new Set(rows.map((row) => String(row.state)))].toSorted().join(', ');
  return [statement('content.excluded', { tensors: rows.length, kinds })];
}

/** What stands in tensors without a number, or of one value throughout, on a side: its share of what was compared. */
export function voidShare(evidence: readonly Evidence[]): number {
  const content = resultOf(evidence, 'content-equality');
  const elements = figure(content, 'voidElements') ?? 0;
  return elements === 0 ? 0 : elements / (elements + (figure(content, 'elements') ?? 0));
}

/** What was compared and could say nothing: such tensors, and single values that are no numbers. */
export function unspoken(evidence: readonly Evidence[]): Statement[] {
  const content = resultOf(evidence, 'content-equality');
  const [elements, excluded] = [figure(content, 'voidElements') ?? 0, figure(content, 'excluded') ?? 0];
  const tensors = records(content).filter((row) => row.state === 'void').length;
  return [
    ...(elements > 0 ? [statement('content.void', { tensors, elements })] : []),
    ...(excluded > 0 ? [statement('content.not-numbers', { elements: excluded })] : []),
  ];
}
