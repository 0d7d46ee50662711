// Strangers and kin that read slips: each item has its own popular mistakes, and models draw from them.

import type { Answers, Item } from '../../src/behaviour/answers.ts';
import type { Random } from '../../src/math/random.ts';

export function slipItems(count: number): Item[] {
  return Array.from({ length: count }, (_, i) => ({ id: `slip-${i}`, gold: [`right ${i}`] }));
}

/** Right with `accuracy`; else a mistake of the item's own, the i-th with a weight of 1/i: the first is said by one in five. */
export function reader(model: string, items: readonly Item[], random: Random, accuracy = 0.3, mistakes = 60): Answers {
  let harmonic = 0;
  for (let i = 1; i <= mistakes; i++) harmonic += 1 / i;
  const replies = new Map<string, string>();
  for (const { id, gold } of items) {
    if (random.uniform() < accuracy) {
      replies.set(id, gold[0] as string);
      continue;
    }
    let left = random.uniform() * harmonic;
    let mistake = 1;
    while (mistake < mistakes && left > 1 / mistake) left -= 1 / mistake++;
    replies.set(id, `${id} mistake ${mistake}`);
  }
  return { model, replies };
}

/** Says what `parent` says but for one item in five, where it answers for itself. */
export function kin(parent: Answers, items: readonly Item[], random: Random, keeps = 0.8): Answers {
  const own = reader('kin', items, random);
  const replies = new Map(own.replies);
  for (const [id, reply] of parent.replies) if (random.uniform() < keeps) replies.set(id, reply);
  return { model: 'kin', replies };
}
