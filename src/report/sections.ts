// A document as sections of lines and tables, before it is for a terminal or for a page: what both printers share.
import { clean } from './clean.ts';
import type { Paint } from './columns.ts';
import { paragraph, table } from './columns.ts';

/** Something said under a label; `item`s are one of several, `inner` ones belong to what stands before them. */
export interface Said {
  readonly kind: 'plain' | 'inner' | 'item';
  readonly label: string | undefined;
  /** May quote untrusted text; every printer cleans it. */
  readonly text: string;
}

export interface Grid {
  readonly kind: 'grid';
  readonly columns: readonly { readonly header: string; readonly numeric?: boolean; readonly quoted?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

export type Passage = Said | Grid;

export interface Section {
  readonly title: string;
  /** Said beside the title; undefined where the terminal leaves the title out, its passages speaking for themselves. */
  readonly beside: string | undefined;
  readonly passages: readonly Passage[];
}

export const plain = (text: string, label?: string): Said => ({ kind: 'plain', label, text });
export const inner = (text: string, label?: string): Said => ({ kind: 'inner', label, text });
export const item = (text: string): Said => ({ kind: 'item', label: undefined, text });

/** Longest text of one passage, in code points: a list of everything an adapter is for is long, and honest. */
const longestText = 1200;

const indents = { plain: '', inner: '  ', item: '  - ' } as const;

/** Sections as lines of at most 80 columns with an empty line between them; every text is cleaned. `colon` follows labels. */
export function sectionLines(sections: readonly Section[], paint: Paint, colon: string): string[] {
  return sections.flatMap((section, i) => [...(i === 0 ? [] : ['']), ...linesOf(section, paint, colon)]);
}

function linesOf({ title, beside, passages }: Section, paint: Paint, colon: string): string[] {
  const heading =
    beside === undefined ? [] : paragraph(clean(beside, longestText), `${title}${colon}`).map((line) => line.trimEnd());
  return [...heading, ...passages.flatMap((passage) => passageLines(passage, paint, colon))];
}

function passageLines(passage: Passage, paint: Paint, colon: string): string[] {
  if (passage.kind !== 'grid') {
    const label = passage.label === undefined ? '' : `${passage.label}${colon}`;
    return paragraph(clean(passage.text, longestText), `${indents[passage.kind]}${label}`);
  }
  const columns = passage.columns.map(({ header, numeric }) => ({
    header,
    align: numeric === true ? ('right' as const) : ('left' as const),
  }));
  const rows = passage.rows.map((row) => row.map((cell) => clean(cell)));
  return table(columns, rows, paint);
}
