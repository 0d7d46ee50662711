// What a text itself says is somebody else's: quotation marks, quoted blocks, lists of references, and citations.
import { firstNotBefore } from '../math/search.ts';

/** A stretch of a text, UTF-16 offsets, end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Marks {
  /** Quoted, by marks or as a block. In order, not overlapping. */
  readonly quoted: readonly Stretch[];
  /** Lists of references. */
  readonly references: readonly Stretch[];
}

/** A quotation that does not close within so many characters was no quotation, or the mark was lost. */
const longestQuotation = 6_000;

const pairs: ReadonlyMap<string, string> = new Map([
  ['「', '」'],
  ['『', '』'],
  ['“', '”'],
  ['《', '》'],
  ['«', '»'],
  ['"', '"'],
]);

const heading =
  /^\s{0,3}(?:#{1,6}\s*)?(?:\d+[.)]?\s*)?(?:references|bibliography|works cited|literature|参考文献|參考文獻|引用文献)\s*:?\s*$/i;
const nextHeading = /^\s{0,3}#{1,6}\s+\S|^(?:appendix|附录|附錄)\b/i;

/** Reads the marks in the time of reading the text once. */
export function marksOf(text: string): Marks {
  const quoted: Stretch[] = [];
  const references: Stretch[] = [];
  let at = 0;
  let list: number | undefined;
  for (const line of text.split('\n')) {
    const end = at + line.length;
    if (list !== undefined && nextHeading.test(line)) {
      references.push({ start: list, end: at });
      list = undefined;
    }
    if (line.length < 120 && heading.test(line)) list ??= at;
    else if (/^\s{0,3}>/.test(line)) quoted.push({ start: at, end });
    at = end + 1;
  }
  if (list !== undefined) references.push({ start: list, end: text.length });
  quoted.push(...quotations(text));
  return { quoted: joined(quoted), references };
}

function quotations(text: string): Stretch[] {
  const found: Stretch[] = [];
  // Where each closing mark comes next, looked for once for all that open before it.
  const closings = new Map<string, number>();
  const closingAfter = (mark: string, at: number): number => {
    const known = closings.get(mark) ?? -1;
    if (known >= at) return known;
    const next = text.indexOf(mark, at);
    const place = next < 0 ? Infinity : next;
    closings.set(mark, place);
    return place;
  };
  for (let at = 0; at < text.length; at++) {
    const mark = pairs.get(text[at] as string);
    if (mark === undefined) continue;
    const end = closingAfter(mark, at + 1);
    if (end - at > longestQuotation) continue;
    found.push({ start: at + 1, end });
    at = end;
  }
  return found;
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = all.at(-1);
    if (last !== undefined && stretch.start <= last.end)
      all[all.length - 1] = { start: last.start, end: Math.max(last.end, stretch.end) };
    else all.push(stretch);
  }
  return all;
}

/** How much of [start, end) lies in the stretches, 0…1. */
export function shareIn(stretches: readonly Stretch[], start: number, end: number): number {
  let inside = 0;
  const first = firstNotBefore(stretches.length, (at) => (stretches[at] as Stretch).end <= start);
  for (let at = first; at < stretches.length; at++) {
    const stretch = stretches[at] as Stretch;
    if (stretch.start >= end) break;
    inside += Math.min(end, stretch.end) - Math.max(start, stretch.start);
  }
  return end > start ? inside / (end - start) : 0;
}

/** Whether a citation stands right behind a passage: [12], (Name, 2020), ①, a footnote. */
export function isCited(text: string, end: number): boolean {
  return /^[\s"”」』’,.。，;；]{0,6}(?:\[\^?\d{1,3}(?:[,–-]\s?\d{1,3})*\]|\((?:[^()\n]{1,60},\s)?\d{4}[a-z]?\)|（[^（）\n]{1,60}\d{4}[^（）\n]{0,10}）|[①-⑳]|\^\d{1,3})/.test(
    text.slice(end, end + 120),
  );
}
