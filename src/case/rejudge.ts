// A stored case judged again: evidence in, verdicts out, no weights anywhere.
import type { CaseFile } from './case-file.ts';
import { judgeCase } from './judge-case.ts';
import { withSurroundings } from './surroundings.ts';

/** The same evidence under the present calibration and the case's own terms. */
export function rejudge(caseFile: CaseFile): CaseFile {
  const { seed, read, alpha } = caseFile.made;
  const examined = caseFile.comparisons.map(({ candidate, alignment, evidence, components, reading }) => ({
    candidate,
    alignment,
    evidence,
    reading,
    components: components.map(({ component, parameters }) => ({ component, parameters })),
  }));
  const judged = judgeCase(caseFile.suspect, examined, { seed, read, alpha });
  return withSurroundings(
    judged,
    caseFile.comparisons.map(({ surroundings }) => surroundings),
  );
}
