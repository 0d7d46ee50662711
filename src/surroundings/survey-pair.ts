// All analyses of what surrounds two models, in their order; one that fails says so, and the others go on.
import { isForebearError } from '../errors.ts';
import type { Analysis, Survey } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { statement } from '../wording/statement.ts';
import { surveyResidues } from './residues/survey.ts';
import type { Surroundings } from './surroundings.ts';
import { surveyTokenizers } from './tokenizer/survey.ts';

/** Surveys a suspect's surroundings beside a candidate's. Looks at no weight. */
export async function surveyPair(
  suspect: Surroundings,
  candidate: Surroundings,
  options: RunOptions = {},
): Promise<readonly Survey[]> {
  const steps: readonly (readonly [Analysis, () => Survey | Promise<Survey>])[] = [
    ['residues', () => surveyResidues(suspect, candidate)],
    ['tokenizer', () => surveyTokenizers(suspect.tokenizer, candidate.tokenizer)],
  ];
  const surveys: Survey[] = [];
  for (const [index, [analysis, survey]] of steps.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: 'test', subject: analysis, done: index, total: steps.length, unit: 'tests' });
    surveys.push(await attempted(analysis, survey));
  }
  return surveys;
}

/** A fault of the files fails the one analysis that met it; any other is a fault of the program. */
export async function attempted(analysis: Analysis, survey: () => Survey | Promise<Survey>): Promise<Survey> {
  try {
    return await survey();
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return { status: 'failed', analysis, version: 0, reason: statement('survey.failed', { message: error.message }) };
  }
}
