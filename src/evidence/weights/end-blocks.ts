// The pairs that a costly look at single matrices is given: all of small models, of large ones those of two blocks.
import type { Pair } from '../../align/alignment.ts';
import type { Subject } from '../subject.ts';

/** Of a large model the pairs of the first and the last block, and those that stand in none. */
export function inEndBlocks({ pairs, plan }: Subject): readonly Pair[] {
  const blocks = [...new Set(pairs.flatMap(({ role }) => (role?.block === undefined ? [] : [role.block])))];
  blocks.sort((a, b) => a - b);
  const kept = new Set(plan.endBlocks(blocks.length).map((i) => blocks[i]));
  return pairs.filter(({ role }) => role?.block === undefined || kept.has(role.block));
}
