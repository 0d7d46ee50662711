// The field of a text: one mark for each stretch of words, by what covers it; told apart by shape first and by colour second.
import type { SuspectText } from '../../text/examine.ts';
import type { Language } from '../../wording/catalogue.ts';
import { textWords } from '../../wording/findings/text-words.ts';
import { formatCount, formatPercent } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import type { Figure } from '../figures/figure.ts';

const SVG = 'http://www.w3.org/2000/svg';
const width = 1_050;
const columns = 60;
const step = width / columns;
const radius = 6;
const legendHeight = 26;

const kinds = ['verbatim', 'light', 'heavy', 'marked', 'none'] as const;

type Kind = (typeof kinds)[number];

/** Red as the printed marks of a checker are; the shape says the same. */
const colours: { readonly [kind in Kind]: string } = {
  verbatim: '#b3261e',
  light: '#b3261e',
  heavy: '#8a5a00',
  marked: '#3b6ea5',
  none: '#9a9a92',
};

/** The figure of one text. */
export function textField(document: Document, text: SuspectText, language: Language): Figure {
  const words = textWords[language];
  const rows = Math.max(1, Math.ceil(text.cells.length / columns));
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', `0 0 ${width} ${rows * step + legendHeight}`);
  for (const [at, kind] of text.cells.entries()) {
    drawing.append(mark(document, kind, (at % columns) * step + step / 2, Math.floor(at / columns) * step + step / 2));
  }
  for (const [at, kind] of kinds.entries()) {
    const x = 10 + at * 200;
    const y = rows * step + legendHeight / 2;
    drawing.append(mark(document, kind, x, y), label(document, words.kinds[kind], x + 12, y + 4));
  }
  const { verbatim, light, heavy, marked } = text.covered;
  const none = text.words - verbatim - light - heavy - marked;
  const counts = { verbatim, light, heavy, marked, none };
  const name = clean(text.file, 60);
  const table = kinds.map((kind) => [
    words.kinds[kind],
    formatCount(counts[kind]),
    formatPercent(text.words > 0 ? counts[kind] / text.words : 0),
  ]);
  return {
    drawing: drawing,
    wide: true,
    title: words.fieldTitle(name),
    description: table.map((row) => row.join(' ')).join('; '),
    note: words.fieldNote(formatCount(text.cellWords)),
    table: { columns: [words.kind, words.words, words.share], rows: table },
  };
}

function mark(document: Document, kind: Kind, x: number, y: number): Element {
  const shape = (tag: string, attributes: { readonly [name: string]: string | number }): Element => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    return element;
  };
  const colour = colours[kind];
  const round = (value: number): number => Math.round(value * 10) / 10;
  const [cx, cy] = [round(x), round(y)];
  switch (kind) {
    case 'verbatim':
      return shape('circle', { cx, cy, r: radius, fill: colour });
    case 'light':
      return shape('circle', { cx, cy, r: radius - 1, fill: 'none', stroke: colour, 'stroke-width': 2.5 });
    case 'heavy':
      return shape('path', {
        d: `M${cx} ${round(y - radius)}L${round(x + radius)} ${round(y + radius)}H${round(x - radius)}Z`,
        fill: colour,
      });
    case 'marked':
      return shape('rect', {
        x: round(x - 5),
        y: round(y - 5),
        width: 10,
        height: 10,
        fill: 'none',
        stroke: colour,
        'stroke-width': 2,
      });
    case 'none':
      return shape('circle', { cx, cy, r: 1.6, fill: colour });
  }
}

function label(document: Document, text: string, x: number, y: number): Element {
  const element = document.createElementNS(SVG, 'text');
  element.setAttribute('x', String(x));
  element.setAttribute('y', String(y));
  element.setAttribute('fill', 'currentColor');
  element.append(document.createTextNode(text));
  return element;
}
