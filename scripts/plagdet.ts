// The measure of the PAN competitions (Potthast, Stein, Barrón-Cedeño and Rosso 2010): precision, recall and granularity over characters.

/** A passage of the suspect with its source, in characters, ends exclusive. */
export interface Reuse {
  readonly suspect: string;
  readonly start: number;
  readonly end: number;
  readonly source: string;
  readonly sourceStart: number;
  readonly sourceEnd: number;
}

export interface Plagdet {
  readonly precision: number;
  readonly recall: number;
  readonly granularity: number;
  /** F1 over log2(1 + granularity). */
  readonly score: number;
}

/** Macro-averaged, as equations 1 to 4 of the paper have it. A detection counts where it touches a case on both sides. */
export function plagdet(cases: readonly Reuse[], detections: readonly Reuse[]): Plagdet {
  const touch = (a: Reuse, b: Reuse): boolean =>
    a.suspect === b.suspect &&
    a.source === b.source &&
    a.start < b.end &&
    b.start < a.end &&
    a.sourceStart < b.sourceEnd &&
    b.sourceStart < a.sourceEnd;
  const covered = (one: Reuse, others: readonly Reuse[]): number => {
    const touching = others.filter((other) => touch(one, other));
    const both =
      union(touching.map(({ start, end }) => [Math.max(one.start, start), Math.min(one.end, end)])) +
      union(
        touching.map(({ sourceStart, sourceEnd }) => [
          Math.max(one.sourceStart, sourceStart),
          Math.min(one.sourceEnd, sourceEnd),
        ]),
      );
    return both / (one.end - one.start + one.sourceEnd - one.sourceStart);
  };
  const mean = (values: readonly number[]): number =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  const precision = mean(detections.map((one) => covered(one, cases)));
  const recall = mean(cases.map((one) => covered(one, detections)));
  const hits = cases.map((one) => detections.filter((other) => touch(one, other)).length).filter((count) => count > 0);
  const granularity = hits.length === 0 ? 1 : mean(hits);
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, granularity, score: f1 / Math.log2(1 + granularity) };
}

function union(spans: readonly (readonly number[])[]): number {
  let [total, reached] = [0, -Infinity];
  for (const [start = 0, end = 0] of spans.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    if (end <= reached) continue;
    total += end - Math.max(start, reached);
    reached = end;
  }
  return total;
}
