// Text in columns for a terminal: widths as a terminal counts them, wrapped lines, tables, and the only escapes we emit.
import stringWidth from 'string-width';

/** Widest line any terminal report prints. */
export const LINE_WIDTH = 80;

/** Columns between two columns of a table. */
const GAP = 2;

/** Narrowest a column is squeezed to before its words are broken. */
const NARROWEST_COLUMN = 6;

/** Measured and cut without the full rules, which are a hundred times slower. */
const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/** Closing punctuation of Chinese text, which may not begin a line. */
const NOT_AT_START = /^[，。；：、）》」』！？”’…%]/u;

export type Style = 'plain' | 'bold' | 'dim' | 'strong' | 'calm' | 'caution';

const codes: { readonly [style in Style]: string } = {
  plain: '',
  bold: '1',
  dim: '2',
  strong: '1;36',
  calm: '1;32',
  caution: '1;33',
};

/** Wraps text in a colour, or leaves it. Text must be clean already. */
export type Paint = (text: string, style: Style) => string;

export function painter(colour: boolean): Paint {
  return (text, style) =>
    colour && style !== 'plain' && text !== '' ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

export interface Column {
  readonly header: string;
  readonly align?: 'left' | 'right';
  /** Columns of a table that is too wide give way in proportion to their surplus; rigid ones do not. */
  readonly rigid?: boolean;
}

export interface StyledCell {
  readonly text: string;
  readonly style: Style;
}

/** Width in terminal columns. */
export function widthOf(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** Breaks text into lines of at most `width` columns: at spaces, beside wide characters, and where nothing else helps inside a word. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let lineWidth = 0;
  const flush = (): void => {
    lines.push(line.trimEnd());
    line = '';
    lineWidth = 0;
  };
  for (const word of words(text)) {
    const wordWidth = widthOf(word);
    if (lineWidth + widthOf(word.trimEnd()) > width && lineWidth > 0) flush();
    if (wordWidth <= width || widthOf(word.trimEnd()) <= width) {
      line += word;
      lineWidth += wordWidth;
      continue;
    }
    for (const point of graphemes(word)) {
      const pointWidth = widthOf(point);
      if (lineWidth + pointWidth > width && lineWidth > 0) flush();
      line += point;
      lineWidth += pointWidth;
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) flush();
  return lines;
}

/** Text as indented lines within LINE_WIDTH; `first` stands before the first line, spaces of equal width before the others. */
export function paragraph(text: string, first = ''): string[] {
  const indent = widthOf(first);
  return wrap(text, LINE_WIDTH - indent).map((line, index) => (index === 0 ? first : ' '.repeat(indent)) + line);
}

/** A table within LINE_WIDTH, its header above a rule; cells wrap inside their columns. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly (string | StyledCell)[])[],
  paint: Paint,
  indent = '  ',
): string[] {
  const cells = rows.map((row) => columns.map((_, index) => cellOf(row[index])));
  const natural = columns.map((column, index) =>
    Math.max(widthOf(column.header), ...cells.map((row) => widthOf(row[index]?.text ?? ''))),
  );
  const widths = fit(columns, natural, LINE_WIDTH - indent.length - GAP * (columns.length - 1));
  const print = (row: readonly StyledCell[]): string[] => {
    const wrapped = row.map((cell, index) => wrap(cell.text, widths[index] ?? NARROWEST_COLUMN));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, y) =>
      (
        indent +
        row
          .map((cell, x) => pad(wrapped[x]?.[y] ?? '', widths[x] ?? 0, columns[x]?.align, cell.style, paint))
          .join(' '.repeat(GAP))
      ).trimEnd(),
    );
  };
  const header = print(columns.map((column) => ({ text: column.header, style: 'dim' })));
  const rule = indent + widths.map((width) => '─'.repeat(width)).join(' '.repeat(GAP));
  return [...header, paint(rule, 'dim'), ...cells.flatMap(print)];
}

function cellOf(cell: string | StyledCell | undefined): StyledCell {
  if (cell === undefined) return { text: '', style: 'plain' };
  return typeof cell === 'string' ? { text: cell, style: 'plain' } : cell;
}

function fit(columns: readonly Column[], natural: readonly number[], available: number): number[] {
  const widths = [...natural];
  let surplus = widths.reduce((sum, width) => sum + width, 0) - available;
  for (const mayShrink of [(index: number) => columns[index]?.rigid !== true, () => true]) {
    // One column of width at a time, always from the widest: no column is starved while another is wide.
    while (surplus > 0) {
      let widest = -1;
      for (let index = 0; index < widths.length; index += 1) {
        const width = widths[index] ?? 0;
        if (mayShrink(index) && width > NARROWEST_COLUMN && width > (widths[widest] ?? 0)) widest = index;
      }
      if (widest < 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
      surplus -= 1;
    }
  }
  return widths;
}

function pad(text: string, width: number, align: Column['align'], style: Style, paint: Paint): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + paint(text, style) : paint(text, style) + space;
}

/** Unbreakable pieces, each with the spaces that follow it. */
function words(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let previousWide = false;
  for (const point of graphemes(text)) {
    const wide = widthOf(point) > 1;
    const breakable =
      piece !== '' &&
      !NOT_AT_START.test(point) &&
      (piece.endsWith(' ') ? point !== ' ' : (wide || previousWide) && point !== ' ');
    if (breakable) {
      pieces.push(piece);
      piece = '';
    }
    piece += point;
    // An opening bracket holds on to what follows it.
    previousWide = wide && !/[（《「『“]/u.test(point);
    if (/[（《「『“]/u.test(point)) previousWide = false;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

function graphemes(text: string): readonly string[] {
  if (PRINTABLE_ASCII.test(text)) return text.split('');
  return Array.from(segmenter.segment(text), (segment) => segment.segment);
}
