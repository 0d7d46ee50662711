// The matrices that a costly look at single differences is given: those that agree on the whole and differ, in a few blocks.
import type { Pair } from '../../align/alignment.ts';
import type { RunOptions } from '../../run.ts';
import type { Subject } from '../subject.ts';
import type { PairScan } from './pair-scan.ts';

/** A matrix with a shorter side has neither ranks nor levels worth telling apart. */
const shortestSide = 16;

export interface ChangedMatrix {
  readonly pair: Pair;
  readonly scan: PairScan;
}

/**
 * Learned comparable matrices that differ and whose values correlate by `leastAgreement` or more; of the blocks in which
 * there are any, the few that the plan gives to costly tests, and everything outside blocks.
 */
export async function changedMatrices(
  subject: Subject,
  leastAgreement: number,
  options: RunOptions,
): Promise<readonly ChangedMatrix[]> {
  const changed: ChangedMatrix[] = [];
  for (const pair of subject.pairs) {
    options.signal?.throwIfAborted();
    if (!pair.comparable || Math.min(pair.rows, pair.columns) < shortestSide) continue;
    const scan = await subject.scan(pair, options);
    if (scan === undefined || scan.bitEqual === 1 || scan.sigma === 0 || scan.information !== 'learned') continue;
    if (Math.abs(scan.correlation ?? 0) >= leastAgreement) changed.push({ pair, scan });
  }
  const blocks = [...new Set(changed.flatMap(({ pair: { role } }) => (role?.block === undefined ? [] : [role.block])))];
  blocks.sort((a, b) => a - b);
  const kept = new Set(subject.plan.fewBlocks(blocks.length).map((i) => blocks[i]));
  return changed.filter(({ pair: { role } }) => role?.block === undefined || kept.has(role.block));
}
