// Was the suspect stored anew in a quantised format? The replay of its codes on the candidate's values, read back from the evidence.
import { type Statement, statement } from '../wording/statement.ts';
import type { Explanation, Row } from './explain.ts';
import { codebookErrors, quantisedErrorLimit, replayed, sharedCodes } from './thresholds.ts';
import type { Operation } from './verdict.ts';

const figureOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);
const weightOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + figureOf(row, 'elements'), 0);
const meanOf = (rows: readonly Row[], name: string): number =>
  rows.reduce((sum, row) => sum + figureOf(row, name) * figureOf(row, 'elements'), 0) / Math.max(1, weightOf(rows));

/** Norms and other small tensors stored otherwise than the bulk may differ by a rounding of their own. */
const minorShare = 0.02;

/** A difference of which rounding to the stored type explains this share may be all rounding. */
const mostlyRounding = 0.5;

/** Below this share of nearest codes a quantiser did more than round: the sentence says so. */
const plainRounding = 0.9;

/**
 * The explanation by quantisation, or undefined where the changed tensors are not stored as codes, or differ from the
 * candidate by more than storing its values that way would leave.
 */
export function byRequantisation(changed: readonly Row[], otherwise: Explanation): Explanation | undefined {
  const rows = changed.filter((row) => typeof row.requantised === 'number' || codebookError(row) !== undefined);
  const rest = changed.filter((row) => !rows.includes(row) && figureOf(row, 'castEqual') < replayed);
  if (rows.length === 0 || weightOf(rest) > minorShare * weightOf(changed)) return undefined;
  if (!rows.every(withinRounding)) return undefined;
  const replays = rows.filter((row) => typeof row.requantised === 'number');
  const fraction = replays.length === 0 ? null : meanOf(replays, 'requantised');
  const format = formatsOf(rows);
  const operation: Operation = {
    operation: 'requantised',
    parameters: { format, bits: bitsOf(rows) },
    reconstructed: fraction,
  };
  const others = otherChanges(rest);
  const rounded = fraction !== null && fraction >= plainRounding;
  // A relative of the true origin gets most of its codes too: only where nearly all fit, and nothing else changed, is it this one.
  const certain = rounded && fraction >= nearestCodes(operation) && others.length === 0;
  return {
    ...otherwise,
    exact: true,
    direction: certain ? 'suspect-from-candidate' : 'undecided',
    operations: [operation],
    because: [
      rounded
        ? statement('requantised.replayed', { format, fraction })
        : statement('requantised.within', { format, relative: meanOf(rows, 'relative') }),
    ],
    against: [...others, ...(certain ? [] : [statement('direction.undecided')])],
  };
}

/**
 * The share of nearest codes that only the origin itself, or what differs from it by less than 1 % of its spread, leaves:
 * scales rounded to 16 bits cost eight-bit codes up to 0.8 %, coarser ones up to 0.5 %; a rank-4 adapter on the models at
 * hand costs two-bit codes 1.5 %.
 */
function nearestCodes({ parameters: { bits } }: Operation): number {
  return typeof bits === 'number' && bits >= 6 ? 0.99 : 0.994;
}

/** Tensors that no code stands for, such as norms, and that differ by more than their storage rounds: no quantiser does that. */
function otherChanges(rest: readonly Row[]): Statement[] {
  const trained = rest.filter((row) => figureOf(row, 'roundingShare') < mostlyRounding);
  return trained.length === 0 ? [] : [statement('requantised.more', { tensors: trained.length })];
}

/** The candidate holds rounded values of what the suspect holds finer. */
export function byFinerSuspect(changed: readonly Row[], otherwise: Explanation): Explanation | undefined {
  const rows = changed.filter((row) => typeof row.requantisedBack === 'number');
  const rest = changed.filter((row) => !rows.includes(row));
  if (rows.length === 0 || weightOf(rest) > minorShare * weightOf(changed)) return undefined;
  const fraction = meanOf(rows, 'requantisedBack');
  if (fraction < plainRounding || rows.some((row) => typeof row.requantised === 'number')) return undefined;
  const format = [...new Set(rows.map((row) => String(row.candidateStorage)))].toSorted().join(', ');
  return {
    ...otherwise,
    exact: true,
    operations: [{ operation: 'requantised', parameters: { from: format, to: formatsOf(rows) }, reconstructed: null }],
    because: [statement('requantised.finer', { format, fraction })],
    against: [statement('direction.undecided')],
  };
}

/** Named beside another operation where the suspect is stored as codes and the candidate is not stored that way. */
export function storedAnew(changed: readonly Row[]): Operation | undefined {
  const rows = changed.filter(
    (row) =>
      (typeof row.requantised === 'number' || codebookError(row) !== undefined) &&
      row.suspectStorage !== row.candidateStorage,
  );
  if (rows.length === 0 || weightOf(rows) < weightOf(changed) / 2) return undefined;
  return { operation: 'requantised', parameters: { format: formatsOf(rows), bits: bitsOf(rows) }, reconstructed: null };
}

/** Whether the difference is no larger than rounding to the stored scales, or to the format's usual error, leaves. */
function withinRounding(row: Row): boolean {
  if (typeof row.requantised === 'number') {
    // Equal codes need no error; a tensor of few elements may have none that differs.
    return row.requantised >= sharedCodes || figureOf(row, 'requantisedError') * quantisedErrorLimit >= 1;
  }
  return figureOf(row, 'relative') <= quantisedErrorLimit * (codebookError(row) ?? 0);
}

function codebookError(row: Row): number | undefined {
  return typeof row.suspectStorage === 'string' ? codebookErrors.get(row.suspectStorage) : undefined;
}

/** The storages, the one of most elements first. */
function formatsOf(rows: readonly Row[]): string {
  const shares = new Map<string, number>();
  for (const row of rows) {
    const storage = String(row.suspectStorage);
    shares.set(storage, (shares.get(storage) ?? 0) + figureOf(row, 'elements'));
  }
  return [...shares]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([storage]) => storage)
    .join(', ');
}

/** Nominal bits of the most used storage: the first number in its name (`Q4_K`, `IQ2_XXS`, `GPTQ, 4 bits`). */
function bitsOf(rows: readonly Row[]): number {
  return Number(/\d+/.exec(formatsOf(rows))?.[0] ?? 0);
}
