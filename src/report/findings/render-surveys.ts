// Surveys as one page that works offline: the sections, and elements of an analysis' own between them and the closing line.
import type { Survey } from '../../findings/finding.ts';
import type { Language } from '../../wording/catalogue.ts';
import { surveyWords } from '../../wording/findings/survey-words.ts';
import type { Child, Make } from '../markup.ts';
import { newPage } from '../page.ts';
import { sectionElement } from '../section-elements.ts';
import type { Section } from '../sections.ts';
import { pageLimits, surveySections } from './survey-sections.ts';

export interface SurveyPage {
  /** What was examined, for the page's title; untrusted. */
  readonly subject: string;
  readonly title: string;
  /** Sections before the surveys'. */
  readonly before: readonly Section[];
  readonly surveys: readonly Survey[];
  /** Elements after the surveys: a view side by side, a field of passages. */
  readonly after?: ((document: Document, make: Make) => readonly Child[]) | undefined;
}

export function renderSurveys(page: SurveyPage, language: Language): string {
  const words = surveyWords[language];
  const { document, make, text } = newPage(`${page.title} · ${page.subject}`, language);
  const sections = [...page.before, ...surveySections(page.surveys, language, pageLimits)];
  document.body.append(
    make(
      'main',
      {},
      make('header', {}, make('h1', {}, page.title), make('p', { class: 'lawful' }, words.surroundingsNote)),
      ...sections.map((section) => sectionElement(make, section, [])),
      ...(page.after?.(document, make) ?? []),
      make('footer', {}, words.footer),
    ),
  );
  return text();
}
