// What surrounds the weights, put beside what was found in them: no verdict sees it.
import type { Survey } from '../findings/finding.ts';
import type { CaseFile, Comparison } from './case-file.ts';

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

/** What was found in the weights, as licences and claims are concerned by it; undefined where no descent was found, or the other way round. */
export function lineageOf(
  comparison: Comparison | undefined,
): { readonly relation: 'identical' | 'derived' | 'partly-derived'; readonly components: string } | undefined {
  if (comparison === undefined) return undefined;
  const { answer, direction } = comparison.verdict;
  if (answer !== 'identical' && answer !== 'derived' && answer !== 'partly-derived') return undefined;
  if (direction === 'candidate-from-suspect') return undefined;
  const found = comparison.components.filter(
    ({ verdict }) => verdict.answer === 'identical' || verdict.answer === 'derived',
  );
  const components = answer === 'partly-derived' ? found.map(({ component }) => component).join(', ') : '';
  return { relation: answer, components };
}
