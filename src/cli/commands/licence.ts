// `forebear licence`: which licence governs on a day, and which of its conditions can be seen to be met.
import { examineLicences } from '../../licence/examine.ts';
import { surveyOf } from '../../licence/survey.ts';
import { printSurveys } from '../../report/findings/print-surveys.ts';
import type { RunOptions } from '../../run.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import type { Request } from '../arguments.ts';
import { type OpenedParty, openParty } from '../licence-paths.ts';
import { exitCodes, type Streams } from './compare.ts';
import { showAs } from './show.ts';

export async function licence(
  { model, options }: Extract<Request, { command: 'licence' }>,
  streams: Streams,
  run: RunOptions,
  beforePrinting: () => void,
): Promise<number> {
  const opened = await openParty(model, run);
  const parents: OpenedParty[] = [];
  for (const path of options.parent) parents.push(await openParty(path, run));
  const result = examineLicences(
    { model: opened.party, parents: parents.map(({ party }) => party), at: options.at },
    run,
  );
  const survey = surveyOf(result);
  const problems = [opened, ...parents].flatMap((each) => each.problems);
  beforePrinting();
  const { lang } = options;
  await showAs(
    {
      document: () => ({
        schema: 'forebear.licence/1',
        model: opened.party.name,
        parents: parents.map(({ party }) => party.name),
        at: options.at ?? null,
        survey,
        problems,
      }),
      page: async () =>
        (await import('../../report/findings/render-surveys.ts')).renderSurveys(
          { subject: opened.party.name, title: surveyWords[lang].titles.licence, before: [], surveys: [survey] },
          lang,
        ),
      terminal: () => printSurveys([], [survey], lang, streams),
    },
    options,
    streams,
  );
  return problems.length > 0 ? exitCodes.partly : exitCodes.examined;
}
