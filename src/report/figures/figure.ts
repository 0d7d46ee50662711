// What every figure is: a drawing that a screen reader can name, and the same figures as a table.
import type { Make } from '../markup.ts';
import { htmlTable } from '../markup.ts';

/** A drawing before it has a place on the page. */
export interface Figure {
  readonly drawing: Element;
  /** Takes the whole width of the page. */
  readonly wide: boolean;
  readonly title: string;
  /** The drawing in words, for those who cannot see it. */
  readonly description: string;
  /** How to read it, for everyone. */
  readonly note: string;
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

const SVG = 'http://www.w3.org/2000/svg';

/** Width of a drawing in its own units, about the pixels it gets beside another one; the page scales it. */
export const FIGURE_WIDTH = 500;

/**
 * The figure as an element. `number` is its place on the page: ids must not repeat, and must not come from chance.
 */
export function figureElement(make: Make, document: Document, figure: Figure, number: number, data: string): Element {
  const drawing = figure.drawing;
  drawing.querySelector('style')?.remove();
  drawing.removeAttribute('font-family');
  const inner = document.createElementNS(SVG, 'g');
  inner.setAttribute('aria-hidden', 'true');
  inner.append(...Array.from(drawing.childNodes));
  drawing.append(labelled(document, 'title', `figure-${number}-title`, figure.title));
  drawing.append(labelled(document, 'desc', `figure-${number}-desc`, figure.description), inner);
  drawing.setAttribute('class', 'drawing');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-labelledby', `figure-${number}-title figure-${number}-desc`);
  const columns = figure.table.columns.map((header, index) => ({ header, numeric: index > 0 }));
  return make(
    'figure',
    figure.wide ? { class: 'wide' } : {},
    make('figcaption', {}, make('strong', {}, figure.title), make('span', {}, figure.note)),
    drawing,
    make('details', {}, make('summary', {}, data), htmlTable(make, columns, figure.table.rows, figure.title)),
  );
}

function labelled(document: Document, tag: string, id: string, text: string): Element {
  const element = document.createElementNS(SVG, tag);
  element.setAttribute('id', id);
  element.append(document.createTextNode(text));
  return element;
}
