// Whether a condition of a licence can be seen to be met in a model's files: facts with their places, no opinion of law.
import type { TextDocument } from '../documents/document.ts';
import { linesOf } from '../documents/document.ts';
import { excerptOf, type Place } from '../findings/finding.ts';
import { isNoticeFile } from './detect.ts';
import type { Source } from './govern.ts';
import { statedLicences } from './govern.ts';
import type { Condition, Licence } from './licence.ts';
import { compactName, spacedName } from './model-name.ts';
import type { Party } from './party.ts';

/** `partly`: something of it is there; `unseen`: nothing in files can show it. */
export type Status = 'met' | 'partly' | 'missed' | 'unseen';

export interface Check {
  readonly licence: Licence;
  readonly condition: Condition;
  /** The model whose licence asks it. Untrusted text. */
  readonly source: string;
  readonly status: Status;
  readonly places: readonly Place[];
}

type Seen = Pick<Check, 'status' | 'places'>;

const unseen: Seen = { status: 'unseen', places: [] };
const missed: Seen = { status: 'missed', places: [] };

export function checkCondition(
  condition: Condition,
  licence: Licence,
  party: Party,
  source: Source | undefined,
): Check | undefined {
  const seen = look(condition, licence, party, source);
  if (seen === undefined) return undefined;
  return { licence, condition, source: source?.name ?? party.name, ...seen };
}

function look(condition: Condition, licence: Licence, party: Party, source: Source | undefined): Seen | undefined {
  switch (condition.kind) {
    case 'ship-copy':
      return copyIn(party, licence.id);
    case 'notice-file':
      return noticeIn(party, condition.value);
    case 'keep-notice':
      return keptNotice(party, source);
    case 'display-line':
      return lineIn(party, condition.value.split('|'));
    case 'name-prefix':
      return named(party, (name) => spacedName(name).startsWith(spacedName(condition.value)));
    case 'name-contains':
      return named(party, (name) => compactName(name).includes(compactName(condition.value)));
    case 'attribution':
      return source === undefined ? unseen : sourceNamed(party, source, condition.value);
    case 'share-alike':
      return sameLicence(party, licence.id);
    case 'state-changes':
    case 'field-of-use':
    case 'user-threshold':
    case 'no-improve':
    case 'commercial-permission':
    case 'no-commercial':
    case 'no-endorsement':
    case 'no-derivatives':
    case 'source-code':
      return unseen;
  }
}

function copyIn(party: Party, id: string): Seen {
  const texts = party.texts.filter(({ detection }) => detection.licence === id);
  if (texts.length === 0) return missed;
  const whole = texts.some(({ detection }) => detection.extent === 'whole');
  return {
    status: whole ? 'met' : 'partly',
    places: texts.map(({ document, detection }) => placeIn(party, document, detection.firstLine)),
  };
}

function noticeIn(party: Party, line: string): Seen {
  const hits = find(party, [line]);
  if (hits.length === 0) return missed;
  return { status: hits.some(({ file }) => isNoticeFile(file)) ? 'met' : 'partly', places: hits };
}

function keptNotice(party: Party, source: Source | undefined): Seen | undefined {
  if (source?.party === undefined) return unseen;
  const theirs = source.party.documents.find(({ path }) => isNoticeFile(path));
  // Nothing is asked where there is nothing to keep.
  if (theirs === undefined) return undefined;
  const ours = party.documents.find(({ path }) => isNoticeFile(path));
  if (ours !== undefined) return { status: 'met', places: [placeIn(party, ours, 1)] };
  return { status: 'missed', places: [placeIn(source.party, theirs, 1)] };
}

function lineIn(party: Party, lines: readonly string[]): Seen {
  const hits = find(party, lines);
  return hits.length === 0 ? missed : { status: 'met', places: hits };
}

function named(party: Party, fits: (name: string) => boolean): Seen {
  const places = (wanted: boolean): Place[] =>
    party.names.filter((name) => fits(name) === wanted).map((name) => placeOfName(party, name));
  const [good, bad] = [places(true), places(false)];
  if (bad.length === 0) return { status: 'met', places: good };
  return good.length === 0 ? { status: 'missed', places: bad } : { status: 'partly', places: [...good, ...bad] };
}

function placeOfName(party: Party, name: string): Place {
  const heading = party.declared.headings.find((each) => each.name === name);
  return heading?.place ?? { side: party.side, file: '', excerpt: excerptOf(name) };
}

function sourceNamed(party: Party, source: Source, address: string): Seen {
  const names = [source.name, source.known?.title ?? ''].filter((name) => name !== '');
  const name = find(
    party,
    names.flatMap((each) => [spacedName(each), compactName(each)]),
  );
  const link = address === '' ? [] : find(party, [address]);
  const places = [...name, ...link];
  if (places.length === 0) return missed;
  return { status: name.length > 0 && (address === '' || link.length > 0) ? 'met' : 'partly', places };
}

function sameLicence(party: Party, id: string): Seen {
  const stated = statedLicences(party, undefined);
  if (stated.length === 0) return unseen;
  const same = stated.filter(({ licence }) => licence.id === id);
  const places = (same.length > 0 ? same : stated).flatMap(({ places }) => places);
  return { status: same.length > 0 ? 'met' : 'missed', places };
}

/** Documents in which lines are looked for; the rest of a folder is code and data. */
const readable = /(?:^|\/)(?:[^/.]+|[^/]+\.(?:md|markdown|txt|rst|html?))$/i;
const mostPlaces = 5;

/** First places in a party's documents where one of the lines stands, layout and letter case aside; licence texts are left out. */
function find(party: Party, lines: readonly string[]): Place[] {
  const wanted = lines.map((line) => ` ${wordsIn(line).join(' ')} `).filter((line) => line.trim() !== '');
  const places: Place[] = [];
  for (const document of party.documents) {
    if (places.length >= mostPlaces) break;
    if (!readable.test(document.path)) continue;
    const { joined, lineAt } = plainOf(party, document);
    const at = Math.min(...wanted.map((line) => joined.indexOf(line)).filter((found) => found >= 0));
    if (Number.isFinite(at)) places.push(placeIn(party, document, lineAt(at)));
  }
  return places;
}

function placeIn(party: Party, document: TextDocument, line: number): Place {
  return { side: party.side, file: document.path, line, excerpt: excerptOf(linesOf(document.text).lineText(line)) };
}

function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? []
  );
}

interface Plain {
  readonly joined: string;
  lineAt(offset: number): number;
}

const plains = new WeakMap<TextDocument, Plain>();

/** A document's words outside the licence texts in it: those hold every line that they ask for. */
function plainOf(party: Party, document: TextDocument): Plain {
  const before = plains.get(document);
  if (before !== undefined) return before;
  const passages = party.texts.filter((text) => text.document === document).map(({ detection }) => detection);
  const parts: string[] = [];
  const starts: number[] = [];
  const numbers: number[] = [];
  let length = 1;
  for (const [at, line] of document.text.split('\n').entries()) {
    if (passages.some(({ firstLine, lastLine }) => at + 1 >= firstLine && at + 1 <= lastLine)) continue;
    const words = wordsIn(line).join(' ');
    if (words === '') continue;
    starts.push(length);
    numbers.push(at + 1);
    parts.push(words);
    length += words.length + 1;
  }
  const plain: Plain = {
    joined: ` ${parts.join(' ')} `,
    lineAt(offset) {
      const at = starts.findLastIndex((start) => start <= offset + 1);
      return numbers[at] ?? 1;
    },
  };
  plains.set(document, plain);
  return plain;
}
