// The page of a history.
import type { Survey } from '../../findings/finding.ts';
import type { Language } from '../../wording/catalogue.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { renderSurveys } from './render-surveys.ts';

export function renderHistory(
  subject: string,
  survey: Survey,
  _released: string | undefined,
  language: Language,
): string {
  return renderSurveys(
    { subject, title: surveyWords[language].titles.history, before: [], surveys: [survey] },
    language,
  );
}
