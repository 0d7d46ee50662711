// An inspection, or the exhibit of a refused pickle, for a terminal: at most 80 columns, no escape but our own.
import type { Inspection } from '../../case/inspection/inspection.ts';
import type { PickleExhibit } from '../../case/inspection/pickle-exhibit.ts';
import type { Language } from '../../wording/catalogue.ts';
import { inspectWords } from '../../wording/inspection-words.ts';
import { painter } from '../columns.ts';
import { surveySections, terminalLimits } from '../findings/survey-sections.ts';
import { type Section, sectionLines } from '../sections.ts';
import { exhibitSections } from './exhibit-section.ts';
import { inspectionSections } from './inspection-sections.ts';

/** A terminal shows the beginning of what is long. */
const limits = { rows: 12, problems: 20 };

export interface TerminalStyle {
  readonly colour: boolean;
}

export function printInspection(inspection: Inspection, language: Language, style: TerminalStyle): string {
  const sections = [
    ...inspectionSections(inspection, inspectWords[language], limits),
    ...surveySections(inspection.surroundings ?? [], language, terminalLimits),
  ];
  return printed(sections, language, style);
}

export function printExhibit(exhibit: PickleExhibit, language: Language, style: TerminalStyle): string {
  return printed(exhibitSections(exhibit, inspectWords[language]), language, style);
}

function printed(sections: readonly Section[], language: Language, { colour }: TerminalStyle): string {
  return `${sectionLines(sections, painter(colour), inspectWords[language].colon).join('\n')}\n`;
}
