// Two models that are wrong together: how often, how rare that is among strangers, and how much more likely among kin.

import { lnBetaBinomial, lnPoissonBinomialTail } from '../math/counts.ts';
import { createRandom } from '../math/random.ts';
import type { Met } from './answers.ts';
import { strangerAgrees } from './panel-null.ts';

/** Of `of` items, `same` were answered alike. */
export interface Share {
  readonly same: number;
  readonly of: number;
}

export interface SharedErrors {
  /** Open items answered by both. Multiple choice is counted apart and enters no probability: strangers agree on most joint errors there. */
  readonly items: number;
  readonly bothWrong: Share;
  readonly oneWrong: Share;
  readonly overall: Share;
  readonly choice: { readonly items: number; readonly bothWrong: Share };
  /** Mean chance that a stranger agrees, over the items that both got wrong; NaN where there is none. */
  readonly expected: number;
  /** ln P(as many identical wrong answers | strangers, items independent): exact Poisson-binomial tail. */
  readonly lnP: number;
  /** log10 of the likelihood of the count among kin over that among strangers, both over-dispersed, capped by item. */
  readonly log10Ratio: number;
  /** Share of shuffles of the suspect's answers over these items that agree as often: near 1 where one answer is given to everything. */
  readonly shuffled: number;
  readonly shuffles: number;
}

/** Conventions, each with its reason in docs/behaviour/shared-errors.md. */
export const sharedErrorSettings = {
  /** How often kin repeat a mistake, and how much that varies from pair to pair. */
  kinAgree: 0.8,
  kinCorrelation: 0.1,
  strangerCorrelation: 0.05,
  /** No single item counts for more than this, as a ratio. */
  itemCap: 100,
  shuffles: 999,
} as const;

/** @param seed of the shuffles; the same seed gives the same figures */
export function weighSharedErrors(met: readonly Met[], seed: number): SharedErrors {
  const open = met.filter(({ item }) => item.choices === undefined);
  const choice = met.filter(({ item }) => item.choices !== undefined);
  const wrong = open.filter((one) => !one.suspectRight && !one.candidateRight);
  const chances = chancesOf(wrong);
  const same = wrong.filter(agree).length;
  return {
    items: open.length,
    bothWrong: share(wrong),
    oneWrong: share(open.filter((one) => !one.suspectRight || !one.candidateRight)),
    overall: share(open),
    choice: {
      items: choice.length,
      bothWrong: share(choice.filter((one) => !one.suspectRight && !one.candidateRight)),
    },
    expected: meanOf(chances),
    lnP: lnPoissonBinomialTail(chances, same),
    log10Ratio: ratioOf(wrong, chances),
    shuffled: shuffled(wrong, same, seed),
    shuffles: sharedErrorSettings.shuffles,
  };
}

/** The ratio alone, as `weighSharedErrors` gives it: for looking often. */
export function log10SharedRatio(met: readonly Met[]): number {
  const wrong = met.filter((one) => one.item.choices === undefined && !one.suspectRight && !one.candidateRight);
  return ratioOf(wrong, chancesOf(wrong));
}

function agree({ suspect, candidate }: Met): boolean {
  return suspect === candidate;
}

function share(met: readonly Met[]): Share {
  return { same: met.filter(agree).length, of: met.length };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, p) => sum + p, 0) / values.length;

/**
 * The panel's chance of each item; where both said the same, no less than how often either says it to the other items. Two models that
 * say "unreadable" to whatever is hard share a phrase and no mistakes, and a panel with phrases of its own does not show that.
 */
function chancesOf(wrong: readonly Met[]): readonly number[] {
  const [suspect, candidate] = [new Map<string, number>(), new Map<string, number>()];
  for (const one of wrong) {
    suspect.set(one.suspect, (suspect.get(one.suspect) ?? 0) + 1);
    candidate.set(one.candidate, (candidate.get(one.candidate) ?? 0) + 1);
  }
  return wrong.map((one) => {
    const chance = strangerAgrees(one);
    if (!agree(one)) return chance;
    const times = Math.max(suspect.get(one.suspect) as number, candidate.get(one.candidate) as number);
    return Math.max(chance, times === 1 ? 0 : Math.min(times - 1, wrong.length - 1.5) / (wrong.length - 1));
  });
}

/**
 * The smaller of two. (1) The count as a whole, beta-binomial under both: agreement comes in clusters (a tower in common, a
 * habit of phrase), and independent items would make certainty out of it. (2) Item by item, each capped: no figure rests on one.
 * Kin never agree less often than strangers do: where strangers agree nearly always, disagreeing speaks for nobody.
 */
function ratioOf(wrong: readonly Met[], chances: readonly number[]): number {
  const { kinCorrelation, strangerCorrelation, itemCap } = sharedErrorSettings;
  const n = wrong.length;
  if (n === 0) return 0;
  const mean = meanOf(chances);
  const same = wrong.filter(agree).length;
  const whole =
    lnBetaBinomial(same, n, kinRate(mean), kinCorrelation) - lnBetaBinomial(same, n, mean, strangerCorrelation);
  const lnCap = Math.log(itemCap);
  let byItem = 0;
  for (const [i, one] of wrong.entries()) {
    const chance = chances[i] as number;
    const kin = kinRate(chance);
    const ln = agree(one) ? Math.log(kin / chance) : Math.log((1 - kin) / (1 - chance));
    byItem += Math.max(-lnCap, Math.min(lnCap, ln));
  }
  const log10 = Math.min(whole, byItem) / Math.LN10;
  // What sums in another order leave is nothing.
  return Math.abs(log10) < 1e-12 ? 0 : log10;
}

/** How often kin agree where strangers do at this rate. */
export const kinRate = (stranger: number): number => Math.max(sharedErrorSettings.kinAgree, stranger);

/** (1 + shuffles that agree as often) / (1 + shuffles), Phipson and Smyth 2010: never 0. */
function shuffled(wrong: readonly Met[], same: number, seed: number): number {
  const { shuffles } = sharedErrorSettings;
  const random = createRandom(seed);
  let reached = 0;
  for (let round = 0; round < shuffles; round++) {
    const order = random.permutation(wrong.length);
    let agreeing = 0;
    for (const [i, { candidate }] of wrong.entries()) {
      if (candidate === (wrong[order[i] as number] as Met).suspect) agreeing++;
    }
    if (agreeing >= same) reached++;
  }
  return (1 + reached) / (1 + shuffles);
}
