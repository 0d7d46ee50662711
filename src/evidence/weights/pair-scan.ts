// One walk over a pair: sums, equal values, replayed casts, the shape of the difference. Both sides in step, a chunk at a time.
import type { Alignment, Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import { ForebearError } from '../../errors.ts';
import { type DType, plainTypes } from '../../formats/numbers/dtype.ts';
import type { RoundableDType } from '../../formats/numbers/values.ts';
import { roundTrip } from '../../formats/numbers/values.ts';
import { addPairs, slot, slots } from '../../math/kernels.ts';
import { chunkValues } from '../../model/model.ts';
import type { Information } from '../../model/values/information.ts';
import { isPlain, type Plane } from '../../model/values/plane.ts';
import type { RunOptions } from '../../run.ts';
import type { Plan } from '../plan.ts';
import { summarise } from './pair-summary.ts';
import { castBackType, castsToTry, countEqual, countWithinRounding } from './replay.ts';
import { type Requantisation, requantisation } from './requantisation.ts';

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
  /** `void`: of this pair nothing can be said, whatever it once was. */
  readonly information: Information | 'void';
  readonly sums: readonly number[];
}

const reservoirSize = 8_192;

const blockRows = 128;

const blockColumns = 256;

/** Walks the planned rows of a comparable pair. */
export async function scanPair(alignment: Alignment, given: Pair, plan: Plan, options: RunOptions): Promise<PairScan> {
  const pair = given.columns > chunkValues ? flatten(given) : given;
  const spans = plan.rowSpans(pair);
  const total = spans.reduce((sum, span) => sum + (span.to - span.from) * pair.columns, 0);
  const sums = new Float64Array(slots);
  const stride = Math.max(1, Math.ceil(total / reservoirSize));
  const reservoir: number[] = [];
  const block = new Float32Array(blockRows * blockColumns);
  const edgeColumns = Math.min(blockColumns, pair.columns);
  let edgeRows = 0;
  let seen = 0;
  const casts = new Map<RoundableDType, number>(castsToTry(pair).map((dtype) => [dtype, 0]));
  let head: Float32Array | undefined;
  const back = castBackType(pair);
  let backEqual = 0;
  let same = 0;
  const exact = isWide(pair);
  const cosines = { sum: 0, rows: 0 };

  for (const { from, to } of spans) {
    options.signal?.throwIfAborted();
    const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    const { suspect, candidate } = await bothRows(alignment, pair, rows, options);
    const before = sums[slot.excluded] as number;
    addPairs(sums, suspect, candidate);
    if (exact) same += await countExactlyEqual(alignment, pair, from, to, options);
    else {
      same += countEqual(suspect, candidate);
      // Infinities and NaNs stand outside all sums, but not outside the question whether the values are the same.
      if ((sums[slot.excluded] as number) > before) same += countSameNaNs(suspect, candidate);
    }
    for (let i = (stride - (seen % stride)) % stride; i < suspect.length; i += stride)
      reservoir.push((suspect[i] as number) - (candidate[i] as number));
    for (let r = 0; r < rows.length && edgeRows < blockRows; r++, edgeRows++) {
      for (let c = 0; c < edgeColumns; c++)
        block[edgeRows * edgeColumns + c] =
          (suspect[r * pair.columns + c] as number) - (candidate[r * pair.columns + c] as number);
    }
    for (const [dtype, equal] of casts) {
      const now = equal + countEqual(roundTrip(dtype, candidate), suspect);
      // A cast that misses half of the first chunk is none: no need to replay it to the end.
      if (seen === 0 && now < suspect.length / 2) casts.delete(dtype);
      else casts.set(dtype, now);
    }
    if (back !== undefined) backEqual += countWithinRounding(suspect, candidate, plainTypes[back].mantissaBits);
    if (pair.columns >= 16) addRowCosines(cosines, suspect, candidate, pair.columns);
    head ??= candidate;
    seen += suspect.length;
  }
  const first = spans[0];
  const replay = async (side: 'suspect' | 'candidate'): Promise<Requantisation | null> =>
    first === undefined ? null : requantisation(alignment, pair, side, first.from, first.to - first.from, options);
  const requantised = await replay('suspect');
  const requantisedBack = await replay('candidate');
  const rest = summarise(
    pair,
    sums,
    reservoir,
    block.subarray(0, edgeRows * edgeColumns),
    edgeRows,
    edgeColumns,
    casts,
    head,
    requantised?.error,
  );
  return {
    ...rest,
    requantised,
    requantisedBack,
    bitEqual: seen === 0 ? 0 : same / seen,
    castBack: back === undefined || seen === 0 ? null : backEqual / seen,
    rowCosine: cosines.rows === 0 ? null : cosines.sum / cosines.rows,
  };
}

function addRowCosines(into: { sum: number; rows: number }, a: Float32Array, b: Float32Array, columns: number): void {
  for (let start = 0; start + columns <= a.length; start += columns) {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = start; i < start + columns; i++) {
      const [x, y] = [a[i] as number, b[i] as number];
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    if (!(aa > 0 && bb > 0) || !Number.isFinite(aa + bb)) continue;
    into.sum += ab / Math.sqrt(aa * bb);
    into.rows += 1;
  }
}

/**
 * The same pair value by value: a row that does not fit a chunk (no layer has one, but a file may) is never held whole.
 * Throws `limit` where the rows are not stored one after the other.
 */
function flatten(pair: Pair): Pair {
  const flat = (plane: Plane): Plane => {
    const rows = plane.rows * plane.columns;
    if (!isPlain(plane) || plane.columns !== pair.columns || pair.axes !== undefined) {
      throw new ForebearError('limit', plane.tensor.name, `rows of at most ${chunkValues} values`, `${plane.columns}`);
    }
    return {
      ...plane,
      rows,
      columns: 1,
      first: plane.first * plane.columns,
      group: rows,
      groupStride: rows,
      storedRows: rows,
    };
  };
  return {
    ...pair,
    suspect: flat(pair.suspect),
    candidate: flat(pair.candidate),
    rows: pair.rows * pair.columns,
    columns: 1,
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
