// The list of tests, in the order in which they are run and reported.
import type { Alignment } from '../align/alignment.ts';
import type { Test } from './subject.ts';
import { adapterFit } from './weights/adapter-fit.ts';
import { contentEquality } from './weights/content-equality.ts';
import { contentSearch } from './weights/content-search.ts';
import { difference } from './weights/difference.ts';
import { fallacies } from './weights/fallacies.ts';
import { lowRank } from './weights/low-rank.ts';
import { lacksNorms, normFolding } from './weights/norm-folding.ts';
import { normGains } from './weights/norm-gains.ts';
import { residualAlignment } from './weights/residual-alignment.ts';
import { roundingGrid } from './weights/rounding-grid.ts';
import { unitAssignment } from './weights/unit-assignment.ts';
import { unitCoincidence } from './weights/unit-coincidence.ts';
import { unitGram } from './weights/unit-gram.ts';
import { unitMatch } from './weights/unit-match.ts';
import { unitResponse } from './weights/unit-response.ts';

export const tests: readonly Test[] = [
  contentEquality,
  residualAlignment,
  unitCoincidence,
  unitResponse,
  unitGram,
  unitMatch,
  unitAssignment,
  contentSearch,
  normGains,
  difference,
  lowRank,
  roundingGrid,
  fallacies,
];

/** What is asked of two models: of an adapter and a model also whether they fit, of norms that are gone where they went. */
export function testsFor(alignment: Alignment): readonly Test[] {
  const { suspect, candidate } = alignment;
  const isAdapted = (suspect.adapter === undefined) !== (candidate.adapter === undefined);
  return [...tests, ...(lacksNorms(alignment) ? [normFolding] : []), ...(isAdapted ? [adapterFit] : [])];
}
