// Which licence a model's weights are under on a day: as its publisher had it then, else as its files say.
import type { Place } from '../findings/finding.ts';
import { isLicenceFile } from './detect.ts';
import { type Licence, type LicenceVersion, versionAt } from './licence.ts';
import { type KnownModel, knownModels } from './model-table.ts';
import { knownModel, type Party } from './party.ts';
import { licences } from './registry-table.ts';

const byId: ReadonlyMap<string, Licence> = new Map(licences.map((licence) => [licence.id, licence]));

/** `published`: the publisher's own announcements by date; `declared`: a field or sentence; `text`: a licence file. */
export type Basis = 'published' | 'declared' | 'text';

export interface Governing {
  readonly licence: Licence;
  /** The version that could apply on the day; undefined where all are dated after it. */
  readonly version: LicenceVersion | undefined;
  readonly basis: Basis;
  /** First day, and the first day on which another one applies; undefined where not known. */
  readonly from: string | undefined;
  readonly until: string | undefined;
  /** Where a published period was read; '' for the other bases, which have places. */
  readonly source: string;
  readonly firstHand: boolean;
  readonly places: readonly Place[];
}

/** Periods of a published model: the one that holds the day, or all of them where no day is given. */
function publishedPeriods(known: KnownModel, day: string | undefined): Governing[] {
  const periods = known.weights.flatMap(({ from, licence: id, source, firstHand }, at): Governing[] => {
    const licence = byId.get(id);
    if (licence === undefined) return [];
    const until = known.weights[at + 1]?.from;
    const version = versionAt(licence, day ?? (until === undefined ? undefined : dayBefore(until)));
    return [{ licence, version, basis: 'published', from, until, source, firstHand, places: [] }];
  });
  if (day === undefined) return periods;
  return periods.filter(({ from = '', until }) => from <= day && (until === undefined || day < until));
}

/** A day that sorts before `day` and after every earlier one; days are compared as texts. */
function dayBefore(day: string): string {
  return `${day.slice(0, 8)}${String(Number(day.slice(8)) - 1).padStart(2, '0')}`;
}

/** What the files themselves say: declared for the weights, else for all, else the texts of licence files. */
export function statedLicences(party: Party, day: string | undefined): Governing[] {
  const forWeights = party.declared.licences.filter(({ scope }) => scope === 'weights');
  const declared = forWeights.length > 0 ? forWeights : party.declared.licences.filter(({ scope }) => scope === 'all');
  const found = new Map<string, { basis: Basis; places: Place[] }>();
  const note = (id: string, basis: Basis, place: Place): void => {
    const before = found.get(id);
    if (before === undefined) found.set(id, { basis, places: [place] });
    else before.places.push(place);
  };
  for (const { licence, place } of declared) if (licence !== undefined) note(licence, 'declared', place);
  if (found.size === 0) {
    for (const { document, detection } of party.texts) {
      // A changed text is often another licence that was made from this one.
      if (detection.extent === 'changed') continue;
      if (!isLicenceFile(document.path) || /code/i.test(document.path)) continue;
      note(detection.licence, 'text', { side: party.side, file: document.path, line: detection.firstLine });
    }
  }
  return [...found].flatMap(([id, { basis, places }]): Governing[] => {
    const licence = byId.get(id);
    if (licence === undefined) return [];
    const version = versionAt(licence, day);
    return [{ licence, version, basis, from: undefined, until: undefined, source: '', firstHand: true, places }];
  });
}

/** What governs a model's weights. The publisher's announcements go before a copy's card. */
export function governing(party: Party, day: string | undefined): Governing[] {
  if (party.known !== undefined) return publishedPeriods(party.known, day);
  return statedLicences(party, day);
}

/** How a model came to stand among another's sources. */
export type Link = 'given' | 'declared' | 'published';

export interface Source {
  /** Untrusted text. */
  readonly name: string;
  readonly link: Link;
  /** For `declared`, where; for `published`, what was read. */
  readonly place: Place | undefined;
  readonly read: string;
  readonly party: Party | undefined;
  readonly known: KnownModel | undefined;
  readonly governing: readonly Governing[];
}

/** Everything that a party was made from, as far as it is given, declared or published, nearest first, each once. */
export function sourcesOf(party: Party, given: readonly Party[], day: string | undefined): Source[] {
  const found: Source[] = [];
  const seen = new Set<string>(party.known === undefined ? [] : [party.known.id]);
  const addKnown = (known: KnownModel, link: Link, name: string, place: Place | undefined, read: string): void => {
    if (seen.has(known.id)) return;
    seen.add(known.id);
    found.push({ name, link, place, read, party: undefined, known, governing: publishedPeriods(known, day) });
    for (const id of known.ancestors) addAncestor(id, known.ancestrySource);
  };
  const addAncestor = (id: string, read: string): void => {
    const ancestor = knownById(id);
    if (ancestor !== undefined) addKnown(ancestor, 'published', ancestor.title, undefined, read);
  };
  for (const other of given) {
    if (other.known !== undefined) {
      if (seen.has(other.known.id)) continue;
      seen.add(other.known.id);
    }
    found.push({
      name: other.name,
      link: 'given',
      place: undefined,
      read: '',
      party: other,
      known: other.known,
      governing: governing(other, day),
    });
  }
  for (const each of [party, ...given]) {
    for (const id of each.known?.ancestors ?? []) addAncestor(id, each.known?.ancestrySource ?? '');
    for (const { name, place } of each.declared.parents) {
      const known = knownModel(name);
      if (known !== undefined) addKnown(known, 'declared', name, place, '');
    }
  }
  return found;
}

function knownById(id: string): KnownModel | undefined {
  return knownModelsById.get(id);
}

const knownModelsById: ReadonlyMap<string, KnownModel> = new Map(knownModels.map((known) => [known.id, known]));
