// The difference of two models as a histogram, beside the normal distribution of the same width.
import * as Plot from '@observablehq/plot';
import type { Measured } from '../../evidence/evidence.ts';
import type { Language } from '../../wording/catalogue.ts';
import { text } from '../../wording/catalogue.ts';
import { formatCount, formatNumber } from '../../wording/numbers.ts';
import { columnOf, statisticOf } from '../evidence-lines.ts';
import { componentName } from '../summary.ts';
import type { Figure } from './figure.ts';
import { FIGURE_WIDTH } from './figure.ts';

/** The bins of the `difference` table: counts of D/σ, the outer values clipped into the end bins. */
const BINS = 41;
const LOWEST = -5.125;
const BIN_WIDTH = 0.25;

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly density: number;
}

/** Null where the evidence holds no difference that could be drawn: equal tensors, or a table without bins. */
export function histogram(document: Document, evidence: Measured, language: Language): Figure | null {
  const counts = addedBins(evidence);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total <= 0) return null;
  const texts = text(language).figures;
  const bars: Bar[] = counts.map((count, index) => ({
    from: LOWEST + index * BIN_WIDTH,
    to: LOWEST + (index + 1) * BIN_WIDTH,
    density: count / total / BIN_WIDTH,
  }));
  const curve = Array.from({ length: 121 }, (_, index) => {
    const x = -5.1 + index * 0.085;
    return { x, y: normalDensity(x) };
  });
  const drawing = Plot.plot({
    document,
    width: FIGURE_WIDTH,
    height: 240,
    marginTop: 30,
    marginLeft: 46,
    marginBottom: 40,
    x: {
      label: texts.histogramX,
      labelArrow: 'none',
      labelAnchor: 'center',
      domain: [-5.2, 5.2],
      ticks: [-4, -2, 0, 2, 4],
    },
    y: { label: texts.density, labelArrow: 'none', ticks: 4, nice: true },
    marks: [
      Plot.rectY(bars, { x1: 'from', x2: 'to', y: 'density', fill: 'var(--bar)', inset: 0.5 }),
      Plot.lineY(curve, { x: 'x', y: 'y', stroke: 'var(--line)', strokeWidth: 2 }),
      Plot.ruleY([0]),
    ],
  });
  const component = componentName(evidence.component, language);
  const show = (name: string): string => {
    const value = statisticOf(evidence, name);
    return value === null ? '–' : formatNumber(value);
  };
  return {
    drawing,
    wide: false,
    title: texts.histogramTitle(component),
    description: texts.histogramDescription(show('sigma'), show('kurtosis'), formatCount(total)),
    note: texts.histogramNote,
    table: {
      columns: [`${texts.from} (σ)`, `${texts.to} (σ)`, texts.measured, texts.normal],
      rows: bars.map((bar) => [
        bar.from.toFixed(3),
        bar.to.toFixed(3),
        bar.density.toFixed(4),
        normalDensity((bar.from + bar.to) / 2).toFixed(4),
      ]),
    },
  };
}

/** The bins of all tensors added up. Whatever is not 41 plain counts is left out. */
function addedBins(evidence: Measured): number[] {
  const sums = new Array<number>(BINS).fill(0);
  for (const cell of columnOf(evidence, 'bins')) {
    if (typeof cell !== 'string') continue;
    const counts = cell.split(' ').map(Number);
    if (counts.length !== BINS || !counts.every((count) => Number.isFinite(count) && count >= 0)) continue;
    for (const [index, count] of counts.entries()) sums[index] = (sums[index] ?? 0) + count;
  }
  return sums;
}

function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
