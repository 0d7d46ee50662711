// Object HalBench as RLHF-V counts it (Yu et al. 2024, after CHAIR of Rohrbach et al. 2018): named objects that are not in the picture.

/** What turns a reply into the objects it names: a judge model, or its recorded answers. Each mention once, in order. */
export type ObjectExtractor = (reply: string) => readonly string[] | Promise<readonly string[]>;

export interface HalItem {
  readonly reply: string;
  /** Classes that are in the picture. */
  readonly present: ReadonlySet<string>;
}

export interface HalScore {
  readonly replies: number;
  /** Replies that name at least one object of the classes. */
  readonly naming: number;
  readonly hallucinating: number;
  readonly mentions: number;
  readonly hallucinated: number;
  /** Of the replies that name an object, those with one that is not there: the figure that is published. */
  readonly responseRate: number;
  /** The same over all replies, which is smaller and is sometimes given for it. */
  readonly responseRateOfAll: number;
  /** Of all mentions. */
  readonly mentionRate: number;
}

/** Scores replies. `classOf` maps what was extracted to a class, or to nothing where it is of none. */
export async function scoreHallucination(
  items: readonly HalItem[],
  extract: ObjectExtractor,
  classOf: (object: string) => string | undefined,
): Promise<HalScore> {
  let [naming, hallucinating, mentions, hallucinated] = [0, 0, 0, 0];
  for (const { reply, present } of items) {
    const classes = (await extract(reply)).flatMap((object) => classOf(object) ?? []);
    const wrong = classes.filter((one) => !present.has(one)).length;
    mentions += classes.length;
    hallucinated += wrong;
    if (classes.length > 0) naming += 1;
    if (wrong > 0) hallucinating += 1;
  }
  const rate = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  return {
    replies: items.length,
    naming,
    hallucinating,
    mentions,
    hallucinated,
    responseRate: rate(hallucinating, naming),
    responseRateOfAll: rate(hallucinating, items.length),
    mentionRate: rate(hallucinated, mentions),
  };
}
