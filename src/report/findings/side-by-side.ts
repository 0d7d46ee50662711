// Shared code side by side: runs aligned in the suspect's order, told apart by label, pattern and colour; no script.
import type { FilePair } from '../../code/compare.ts';
import type { CodeExamination } from '../../code/examine.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { Tile } from '../../code/tiling.ts';
import type { Language } from '../../wording/catalogue.ts';
import { codeWords } from '../../wording/findings/code-words.ts';
import { formatCount } from '../../wording/numbers.ts';
import { clean } from '../clean.ts';
import type { Child, Make } from '../markup.ts';

/** What is drawn; the document holds the figures of all. */
const mostPairs = 8;
const mostLines = 600;
const lineLength = 160;

/** Colours and patterns that runs take in turn. */
const looks = 6;

/** The whole part of the page. */
export function sideBySide(make: Make, { original }: CodeExamination, language: Language): readonly Child[] {
  const words = codeWords[language];
  const pairs = original.comparison.pairs.filter(({ tiles }) => tiles.length > 0).slice(0, mostPairs);
  if (pairs.length === 0) return [];
  return [
    make(
      'section',
      {},
      make('h2', {}, words.sideBySide),
      make('p', {}, words.sideBySideNote),
      ...pairs.map((pair, index) => pairElement(make, pair, index, language)),
    ),
  ];
}

/** Lines of the suspect that belong together: to one run, or to none. Line numbers from 1, ends exclusive. */
interface Block {
  readonly tile: number | undefined;
  readonly suspect: readonly [start: number, end: number];
  readonly original: readonly [start: number, end: number] | undefined;
}

function pairElement(make: Make, pair: FilePair, index: number, language: Language): Element {
  const words = codeWords[language];
  const letter = String.fromCharCode(65 + (index % 26));
  const [mine, theirs] = [listingOf(pair.suspect.text), listingOf(pair.original.text)];
  const changed = changedPlaces(pair);
  let lines = 0;
  const rows: Element[] = [];
  let left = 0;
  for (const block of blocksOf(pair)) {
    const count = block.suspect[1] - block.suspect[0];
    if (lines + count > mostLines) {
      left += count;
      continue;
    }
    lines += count;
    const label = block.tile === undefined ? '' : `${letter}${block.tile + 1}`;
    const look = block.tile === undefined ? 'alone' : `run look${block.tile % looks}`;
    rows.push(
      make(
        'tr',
        { class: look },
        make('th', { scope: 'row' }, label),
        make('td', {}, code(make, mine, block.suspect, changed.suspect)),
        make(
          'td',
          {},
          block.original === undefined
            ? make('span', { class: 'note' }, words.onlySuspect)
            : code(make, theirs, block.original, changed.original),
        ),
      ),
    );
  }
  return make(
    'details',
    index === 0 ? { open: '' } : {},
    make('summary', {}, `${letter}: ${clean(pair.suspect.path, 80)} · ${clean(pair.original.path, 80)}`),
    make(
      'table',
      { class: 'beside' },
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          make('th', { scope: 'col' }, words.tile),
          make('th', { scope: 'col' }, words.suspectFile),
          make('th', { scope: 'col' }, words.originalFile),
        ),
      ),
      make('tbody', {}, ...rows),
    ),
    left > 0 ? make('p', { class: 'note' }, words.cut(formatCount(left))) : null,
  );
}

/** A line belongs to the run that has most of its tokens. */
function blocksOf({ suspect, original, tiles }: FilePair): readonly Block[] {
  const byToken = new Int32Array(suspect.tokens.length).fill(-1);
  for (const [at, tile] of tiles.entries()) byToken.fill(at, tile.suspect, tile.suspect + tile.length);
  const votes = new Map<number, Map<number, number>>();
  for (let at = 0; at < suspect.tokens.length; at++) {
    const line = suspect.tokens.at(at)?.line ?? 0;
    const row = votes.get(line) ?? new Map<number, number>();
    votes.set(line, row);
    const tile = byToken[at] as number;
    row.set(tile, (row.get(tile) ?? 0) + 1);
  }
  const blocks: Block[] = [];
  let start: number | undefined;
  let current = -1;
  const lines = [...votes.keys()].toSorted((a, b) => a - b);
  const close = (end: number): void => {
    if (start === undefined) return;
    const tile = current < 0 ? undefined : current;
    blocks.push({
      tile,
      suspect: [start, end],
      original: tile === undefined ? undefined : counterpart(suspect, original, tiles[tile] as Tile, start, end),
    });
  };
  for (const line of lines) {
    const row = [...(votes.get(line) as Map<number, number>)].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
    const tile = row[0]?.[0] ?? -1;
    if (tile === current && start !== undefined) continue;
    close(line);
    start = line;
    current = tile;
  }
  close((lines.at(-1) ?? 0) + 1);
  return blocks;
}

/** The original's lines beside the suspect's lines [start, end) of one run. */
function counterpart(
  suspect: SourceFile,
  original: SourceFile,
  tile: Tile,
  start: number,
  end: number,
): readonly [number, number] {
  let [first, last] = [Infinity, 0];
  for (let at = 0; at < tile.length; at++) {
    const line = suspect.tokens.at(tile.suspect + at)?.line ?? 0;
    if (line < start || line >= end) continue;
    const other = original.tokens.at(tile.original + at)?.line ?? 0;
    first = Math.min(first, other);
    last = Math.max(last, other);
  }
  return [first, last + 1];
}

/** Where in either text a name stands that differs from its counterpart: what is underlined. */
function changedPlaces({ suspect, original, tiles }: FilePair): {
  suspect: ReadonlySet<number>;
  original: ReadonlySet<number>;
} {
  const [mine, theirs] = [new Set<number>(), new Set<number>()];
  for (const tile of tiles) {
    for (let at = 0; at < tile.length; at++) {
      const [one, other] = [suspect.tokens.at(tile.suspect + at), original.tokens.at(tile.original + at)];
      if (one?.kind !== 'name' || other === undefined || one.text === other.text) continue;
      mine.add(one.start);
      theirs.add(other.start);
    }
  }
  return { suspect: mine, original: theirs };
}

/** A text by its lines, and where each begins. */
interface Listing {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
}

function listingOf(text: string): Listing {
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
  return { lines, starts };
}

function code(
  make: Make,
  { lines, starts }: Listing,
  [start, end]: readonly [number, number],
  changed: ReadonlySet<number>,
): Element {
  const children: Child[] = [];
  let last = end;
  while (last > start + 1 && (lines[last - 2] ?? '').trim() === '') last -= 1;
  for (let line = start; line < last; line++) {
    const text = (lines[line - 1] ?? '').slice(0, 4 * lineLength);
    const shownLine: Child[] = [make('span', { class: 'line-number' }, String(line)), ' '];
    let at = starts[line - 1] ?? 0;
    for (const part of text.split(/(\w+)/)) {
      const shown = /^\s+$/.test(part) ? part.replaceAll('\t', '    ') : clean(part, lineLength);
      if (part !== '') shownLine.push(changed.has(at) && /^\w/.test(part) ? make('u', {}, shown) : shown);
      at += part.length;
    }
    children.push(make('span', { class: 'line' }, ...shownLine));
  }
  return make('pre', {}, make('code', {}, ...children));
}
