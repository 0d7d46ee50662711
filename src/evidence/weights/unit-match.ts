// T3, uncalibrated: do gate and up agree on which unit is which, whatever order the units stand in? docs/tests/unit-match.md
import { nearestRows, standardise } from '../../math/coincidence.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { respond, responseBlocks } from './responses.ts';

export const unitMatch: Test = { id: 'unit-match', version: 1, family: 'units', run };

/** All units of both sides are compared with all: 2,048 by 2,048 by 256 tokens is a second of work. */
const unitLimit = 2_048;

/**
 * Gate rows and up rows each choose, for every unit of the suspect, the nearest unit of the candidate by responses to the
 * shared tokens (after MATCH of Zhu et al. 2025). Agreements of the two choices do not depend on the order of the units.
 * Gate and up of one unit are mildly dependent even between strangers, so the count has no exact null: it is measured and
 * may withhold a verdict, but never gives one.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  if (subject.component !== 'text') return inapplicable(unitMatch, subject, 'reason.text-only');
  const found = responseBlocks(subject);
  if (found === undefined) return inapplicable(unitMatch, subject, 'reason.no-embedding');
  const { table } = found;
  const usable = found.blocks.filter(
    ({ gate, up }) => gate !== undefined && Math.max(up.suspect.rows, up.candidate.rows) <= unitLimit,
  );
  if (usable.length === 0 || !subject.plan.whole) return inapplicable(unitMatch, subject, 'reason.not-sampled');
  const tokens = subject.plan
    .random('tokens')
    .sample(Math.min(table.suspect.rows, table.candidate.rows), subject.plan.tokenRows);
  const rows: Cell[][] = [];
  let agreements = 0;
  let units = 0;
  let elements = 0;
  for (const index of subject.plan.costlyBlocks(usable.length)) {
    const block = usable[index] as (typeof usable)[number];
    const all = Uint32Array.from({ length: Math.min(block.up.suspect.rows, block.up.candidate.rows) }, (_, i) => i);
    const { suspect, candidate } = await respond(subject, table, block, tokens, all, options);
    const choices = suspect.map((part, i) => {
      const x = standardise(part, all.length, tokens.length);
      const y = standardise(candidate[i] as Float32Array, all.length, tokens.length);
      return nearestRows(x, all, y, all.length, tokens.length);
    });
    let here = 0;
    for (let i = 0; i < all.length; i++)
      if ((choices[0]?.[i] ?? -1) >= 0 && choices[0]?.[i] === choices[1]?.[i]) here += 1;
    agreements += here;
    units += all.length;
    elements += 2 * all.length * block.up.suspect.columns;
    rows.push([block.block, here, all.length]);
  }
  return measured(
    unitMatch,
    subject,
    elements,
    { agreements, units, layers: rows.length },
    ['block', 'agreements', 'units'],
    rows,
  );
}
