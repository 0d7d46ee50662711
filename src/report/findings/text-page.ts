// The report on texts: the field, the sources, and passage by passage the suspect's text with its source.
import type { SharedPassage, Span, TextExamination } from '../../text/examine.ts';
import { type Language, text } from '../../wording/catalogue.ts';
import { textWords } from '../../wording/findings/text-words.ts';
import { formatCount } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { figureElement } from '../figures/figure.ts';
import type { Child, Make } from '../markup.ts';
import type { Grid, Section } from '../sections.ts';
import { textField } from './text-field.ts';

const mostSources = 60;
const mostPassages = 400;
const mostFields = 12;

/** The table of sources, for page and terminal. */
export function textSections({ sources }: TextExamination, language: Language): readonly Section[] {
  const words = textWords[language];
  if (sources.length === 0) return [];
  const grid: Grid = {
    kind: 'grid',
    columns: [
      { header: words.source, quoted: true },
      { header: words.date },
      { header: words.passages, numeric: true },
      { header: words.words, numeric: true },
    ],
    rows: sources
      .slice(0, mostSources)
      .map(({ file, date, passages, words: count }) => [
        clean(file, 80),
        date ?? '–',
        formatCount(passages),
        formatCount(count),
      ]),
  };
  return [{ title: words.sources, beside: '', passages: [grid] }];
}

/** The field of each text, and its passages. */
export function textElements(
  document: Document,
  make: Make,
  examined: TextExamination,
  language: Language,
): readonly Child[] {
  const words = textWords[language];
  const fields = examined.suspects.filter(({ words: count }) => count > 0).slice(0, mostFields);
  const shown = examined.passages.slice(0, mostPassages);
  const rest = examined.passages.length - shown.length;
  return [
    make(
      'section',
      {},
      make('h2', {}, words.field),
      make(
        'div',
        { class: 'figures' },
        ...fields.map((field, at) =>
          figureElement(make, document, textField(document, field, language), at + 1, text(language).figures.data),
        ),
      ),
    ),
    shown.length === 0
      ? null
      : make(
          'section',
          {},
          make('h2', {}, words.passage),
          ...shown.map((passage, at) => passageElement(make, passage, at + 1, language)),
          rest > 0 ? make('p', { class: 'note' }, words.left(formatCount(rest))) : null,
        ),
  ];
}

function passageElement(make: Make, passage: SharedPassage, number: number, language: Language): Element {
  const words = textWords[language];
  const { kind, shared, words: count, quoted: isQuoted, cited, reference, alsoIn, date } = passage;
  const marks = [
    words.kinds[kind],
    words.shared(formatCount(shared), formatCount(count)),
    ...(date === undefined ? [] : [date]),
    ...(isQuoted ? [words.quoted] : []),
    ...(cited ? [words.cited] : []),
    ...(reference ? [words.reference] : []),
    ...(alsoIn > 0 ? [words.alsoIn(formatCount(alsoIn))] : []),
  ];
  const side = (name: string, span: Span): Element =>
    make(
      'div',
      {},
      make(
        'p',
        { class: 'note' },
        `${name}: `,
        words.where(clean(span.file, 80), formatCount(span.line), formatCount(span.start), formatCount(span.end)),
      ),
      make('p', {}, make('bdi', {}, span.text)),
    );
  return make(
    'div',
    { class: `passage ${kind}` },
    make('h3', {}, `${number} · `, marks.join(' · ')),
    make('div', { class: 'sides' }, side(words.suspect, passage.suspect), side(words.source, passage.source)),
  );
}
