// Was the suspect rounded to levels, or set to zero in places, whatever else was done? Read back from what its own values show.
import type { Evidence } from '../evidence/evidence.ts';
import { statement } from '../wording/statement.ts';
import type { Explanation, Row } from './explain.ts';
import { records, resultOf } from './statistics.ts';
import { quantisedErrorLimit, trainedEdge } from './thresholds.ts';
import type { Operation } from './verdict.ts';

const figureOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);
const weightOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + figureOf(row, 'elements'), 0);
const meanOf = (rows: readonly Row[], name: string): number =>
  rows.reduce((sum, row) => sum + figureOf(row, name) * figureOf(row, 'elements'), 0) / Math.max(1, weightOf(rows));

/** Values on levels lie there to 99.7 % on the models at hand; values that are not, to less than half. */
const onLevels = 0.95;
const offLevels = 0.6;
/** Share of the changed matrices' elements that must be on levels. */
const nearlyAll = 0.95;
/** Small tensors that no quantiser touches may differ by a rounding of their own. */
const minorShare = 0.02;

/** Levels of the suspect that the candidate does not lie on. */
interface Levels {
  readonly rows: readonly Row[];
  readonly bits: number;
  readonly group: number;
  readonly storedAs: string;
}

function levelsOf(changed: readonly Row[], evidence: readonly Evidence[]): Levels | undefined {
  const all = records(resultOf(evidence, 'rounding-grid'));
  const rows = all.filter((row) => figureOf(row, 'share') >= onLevels && figureOf(row, 'candidateShare') <= offLevels);
  if (rows.length === 0 || weightOf(rows) < nearlyAll * weightOf(all)) return undefined;
  const names = new Set(rows.map((row) => row.tensor));
  const first = rows[0] as Row;
  const [bits, group] = [usual(rows, 'bits'), usual(rows, 'group')];
  const storedAs = String(changed.find((row) => names.has(row.tensor))?.suspectDtype ?? first.dtype ?? '');
  return { rows, bits, group, storedAs };
}

/** The value that stands for most elements. */
function usual(rows: readonly Row[], name: string): number {
  const weights = new Map<number, number>();
  for (const row of rows)
    weights.set(figureOf(row, name), (weights.get(figureOf(row, name)) ?? 0) + figureOf(row, 'elements'));
  return [...weights].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

const formatOf = ({ bits, group, storedAs }: Levels): string =>
  `int${bits} in groups of ${group}, stored as ${storedAs}`;

function operationOf(levels: Levels, reconstructed: number | null): Operation {
  const { bits, group } = levels;
  return { operation: 'requantised', parameters: { format: formatOf(levels), bits, group }, reconstructed };
}

/** As for codes: what only the origin itself, or what differs from it by less than a hundredth of its spread, leaves. */
const sameLevels = (bits: number): number => (bits >= 6 ? 0.99 : 0.994);

/** Rounding to levels explains the whole difference. */
export function byLevels(
  changed: readonly Row[],
  evidence: readonly Evidence[],
  otherwise: Explanation,
): Explanation | undefined {
  const levels = levelsOf(changed, evidence);
  if (levels === undefined || !levels.rows.every((row) => figureOf(row, 'error') <= quantisedErrorLimit))
    return undefined;
  const names = new Set(levels.rows.map((row) => row.tensor));
  const rest = changed.filter((row) => !names.has(row.tensor));
  if (weightOf(rest) > minorShare * weightOf(changed)) return undefined;
  const same = meanOf(levels.rows, 'sameLevel');
  const certain = same >= sameLevels(levels.bits) && rest.length === 0;
  return {
    ...otherwise,
    exact: true,
    direction: certain ? 'suspect-from-candidate' : 'undecided',
    operations: [operationOf(levels, same)],
    because: [statement('levels.rounded', { format: formatOf(levels), fraction: same })],
    against: certain ? [] : [statement('direction.undecided')],
  };
}

/** Named beside another operation where the suspect lies on levels and the candidate does not. */
export function onItsLevels(changed: readonly Row[], evidence: readonly Evidence[]): Operation | undefined {
  const levels = levelsOf(changed, evidence);
  return levels === undefined ? undefined : operationOf(levels, null);
}

/** New zeros below this share come of rounding and of chance. */
const fewestZeros = 0.01;
/** Runs of values on levels repeat themselves, and their zeros are a level; 0.87 and more on continuous values, 0.28 at four bits. */
const continuous = 0.7;

/** Zeros where the candidate has none, and the other values changed as well: by training where the change has directions. */
export function byZerosAndMore(
  rows: readonly Row[],
  evidence: readonly Evidence[],
  otherwise: Explanation,
): Explanation | undefined {
  const all = records(resultOf(evidence, 'rounding-grid'));
  const pruned = all.filter(
    (row) =>
      figureOf(row, 'newZeros') >= fewestZeros && (row.distinct === null || figureOf(row, 'distinct') >= continuous),
  );
  if (pruned.length === 0 || weightOf(pruned) < 0.5 * weightOf(all) || levelsOf(rows, evidence) !== undefined)
    return undefined;
  const fraction = meanOf(rows, 'zeroFraction');
  const relative = meanOf(pruned, 'keptRelative');
  const structured = pruned.filter((row) => figureOf(row, 'keptEdge') >= trainedEdge);
  const isTrained = structured.length * 2 >= pruned.length;
  return {
    ...otherwise,
    operations: [
      { operation: 'pruned', parameters: { zeroFraction: fraction }, reconstructed: null },
      ...(isTrained ? [{ operation: 'fine-tuned', parameters: { relative }, reconstructed: null } as const] : []),
    ],
    because: [
      statement('pruned.and-changed', { fraction, relative }),
      ...(isTrained ? [statement('difference.trained', { relative, tensors: structured.length })] : []),
    ],
    against: [statement('direction.undecided')],
  };
}
