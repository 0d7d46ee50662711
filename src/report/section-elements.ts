// Sections as elements of a page: labels as a list of terms, items as a list, grids as tables.
import type { Child, Make } from './markup.ts';
import { htmlTable } from './markup.ts';
import type { Passage, Said, Section } from './sections.ts';

/** One section; `figures` stand before its passages. */
export function sectionElement(
  make: Make,
  section: Section,
  figures: readonly Child[],
  heading: 'h2' | 'h4' = 'h2',
): Element {
  const { title, beside, passages } = section;
  return make(
    'section',
    {},
    make(heading, {}, title),
    beside === undefined || beside === '' ? null : make('p', {}, bidi(make, beside)),
    ...figures,
    ...runs(passages).map((run) => runElement(make, run, title)),
  );
}

/** Passages of one kind that follow one another are one list. */
function runs(passages: readonly Passage[]): readonly (readonly Passage[])[] {
  const found: Passage[][] = [];
  for (const passage of passages) {
    const last = found.at(-1);
    const first = last?.[0];
    if (last !== undefined && first !== undefined && shapeOf(first) === shapeOf(passage) && passage.kind !== 'grid') {
      last.push(passage);
    } else {
      found.push([passage]);
    }
  }
  return found;
}

function shapeOf(passage: Passage): 'grid' | 'item' | 'terms' | 'text' {
  if (passage.kind === 'grid' || passage.kind === 'item') return passage.kind;
  return passage.label === undefined ? 'text' : 'terms';
}

function runElement(make: Make, run: readonly Passage[], title: string): Element {
  const [first] = run;
  if (first?.kind === 'grid') {
    const rows = first.rows.map((row) =>
      row.map((cell, index) => (first.columns[index]?.quoted === true ? make('bdi', { class: 'quoted' }, cell) : cell)),
    );
    return htmlTable(make, first.columns, rows, title);
  }
  const said = run.filter((passage): passage is Said => passage.kind !== 'grid');
  if (first?.kind === 'item') return make('ul', {}, ...said.map(({ text }) => make('li', {}, bidi(make, text))));
  if (first?.label === undefined) return make('div', {}, ...said.map(({ text }) => make('p', {}, bidi(make, text))));
  return make(
    'dl',
    { class: 'model' },
    ...said.flatMap(({ label, text }) => [make('dt', {}, label ?? ''), make('dd', {}, bidi(make, text))]),
  );
}

/** Quoted names may be written from right to left; they must not turn what stands beside them. */
function bidi(make: Make, text: string): Element {
  return make('bdi', {}, text);
}
