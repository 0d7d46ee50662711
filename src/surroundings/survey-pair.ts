// All analyses of what surrounds two models, in their order; one that fails says so, and the others go on.
import { isForebearError } from '../errors.ts';
import type { Analysis, Survey } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { statement } from '../wording/statement.ts';
import { surveyOwnResidues, surveyResidues } from './residues/survey.ts';
import type { Surroundings } from './surroundings.ts';
import { surveyTokenizer, surveyTokenizers } from './tokenizer/survey.ts';

type Steps = readonly (readonly [Analysis, () => Survey | Promise<Survey>])[];

/** Surveys a suspect's surroundings beside a candidate's. Looks at no weight. */
export function surveyPair(
  suspect: Surroundings,
  candidate: Surroundings,
  options: RunOptions = {},
): Promise<readonly Survey[]> {
  return surveyAll(
    [
      ['residues', () => surveyResidues(suspect, candidate)],
      ['tokenizer', () => surveyTokenizers(suspect.tokenizer, candidate.tokenizer)],
    ],
    options,
  );
}

/** Surveys what surrounds one model, with nobody beside it. */
export function surveyOwn(suspect: Surroundings, options: RunOptions = {}): Promise<readonly Survey[]> {
  return surveyAll(
    [
      ['residues', () => surveyOwnResidues(suspect)],
      ['tokenizer', () => surveyTokenizer(suspect.tokenizer)],
    ],
    options,
  );
}

async function surveyAll(steps: Steps, options: RunOptions): Promise<readonly Survey[]> {
  const surveys: Survey[] = [];
  for (const [index, [analysis, survey]] of steps.entries()) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: 'test', subject: analysis, done: index, total: steps.length, unit: 'tests' });
    surveys.push(await attempted(analysis, survey));
  }
  return surveys;
}

/** A fault of the files fails the one analysis that met it; any other is a fault of the program. */
async function attempted(analysis: Analysis, survey: () => Survey | Promise<Survey>): Promise<Survey> {
  try {
    return await survey();
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return { status: 'failed', analysis, version: 0, reason: statement('survey.failed', { message: error.message }) };
  }
}
