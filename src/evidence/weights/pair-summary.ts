// From the sums of a walk over a pair to the figures that tests use.
import type { Pair } from '../../align/alignment.ts';
import { type DType, mantissaBitsOf } from '../../formats/numbers/dtype.ts';
import { slot, slots } from '../../math/row-sums.ts';
import { largestSingularValue } from '../../math/singular.ts';
import { type Information, informationOf, isConstant } from '../../model/values/information.ts';
import type { PairScan } from './pair-scan.ts';

export function summarise(
  pair: Pair,
  sums: Float64Array,
  reservoir: readonly number[],
  block: Float32Array,
  edgeRows: number,
  edgeColumns: number,
  casts: ReadonlyMap<DType, number>,
  head: Float32Array | undefined,
  quantisationError: number | undefined,
): Omit<PairScan, 'castBack' | 'rowCosine' | 'bitEqual' | 'requantised' | 'requantisedBack'> {
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
  const mantissa = mantissaBitsOf(pair.suspect.tensor.dtype);
  const ulps = n === 0 || mantissa === undefined ? 0 : (s('power') * 2 ** (-2 * mantissa)) / 12 / n;
  const rounding = quantisationError === undefined ? ulps : quantisationError ** 2;
  const best = [...casts].toSorted((a, b) => b[1] - a[1])[0];
  const similar = equal > 0.5 || Math.abs(correlation ?? 0) > 0.9 || varP === 0;
  const silent = silentSides(s);
  return {
    elements: n,
    silent,
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
    information: isVoid(silent, n) ? 'void' : similar && head !== undefined ? informationIn(pair, head) : 'learned',
    sums: [...sums.subarray(0, slots)],
  };
}

/** Rounding in a sum of squares leaves less than this of it. */
const roundingError = 1e-13;

/** Which sides hold one value throughout, or no number where the other side holds one. */
function silentSides(s: (name: keyof typeof slot) => number): PairScan['silent'] {
  const n = s('count');
  if (n === 0) return { suspect: s('excluded') > 0, candidate: s('excluded') > 0 };
  const isFlat = (square: number, sum: number): boolean => square - (sum * sum) / n <= roundingError * square;
  return { suspect: isFlat(s('aa'), s('a')), candidate: isFlat(s('bb'), s('b')) };
}

/**
 * Nothing can be said of a pair that has no place with numbers on both sides, or whose one side holds one value throughout
 * where the other does not. One value on both sides is a constant that they have in common or not.
 */
function isVoid({ suspect, candidate }: PairScan['silent'], numbers: number): boolean {
  return suspect !== candidate || (suspect && numbers === 0);
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
