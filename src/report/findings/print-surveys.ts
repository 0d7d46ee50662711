// Surveys for a terminal: at most 80 columns, no escape but our own.
import type { Survey } from '../../findings/finding.ts';
import type { Language } from '../../wording/catalogue.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import { painter, paragraph } from '../columns.ts';
import { type Section, sectionLines } from '../sections.ts';
import { surveySections, terminalLimits } from './survey-sections.ts';

/** Sections before the surveys', the surveys, and the closing line. */
export function printSurveys(
  before: readonly Section[],
  surveys: readonly Survey[],
  language: Language,
  { colour }: { readonly colour: boolean },
): string {
  const words = surveyWords[language];
  const lines = sectionLines(
    [...before, ...surveySections(surveys, language, terminalLimits)],
    painter(colour),
    words.colon,
  );
  return `${[...lines, '', ...paragraph(words.footer)].join('\n')}\n`;
}
