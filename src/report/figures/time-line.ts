// The revisions of a history on a line of time, with the moment given as the original's release.
import type { SurveyTable } from '../../findings/finding.ts';
import type { Language } from '../../wording/catalogue.ts';
import { historyWords } from '../../wording/findings/history-words.ts';
import { secondsOf, utcDay } from '../../wording/moments.ts';
import { formatCount } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import type { Figure } from './figure.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** The whole width of the page, in about its pixels. */
const WIDTH = 1050;
const HEIGHT = 120;
const SIDE = 60;
const BASE = 70;

/** Revisions drawn; of a longer history the first and the last ones, and none between. */
const MOST_DRAWN = 600;

/** Characters of a revision's id. */
const SHORT = 10;

interface Dot {
  readonly revision: string;
  readonly committed: string;
  readonly time: number;
  readonly reached: boolean;
  readonly counts: readonly [number, number, number];
}

/** From the table `commits` of the survey; null where it gives no two moments. */
export function timeLine(
  document: Document,
  table: SurveyTable,
  released: string | undefined,
  language: Language,
): Figure | null {
  const words = historyWords[language];
  const all = table.rows.map((row) => dotOf(table, row)).filter(({ time }) => Number.isFinite(time));
  const half = MOST_DRAWN / 2;
  const dots = all.length <= MOST_DRAWN ? all : [...all.slice(0, half), ...all.slice(-half)];
  const release = secondsOf(released ?? '') ?? Number.NaN;
  const times = [...dots.map(({ time }) => time), ...(Number.isFinite(release) ? [release] : [])];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  if (dots.length === 0 || !(to > from)) return null;
  const x = (time: number): number => Number((SIDE + ((time - from) / (to - from)) * (WIDTH - 2 * SIDE)).toFixed(1));
  const drawing = element(document, 'svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT });
  const rule = { y1: BASE, y2: BASE, stroke: 'var(--rule)' };
  drawing.append(element(document, 'line', { x1: SIDE, x2: WIDTH - SIDE, ...rule }));
  if (Number.isFinite(release)) {
    const at = x(release);
    const dashes = { y1: 28, y2: BASE + 14, stroke: 'currentColor', 'stroke-dasharray': '4 3' };
    drawing.append(element(document, 'line', { x1: at, x2: at, ...dashes }));
    drawing.append(label(document, at, 20, words.released));
  }
  for (const dot of dots) drawing.append(mark(document, x(dot.time), dot));
  drawing.append(label(document, SIDE, BASE + 34, utcDay(from)), label(document, WIDTH - SIDE, BASE + 34, utcDay(to)));
  return {
    drawing,
    wide: true,
    title: words.title,
    description: words.description(formatCount(dots.length), formatCount(all.length), utcDay(from), utcDay(to)),
    note: words.note,
    table: {
      columns: words.columns,
      rows: dots.map(({ revision, committed, reached, counts }) => [
        revision,
        committed,
        reached ? words.reached : words.unreached,
        ...counts.map(formatCount),
      ]),
    },
  };
}

function dotOf({ columns }: SurveyTable, row: SurveyTable['rows'][number]): Dot {
  const cell = (name: string): string | number | null => row[columns.indexOf(name)] ?? null;
  const committed = String(cell('committed') ?? '');
  return {
    revision: clean(String(cell('revision') ?? '')).slice(0, SHORT),
    committed: clean(committed),
    time: secondsOf(committed) ?? Number.NaN,
    reached: cell('reachable') !== 0,
    counts: [Number(cell('added')), Number(cell('changed')), Number(cell('removed'))],
  };
}

/** Told apart by shape and by filling, not by colour. */
function mark(document: Document, x: number, { reached, counts }: Dot): Element {
  const look = { fill: reached ? 'var(--line)' : 'none', stroke: 'var(--line)', 'stroke-width': 1.4 };
  if (counts[2] === 0) return element(document, 'circle', { cx: x, cy: BASE, r: 5, ...look });
  const points = `${x},${BASE + 7} ${x - 7},${BASE - 6} ${x + 7},${BASE - 6}`;
  return element(document, 'polygon', { points, ...look });
}

function label(document: Document, x: number, y: number, words: string): Element {
  const anchor = x < WIDTH / 4 ? 'start' : x > (WIDTH * 3) / 4 ? 'end' : 'middle';
  const found = element(document, 'text', { x, y, 'text-anchor': anchor, fill: 'currentColor' });
  found.append(document.createTextNode(words));
  return found;
}

function element(document: Document, tag: string, attributes: { readonly [name: string]: string | number }): Element {
  const found = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) found.setAttribute(name, String(value));
  return found;
}
