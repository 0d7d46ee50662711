// Which licence texts stand in a document, whole or changed, and on which lines.
import type { TextDocument } from '../documents/document.ts';
import { type Fingerprint, fingerprints } from './fingerprint.ts';
import { licences } from './registry-table.ts';
import { type Shingles, shinglesOf, shingleWords, wordsOf } from './shingles.ts';

export interface Detection {
  readonly licence: string;
  /** `whole`: the text as it is published; `changed`: with parts missing, added or reworded; `title`: its first lines alone. */
  readonly extent: 'whole' | 'changed' | 'title';
  /** Of the kept shingles of the licence's text, how many stand here; 0 of 0 where the title alone was looked for. */
  readonly found: number;
  readonly kept: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/**
 * Shares on which a text counts as a licence's: `least` of its shingles, and as much agreement both ways (Dice) within the
 * passage. Measured with `npm run licences`; see docs/surroundings/licence.md.
 */
const detectionLimits = { least: 0.5, agreement: 0.6, whole: 0.9, wholeAgreement: 0.95 } as const;

/** Shingles without any of the licence's between two of one passage; longer runs end the passage. */
const widestGap = 80;

/** Passages looked at of one licence in one document: a file of the notices of others repeats one text a hundred times. */
const mostPassages = 64;

interface Passage {
  readonly fingerprint: Fingerprint;
  readonly start: number;
  readonly end: number;
  readonly found: number;
  readonly share: number;
  readonly agreement: number;
}

/** Detections in the order in which they stand in the document; passages that several texts share go to the closest one. */
export function detectLicences(document: Pick<TextDocument, 'path' | 'text'>): readonly Detection[] {
  const shingles = shinglesOf(document.text);
  const candidates = [...hitsOf(shingles)].flatMap(([fingerprint, hits]) => passagesOf(fingerprint, hits, shingles));
  candidates.sort((a, b) => b.agreement - a.agreement || b.share - a.share || a.start - b.start);
  const taken: Passage[] = [];
  for (const passage of candidates) {
    if (!taken.some((other) => overlap(passage, other))) taken.push(passage);
  }
  taken.sort((a, b) => a.start - b.start);
  const found = taken.map((passage): Detection => {
    const whole = passage.share >= detectionLimits.whole && passage.agreement >= detectionLimits.wholeAgreement;
    return {
      licence: passage.fingerprint.licence,
      extent: whole ? 'whole' : 'changed',
      found: passage.found,
      kept: passage.fingerprint.hashes.length,
      firstLine: shingles.first[passage.start] as number,
      lastLine: shingles.last[passage.end] as number,
    };
  });
  return found.length > 0 || !isLicenceFile(document.path) ? found : titlesIn(document.text);
}

const index: { map: Map<number, Fingerprint[]> | undefined } = { map: undefined };

/** Hash to the fingerprints that keep it. */
function kept(): Map<number, Fingerprint[]> {
  if (index.map !== undefined) return index.map;
  const map = new Map<number, Fingerprint[]>();
  for (const fingerprint of fingerprints()) {
    for (const hash of fingerprint.hashes) {
      const list = map.get(hash);
      if (list === undefined) map.set(hash, [fingerprint]);
      else list.push(fingerprint);
    }
  }
  index.map = map;
  return map;
}

/** For each licence, the shingles of the document that are its own, in order. */
function hitsOf({ hashes }: Shingles): Map<Fingerprint, number[]> {
  const found = new Map<Fingerprint, number[]>();
  const map = kept();
  for (const [at, hash] of hashes.entries()) {
    for (const fingerprint of map.get(hash) ?? []) {
      const hits = found.get(fingerprint);
      if (hits === undefined) found.set(fingerprint, [at]);
      else hits.push(at);
    }
  }
  return found;
}

function passagesOf(fingerprint: Fingerprint, hits: readonly number[], shingles: Shingles): Passage[] {
  const passages: Passage[] = [];
  // Where only some hashes are kept, those that are lie apart by the inverse of their share.
  const gap = widestGap + Math.min(2_000, (20 * 0xffffffff) / fingerprint.bound);
  let begin = 0;
  for (let at = 1; at <= hits.length && passages.length < mostPassages; at++) {
    const next = hits[at];
    if (next !== undefined && next - (hits[at - 1] as number) <= gap) continue;
    const passage = passageOf(fingerprint, hits, begin, at, shingles);
    if (passage !== undefined) passages.push(passage);
    begin = at;
  }
  return passages;
}

function passageOf(
  fingerprint: Fingerprint,
  hits: readonly number[],
  begin: number,
  beyond: number,
  { hashes }: Shingles,
): Passage | undefined {
  const of = fingerprint.hashes.length;
  if (beyond - begin < of * detectionLimits.least) return undefined;
  const own = new Set(fingerprint.hashes);
  const [start, end] = densest(hashes, hits[begin] as number, hits[beyond - 1] as number, fingerprint.bound, own);
  const distinct = new Set<number>();
  const here = new Set<number>();
  for (let at = start; at <= end; at++) {
    const hash = hashes[at] as number;
    if (hash > fingerprint.bound) continue;
    here.add(hash);
    if (own.has(hash)) distinct.add(hash);
  }
  const share = distinct.size / of;
  const agreement = (2 * distinct.size) / (of + here.size);
  if (share < detectionLimits.least || agreement < detectionLimits.agreement) return undefined;
  return { fingerprint, start, end, found: distinct.size, share, agreement };
}

/** What a shingle that is not the licence's takes from a passage, where one of its own gives 1. */
const strangerCost = 0.5;

/** The part of a passage in which the licence's own shingles outweigh others most: neighbours share words at their edges. */
function densest(
  hashes: Uint32Array,
  from: number,
  to: number,
  bound: number,
  own: ReadonlySet<number>,
): readonly [number, number] {
  let best = { score: -1, start: from, end: to };
  let score = 0;
  let start = from;
  for (let at = from; at <= to; at++) {
    const hash = hashes[at] as number;
    if (hash > bound) continue;
    if (score <= 0) {
      score = 0;
      start = at;
    }
    score += own.has(hash) ? 1 : -strangerCost;
    if (score > best.score) best = { score, start, end: at };
  }
  return [best.start, best.end];
}

/** Whether more than half of the shorter passage lies in the other. */
function overlap(one: Passage, other: Passage): boolean {
  const both = Math.min(one.end, other.end) - Math.max(one.start, other.start) + shingleWords;
  return both * 2 > Math.min(one.end - one.start, other.end - other.start) + shingleWords;
}

/** Words of a licence file among which its title is looked for. */
const titleWords = 200;

function titlesIn(text: string): Detection[] {
  const { words, lines } = wordsOf(text.slice(0, 65_536));
  const head = ` ${words.slice(0, titleWords).join(' ')} `;
  const known = new Set(fingerprints().map(({ licence }) => licence));
  for (const { id, marks } of licences) {
    if (known.has(id)) continue;
    const mark = marks.find((each) => head.includes(` ${each} `));
    if (mark === undefined) continue;
    const before = head.slice(0, head.indexOf(` ${mark} `)).split(' ').length - 1;
    const line = lines[before] ?? 1;
    return [{ licence: id, extent: 'title', found: 0, kept: 0, firstLine: line, lastLine: line }];
  }
  return [];
}

/** Files that are licences by their names. */
export function isLicenceFile(path: string): boolean {
  return /(?:^|\/)(?:[^/]*[-_. ])?(?:licen[cs]es?|copying|unlicense|terms)(?:[-_. ][^/]*)?$/i.test(path);
}

export function isNoticeFile(path: string): boolean {
  return /(?:^|\/)notices?(?:\.[a-z]{1,8})?$/i.test(path);
}
