// What models answered, item by item, and when two answers are the same.

/** One question, with what is right where anything is: a composed glyph that exists nowhere has no right answer. */
export interface Item {
  readonly id: string;
  /** Any of them is right; empty where none can be. */
  readonly gold: readonly string[];
  /** How many answers it offered to choose from; absent where the answer was open. */
  readonly choices?: number;
}

/** One model's replies, by item. An item without a reply was not asked, or its reply was lost: it counts nowhere. */
export interface Answers {
  readonly model: string;
  readonly replies: ReadonlyMap<string, string>;
}

/** One item as two models and the panel answered it, in canonical form. */
export interface Met {
  readonly item: Item;
  readonly suspect: string;
  readonly candidate: string;
  readonly suspectRight: boolean;
  readonly candidateRight: boolean;
  /** Answers of the panel that are wrong. */
  readonly panelWrong: readonly string[];
}

/**
 * A reply without what says nothing: width and composition (NFKC), case, blanks, and punctuation at its ends. Two replies are the
 * same where this is. Nothing in between is touched: "3.5" and "35" stay apart.
 */
export function canonical(reply: string): string {
  return reply
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
}

/** Items that both answered, in the order of `items`. An empty reply is a refusal, not an answer: it is left out on either side. */
export function meet(items: readonly Item[], suspect: Answers, candidate: Answers, panel: readonly Answers[]): Met[] {
  const met: Met[] = [];
  for (const item of items) {
    const right = new Set(item.gold.map(canonical));
    const one = canonical(suspect.replies.get(item.id) ?? '');
    const other = canonical(candidate.replies.get(item.id) ?? '');
    if (one === '' || other === '') continue;
    const panelWrong = panel
      .map((model) => canonical(model.replies.get(item.id) ?? ''))
      .filter((answer) => answer !== '' && !right.has(answer));
    met.push({
      item,
      suspect: one,
      candidate: other,
      suspectRight: right.has(one),
      candidateRight: right.has(other),
      panelWrong,
    });
  }
  return met;
}
