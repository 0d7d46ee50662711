// What surrounds the weights, put beside what was found in them: no verdict sees it.
import type { Survey } from '../findings/finding.ts';
import type { CaseFile } from './case-file.ts';

/** The case with the surveys of each comparison, in the order of the comparisons; undefined where nobody looked. */
export function withSurroundings(caseFile: CaseFile, surveys: readonly (readonly Survey[] | undefined)[]): CaseFile {
  return {
    ...caseFile,
    comparisons: caseFile.comparisons.map((comparison, index) => {
      const found = surveys[index];
      return found === undefined ? comparison : { ...comparison, surroundings: found };
    }),
  };
}
