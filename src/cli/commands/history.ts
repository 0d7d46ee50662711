// `forebear history`: what earlier revisions of a repository show that the last one does not.
import { ForebearError } from '../../errors.ts';
import { readHistory } from '../../history/survey.ts';
import { printSurveys } from '../../report/findings/print-surveys.ts';
import type { RunOptions } from '../../run.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import type { Request } from '../arguments.ts';
import { openRepositoryAt } from '../open-repository.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

export async function history(
  { repository: path, options }: Extract<Request, { command: 'history' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const { lang, candidate, released } = options;
  const repository = await openRepositoryAt(path, run);
  const found = await readHistory(repository, { ...run, candidates: candidate, released });
  beforePrinting();
  const { survey, problems } = found;
  await showAs(
    {
      document: () => ({
        schema: 'forebear.history/1',
        repository: repository.name,
        candidates: [...candidate],
        released: released ?? null,
        survey,
        problems,
      }),
      page: async () => {
        const { renderHistory } = await import('../../report/findings/render-history.ts');
        return renderHistory(repository.name, survey, released, lang);
      },
      terminal: () => printSurveys([], [survey], lang, streams),
    },
    options,
    streams,
  );
  if (survey.status === 'measured') return problems.length > 0 ? exitCodes.partly : exitCodes.examined;
  throw new ForebearError('format', repository.name, 'a repository with commits', surveyWords.en[survey.status]);
}
