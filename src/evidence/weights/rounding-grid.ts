// Was the suspect rounded to a few levels in groups and stored as plain floats again? And what is left beside new zeros? docs/tests/rounding-grid.md
import type { Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import { mantissaBitsOf } from '../../formats/numbers/dtype.ts';
import { fitToGrid, type Grid, type GridRule, gridShare } from '../../math/rounding-grid.ts';
import { largestSingularValue } from '../../math/singular.ts';
import { isQuantised } from '../../model/model.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { changedMatrices } from './changed-matrices.ts';

export const roundingGrid: Test = { id: 'rounding-grid', version: 2, family: 'difference', run };

/** Which grid it is, the first values tell; how many lie on it, all of the sample. */
const firstValues = 4_096;
/** A glance rules most grids out: values that know nothing of a grid lie near its levels with a share of 0.3, ± 0.02 in so many. */
const glimpsedValues = 512;
const glimpsedShare = 0.6;
/** Enough to tell levels from none many times over, and a rank-one structure from noise. */
const sampledValues = 32_768;
/** The difference of two strangers is no rounding. */
const leastAgreement = 0.5;

const rules: readonly GridRule[] = ['symmetric', 'full-range', 'min-max'];
const bitWidths: readonly number[] = [8, 6, 5, 4, 3, 2];
const groups: readonly number[] = [16, 32, 64, 128];

const columns = [
  'tensor',
  'role',
  'block',
  'expert',
  'elements',
  'rule',
  'bits',
  'group',
  'share',
  'candidateShare',
  'sameLevel',
  'error',
  'newZeros',
  'distinct',
  'keptSigma',
  'keptRelative',
  'keptEqual',
  'keptEdge',
] as const;

/** Looks for levels in every changed matrix of plain floats, and at what is left beside new zeros. */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const rows: Cell[][] = [];
  let elements = 0;
  for (const { pair } of await changedMatrices(subject, leastAgreement, options)) {
    options.signal?.throwIfAborted();
    const { tensor } = pair.suspect;
    if (tensor.assembly !== undefined || isQuantised(tensor)) continue;
    const [span] = subject.plan.rowSpans(pair);
    const most = Math.max(1, Math.floor((subject.plan.whole ? sampledValues : firstValues) / pair.columns));
    const count = Math.min((span?.to ?? 0) - (span?.from ?? 0), most);
    if (span === undefined || count < 1) continue;
    const indices = Uint32Array.from({ length: count }, (_, i) => span.from + i);
    const both = await bothRows(subject.alignment, pair, indices, options);
    if (!both.suspect.every(Number.isFinite) || !both.candidate.every(Number.isFinite)) continue;
    elements += both.suspect.length;
    rows.push(rowOf(pair, both.suspect, both.candidate));
  }
  if (rows.length === 0) return inapplicable(roundingGrid, subject, 'reason.no-changed-matrices');
  return measured(roundingGrid, subject, elements, { matrices: rows.length }, columns, rows);
}

function rowOf(pair: Pair, suspect: Float32Array, candidate: Float32Array): Cell[] {
  const own = levelsOf(pair, 'suspect', suspect);
  // Whether the candidate lay on these levels before: then it was not this step that put the suspect there.
  const cap = 2 ** ((mantissaBitsOf(pair.candidate.tensor.dtype) ?? 0) - spareBits);
  const theirs = own === undefined ? null : gridShare(candidate, own.grid, cap, tolerance);
  const fit = own === undefined ? null : fitToGrid(suspect, candidate, own.grid);
  const kept = besideZeros(pair, suspect, candidate);
  return [
    pair.suspect.tensor.name,
    pair.role?.kind ?? null,
    pair.role?.block ?? null,
    pair.role?.expert ?? null,
    suspect.length,
    own?.grid.rule ?? null,
    own?.grid.bits ?? null,
    own?.grid.group ?? null,
    own?.share ?? null,
    theirs,
    fit?.sameLevel ?? null,
    fit?.error ?? null,
    kept.newZeros,
    distinctShare(suspect),
    kept.sigma,
    kept.relative,
    kept.equal,
    kept.edge,
  ];
}

/** How near a value must lie to a level, in steps: what is left of the step and of the value by their own storage, and more. */
const tolerance = 0.15;
/** The grid is finer than the type from this level on: bits of the mantissa less two. */
const spareBits = 2;

/** The grid on which most of a side's values lie, whatever it was made from; of equals the coarsest. */
function levelsOf(pair: Pair, side: 'suspect' | 'candidate', values: Float32Array): OwnGrid | undefined {
  const { tensor } = pair[side];
  const cap = 2 ** ((mantissaBitsOf(tensor.dtype) ?? 0) - spareBits);
  const ranked = (grids: readonly Grid[], most: number): readonly OwnGrid[] =>
    grids
      .flatMap((grid) => {
        const over = values.subarray(0, Math.max(1, Math.floor(most / grid.group)) * grid.group);
        const share = gridShare(over, grid, cap, tolerance);
        return share === null ? [] : [{ grid, share }];
      })
      .toSorted((a, b) => b.share - a.share || a.grid.bits - b.grid.bits || a.grid.group - b.grid.group);
  const glimpsed = ranked(allGrids(pair.columns), glimpsedValues);
  const open = glimpsed.filter(({ share }) => share >= glimpsedShare);
  const best = (
    open.length > 1
      ? ranked(
          open.map(({ grid }) => grid),
          firstValues,
        )
      : glimpsed
  )[0];
  return best === undefined ? undefined : { grid: best.grid, share: gridShare(values, best.grid, cap, tolerance) ?? 0 };
}

interface OwnGrid {
  readonly grid: Grid;
  readonly share: number;
}

function allGrids(rowLength: number): readonly Grid[] {
  const lengths = [...new Set([...groups, rowLength])].filter((group) => rowLength % group === 0);
  return bitWidths.flatMap((bits) => rules.flatMap((rule) => lengths.map((group): Grid => ({ rule, bits, group }))));
}

const run64 = 64;

/** Different values in runs of 64 that are not zero: nearly all where values are continuous, few where they are levels. */
function distinctShare(suspect: Float32Array): number | null {
  const values = suspect.subarray(0, firstValues).filter((x) => x !== 0);
  let [distinct, counted] = [0, 0];
  for (let start = 0; start + run64 <= values.length; start += run64) {
    distinct += new Set(values.subarray(start, start + run64).map(Math.abs)).size;
    counted += run64;
  }
  return counted === 0 ? null : distinct / counted;
}

interface Kept {
  /** Share of places that are zero in the suspect and not in the candidate. */
  readonly newZeros: number;
  /** sd of the difference at the other places, and over the candidate's there. */
  readonly sigma: number;
  readonly relative: number;
  readonly equal: number;
  /** Largest singular value of a block of it, new zeros taken as no difference, over σ_kept √share (√m + √n). */
  readonly edge: number | null;
}

const blockRows = 128;
const blockColumns = 256;

function besideZeros(pair: Pair, suspect: Float32Array, candidate: Float32Array): Kept {
  let [zeros, kept, equal, square, size] = [0, 0, 0, 0, 0];
  const d = new Float32Array(suspect.length);
  for (let i = 0; i < d.length; i++) {
    const [s, p] = [suspect[i] as number, candidate[i] as number];
    if (s === 0 && p !== 0) {
      zeros += 1;
      continue;
    }
    kept += 1;
    if (s === p) equal += 1;
    d[i] = s - p;
    square += (s - p) ** 2;
    size += p * p;
  }
  const [rows, width] = [Math.min(blockRows, suspect.length / pair.columns), Math.min(blockColumns, pair.columns)];
  const block = new Float32Array(rows * width);
  let blockSquare = 0;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < width; c++) {
      const x = d[r * pair.columns + c] as number;
      block[r * width + c] = x;
      blockSquare += x * x;
    }
  }
  const sigma = Math.sqrt(blockSquare / Math.max(1, block.length));
  const tall = Math.min(rows, width) >= 16 && sigma > 0;
  return {
    newZeros: suspect.length === 0 ? 0 : zeros / suspect.length,
    sigma: Math.sqrt(square / Math.max(1, kept)),
    relative: size === 0 ? 0 : Math.sqrt(square / size),
    equal: kept === 0 ? 0 : equal / kept,
    edge: tall ? largestSingularValue(block, rows, width) / (sigma * (Math.sqrt(rows) + Math.sqrt(width))) : null,
  };
}
