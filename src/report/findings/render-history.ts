// The page of a history: the survey and its revisions on a line of time.
import type { Survey } from '../../findings/finding.ts';
import type { Language } from '../../wording/catalogue.ts';
import { historyWords } from '../../wording/findings/history-words.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { figureElement } from '../figures/figure.ts';
import { timeLine } from '../figures/time-line.ts';
import { renderSurveys } from './render-surveys.ts';

/** `subject` is untrusted; `released` is the moment that the user gave. */
export function renderHistory(
  subject: string,
  survey: Survey,
  released: string | undefined,
  language: Language,
): string {
  const table = survey.status === 'measured' ? survey.tables.find(({ id }) => id === 'commits') : undefined;
  const title = surveyWords[language].titles.history;
  return renderSurveys(
    {
      subject,
      title,
      before: [],
      surveys: [survey],
      after: (document, make) => {
        const figure = table === undefined ? null : timeLine(document, table, released, language);
        if (figure === null) return [];
        const { data } = historyWords[language];
        return [make('section', { class: 'figures' }, figureElement(make, document, figure, 1, data))];
      },
    },
    language,
  );
}
