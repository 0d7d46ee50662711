// Agreement corrected for how good both models are: error consistency and CAPA, beside the shared errors and never in their place.

import type { Met } from './answers.ts';

/**
 * Cohen's kappa of right and wrong (error consistency: Geirhos, Meding and Wichmann 2020): 0 where two models are right and wrong
 * as often together as their accuracies make it, 1 where always. NaN where both are always right, or always wrong.
 */
export function errorConsistency(met: readonly Met[]): number {
  const n = met.length;
  let together = 0;
  let suspect = 0;
  let candidate = 0;
  for (const one of met) {
    if (one.suspectRight === one.candidateRight) together++;
    if (one.suspectRight) suspect++;
    if (one.candidateRight) candidate++;
  }
  const a = suspect / n;
  const b = candidate / n;
  return kappa(together / n, a * b + (1 - a) * (1 - b));
}

/**
 * CAPA, chance-adjusted probabilistic agreement (Goel et al. 2025), where each reply stands for probability 1. It needs to know
 * how many answers there were, so it is of multiple choice alone: observed agreement on the answer itself against what two
 * independent models of these accuracies reach, p q + (1 - p)(1 - q) mean(1 / (k - 1)). NaN where there is no such item.
 */
export function capa(met: readonly Met[]): number {
  const choice = met.filter(({ item }) => item.choices !== undefined && item.choices > 1);
  const n = choice.length;
  let same = 0;
  let suspect = 0;
  let candidate = 0;
  let byChance = 0;
  for (const one of choice) {
    if (one.suspect === one.candidate) same++;
    if (one.suspectRight) suspect++;
    if (one.candidateRight) candidate++;
    byChance += 1 / ((one.item.choices as number) - 1);
  }
  const a = suspect / n;
  const b = candidate / n;
  return kappa(same / n, a * b + (1 - a) * (1 - b) * (byChance / n));
}

function kappa(observed: number, expected: number): number {
  return expected === 1 ? Number.NaN : (observed - expected) / (1 - expected);
}
