// How large the parts of a model are, as bars beside one another.
import * as Plot from '@observablehq/plot';
import type { Language } from '../../wording/catalogue.ts';
import { inspectWords } from '../../wording/inspection-words.ts';
import { formatCount, formatPercent } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { FIGURE_WIDTH, type Figure } from './figure.ts';

/** One part is all of it, and a bar alone says nothing. */
const FEWEST_PARTS = 2;

/** A pack may hold thousands of networks; the table below the drawing has as many as the drawing. */
const MOST_PARTS = 40;

const LONGEST_NAME = 22;
const ROW_HEIGHT = 24;
/** Room for the axis below and for names on the left. */
const MARGIN_BELOW = 36;
const MARGIN_LEFT = 176;

export interface Part {
  /** Untrusted text. */
  readonly name: string;
  readonly size: number;
}

/** Null where there are too few parts to look at. `unit` names what sizes count. */
export function partBars(document: Document, parts: readonly Part[], unit: string, language: Language): Figure | null {
  const drawn = parts.slice(0, MOST_PARTS).filter(({ size }) => size > 0);
  if (drawn.length < FEWEST_PARTS) return null;
  const words = inspectWords[language];
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  // Numbered, because two long names may be cut to one.
  const bars = drawn.map(({ name, size }, index) => ({ place: `${index}`, name: clean(name, LONGEST_NAME), size }));
  const drawing = Plot.plot({
    document,
    width: FIGURE_WIDTH,
    height: bars.length * ROW_HEIGHT + MARGIN_BELOW + 8,
    marginTop: 8,
    marginLeft: MARGIN_LEFT,
    marginBottom: MARGIN_BELOW,
    marginRight: 36,
    x: { label: unit, labelArrow: 'none', labelAnchor: 'center', ticks: 3, tickFormat: formatCount },
    y: {
      label: null,
      domain: bars.map(({ place }) => place),
      tickFormat: (place: string) => bars[Number(place)]?.name ?? '',
      tickSize: 0,
    },
    marks: [
      Plot.barX(bars, { x: 'size', y: 'place', fill: 'var(--bar)', insetTop: 2, insetBottom: 2 }),
      Plot.ruleX([0]),
    ],
  });
  const [largest] = bars;
  return {
    drawing,
    wide: false,
    title: words.barsTitle(unit),
    description: words.barsDescription(largest?.name ?? '', formatPercent((largest?.size ?? 0) / total), bars.length),
    note: words.barsNote,
    table: {
      columns: [words.component, unit, words.share],
      rows: bars.map(({ name, size }) => [name, formatCount(size), formatPercent(size / total)]),
    },
  };
}
