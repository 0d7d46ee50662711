// One walk over a pair: sums, equal values, replayed casts, the shape of the difference. Both sides in step, a chunk at a time.
import type { Alignment, Pair } from '../../align/alignment.ts';
import { bothRows } from '../../align/pair-values.ts';
import { ForebearError } from '../../errors.ts';
import { type DType, dtypes } from '../../formats/dtype.ts';
import { type RoundableDType, roundTrip } from '../../formats/values.ts';
import { addPairs, slot, slots } from '../../math/kernels.ts';
import { largestSingularValue } from '../../math/singular.ts';
import { type Information, informationOf, isConstant } from '../../model/information.ts';
import { chunkValues } from '../../model/model.ts';
import type { Plane } from '../../model/plane.ts';
import type { RunOptions } from '../../run.ts';
import type { Plan } from '../plan.ts';

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
  /** Mean cosine of namesake rows: 1 where rows were only rescaled. Null for vectors. */
  readonly rowCosine: number | null;
  /** 41 counts of d / sigma over [-5.125, 5.125), outer values in the end bins. */
  readonly bins: readonly number[];
  readonly information: Information;
  readonly sums: readonly number[];
}

const reservoirSize = 8_192;
const blockRows = 128;
const blockColumns = 256;
const roundable: readonly RoundableDType[] = ['F16', 'BF16', 'F8_E4M3', 'F8_E5M2'];

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
  let sameExceptions = 0;
  const cosines = { sum: 0, rows: 0 };

  for (const { from, to } of spans) {
    options.signal?.throwIfAborted();
    const rows = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    const { suspect, candidate } = await bothRows(alignment, pair, rows, options);
    const before = sums[slot.excluded] as number;
    addPairs(sums, suspect, candidate);
    if ((sums[slot.excluded] as number) > before) sameExceptions += countSameExceptions(suspect, candidate);
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
    if (back !== undefined) backEqual += countWithinRounding(suspect, candidate, dtypes[back].mantissaBits);
    if (pair.columns >= 16) addRowCosines(cosines, suspect, candidate, pair.columns);
    head ??= candidate;
    seen += suspect.length;
  }
  const rest = summarise(
    pair,
    sums,
    reservoir,
    block.subarray(0, edgeRows * edgeColumns),
    edgeRows,
    edgeColumns,
    casts,
    head,
  );
  return {
    ...rest,
    // Infinities and NaNs stand outside all sums, but not outside the question whether the values are the same.
    bitEqual: seen === 0 ? 0 : ((sums[slot.equal] as number) + sameExceptions) / seen,
    castBack: back === undefined || seen === 0 ? null : backEqual / seen,
    rowCosine: cosines.rows === 0 ? null : cosines.sum / cosines.rows,
  };
}

const bits = new Uint32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

/** Counts |a - b| of at most half a unit in the last of b's stored mantissa bits: what rounding a finer original can leave. */
function countWithinRounding(a: Float32Array, b: Float32Array, mantissaBits: number): number {
  const half = 0.5 * 2 ** -mantissaBits * (1 + 1e-6);
  let within = 0;
  for (let i = 0; i < a.length; i++) {
    bitsAsFloat[0] = b[i] as number;
    bits[0] = (bits[0] as number) & 0x7f800000;
    if (Math.abs((a[i] as number) - (b[i] as number)) <= half * bitsAsFloat[0]) within += 1;
  }
  return within;
}

/** The candidate's type where it keeps fewer bits of the mantissa than the suspect's. */
function castBackType(pair: Pair): RoundableDType | undefined {
  const { dtype } = pair.candidate.tensor;
  const coarser = dtypes[dtype].mantissaBits < dtypes[pair.suspect.tensor.dtype].mantissaBits;
  return coarser ? roundable.find((one) => one === dtype) : undefined;
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
    if (plane.transposed || plane.group !== plane.rows || plane.columns !== pair.columns || pair.axes !== undefined) {
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

/** Places where both sides hold the same infinity, or both no number. */
function countSameExceptions(a: Float32Array, b: Float32Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i]) && Object.is(a[i], b[i])) same += 1;
  return same;
}

/** Narrower types than the candidate's, where the suspect is stored so or is wide enough to hold a cast. */
function castsToTry(pair: Pair): readonly RoundableDType[] {
  const from = pair.candidate.tensor.dtype;
  const to = pair.suspect.tensor.dtype;
  return roundable.filter((dtype) => dtype !== from && (dtype === to || (to === 'F32' && dtypes[from].bits > 16)));
}

function countEqual(a: Float32Array, b: Float32Array): number {
  let equal = 0;
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) equal += 1;
  return equal;
}

function summarise(
  pair: Pair,
  sums: Float64Array,
  reservoir: readonly number[],
  block: Float32Array,
  edgeRows: number,
  edgeColumns: number,
  casts: ReadonlyMap<DType, number>,
  head: Float32Array | undefined,
): Omit<PairScan, 'castBack' | 'rowCosine' | 'bitEqual'> {
  const s = (name: keyof typeof slot): number => sums[slot[name]] as number;
  const n = s('count');
  const all = n + s('excluded');
  const central = (square: number, a: number, b: number): number =>
    n === 0 ? 0 : Math.max(0, (square - (a * b) / n) / n);
  const varS = central(s('aa'), s('a'), s('a'));
  const varP = central(s('bb'), s('b'), s('b'));
  const covariance = n === 0 ? 0 : (s('ab') - (s('a') * s('b')) / n) / n;
  const varD = central(s('d2'), s('d'), s('d'));
  const sigma = Math.sqrt(varD);
  const correlate = (cov: number, x: number, y: number): number | null =>
    x > 0 && y > 0 ? clamp(cov / Math.sqrt(x * y)) : null;
  const equal = n === 0 ? 0 : s('equal') / n;
  const correlation = equal === 1 && varP > 0 ? 1 : correlate(covariance, varS, varP);
  const mantissa = dtypes[pair.suspect.tensor.dtype].mantissaBits;
  const rounding = n === 0 ? 0 : (s('power') * 2 ** (-2 * mantissa)) / 12 / n;
  const best = [...casts].toSorted((a, b) => b[1] - a[1])[0];
  const similar = equal > 0.5 || Math.abs(correlation ?? 0) > 0.9 || varP === 0;
  return {
    elements: n,
    coverage: pair.rows * pair.columns === 0 ? 0 : all / (pair.rows * pair.columns),
    excluded: s('excluded'),
    sigma,
    relative: varP > 0 ? sigma / Math.sqrt(varP) : null,
    kurtosis: varD > 0 ? excessKurtosis(sums, n, varD) : null,
    correlation,
    diffCandidate: correlate(covariance - varP, varD, varP),
    diffSuspect: correlate(varS - covariance, varD, varS),
    roundingShare: varD > 0 ? Math.min(1, rounding / varD) : 0,
    edgeRatio: edge(block, edgeRows, edgeColumns),
    edgeRows,
    edgeColumns,
    newZeros: n === 0 ? 0 : (s('zeroA') - s('zeroBoth')) / n,
    cast: best === undefined || n === 0 ? null : { dtype: best[0], equal: best[1] / n },
    bins: histogram(reservoir, sigma),
    information: similar && head !== undefined ? informationIn(pair, head) : 'learned',
    sums: [...sums.subarray(0, slots)],
  };
}

/** Tables that anyone computes alike have no role in a network, or that of positions; everything else can only be constant. */
function informationIn(pair: Pair, head: Float32Array): Information {
  const table = pair.role === undefined || pair.role.kind === 'position_embd';
  if (!table) return isConstant(head) ? 'constant' : 'learned';
  return informationOf(head, Math.floor(head.length / Math.max(1, pair.columns)), pair.columns);
}

const clamp = (x: number): number => Math.max(-1, Math.min(1, x));

function excessKurtosis(sums: Float64Array, n: number, variance: number): number {
  const m = (sums[slot.d] as number) / n;
  const [m2, m3, m4] = [sums[slot.d2], sums[slot.d3], sums[slot.d4]].map((x) => (x as number) / n) as [
    number,
    number,
    number,
  ];
  const fourth = m4 - 4 * m * m3 + 6 * m * m * m2 - 3 * m ** 4;
  return fourth / (variance * variance) - 3;
}

function edge(block: Float32Array, rows: number, columns: number): number | null {
  if (rows < 16 || columns < 16) return null;
  const even = evenOut(
    evenOut(
      block.map((x) => (Number.isFinite(x) ? x : 0)),
      rows,
      columns,
      columns,
      1,
    ),
    columns,
    rows,
    1,
    columns,
  );
  let square = 0;
  for (const x of even) square += x * x;
  if (!(square > 0)) return null;
  const sigma = Math.sqrt(square / (rows * columns));
  return largestSingularValue(even, rows, columns) / (sigma * (Math.sqrt(rows) + Math.sqrt(columns)));
}

/**
 * Scales every line to unit mean square: noise whose size follows the rows (rounding in groups, pruning by magnitude) would
 * otherwise look as if it had a direction.
 */
function evenOut(
  values: Float32Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
): Float32Array {
  for (let line = 0; line < lines; line++) {
    let square = 0;
    for (let i = 0; i < length; i++) square += (values[line * lineStride + i * stride] as number) ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square / length) : 0;
    for (let i = 0; i < length; i++)
      values[line * lineStride + i * stride] = (values[line * lineStride + i * stride] as number) * scale;
  }
  return values;
}

function histogram(values: readonly number[], sigma: number): number[] {
  const bins = new Array<number>(41).fill(0);
  if (!(sigma > 0)) return bins;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const at = Math.max(0, Math.min(40, Math.floor((value / sigma + 5.125) / 0.25)));
    bins[at] = (bins[at] as number) + 1;
  }
  return bins;
}
