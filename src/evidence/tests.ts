// The list of tests, in the order in which they are run and reported.
import type { Test } from './subject.ts';
import { contentEquality } from './weights/content-equality.ts';
import { contentSearch } from './weights/content-search.ts';
import { difference } from './weights/difference.ts';
import { normGains } from './weights/norm-gains.ts';
import { residualAlignment } from './weights/residual-alignment.ts';
import { unitCoincidence } from './weights/unit-coincidence.ts';
import { unitMatch } from './weights/unit-match.ts';
import { unitResponse } from './weights/unit-response.ts';

export const tests: readonly Test[] = [
  contentEquality,
  residualAlignment,
  unitCoincidence,
  unitResponse,
  unitMatch,
  contentSearch,
  normGains,
  difference,
];
