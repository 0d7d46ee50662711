// What shared errors are worth in a word, and how many more items would decide. Behaviour ends at `strong`: it is no weight.

import { lnBetaBinomial } from '../math/counts.ts';
import type { SharedErrors } from './shared-errors.ts';
import { kinRate, sharedErrorSettings } from './shared-errors.ts';

/**
 * `ordinary`: enough items, and no more agreement than strangers show. It does not say that the two are strangers: kin that were
 * trained on, or distilled, have lost the mistakes that this looks for. `undecided` says neither, and why.
 * `raised`: more agreement than strangers show and less than copies do, as further training, a common base, or learning from all of the
 * other's chances leave it.
 */
export type BehaviourWord = 'strong' | 'moderate' | 'raised' | 'undecided' | 'ordinary';

export type Shortfall = 'few-items' | 'thin-panel' | 'one-answer' | 'ratio';

export interface Panel {
  readonly models: number;
  readonly families: number;
}

export interface BehaviourFinding {
  readonly word: BehaviourWord;
  /** What keeps it from being stronger, in no order of weight. */
  readonly shortfalls: readonly Shortfall[];
  /** More items that both get wrong until `strong`, if they go on agreeing as they did; 0 where it is reached, absent where they would not. */
  readonly stillNeeded?: number;
}

/** The protocol's floors: beneath any of them nothing is called strong, whatever the ratio. */
const behaviourFloors = {
  bothWrong: 20,
  panelModels: 15,
  panelFamilies: 8,
  shuffled: 0.01,
  strongLog10: 4,
  moderateLog10: 2,
  /** Above this p there is no more agreement than among strangers. */
  ordinaryP: 0.05,
  /** Up to this p there is more; items are never quite independent, so far below where tests usually stop (docs/behaviour/roc.md). */
  raisedP: 1e-4,
  /** Further than this nobody looks. */
  mostNeeded: 10_000,
} as const;

export const reachesStrong = (log10Ratio: number): boolean => log10Ratio >= behaviourFloors.strongLog10;

export function findShared(errors: SharedErrors, panel: Panel): BehaviourFinding {
  const floors = behaviourFloors;
  const shortfalls: Shortfall[] = [];
  if (errors.bothWrong.of < floors.bothWrong) shortfalls.push('few-items');
  if (panel.models < floors.panelModels || panel.families < floors.panelFamilies) shortfalls.push('thin-panel');
  if (errors.shuffled > floors.shuffled) shortfalls.push('one-answer');
  if (errors.log10Ratio < floors.strongLog10) shortfalls.push('ratio');
  const needed = stillNeeded(errors);
  return { word: wordOf(errors, shortfalls), shortfalls, ...(needed === undefined ? {} : { stillNeeded: needed }) };
}

function wordOf({ log10Ratio, lnP, expected }: SharedErrors, shortfalls: readonly Shortfall[]): BehaviourWord {
  if (shortfalls.length === 0) return 'strong';
  const enough = !shortfalls.includes('few-items') && !shortfalls.includes('thin-panel');
  // Where strangers agree as often as kin, these items could not have told them apart.
  const telling = expected < sharedErrorSettings.kinAgree;
  if (enough && telling && lnP > Math.log(behaviourFloors.ordinaryP)) return 'ordinary';
  const sound = shortfalls.every((one) => one === 'ratio');
  if (!sound) return 'undecided';
  if (log10Ratio >= behaviourFloors.moderateLog10) return 'moderate';
  return lnP <= Math.log(behaviourFloors.raisedP) ? 'raised' : 'undecided';
}

/** By the ratio of the count as a whole, the share of identical answers and the chance of strangers as they stand. */
function stillNeeded({ bothWrong, expected, log10Ratio }: SharedErrors): number | undefined {
  const floors = behaviourFloors;
  const { kinCorrelation, strangerCorrelation } = sharedErrorSettings;
  const { same, of } = bothWrong;
  if (log10Ratio >= floors.strongLog10 && of >= floors.bothWrong) return 0;
  if (of === 0) return undefined;
  for (let more = 1; more <= floors.mostNeeded; more = Math.ceil(more * 1.1)) {
    const n = of + more;
    const k = Math.round((same / of) * n);
    const ln =
      lnBetaBinomial(k, n, kinRate(expected), kinCorrelation) - lnBetaBinomial(k, n, expected, strangerCorrelation);
    if (n >= floors.bothWrong && ln / Math.LN10 >= floors.strongLog10) return more;
  }
  return undefined;
}
