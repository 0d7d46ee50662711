// What was found around the weights: statements with the places they rest on, how common such a thing is elsewhere, and what speaks against.
import type { Statement } from '../wording/statement.ts';

/** The analyses of what surrounds weights, in the order in which a report gives them. */
export const analyses = ['residues', 'claims', 'tokenizer', 'code', 'text', 'licence', 'history'] as const;

export type Analysis = (typeof analyses)[number];

/** Whose file a place is in: `claimed` is what the suspect says it was made from, where that is at hand as well. */
export type Side = 'suspect' | 'candidate' | 'claimed';

/** Where something stands. Everything in it but the numbers is untrusted text. */
export interface Place {
  readonly side: Side;
  /** Relative to what was given; `archive!/member` within a file. */
  readonly file: string;
  /** Counted from 1; absent where the file has no lines. */
  readonly line?: number | undefined;
  /** The git revision, where it is not the last one. */
  readonly revision?: string | undefined;
  /** What stands there, one line, at most 200 code points. */
  readonly excerpt?: string | undefined;
}

/**
 * How much a finding says about where something comes from, once its background is counted: `telling` is rarely or never
 * seen elsewhere; `common` is what honest neighbours share; `context` is a fact that says nothing of origin by itself.
 */
export type Weight = 'telling' | 'common' | 'context';

export interface Finding {
  readonly statement: Statement;
  readonly weight: Weight;
  /** How often the same is seen where there is no relation, or what was counted to know it; null where a background makes no sense. */
  readonly background: Statement | null;
  readonly places: readonly Place[];
}

/** Cells are untrusted; column names are ours, keys of the words of the analysis. */
export interface SurveyTable {
  readonly id: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** One analysis of one suspect, beside one candidate where the analysis needs one. Plain data: what a case file keeps. */
export type Survey =
  | {
      readonly status: 'measured';
      readonly analysis: Analysis;
      readonly version: number;
      /** What was looked at, with denominators. */
      readonly examined: readonly Statement[];
      readonly findings: readonly Finding[];
      /** What speaks against reading more into the findings, and what was not looked at. Never empty. */
      readonly against: readonly Statement[];
      readonly tables: readonly SurveyTable[];
    }
  | {
      readonly status: 'inapplicable' | 'failed';
      readonly analysis: Analysis;
      readonly version: number;
      readonly reason: Statement;
    };

/** Longest excerpt of a place, in code points. */
const longestExcerpt = 200;

/** One line of a file, cut to what a place may hold. */
export function excerptOf(line: string): string {
  const points = Array.from(line.trim().slice(0, 4 * longestExcerpt));
  return points.length <= longestExcerpt ? points.join('') : `${points.slice(0, longestExcerpt - 1).join('')}…`;
}
