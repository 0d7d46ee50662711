// Which way round, where no single trace is lossy: weak signs that must agree, two at least, with none against them.
import type { Evidence } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { records, resultOf } from './statistics.ts';
import type { Direction, Judgement } from './verdict.ts';

/** A block is another's copy where its units are the same to rounding, beyond chance by themselves. */
const sameUnits = 0.999;
const lnFound = Math.log(1e-6);

/** Blocks of the candidate that stand more than once in the suspect, unchanged: training would have driven the copies apart. */
export function duplicatedBlocks(evidence: readonly Evidence[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const row of records(resultOf(evidence, 'unit-coincidence'))) {
    const { candidateBlock, lnP, likeness } = row;
    if (typeof candidateBlock !== 'number' || typeof lnP !== 'number' || typeof likeness !== 'number') continue;
    if (lnP <= lnFound && likeness >= sameUnits) counts.set(candidateBlock, (counts.get(candidateBlock) ?? 0) + 1);
  }
  return [...counts].flatMap(([block, count]) => (count > 1 ? [block] : [])).toSorted((a, b) => a - b);
}

/** Why it is the suspect that was made: a block that stands in it twice. */
export function duplicateStatement(blocks: readonly number[]): Statement {
  return statement('depth.duplicated', { blocks: blocks.join(' ') });
}

type Vote = { readonly sign: 'vocabulary' | 'update'; readonly direction: Exclude<Direction, 'undecided'> };

/**
 * Signs that decide nothing alone: a token table that goes on where the other's ends; a low-rank update that is a stranger
 * to one side. Each kind counts once, and not at all where parts differ about it.
 */
export function votes(judgements: readonly Judgement[], addedTokens: number): readonly Vote[] {
  const found: Vote[] = [];
  if (addedTokens !== 0)
    found.push({
      sign: 'vocabulary',
      direction: addedTokens > 0 ? 'suspect-from-candidate' : 'candidate-from-suspect',
    });
  const says = (id: string): boolean => judgements.some(({ because }) => because.some((one) => one.id === id));
  const [forward, back] = [says('low-rank.hint'), says('low-rank.hint-reverse')];
  if (forward !== back)
    found.push({ sign: 'update', direction: forward ? 'suspect-from-candidate' : 'candidate-from-suspect' });
  return found;
}

/** The direction that at least two votes have and none is against; undecided otherwise. */
export function directionByVotes(cast: readonly Vote[]): Direction {
  const [first] = cast;
  if (first === undefined || cast.length < 2 || cast.some(({ direction }) => direction !== first.direction))
    return 'undecided';
  return first.direction;
}
