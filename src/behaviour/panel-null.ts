// How likely two strangers are to give the same wrong answer to one item, as a panel of unrelated models shows it.

import type { Met } from './answers.ts';

/**
 * The chance that a stranger who is wrong on this item says what the candidate said. The larger of two estimates, so that neither
 * a popular mistake nor a thin panel makes agreement look rarer than it is:
 *
 * - *the mistake*: of n panel models that were wrong, m said the same as the candidate. (m + 1/2) / (n + 1), the mean of the
 *   posterior under Jeffreys' prior: 0.03 where none of fifteen said it, and never 0.
 * - *the item*: how often two wrong models of the panel agree here, sum m_w (m_w - 1) / (n (n - 1)) over its wrong answers w
 *   (unbiased; 0 where fewer than two were wrong). At most (n + 1/2) / (n + 1): a panel of one voice makes agreement likely, and no
 *   panel makes it certain.
 *
 * With no panel it is 1/2 for every item: nothing can then be shown.
 */
export function strangerAgrees({ candidate, panelWrong }: Met): number {
  const counts = new Map<string, number>();
  for (const answer of panelWrong) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const n = panelWrong.length;
  const mistake = ((counts.get(candidate) ?? 0) + 0.5) / (n + 1);
  let pairs = 0;
  for (const m of counts.values()) pairs += m * (m - 1);
  const item = n > 1 ? Math.min(pairs / (n * (n - 1)), (n + 0.5) / (n + 1)) : 0;
  return Math.max(mistake, item);
}
