// One walk over a pair: sums, equal values, replayed casts, the shape of the difference. Both sides in step, a chunk at a time.
import type { Alignment, Pair } from '../../align/alignment.ts';
import { ForebearError } from '../../errors.ts';
import { type DType, plainTypes } from '../../formats/numbers/dtype.ts';
import type { RoundableDType } from '../../formats/numbers/values.ts';
import { slot, slots } from '../../math/row-sums.ts';
import { chunkValues } from '../../model/model.ts';
import type { Information } from '../../model/values/information.ts';
import { isPlain, type Plane } from '../../model/values/plane.ts';
import type { RunOptions } from '../../run.ts';
import type { Plan } from '../plan.ts';
import { summarise } from './pair-summary.ts';
import { castBackType, castsToTry } from './replay.ts';
import { type Requantisation, requantisation } from './requantisation.ts';
import { type SpanRows, storedSpan } from './span-rows.ts';
import { numbersOf, type SpanFigures, type SpanJob, type SpanScanner, scanHere } from './span-scan.ts';

/** What a pair's values say about one another; d is suspect minus candidate. Correlations are null where a side is constant. */
export interface PairScan {
  readonly elements: number;
  /** Share of the pair's common elements that was read. */
  readonly coverage: number;
  readonly excluded: number;
  readonly bitEqual: number;
  readonly sigma: number;
  /** sd(d) over sd(candidate). */
  readonly relative: number | null;
  readonly kurtosis: number | null;
  readonly correlation: number | null;
  readonly diffCandidate: number | null;
  readonly diffSuspect: number | null;
  /** Variance of d that rounding to the suspect's dtype explains, as a share of d's variance. */
  readonly roundingShare: number;
  /** Largest singular value of a block of d, rows and columns evened out, over the Marchenko–Pastur edge sigma (sqrt m + sqrt n). */
  readonly edgeRatio: number | null;
  readonly edgeRows: number;
  readonly edgeColumns: number;
  /** Zeros of the suspect where the candidate is not zero, as a share. */
  readonly newZeros: number;
  /** The cast of the candidate that equals the suspect most often, and how often. */
  readonly cast: { readonly dtype: DType; readonly equal: number } | null;
  /** Share of elements whose suspect value lies within half a unit of the candidate's coarser type; null where that is not coarser. */
  readonly castBack: number | null;
  /** The suspect's quantisation replayed on the candidate, and the candidate's on the suspect; null where a side has none. */
  readonly requantised: Requantisation | null;
  readonly requantisedBack: Requantisation | null;
  /** Mean cosine of namesake rows: 1 where rows were only rescaled. Null for vectors. */
  readonly rowCosine: number | null;
  /** 41 counts of d / sigma over [-5.125, 5.125), outer values in the end bins. */
  readonly bins: readonly number[];
  /** Sides that hold one value throughout, or no number beside any of the other side. */
  readonly silent: { readonly suspect: boolean; readonly candidate: boolean };
  /** `void`: of this pair nothing can be said, whatever it once was. */
  readonly information: Information | 'void';
  readonly sums: readonly number[];
}

const reservoirSize = 8_192;

const blockRows = 128;

const blockColumns = 256;

/** Walks the planned rows of a comparable pair; spans go to `scanner` and their figures are added in their order. */
export async function scanPair(
  alignment: Alignment,
  given: Pair,
  plan: Plan,
  options: RunOptions,
  scanner: SpanScanner = scanHere,
): Promise<PairScan> {
  const runs = plan.runs(given);
  const length = given.columns > chunkValues ? 1 : runs?.length;
  const pair = length === undefined ? given : inRuns(given, length);
  const spans = runs?.spans ?? plan.rowSpans(pair);
  const total = spans.reduce((sum, span) => sum + (span.to - span.from) * pair.columns, 0);
  const walk = startWalk(pair, total);
  const exact = isWide(pair);
  const back = castBackType(pair);
  const waiting: { readonly figures: Promise<SpanFigures>; readonly values: number }[] = [];
  let before = 0;
  const takeOne = async (): Promise<void> => {
    const next = waiting.shift();
    if (next !== undefined) addFigures(walk, await next.figures, next.values, exact);
  };
  try {
    for (const { from, to } of spans) {
      options.signal?.throwIfAborted();
      const read = await storedSpan(alignment, pair, from, to, options, scanner.allocate);
      lookAt(walk, read, to - from, pair.columns);
      if (exact) walk.same += await countExactlyEqual(alignment, pair, from, to, options);
      const values = (to - from) * pair.columns;
      const job: SpanJob = {
        ...read,
        rows: to - from,
        columns: pair.columns,
        casts: [...walk.casts.keys()],
        mantissaBits: back === undefined ? undefined : plainTypes[back].mantissaBits,
        before,
        stride: walk.stride,
      };
      const figures = scanner.scan(job);
      // A later await hears of a fault; until then it is no unhandled one.
      figures.catch(() => undefined);
      waiting.push({ figures, values });
      // Which casts are worth replaying to the end, the first span says.
      const most = before === 0 && walk.casts.size > 0 ? 1 : scanner.ahead;
      while (waiting.length >= most) await takeOne();
      before += values;
    }
    while (waiting.length > 0) await takeOne();
  } finally {
    await Promise.allSettled(waiting.map(({ figures }) => figures));
  }
  const first = spans[0];
  const replay = async (side: 'suspect' | 'candidate'): Promise<Requantisation | null> =>
    first === undefined ? null : requantisation(alignment, pair, side, first.from, first.to - first.from, options);
  const requantised = await replay('suspect');
  const requantisedBack = await replay('candidate');
  const { sums, seen } = walk;
  const rest = summarise(
    pair,
    sums,
    walk.reservoir,
    walk.block.subarray(0, walk.edgeRows * walk.edgeColumns),
    walk.edgeRows,
    walk.edgeColumns,
    walk.casts,
    walk.head,
    requantised?.error,
  );
  const cosines = sums[slot.cosineRows] as number;
  return {
    ...rest,
    requantised,
    requantisedBack,
    bitEqual: seen === 0 ? 0 : walk.same / seen,
    castBack: back === undefined || seen === 0 ? null : walk.within / seen,
    rowCosine: cosines === 0 ? null : (sums[slot.cosine] as number) / cosines,
  };
}

/** What a walk has gathered so far. */
interface Walk {
  readonly sums: Float64Array;
  readonly stride: number;
  readonly reservoir: number[];
  readonly casts: Map<RoundableDType, number>;
  /** The difference of the first rows, cut to the first columns. */
  readonly block: Float32Array;
  readonly edgeColumns: number;
  edgeRows: number;
  /** The candidate's values in the first span. */
  head: Float32Array | undefined;
  seen: number;
  same: number;
  within: number;
}

function startWalk(pair: Pair, total: number): Walk {
  return {
    sums: new Float64Array(slots),
    stride: Math.max(1, Math.ceil(total / reservoirSize)),
    reservoir: [],
    casts: new Map(castsToTry(pair).map((dtype) => [dtype, 0])),
    block: new Float32Array(blockRows * blockColumns),
    edgeColumns: Math.min(blockColumns, pair.columns),
    edgeRows: 0,
    head: undefined,
    seen: 0,
    same: 0,
    within: 0,
  };
}

function addFigures(walk: Walk, figures: SpanFigures, values: number, exact: boolean): void {
  const { sums } = figures;
  for (let i = 0; i < slots; i++) walk.sums[i] = (walk.sums[i] as number) + (sums[i] as number);
  // Infinities and NaNs stand outside all sums, but not outside the question whether the values are the same.
  if (!exact) walk.same += (sums[slot.equal] as number) + (sums[slot.excludedEqual] as number);
  for (const difference of figures.kept) walk.reservoir.push(difference);
  for (const [i, [dtype, equal]] of [...walk.casts].entries()) {
    const now = equal + (figures.casts[i] ?? 0);
    // A cast that misses half of the first span is none: no need to replay it to the end.
    if (walk.seen === 0 && now < values / 2) walk.casts.delete(dtype);
    else walk.casts.set(dtype, now);
  }
  walk.within += figures.within;
  walk.seen += values;
}

/** Takes what is wanted of the values themselves, before the span is handed on. */
function lookAt(walk: Walk, read: SpanRows, rows: number, columns: number): void {
  if (walk.head !== undefined && walk.edgeRows >= blockRows) return;
  const candidate = numbersOf(read.candidate);
  // A copy: the bytes below may be taken to another thread.
  walk.head ??= candidate.slice();
  const suspect = numbersOf(read.suspect);
  const { edgeColumns } = walk;
  for (let r = 0; r < rows && walk.edgeRows < blockRows; r++, walk.edgeRows++) {
    for (let c = 0; c < edgeColumns; c++)
      walk.block[walk.edgeRows * edgeColumns + c] =
        (suspect[r * columns + c] as number) - (candidate[r * columns + c] as number);
  }
}

/**
 * The same pair with runs of `length` values for rows: of one value, where a row does not fit a chunk (no layer has one, but
 * a file may), so that it is never held whole. Throws `limit` where the rows are not stored one after the other.
 */
function inRuns(pair: Pair, length: number): Pair {
  const cut = (plane: Plane): Plane => {
    const runs = plane.columns / length;
    const rows = plane.rows * runs;
    if (!isPlain(plane) || plane.columns !== pair.columns || pair.axes !== undefined) {
      throw new ForebearError('limit', plane.tensor.name, `rows of at most ${chunkValues} values`, `${plane.columns}`);
    }
    return {
      ...plane,
      rows,
      columns: length,
      first: plane.first * runs,
      group: rows,
      groupStride: rows,
      storedRows: rows,
    };
  };
  return {
    ...pair,
    suspect: cut(pair.suspect),
    candidate: cut(pair.candidate),
    rows: (pair.rows * pair.columns) / length,
    columns: length,
  };
}

/** Places where neither side holds a number; an infinity equals itself without help. */
function countSameNaNs(a: Float32Array | Float64Array, b: Float32Array | Float64Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (Number.isNaN(a[i]) && Number.isNaN(b[i])) same += 1;
  return same;
}

const wide: ReadonlySet<DType> = new Set<DType>(['F64', 'I64', 'U64', 'I32', 'U32']);

/** Values that 32-bit floats would round: their equality is asked of the stored values, where rows lie one after the other. */
function isWide({ suspect, candidate, columns, axes }: Pair): boolean {
  const inOrder = (plane: Plane): boolean => isPlain(plane) && plane.columns === columns;
  const either = wide.has(suspect.tensor.dtype) || wide.has(candidate.tensor.dtype);
  return either && axes === undefined && inOrder(suspect) && inOrder(candidate);
}

async function countExactlyEqual(
  alignment: Alignment,
  pair: Pair,
  from: number,
  to: number,
  options: RunOptions,
): Promise<number> {
  const { suspect, candidate, columns } = pair;
  const range = (plane: Plane): [number, number] => [(plane.first + from) * columns, (plane.first + to) * columns];
  const a = await alignment.suspect.readExact(suspect.tensor, ...range(suspect), options);
  const b = await alignment.candidate.readExact(candidate.tensor, ...range(candidate), options);
  let same = countSameNaNs(a, b);
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same += 1;
  return same;
}
