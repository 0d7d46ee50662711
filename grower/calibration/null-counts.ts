// What is kept of the comparisons of strangers: how often each p-value fell how low, agreements, answers. Counts add up.
import type { Evidence, Measured } from '../../src/evidence/evidence.ts';
import { records } from '../../src/verdict/statistics.ts';

/** p-values are counted by whether they are at most 10^(-i/2), for i below this. */
export const steps = 17;

/** One series of p-values of strangers: a test's rows (`… each`) or one of its combined statistics. */
export interface PSeries {
  readonly count: number;
  /** atMost[i]: how many were at most 10^(-i/2). */
  readonly atMost: readonly number[];
  readonly smallestLnP: number;
}

/** Moments of z values, and how many lay beyond two marks on either side. */
export interface ZSeries {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly largest: number;
  /** |z| > 3.29, which a normal exceeds in 0.001 of the cases, and > 4.89 (1e-6). */
  readonly beyond329: number;
  readonly beyond489: number;
}

/** byCount[k]: how many had exactly k. */
export interface Histogram {
  readonly count: number;
  readonly byCount: readonly number[];
}

/** Everything counted over some pairs. Series are called `test statistic`. */
export interface NullCounts {
  readonly pairs: number;
  readonly p: { readonly [series: string]: PSeries };
  readonly z: { readonly [series: string]: ZSeries };
  /** Agreements of gate and up, by layer and over all layers of a pair. */
  readonly agreements: { readonly [series: string]: Histogram };
  /** Answers of the verdict by component. */
  readonly answers: { readonly [component: string]: { readonly [answer: string]: number } };
}

export const nothing: NullCounts = { pairs: 0, p: {}, z: {}, agreements: {}, answers: {} };

/** The counts of one pair: every row that bears a p-value, every combined p-value, z and agreements, and the answers. */
export function countsOf(evidence: readonly Evidence[], answers: ReadonlyMap<string, string>): NullCounts {
  const p: { [series: string]: PSeries } = {};
  const z: { [series: string]: ZSeries } = {};
  const agreements: { [series: string]: Histogram } = {};
  const addP = (name: string, lnP: number): void => {
    p[name] = joinP(p[name], oneP(lnP));
  };
  for (const one of evidence) {
    if (one.status !== 'measured') continue;
    for (const row of records(one)) {
      if (typeof row.lnP === 'number') addP(`${one.test} each`, row.lnP);
      if (typeof row.agreements === 'number') {
        const series = seriesOf(one.test, 'layer');
        agreements[series] = joinHistogram(agreements[series], oneCount(row.agreements));
      }
    }
    for (const [name, value] of Object.entries(one.statistics)) {
      if (value === null) continue;
      if (name.startsWith('lnP')) addP(`${one.test} ${name}`, value);
      if (name === 'z') z[one.test] = joinZ(z[one.test], oneZ(value));
      if (name === 'agreements') {
        const series = seriesOf(one.test, 'pair');
        agreements[series] = joinHistogram(agreements[series], oneCount(value));
      }
    }
  }
  return {
    pairs: 1,
    p,
    z,
    agreements,
    answers: Object.fromEntries([...answers].map(([component, answer]) => [component, { [answer]: 1 }])),
  };
}

/** Agreements of `unit-match` by their plain name, those of another test with its own before it. */
const seriesOf = (test: string, what: 'layer' | 'pair'): string => (test === 'unit-match' ? what : `${test} ${what}`);

/** One p-value of a series, of no pair of its own. */
export function pCounts(series: string, lnP: number): NullCounts {
  return { ...nothing, p: { [series]: oneP(lnP) } };
}

/** One number of agreements, of no pair of its own. */
export function agreementCounts(series: string, agreements: number): NullCounts {
  return { ...nothing, agreements: { [series]: oneCount(agreements) } };
}

/** How many single nulls an evidence holds: rows with a p-value, and rows with agreements. */
export function singleNulls(counts: NullCounts): { readonly formal: number; readonly empirical: number } {
  const formal = Object.entries(counts.p).reduce(
    (sum, [name, series]) => sum + (name.endsWith(' each') ? series.count : 0),
    0,
  );
  return { formal, empirical: counts.agreements['layer']?.count ?? 0 };
}

/** The sum of two counts; neither is changed. */
export function join(a: NullCounts, b: NullCounts): NullCounts {
  return {
    pairs: a.pairs + b.pairs,
    p: merged(a.p, b.p, joinP),
    z: merged(a.z, b.z, joinZ),
    agreements: merged(a.agreements, b.agreements, joinHistogram),
    answers: merged(a.answers, b.answers, (x, y) => merged(x ?? {}, y, (m, n) => (m ?? 0) + n)),
  };
}

type Named<T> = { readonly [name: string]: T };

function merged<T>(a: Named<T>, b: Named<T>, sum: (x: T | undefined, y: T) => T): Named<T> {
  const out: { [name: string]: T } = { ...a };
  for (const [name, value] of Object.entries(b)) out[name] = sum(out[name], value);
  return out;
}

const lnMarks = Array.from({ length: steps }, (_, i) => (-i / 2) * Math.LN10);
/** A p-value that is a mark exactly must count at it, whatever the last bit of its logarithm. */
const slack = 1e-12;

function oneP(lnP: number): PSeries {
  return { count: 1, atMost: lnMarks.map((mark) => (lnP <= mark + slack ? 1 : 0)), smallestLnP: lnP };
}

function joinP(a: PSeries | undefined, b: PSeries): PSeries {
  if (a === undefined) return b;
  return {
    count: a.count + b.count,
    atMost: b.atMost.map((n, i) => n + (a.atMost[i] ?? 0)),
    smallestLnP: Math.min(a.smallestLnP, b.smallestLnP),
  };
}

function oneZ(z: number): ZSeries {
  const size = Math.abs(z);
  return {
    count: 1,
    sum: z,
    squares: z * z,
    largest: size,
    beyond329: size > 3.29 ? 1 : 0,
    beyond489: size > 4.89 ? 1 : 0,
  };
}

function joinZ(a: ZSeries | undefined, b: ZSeries): ZSeries {
  if (a === undefined) return b;
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    squares: a.squares + b.squares,
    largest: Math.max(a.largest, b.largest),
    beyond329: a.beyond329 + b.beyond329,
    beyond489: a.beyond489 + b.beyond489,
  };
}

function oneCount(k: number): Histogram {
  return { count: 1, byCount: Array.from({ length: k + 1 }, (_, i) => (i === k ? 1 : 0)) };
}

function joinHistogram(a: Histogram | undefined, b: Histogram): Histogram {
  if (a === undefined) return b;
  const length = Math.max(a.byCount.length, b.byCount.length);
  return {
    count: a.count + b.count,
    byCount: Array.from({ length }, (_, k) => (a.byCount[k] ?? 0) + (b.byCount[k] ?? 0)),
  };
}

/** A measured result of the named test, for those who look at single figures. */
export function measuredOf(evidence: readonly Evidence[], test: string, component?: string): Measured | undefined {
  return evidence.find(
    (one): one is Measured =>
      one.status === 'measured' && one.test === test && (component === undefined || one.component === component),
  );
}
