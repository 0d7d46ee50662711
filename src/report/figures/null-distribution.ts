// What chance gives in the test of channel order, and what was observed.
import * as Plot from '@observablehq/plot';
import type { Measured } from '../../evidence/evidence.ts';
import type { Language } from '../../wording/catalogue.ts';
import { text } from '../../wording/catalogue.ts';
import { formatCount, formatNumber } from '../../wording/numbers.ts';
import { statisticOf } from '../evidence-lines.ts';
import { componentName } from '../summary.ts';
import type { Figure } from './figure.ts';
import { FIGURE_WIDTH } from './figure.ts';

/** How far the curve is drawn, in its own standard deviations. */
const REACH = 4.5;

/** Null where the shuffles were not recorded. */
export function nullDistribution(document: Document, evidence: Measured, language: Language): Figure | null {
  const z = statisticOf(evidence, 'z');
  const sd = statisticOf(evidence, 'nullSd');
  if (z === null || sd === null || sd <= 0) return null;
  const low = statisticOf(evidence, 'nullMin');
  const high = statisticOf(evidence, 'nullMax');
  const texts = text(language).figures;
  const peak = 1 / (sd * Math.sqrt(2 * Math.PI));
  const curve = Array.from({ length: 91 }, (_, index) => {
    const x = (index / 45 - 1) * REACH * sd;
    return { x, y: peak * Math.exp((-x * x) / (2 * sd * sd)) };
  });
  const left = Math.min(-REACH * sd, z * 1.1);
  const right = Math.max(REACH * sd, z * 1.1);
  const range = low === null || high === null ? [] : [{ low, high }];
  const beyond = z > (left + right) / 2;
  const drawing = Plot.plot({
    document,
    width: FIGURE_WIDTH,
    height: 200,
    marginLeft: 20,
    marginTop: 24,
    marginBottom: 40,
    x: { label: texts.nullX, labelAnchor: 'center', labelArrow: 'none', domain: [left, right] },
    y: { axis: null, domain: [-0.12 * peak, 1.05 * peak] },
    marks: [
      Plot.areaY(curve, { x: 'x', y1: 0, y2: 'y', fill: 'var(--bar)' }),
      Plot.rect(range, { x1: 'low', x2: 'high', y1: -0.09 * peak, y2: -0.03 * peak, fill: 'var(--muted)' }),
      Plot.ruleY([0], { stroke: 'var(--rule)' }),
      Plot.ruleX([z], { stroke: 'var(--line)', strokeWidth: 3, y1: 0, y2: peak }),
      Plot.text([{ x: z }], {
        x: 'x',
        y: 1.05 * peak,
        text: () => `${texts.observed} ${formatNumber(z)}`,
        textAnchor: beyond ? 'end' : 'start',
        dx: beyond ? 4 : -4,
        dy: -8,
        fontWeight: 600,
        fontSize: 12,
      }),
    ],
  });
  const show = (value: number | null): string => (value === null ? '–' : formatNumber(value));
  const permutations = statisticOf(evidence, 'permutations');
  const shuffles = permutations === null ? '–' : formatCount(permutations);
  return {
    drawing,
    wide: false,
    title: texts.nullTitle(componentName(evidence.component, language)),
    description: texts.nullDescription(show(z), show(low), show(high), shuffles),
    note: texts.nullNote,
    table: {
      columns: [texts.quantity, texts.value],
      rows: [
        [texts.observed, show(z)],
        [texts.nullRange, `${show(low)} … ${show(high)}`],
        ['σ', show(sd)],
      ],
    },
  };
}
