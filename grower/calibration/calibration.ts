// The calibration as a document: what was grown and compared, what was counted, and the bounds that follow.
import { binomialTail } from '../../src/math/tails.ts';
import { parameterCount } from '../shape.ts';

import type { Bond, KinFinding } from './kin-study.ts';
import { join, type NullCounts, nothing, type PSeries, singleNulls, steps } from './null-counts.ts';
import { type Company, companies, type StrangerKind, strangerRecipe, strangers } from './population.ts';
import { alpha, kinshipTests } from './stranger-pairs.ts';

/** A trained model: seeds, loss on held-out text beside the entropy of single tokens (nats), digest of its weight file. */
export interface GrownStranger {
  readonly loss: number;
  readonly unigram: number;
  readonly sha256: string;
}

/** Answers of the whole `examine`; disjoint pairs have no model in common with one another. */
export interface Examined {
  readonly answer: string;
  readonly components: readonly (readonly [component: string, answer: string])[];
  readonly disjoint: boolean;
}

/** How low a series of p-values fell, against what a uniform one would do. */
export interface Conservatism {
  readonly series: string;
  readonly count: number;
  readonly smallestP: number;
  /** The largest of P(p <= x) / x over the marks x below 1 that at least ten would be expected to fall below; at most 1 if conservative. */
  readonly worstRatio: number;
}

/** Gain correlations and weight correlations of one bond and one situation. */
export interface KinGroup {
  readonly bond: Bond;
  readonly pairs: number;
  readonly gains: readonly [least: number, most: number];
  readonly correlation: readonly [least: number, most: number];
  readonly answers: { readonly [answer: string]: number };
}

/** Counts by what the two models of a pair had in common. */
export type CountsByCompany = { readonly [company in Company]: NullCounts };

export interface Calibration {
  readonly schema: 'forebear.calibration/1';
  readonly command: string;
  /** Digests of the code that trained, and of the code that tested and judged. */
  readonly code: { readonly training: string; readonly tests: string };
  readonly tests: { readonly [id: string]: number };
  readonly alpha: number;
  readonly recipe: typeof strangerRecipe;
  readonly parameters: number;
  readonly kinds: { readonly [kind in StrangerKind]: number };
  readonly languages: number;
  /** Each model has its own initial seed: as many families of descent as models. */
  readonly families: number;
  readonly models: readonly (GrownStranger & {
    readonly initSeed: number;
    readonly dataSeed: number;
    readonly orderSeed: number;
  })[];
  /** Pairs of all models, and single nulls in them: those with a p-value, and those with a count of agreements alone. */
  readonly pairs: number;
  readonly singleNulls: { readonly formal: number; readonly empirical: number };
  /** Pairs that went through the whole tests and the verdict, and components that were judged in them. */
  readonly judged: { readonly pairs: number; readonly components: number };
  /** Pairs that went through `examine`; disjoint ones share no model with one another. */
  readonly examined: {
    readonly pairs: number;
    readonly disjoint: number;
    readonly answers: { readonly [answer: string]: number };
  };
  /** Single p-values at the corrected level, components that were called kin, examined pairs that were. */
  readonly falseFindings: { readonly single: number; readonly judged: number; readonly examined: number };
  /** 95 % upper bounds on the rate of a false finding in each, and in disjoint pairs. */
  readonly bounds: {
    readonly single: number;
    readonly judged: number;
    readonly examined: number;
    readonly disjoint: number;
  };
  readonly conservatism: readonly Conservatism[];
  readonly counts: {
    readonly single: CountsByCompany;
    readonly tensors: CountsByCompany;
    readonly whole: CountsByCompany;
  };
  readonly kinGroups: readonly KinGroup[];
  readonly kin: readonly KinFinding[];
}

/** Answers that say kin. */
const kinAnswers: ReadonlySet<string> = new Set(['identical', 'derived', 'partly-derived', 'common-origin']);

/** The upper end of the exact one-sided 95 % interval (Clopper and Pearson 1934) for `found` of `count`. */
export function upperBound(found: number, count: number): number {
  if (found >= count) return 1;
  if (found === 0) return -Math.expm1(Math.log(0.05) / count);
  let [low, high] = [found / count, 1];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    // P(X <= found) falls as the rate grows; the bound is where it reaches 0.05.
    if (1 - binomialTail(count, found + 1, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** Puts the document together. `rows` and `models` stand in the order of the strangers. */
export function calibrationOf(parts: {
  readonly command: string;
  readonly code: Calibration['code'];
  readonly models: readonly GrownStranger[];
  readonly rows: readonly {
    readonly single: { readonly [company in Company]?: NullCounts };
    readonly whole: { readonly [company in Company]?: NullCounts };
    readonly tensors: { readonly [company in Company]?: NullCounts };
  }[];
  readonly examined: readonly Examined[];
  readonly kin: readonly KinFinding[];
}): Calibration {
  const population = strangers(parts.models.length);
  const gathered = (what: 'single' | 'whole' | 'tensors'): CountsByCompany => {
    const of = (company: Company): NullCounts =>
      parts.rows.reduce((sum, row) => join(sum, row[what][company] ?? nothing), nothing);
    return {
      'same data': of('same data'),
      'same data and order': of('same data and order'),
      'other data': of('other data'),
    };
  };
  const counts = { single: gathered('single'), whole: gathered('whole'), tensors: gathered('tensors') };
  const single = together(counts.single);
  const tensors = together(counts.tensors);
  const whole = together(counts.whole);
  const nulls = {
    formal: singleNulls(single).formal + singleNulls(tensors).formal,
    empirical: singleNulls(single).empirical,
  };
  const verdicts = Object.values(whole.answers).flatMap((answers) => Object.entries(answers));
  const components = verdicts.reduce((sum, [, n]) => sum + n, 0);
  const disjoint = parts.examined.filter((one) => one.disjoint);
  const falseFindings = {
    single: [...Object.values(single.p), ...Object.values(tensors.p)].reduce(
      (sum, { atMost }) => sum + (atMost[markAtCorrected] ?? 0),
      0,
    ),
    judged: verdicts.reduce((sum, [answer, n]) => sum + (kinAnswers.has(answer) ? n : 0), 0),
    examined: parts.examined.filter(isFalse).length,
  };
  return {
    schema: 'forebear.calibration/1',
    command: parts.command,
    code: parts.code,
    tests: Object.fromEntries(kinshipTests.map(({ id, version }) => [id, version])),
    alpha,
    recipe: strangerRecipe,
    parameters: parameterCount(strangerRecipe.shape),
    kinds: {
      'own order': population.filter(({ kind }) => kind === 'own order').length,
      'shared order': population.filter(({ kind }) => kind === 'shared order').length,
      'other data': population.filter(({ kind }) => kind === 'other data').length,
    },
    languages: new Set(population.map(({ recipe }) => recipe.dataSeed)).size,
    families: new Set(population.map(({ recipe }) => recipe.initSeed)).size,
    models: parts.models.map((model, i) => {
      const { initSeed = 0, dataSeed = 0, orderSeed = 0 } = population[i]?.recipe ?? {};
      return { initSeed, dataSeed, orderSeed, ...model };
    }),
    pairs: single.pairs,
    singleNulls: nulls,
    judged: { pairs: whole.pairs, components },
    examined: {
      pairs: parts.examined.length,
      disjoint: disjoint.length,
      answers: tally(parts.examined.map(({ answer }) => answer)),
    },
    falseFindings,
    bounds: {
      single: upperBound(falseFindings.single, nulls.formal),
      judged: upperBound(falseFindings.judged, components),
      examined: upperBound(falseFindings.examined, parts.examined.length),
      disjoint: upperBound(disjoint.filter(isFalse).length, disjoint.length),
    },
    conservatism: [
      ...Object.entries(single.p),
      ...Object.entries(tensors.p),
      ...Object.entries(whole.p).filter(([name]) => !name.endsWith(' each')),
    ]
      .map(([series, p]) => conservatismOf(series, p))
      .toSorted((a, b) => (a.series < b.series ? -1 : 1)),
    counts,
    kinGroups: groupsOf(parts.kin),
    kin: parts.kin,
  };
}

/** The counts of all classes of pairs. */
export function together(counts: CountsByCompany): NullCounts {
  return companies.reduce((sum, company) => join(sum, counts[company]), nothing);
}

function isFalse({ answer, components }: Examined): boolean {
  return kinAnswers.has(answer) || components.some(([, one]) => kinAnswers.has(one));
}

/**
 * Place of 1e-7 among the marks 10^(-i/2): a case of one such pair has twelve hypotheses, which makes 8.3e-8 the level,
 * and no bound of these sizes lies between the two.
 */
const markAtCorrected = 14;

function conservatismOf(series: string, { count, atMost, smallestLnP }: PSeries): Conservatism {
  let worst = 0;
  for (let i = 1; i < steps; i++) {
    const x = 10 ** (-i / 2);
    if (count * x >= 10) worst = Math.max(worst, (atMost[i] ?? 0) / count / x);
  }
  return { series, count, smallestP: Math.exp(smallestLnP), worstRatio: worst };
}

function groupsOf(kin: readonly KinFinding[]): readonly KinGroup[] {
  const groups: KinGroup[] = [];
  for (const bond of ['same start', 'continued', 'mixed'] as const) {
    const mine = kin.filter((one) => one.bond === bond);
    if (mine.length === 0) continue;
    const gains = mine.flatMap(({ gains }) => (gains === null ? [] : [gains]));
    const correlation = mine.map((one) => one.correlation);
    groups.push({
      bond,
      pairs: mine.length,
      gains: [Math.min(...gains), Math.max(...gains)],
      correlation: [Math.min(...correlation), Math.max(...correlation)],
      answers: tally(mine.map(({ answer }) => answer)),
    });
  }
  return groups;
}

function tally(words: readonly string[]): { readonly [word: string]: number } {
  const counts: { [word: string]: number } = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
