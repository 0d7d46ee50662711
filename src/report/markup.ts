// The only way anything gets into the page: elements made through the document, text through text nodes, cleaned.
import { parseHTML } from 'linkedom';
import { clean } from './clean.ts';

/** Longest text of one node; the case file holds the whole. */
const LONGEST_NODE = 1200;

export type Child = Element | string | null;

/**
 * Attribute values. The serialiser escapes quotes alone in them, so the other characters of markup are replaced.
 */
export type Attributes = { readonly [name: string]: string };

/** An empty HTML document that exists in memory alone and can run nothing. */
export function newDocument(): Document {
  const { document } = parseHTML('<!doctype html><html><head></head><body></body></html>') as unknown as {
    document: Document;
  };
  return document;
}

/**
 * The page's title. The serialiser writes the text of a title raw, and `</title>` in a model's name would end it;
 * so the characters of markup are replaced, which is safe under any serialiser.
 */
export function titleElement(document: Document, title: string): Element {
  const element = document.createElement('title');
  element.textContent = clean(title).replace(/[<>&]/g, '_');
  return element;
}

/** Makes elements of one document. Strings become text nodes. */
export type Make = (tag: string, attributes: Attributes, ...children: readonly Child[]) => Element;

export function maker(document: Document): Make {
  return (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      element.setAttribute(name, clean(value).replace(/[<>&]/g, '_'));
    }
    for (const child of children) {
      if (child === null) continue;
      element.append(typeof child === 'string' ? document.createTextNode(clean(child, LONGEST_NODE)) : child);
    }
    return element;
  };
}

export interface HtmlColumn {
  readonly header: string;
  readonly numeric?: boolean;
}

/** A table in a frame that scrolls sideways where the table is wider than the page. */
export function htmlTable(
  make: Make,
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Child[])[],
  label: string,
): Element {
  const kind = (index: number): Attributes => (columns[index]?.numeric === true ? { class: 'number' } : {});
  const head = make(
    'tr',
    {},
    ...columns.map((column, index) => make('th', { scope: 'col', ...kind(index) }, column.header)),
  );
  const body = rows.map((row) =>
    make(
      'tr',
      {},
      ...columns.map((_, index) =>
        make(
          index === 0 ? 'th' : 'td',
          { ...(index === 0 ? { scope: 'row' } : {}), ...kind(index) },
          row[index] ?? null,
        ),
      ),
    ),
  );
  return make(
    'div',
    // Focusable, so that a wide table can be scrolled without a mouse.
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    make('table', {}, make('thead', {}, head), make('tbody', {}, ...body)),
  );
}

/** A sentence whose small numbers, as `1.2e-89`, are not broken at their sign. */
export function unbroken(make: Make, sentence: string): readonly Child[] {
  const pieces = clean(sentence, LONGEST_NODE).split(/(\d[\d.]*e-\d+)/);
  return pieces.map((piece, index) => (index % 2 === 1 ? make('span', { class: 'unbroken' }, piece) : piece));
}

/** Text of a file's own making: set apart from ours, and its writing direction kept to itself. */
export function quoted(make: Make, text: string, limit?: number): Element {
  return make('bdi', { class: 'quoted' }, clean(text, limit));
}
