// An inspection, or the exhibit of a refused pickle, as one page that works offline: sections, and how large each part is.
import type { Inspection } from '../../case/inspection/inspection.ts';
import type { PickleExhibit } from '../../case/inspection/pickle-exhibit.ts';
import type { Language } from '../../wording/catalogue.ts';
import { text } from '../../wording/catalogue.ts';
import { inspectWords } from '../../wording/inspection-words.ts';
import { figureElement } from '../figures/figure.ts';
import { partBars } from '../figures/part-bars.ts';
import { pageLimits, surveySections } from '../findings/survey-sections.ts';
import { newPage } from '../page.ts';
import { sectionElement } from '../section-elements.ts';
import type { Section } from '../sections.ts';
import { exhibitSections } from './exhibit-section.ts';
import { foldExperts, inspectionSections } from './inspection-sections.ts';

/** Rows of a page; a repository of a hundred thousand files would otherwise be all of it. */
const limits = { rows: 300, problems: 300 };

/** The whole page of an inspection; the same inspection gives the same page. */
export function renderInspection(inspection: Inspection, language: Language): string {
  const words = inspectWords[language];
  const bars = (document: Document, section: Section): ReturnType<typeof partBars> => {
    if (section.title !== words.components) return null;
    const parts = foldExperts(inspection.components, words);
    return partBars(
      document,
      parts.map(({ component, tensors, parameters }) => ({ name: component, size: parameters ?? tensors })),
      inspection.tensors.length === 0 ? words.tensors : words.parameters,
      language,
    );
  };
  const sections = [
    ...inspectionSections(inspection, words, limits),
    ...surveySections(inspection.surroundings ?? [], language, pageLimits),
  ];
  return rendered(inspection.id, sections, language, bars);
}

/** The whole page of an exhibit. */
export function renderExhibit(exhibit: PickleExhibit, language: Language): string {
  return rendered(exhibit.path, exhibitSections(exhibit, inspectWords[language]), language, () => null);
}

function rendered(
  name: string,
  sections: readonly Section[],
  language: Language,
  figureOf: (document: Document, section: Section) => ReturnType<typeof partBars>,
): string {
  const words = inspectWords[language];
  const texts = text(language);
  const page = newPage(`${words.title} · ${name}`, language);
  const { document, make } = page;
  document.body.append(
    make(
      'main',
      {},
      make('header', {}, make('h1', {}, words.title), make('p', { class: 'subtitle' }, words.subtitle)),
      ...sections.map((section, index) => {
        const figure = figureOf(document, section);
        const drawn =
          figure === null
            ? []
            : [make('div', { class: 'figures' }, figureElement(make, document, figure, index, texts.figures.data))];
        return sectionElement(make, section, drawn);
      }),
      make('footer', {}, words.footer),
    ),
  );
  return page.text();
}
