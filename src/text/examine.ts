// A text against a library: every source streams past the suspect, and each passage is given to its earliest source.
import type { TextDocument } from '../documents/document.ts';
import { linesOf } from '../documents/document.ts';
import { excerptOf } from '../findings/finding.ts';
import { lowerBound } from '../math/search.ts';
import type { RunOptions } from '../run.ts';
import { type Folded, folded } from './folding.ts';
import { isCited, type Marks, marksOf, shareIn } from './marks.ts';
import { type Indexed, indexed, type Passage, passagesOf } from './passages.ts';
import { dateOf, isEarlier, type TextDate } from './source-date.ts';

/** `verbatim`: the same words throughout; `light`: four fifths of them; `heavy`: fewer. */
export type PassageKind = 'verbatim' | 'light' | 'heavy';

/** Where a passage stands in one text. Offsets in UTF-16 units of the decoded text, end exclusive; lines from 1. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** At most `longestShown` characters of it. Untrusted. */
  readonly text: string;
}

export interface SharedPassage {
  readonly kind: PassageKind;
  readonly suspect: Span;
  readonly source: Span;
  readonly date: TextDate | undefined;
  /** Words of the suspect's part, and those of them in runs of the source. */
  readonly words: number;
  readonly shared: number;
  /** Whether the suspect marks it as a quotation, names a source right behind it, or has it in a list of references. */
  readonly quoted: boolean;
  readonly cited: boolean;
  readonly reference: boolean;
  /** Other sources that hold most of it. */
  readonly alsoIn: number;
  /** Whether the source is dated later than the suspect. */
  readonly later: boolean;
}

export interface SuspectText {
  readonly file: string;
  readonly date: TextDate | undefined;
  readonly characters: number;
  readonly words: number;
  /** Words covered by passages, by kind; each word once, the nearest to verbatim first. */
  readonly covered: {
    readonly verbatim: number;
    readonly light: number;
    readonly heavy: number;
    readonly marked: number;
  };
  /** The text in equal cells, each with what covers most of it: for the field of the page. */
  readonly cells: readonly (PassageKind | 'marked' | 'none')[];
  readonly cellWords: number;
  readonly disguised: number;
}

export interface SourceSummary {
  readonly file: string;
  readonly date: TextDate | undefined;
  readonly characters: number;
  readonly passages: number;
  /** Words of the suspect that passages given to this source cover. */
  readonly words: number;
}

export interface TextExamination {
  readonly suspects: readonly SuspectText[];
  readonly sources: readonly SourceSummary[];
  readonly passages: readonly SharedPassage[];
  /** `cut`: pairs that repeat themselves so often that not everything in them was followed. */
  readonly read: { readonly sources: number; readonly characters: number; readonly cut: number };
}

/** Sources one after the other; none is needed again when the next comes. */
export type Library = AsyncIterable<TextDocument> | Iterable<TextDocument>;

const lightDensity = 0.8;
const longestShown = 400;
const mostCells = 1_200;
/** A passage counts as the same one where so much of it lies in the other. */
const sameShare = 0.6;
/** Part of a passage that must be marked for the whole to be. */
const markedShare = 0.8;

interface Prepared {
  readonly document: TextDocument;
  readonly folded: Folded;
  readonly index: Indexed;
  readonly marks: Marks;
  readonly date: TextDate | undefined;
  readonly lineAt: (offset: number) => number;
}

interface Found {
  readonly suspect: number;
  readonly passage: Passage;
  readonly source: Span;
  readonly date: TextDate | undefined;
}

export async function examineTexts(
  suspects: readonly TextDocument[],
  library: Library,
  options: RunOptions = {},
): Promise<TextExamination> {
  const prepared = suspects.map(prepare);
  const found: Found[] = [];
  const summaries: { file: string; date: TextDate | undefined; characters: number }[] = [];
  let characters = 0;
  let cut = 0;
  const onCut = (): void => {
    cut += 1;
  };
  for await (const source of library) {
    options.signal?.throwIfAborted();
    options.onProgress?.({ stage: 'read', subject: source.path, done: summaries.length, total: 0, unit: 'files' });
    const other = folded(source.text);
    const date = dateOf(source.path, source.text);
    const { lineAt } = linesOf(source.text);
    characters += source.text.length;
    summaries.push({ file: source.path, date, characters: source.text.length });
    for (const [suspect, { index }] of prepared.entries()) {
      for (const passage of passagesOf(index, other.words, onCut)) {
        const span = spanOf(source, other, lineAt, passage.sourceStart, passage.sourceEnd);
        found.push({ suspect, passage, source: span, date });
      }
    }
  }
  const passages = prepared.flatMap((one, at) =>
    attributed(
      one,
      found.filter(({ suspect }) => suspect === at),
    ),
  );
  return {
    suspects: prepared.map((one) => summaryOf(one, passages)),
    sources: summaries
      .map((summary) => {
        const own = passages.filter(({ source }) => source.file === summary.file);
        return { ...summary, passages: own.length, words: own.reduce((sum, { words }) => sum + words, 0) };
      })
      .filter((summary) => summary.passages > 0)
      .toSorted((a, b) => b.words - a.words || (a.file < b.file ? -1 : 1)),
    passages,
    read: { sources: summaries.length, characters, cut },
  };
}

function prepare(document: TextDocument): Prepared {
  const words = folded(document.text);
  const { lineAt } = linesOf(document.text);
  return {
    document,
    folded: words,
    index: indexed(words.words),
    marks: marksOf(document.text),
    date: dateOf(document.path, document.text),
    lineAt,
  };
}

function spanOf(
  { path, text }: TextDocument,
  { starts, ends }: Folded,
  lineAt: (offset: number) => number,
  from: number,
  to: number,
): Span {
  const [start, end] = [starts[from] as number, ends[to - 1] as number];
  const shown = text.slice(start, Math.min(end, start + longestShown)).replace(/\s+/g, ' ');
  return { file: path, start, end, line: lineAt(start), text: end - start > longestShown ? `${shown}…` : shown };
}

/** Each stretch of the suspect to one source: the earliest that has it, then the one that has most of it word for word. */
function attributed(suspect: Prepared, found: readonly Found[]): SharedPassage[] {
  const order = found.toSorted((a, b) => {
    if (isEarlier(a.date, b.date)) return -1;
    if (isEarlier(b.date, a.date)) return 1;
    return (
      b.passage.shared - a.passage.shared ||
      a.passage.suspectStart - b.passage.suspectStart ||
      (a.source.file < b.source.file ? -1 : a.source.file > b.source.file ? 1 : 0) ||
      a.source.start - b.source.start
    );
  });
  const kept: { readonly one: Found; others: Set<string> }[] = [];
  // By stretches of 64 words, so that a passage is held against those that lie near it alone.
  const near = new Map<number, { readonly one: Found; others: Set<string> }[]>();
  for (const one of order) {
    const { suspectStart, suspectEnd } = one.passage;
    const known = (near.get(suspectStart >> 6) ?? []).concat(near.get((suspectEnd - 1) >> 6) ?? []);
    const same = known.find(
      ({ one: other }) => overlap(one.passage, other.passage) >= sameShare * (suspectEnd - suspectStart),
    );
    if (same !== undefined) {
      if (same.one.source.file !== one.source.file) same.others.add(one.source.file);
      continue;
    }
    const entry = { one, others: new Set<string>() };
    kept.push(entry);
    for (let block = suspectStart >> 6; block <= (suspectEnd - 1) >> 6; block++)
      near.set(block, [...(near.get(block) ?? []), entry]);
  }
  return kept
    .toSorted((a, b) => a.one.passage.suspectStart - b.one.passage.suspectStart)
    .map(({ one, others }) => shown(suspect, one, others.size));
}

function overlap(a: Passage, b: Passage): number {
  return Math.min(a.suspectEnd, b.suspectEnd) - Math.max(a.suspectStart, b.suspectStart);
}

function shown(
  { document, folded: words, marks, date: own, lineAt }: Prepared,
  { passage, source, date }: Found,
  alsoIn: number,
): SharedPassage {
  const { suspectStart, suspectEnd, shared } = passage;
  const span = spanOf(document, words, lineAt, suspectStart, suspectEnd);
  return {
    kind: kindOf(passage),
    suspect: span,
    source,
    date,
    words: suspectEnd - suspectStart,
    shared,
    quoted: shareIn(marks.quoted, span.start, span.end) >= markedShare,
    cited: isCited(document.text, span.end),
    reference: shareIn(marks.references, span.start, span.end) >= markedShare,
    alsoIn,
    later: own !== undefined && date !== undefined && isEarlier(own, date),
  };
}

function kindOf({ suspectStart, suspectEnd, sourceStart, sourceEnd, shared }: Passage): PassageKind {
  const length = Math.max(suspectEnd - suspectStart, sourceEnd - sourceStart);
  if (shared >= length) return 'verbatim';
  return shared >= lightDensity * length ? 'light' : 'heavy';
}

const ranks = { none: 0, heavy: 1, light: 2, verbatim: 3, marked: 4 } as const;
const byRank = ['none', 'heavy', 'light', 'verbatim', 'marked'] as const;

function summaryOf(
  { document, folded: { words, starts, ends, disguised }, date }: Prepared,
  passages: readonly SharedPassage[],
): SuspectText {
  const cover = new Uint8Array(words.length);
  for (const { kind, suspect, quoted, cited, reference } of passages) {
    if (suspect.file !== document.path) continue;
    const rank = ranks[quoted || cited || reference ? 'marked' : kind];
    for (let at = lowerBound(starts, suspect.start); at < words.length && (ends[at] as number) <= suspect.end; at++) {
      cover[at] = Math.max(cover[at] as number, rank);
    }
  }
  const counts = [0, 0, 0, 0, 0];
  for (const rank of cover) counts[rank] = (counts[rank] ?? 0) + 1;
  const cellWords = Math.max(1, Math.ceil(words.length / mostCells));
  const cells = Array.from({ length: Math.ceil(words.length / cellWords) }, (_, cell) => {
    const tally = [0, 0, 0, 0, 0];
    const part = cover.subarray(cell * cellWords, (cell + 1) * cellWords);
    for (const rank of part) tally[rank] = (tally[rank] ?? 0) + 1;
    // A cell is marked by what covers it where that is a third of it or more.
    const best = [4, 3, 2, 1].find((rank) => 3 * (tally[rank] ?? 0) >= part.length);
    return byRank[best ?? 0] as SuspectText['cells'][number];
  });
  const [, heavy = 0, light = 0, verbatim = 0, marked = 0] = counts;
  return {
    file: document.path,
    date,
    characters: document.text.length,
    words: words.length,
    covered: { verbatim, light, heavy, marked },
    cells,
    cellWords,
    disguised,
  };
}

/** One line of a passage, for places. */
export const lineOf = (span: Span): string => excerptOf(span.text);
