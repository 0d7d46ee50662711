// How much shared code says: a word, with what it was held against. It refuses where little is there, or where strangers reach as far.
import type { CodeComparison, Coverage } from './compare.ts';

/**
 * `equal`: the same tokens. `strong`, `moderate`, `weak`: shares of the suspect's rare tokens, with the controls far below.
 * `refused-short`: too little code; `refused-controls`: sources of strangers reach as far; `refused-background`: nothing to
 * weigh against.
 */
export type CodeWord =
  | 'equal'
  | 'strong'
  | 'moderate'
  | 'weak'
  | 'refused-short'
  | 'refused-controls'
  | 'refused-background';

/** Below this many normalised tokens programs of strangers are often the same (IR-Plag's first three cases have such). */
export const leastTokens = 200;

/** Shares of rare tokens from which on they are called so, and by how much controls must stay behind. */
const strongShare = 0.5;
const moderateShare = 0.25;
const leastLead = 0.25;

/** Rare tokens that must be covered: a share of few tokens is no share. */
const strongTokens = 150;
const moderateTokens = 60;

/** Share of the suspect's rare tokens that the other side covers. */
export function rareShareOf({ rare, rareCovered }: Coverage): number {
  return rare > 0 ? rareCovered / rare : 0;
}

/**
 * `controls`: what sources of others reach with the same suspect; `background`: sources behind the counts of what is common.
 * Without either nothing is said to be strong: every two programs of one purpose share much.
 */
export function assess(
  comparison: CodeComparison,
  originalTokens: number,
  controls: readonly Coverage[],
  background: number,
): CodeWord {
  const { total } = comparison;
  if (total.tokens < leastTokens || originalTokens < leastTokens) return 'refused-short';
  if (comparison.equal) return 'equal';
  if (controls.length === 0 && background === 0) return 'refused-background';
  const share = rareShareOf(total);
  const highest = controls.reduce((most, control) => Math.max(most, rareShareOf(control)), 0);
  if (controls.length > 0 && share > 0 && highest >= share) return 'refused-controls';
  const leads = share - highest >= leastLead;
  if (share >= strongShare && total.rareCovered >= strongTokens && leads) return 'strong';
  if (share >= moderateShare && total.rareCovered >= moderateTokens && (leads || share >= 2 * highest))
    return 'moderate';
  return 'weak';
}
