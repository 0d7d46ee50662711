// Is the difference of few directions? Singular values of suspect minus candidate above what rounding leaves. docs/tests/low-rank.md
import type { Pair } from '../../align/alignment.ts';
import type { LeadingParts } from '../../math/range-finder.ts';
import { createRangeFinder } from '../../math/range-finder.ts';
import { chunkValues } from '../../model/model.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { type ChangedMatrix, changedMatrices } from './changed-matrices.ts';
import { createRoundingFloor } from './rounding-floor.ts';
import { openSlab } from './slab.ts';
import { type Company, companyOf, noCompany, shareDirections } from './update-company.ts';

export const lowRank: Test = { id: 'low-rank', version: 2, family: 'difference', run };

/** Probes beyond the ranks that can be told: Halko, Martinsson and Tropp's oversampling. */
export const spareProbes = 8;

/** A first, cheap look for ranks up to 8; only where all of it lies above the floor is a second worth its time. */
const firstProbes = 8 + spareProbes;

/** A slab of fewer rows shows no ranks. */
const fewestRows = 16;

/** Ranks up to 24 over noise of any width. */
const moreProbes = 24 + spareProbes;

/** Ranks up to 64 are told; adapters of higher rank are hardly ever merged. */
const mostProbes = 64 + spareProbes;

/** Of a small matrix no more than half the shorter side can be told: more probes would only span what is left of it. */
const mostProbesFor = (rows: number, width: number): number =>
  Math.min(mostProbes, Math.floor(Math.min(rows, width) / 2) + spareProbes);

/** The difference of two strangers is of full rank; that need not be found out. */
const leastAgreement = 0.2;

/** With the last probes meeting this many times the width of rounding, what is left is no rounding. */
const roundingSlack = 6;

/** In large models a difference whose block has no direction above noise is not decomposed: there is nothing to be found but time to be lost. */
const directionless = 1.08;

/** The sum of rows' and columns' deviations bounds the norm on average; single matrices stray by less than this. */
const floorSlack = 1.1;

const columns = [
  'tensor',
  'role',
  'block',
  'expert',
  'rows',
  'columns',
  'elements',
  'floor',
  'rank',
  'probes',
  'values',
  'roundingSigma',
  'restSigma',
  'residualSigma',
  'residualRank',
  'changedRows',
  'changedColumns',
  'candidateShare',
  'suspectShare',
  'candidateLevel',
  'suspectLevel',
  'sharedLeft',
  'sharedRight',
  'replayed',
  'candidateCompany',
] as const;

/** Measures every matrix that differs, over the planned rows. The same rows are read in all matrices of one height. */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const found: Matrix[] = [];
  for (const matrix of await changedMatrices(subject, leastAgreement, options)) {
    options.signal?.throwIfAborted();
    const { pair, scan } = matrix;
    if (pair.columns > chunkValues || (subject.plan.large && (scan.edgeRatio ?? 0) <= directionless)) continue;
    const measurement = await measure(subject, matrix, options);
    if (measurement !== undefined) found.push(measurement);
  }
  if (found.length === 0) return inapplicable(lowRank, subject, 'reason.no-changed-matrices');
  const shared = shareDirections(found.map(({ pair, parts, rank }) => ({ pair, parts, rank })));
  const rows = found.map((matrix, i) => rowOf(matrix, shared[i]?.left ?? null, shared[i]?.right ?? null));
  return measured(
    lowRank,
    subject,
    found.reduce((sum, { elements }) => sum + elements, 0),
    { matrices: found.length, low: found.filter(({ rank }) => rank !== null && rank > 0).length },
    columns,
    rows,
  );
}

interface Decomposed {
  readonly parts: LeadingParts;
  readonly company: Company;
}

interface Matrix {
  readonly pair: Pair;
  readonly rows: number;
  readonly elements: number;
  readonly floor: number;
  /** Singular values above the floor; null where all probes are. */
  readonly rank: number | null;
  readonly parts: LeadingParts;
  readonly roundingSigma: number;
  /** Width of what is left beside the counted values. */
  readonly restSigma: number;
  readonly residualSigma: number;
  readonly residualRank: number | null;
  readonly changedRows: number;
  readonly changedColumns: number;
  readonly company: Company;
}

async function measure(
  subject: Subject,
  { pair, scan }: ChangedMatrix,
  options: RunOptions,
): Promise<Matrix | undefined> {
  const floor = createRoundingFloor(pair);
  if (floor === undefined) return undefined;
  const slab = openSlab(subject.alignment, pair, subject.plan.slab(pair), options);
  const { rows } = slab;
  if (rows < fewestRows) return undefined;
  const rounding = floor.sigma;
  const touched = { rows: 0, columns: new Uint8Array(pair.columns) };
  let square = 0;
  await slab.walk(({ suspect, candidate }) => {
    floor.add(suspect, candidate);
    square += noteChanges(differenceOf(suspect, candidate), pair.columns, touched);
  });
  const limit = floorSlack * floor.value();
  let decomposed = (await decompose(firstProbes, false)) as Decomposed;
  // Directions over noise show in the scan's block; what is exact above rounding may lie deep below its edge.
  const hasDirections = (scan.edgeRatio ?? Number.POSITIVE_INFINITY) > directionless;
  const most = mostProbesFor(rows, pair.columns);
  for (const probes of hasDirections ? [Math.min(moreProbes, most), most] : [most]) {
    const isOpen = countAbove(decomposed.parts, limit) === null && probes > decomposed.parts.values.length;
    if (isOpen) decomposed = (await decompose(probes, probes === most)) ?? decomposed;
  }
  const { parts, company } = decomposed;
  const residual = residualOf(parts, square);
  const rank = countAbove(parts, limit);
  return {
    pair,
    rows,
    elements: rows * pair.columns,
    floor: limit,
    rank,
    parts,
    roundingSigma: floor.sigma(),
    restSigma: restOf(parts, square, rank ?? 0),
    ...residual,
    changedRows: touched.rows,
    changedColumns: touched.columns.reduce((sum, one) => sum + one, 0),
    company,
  };

  /** Undefined where `exact` is asked for and the last probes still find more than rounding. */
  async function decompose(probes: number, exact: boolean): Promise<Decomposed | undefined> {
    const finder = createRangeFinder(rows, pair.columns, probes, 1);
    const sketch = async (): Promise<void> => {
      await slab.walk(({ suspect, candidate, first }) => finder.sketch(differenceOf(suspect, candidate), first));
      finder.close();
    };
    const project = async (): Promise<LeadingParts> => {
      await slab.walk(({ suspect, candidate, first }) => finder.project(differenceOf(suspect, candidate), first));
      return finder.finish();
    };
    await sketch();
    // A probe beyond the rank meets what is left, √(rows · columns) times as wide as its entries, and what the ones before it
    // missed of the rank: with eight to spare, up to 1 + √(64 / 7) times as much.
    const left = Math.min(...finder.lengths().slice(-spareProbes)) / Math.sqrt(rows * pair.columns);
    if (exact && left > roundingSlack * rounding()) return undefined;
    const first = await project();
    const overNoise = residualOf(first, square).residualRank ?? 0;
    if (countAbove(first, limit) === null && overNoise === 0) return { parts: first, company: noCompany };
    // Random directions alone leave a part of the update in what counts as rest.
    finder.refine();
    await sketch();
    const found = await project();
    const above = countAbove(found, limit);
    const company = above === null || above === 0 ? noCompany : await companyOf(slab, pair, found, above);
    return { parts: found, company };
  }
}

/** Finite differences; a place without a number on either side differs by nothing. */
function differenceOf(suspect: Float32Array, candidate: Float32Array): Float32Array {
  const d = new Float32Array(suspect.length);
  for (let i = 0; i < d.length; i++) {
    const x = (suspect[i] as number) - (candidate[i] as number);
    d[i] = Number.isFinite(x) ? x : 0;
  }
  return d;
}

function noteChanges(d: Float32Array, width: number, into: { rows: number; columns: Uint8Array }): number {
  let square = 0;
  for (let start = 0; start < d.length; start += width) {
    let row = 0;
    for (let c = 0; c < width; c++) {
      const x = d[start + c] as number;
      if (x === 0) continue;
      into.columns[c] = 1;
      row += x * x;
    }
    if (row > 0) into.rows += 1;
    square += row;
  }
  return square;
}

/** How many values lie above the limit; null where the spare probes do too, so that nobody knows how many there are. */
function countAbove({ values, rows, columns: width }: LeadingParts, limit: number): number | null {
  const above = values.reduce((sum, value) => sum + (value > limit ? 1 : 0), 0);
  const told = Math.min(values.length - spareProbes, Math.floor(Math.min(rows, width) / 2));
  return above <= told ? above : null;
}

/** What is left beside the leading values, taken as noise of one width, and how many values stand above the edge of such noise. */
function residualOf(parts: LeadingParts, square: number): { residualSigma: number; residualRank: number | null } {
  const { values, rows, columns: width } = parts;
  const told = Math.min(values.length - spareProbes, Math.floor(Math.min(rows, width) / 2));
  for (let rank = 0; ; rank++) {
    const sigma = restOf(parts, square, rank);
    const next = values[rank];
    if (next === undefined || rank >= told) return { residualSigma: sigma, residualRank: null };
    if (next <= floorSlack * sigma * (Math.sqrt(rows) + Math.sqrt(width)))
      return { residualSigma: sigma, residualRank: rank };
  }
}

/** Width of the entries that are left when the first `rank` parts are taken out of a matrix with this sum of squares. */
function restOf({ values, rows, columns: width }: LeadingParts, square: number, rank: number): number {
  const left = values.subarray(0, rank).reduce((rest, value) => rest - value * value, square);
  // A rank-r part takes r (m + n - r) of the m n degrees of freedom with it.
  return Math.sqrt(Math.max(0, left) / ((rows - rank) * (width - rank)));
}

function rowOf(matrix: Matrix, sharedLeft: number | null, sharedRight: number | null): Cell[] {
  const { pair, parts, company } = matrix;
  return [
    pair.suspect.tensor.name,
    pair.role?.kind ?? null,
    pair.role?.block ?? null,
    pair.role?.expert ?? null,
    matrix.rows,
    pair.columns,
    matrix.elements,
    matrix.floor,
    matrix.rank,
    parts.values.length,
    [...parts.values].map((value) => value.toPrecision(4)).join(' '),
    matrix.roundingSigma,
    matrix.restSigma,
    matrix.residualSigma,
    matrix.residualRank,
    matrix.changedRows,
    matrix.changedColumns,
    company.candidateShare,
    company.suspectShare,
    company.candidateLevel,
    company.suspectLevel,
    sharedLeft,
    sharedRight,
    company.replayed,
    company.candidateCompany,
  ];
}
