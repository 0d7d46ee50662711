// The correlation of every tensor with its counterpart, block by block and role by role.
import * as Plot from '@observablehq/plot';
import type { Measured } from '../../evidence/evidence.ts';
import type { Language } from '../../wording/catalogue.ts';
import { text } from '../../wording/catalogue.ts';
import { formatCorrelation, formatCount } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import { columnOf } from '../evidence-lines.ts';
import { componentName } from '../summary.ts';
import type { Figure } from './figure.ts';

/** Fewer cells than this say more in the table of evidence than in a drawing. */
const FEWEST_CELLS = 4;

/** More roles or blocks than any known component has; beyond it a hostile table would draw a hostile page. */
const MOST_ROLES = 40;
const MOST_BLOCKS = 512;

/** The whole width of the page, in about its pixels. */
const WIDTH = 1050;

const ROW_HEIGHT = 19;
const LONGEST_ROLE = 22;

/** The faintest cell is still told from paper. */
const FAINTEST = 0.07;

interface Cell {
  readonly block: number;
  readonly role: string;
  readonly correlation: number;
  readonly elements: number;
}

/** Null where the evidence names too few blocks or no correlations. */
export function heatStrip(document: Document, evidence: Measured, language: Language): Figure | null {
  const cells = cellsOf(evidence);
  if (cells.length < FEWEST_CELLS) return null;
  const texts = text(language).figures;
  const roles = [...new Set(cells.map((cell) => cell.role))];
  const blocks = [...new Set(cells.map((cell) => cell.block))].sort((a, b) => a - b);
  const step = Math.ceil(blocks.length / 40);
  const labelWidth = Math.max(...roles.map((role) => role.length)) * 7.2 + 14;
  const drawing = Plot.plot({
    document,
    width: WIDTH,
    height: roles.length * ROW_HEIGHT + 62,
    marginLeft: labelWidth,
    marginBottom: 40,
    x: {
      type: 'band',
      domain: blocks,
      label: texts.block,
      labelAnchor: 'center',
      labelArrow: 'none',
      tickSize: 0,
      ticks: blocks.filter((_, index) => index % step === 0),
      padding: 0.08,
    },
    y: { type: 'band', domain: roles, label: null, tickSize: 0, padding: 0.12 },
    opacity: { type: 'identity' },
    marks: [
      Plot.cell(cells, { x: 'block', y: 'role', fill: 'none', stroke: 'var(--rule)', strokeWidth: 0.6 }),
      Plot.cell(cells, {
        x: 'block',
        y: 'role',
        fill: 'var(--line)',
        fillOpacity: (cell: Cell) => shade(cell.correlation),
      }),
    ],
  });
  const values = cells.map((cell) => cell.correlation);
  const low = formatCorrelation(Math.min(...values));
  const high = formatCorrelation(Math.max(...values));
  return {
    drawing,
    wide: true,
    title: texts.stripTitle(componentName(evidence.component, language)),
    description: texts.stripDescription(low, high, formatCount(cells.length)),
    note: texts.stripNote(low, high),
    table: {
      columns: [texts.role, ...blocks.map((block) => `${texts.block} ${block}`)],
      rows: roles.map((role) => [
        role,
        ...blocks.map((block) => {
          const found = cells.find((cell) => cell.role === role && cell.block === block);
          return found === undefined ? '–' : formatCorrelation(found.correlation);
        }),
      ]),
    },
  };
}

/** Opacity from a correlation; below zero counts as none. */
function shade(correlation: number): number {
  return FAINTEST + (1 - FAINTEST) * Math.min(1, Math.max(0, correlation));
}

/** One cell a block and role; of several tensors of one role the largest stands for it. */
function cellsOf(evidence: Measured): readonly Cell[] {
  const roles = columnOf(evidence, 'role');
  const blocks = columnOf(evidence, 'block');
  const correlations = columnOf(evidence, 'correlation');
  const elements = columnOf(evidence, 'elements');
  const cells = new Map<string, Cell>();
  for (const [index, role] of roles.entries()) {
    const block = blocks[index];
    const correlation = correlations[index];
    const size = elements[index];
    if (typeof role !== 'string' || typeof block !== 'number' || typeof correlation !== 'number') continue;
    if (!Number.isSafeInteger(block) || !Number.isFinite(correlation)) continue;
    const cell: Cell = {
      block,
      role: clean(role, LONGEST_ROLE),
      correlation,
      elements: typeof size === 'number' ? size : 0,
    };
    const key = `${block} ${cell.role}`;
    const before = cells.get(key);
    if (before === undefined || before.elements < cell.elements) cells.set(key, cell);
  }
  const all = [...cells.values()];
  const sizeOf = (name: 'role' | 'block'): number => new Set(all.map((cell) => cell[name])).size;
  const drawable = sizeOf('block') > 1 && sizeOf('block') <= MOST_BLOCKS && sizeOf('role') <= MOST_ROLES;
  return drawable ? all : [];
}
