// T2 where the residual basis is hidden: do units answer the shared tokens as their namesakes do? docs/tests/unit-response.md
import { countHits, likeness, nearestRows, standardise } from '../../math/coincidence.ts';
import { lnCoincidence, lnFisher } from '../../math/tails.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { respond, responseBlocks } from './responses.ts';
import { sampleUnits } from './unit-sample.ts';

export const unitResponse: Test = { id: 'unit-response', version: 2, family: 'units', run };

const leastUnits = 8;

/**
 * The null is over unit labels, never over tokens: independent models share the geometry of their language, but not the
 * numbers of their hidden units. So a likeness of responses alone gives no hits, and the coincidence bound holds exactly.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  if (subject.component !== 'text') return inapplicable(unitResponse, subject, 'reason.text-only');
  const found = responseBlocks(subject);
  if (found === undefined) return inapplicable(unitResponse, subject, 'reason.no-embedding');
  const { table } = found;
  const vocabulary = Math.min(table.suspect.rows, table.candidate.rows);
  const tokens = subject.plan.random('tokens').sample(vocabulary, subject.plan.tokenRows);
  const usable = found.blocks.filter((block) => block.size >= leastUnits);
  if (usable.length === 0 || tokens.length < 16)
    return inapplicable(unitResponse, subject, 'reason.too-few-units', { found: 0, needed: leastUnits });
  const width = Math.max(table.suspect.columns, table.candidate.columns);
  const rows: Cell[][] = [];
  const lnPs: number[] = [];
  const total = { hits: 0, sampled: 0, expected: 0, elements: 0, likeness: 0 };
  for (const index of subject.plan.costlyBlocks(usable.length)) {
    const block = usable[index] as (typeof usable)[number];
    const sampled = { component: subject.component, name: `block ${block.block}`, size: block.size };
    const columnCount = block.up.columns + (block.gate?.columns ?? 0);
    const { units, asked: questions } = sampleUnits(subject.plan, sampled, columnCount);
    const asked = questions.length;
    const { suspect, candidate } = await respond(subject, table, block, tokens, units, options);
    const x = sideBySide(suspect, units.length, tokens.length);
    const y = sideBySide(candidate, units.length, tokens.length);
    const columns = x.length / units.length;
    const hits = countHits(questions, nearestRows(x, questions, y, units.length, columns));
    const lnP = lnCoincidence(hits, asked, units.length);
    lnPs.push(lnP);
    const alike = likeness(x, y, units.length) / suspect.length;
    total.likeness += alike;
    total.hits += hits;
    total.sampled += asked;
    total.expected += asked / units.length;
    total.elements += units.length * width * suspect.length;
    rows.push([block.block, block.block, units.length, hits, asked, columns, lnP, alike]);
  }
  const half = (parity: number): number => lnFisher(lnPs.filter((_, i) => i % 2 === parity));
  return measured(
    unitResponse,
    subject,
    total.elements + tokens.length * width,
    {
      hits: total.hits,
      sampled: total.sampled,
      layers: rows.length,
      expected: total.expected,
      columns: tokens.length,
      likeness: total.likeness / rows.length,
      lnP: lnFisher(lnPs),
      lnPFirstHalf: half(0),
      lnPSecondHalf: half(1),
    },
    ['block', 'candidateBlock', 'units', 'hits', 'sampled', 'columns', 'lnP', 'likeness'],
    rows,
  );
}

/** Responses of several parts (units × tokens each), standardised apart and put side by side: units × all columns. */
export function sideBySide(parts: readonly Float32Array[], rows: number, columns: number): Float32Array {
  const width = parts.length * columns;
  const out = new Float32Array(rows * width);
  for (const [p, part] of parts.entries()) {
    const clean = standardise(part, rows, columns);
    for (let r = 0; r < rows; r++) out.set(clean.subarray(r * columns, (r + 1) * columns), r * width + p * columns);
  }
  return out;
}
