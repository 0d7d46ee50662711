// The licences of a model and of what it was made from, on a day: plain data, the same questions put to every side.
import type { Place } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { type Check, checkCondition } from './conditions.ts';
import { type Governing, governing, type Link, type Source, sourcesOf, statedLicences } from './govern.ts';
import type { ConditionKind, Licence } from './licence.ts';
import { type Party, type PartyInput, partyOf } from './party.ts';

/** What a comparison of weights has found between the model and a parent. */
export interface Lineage {
  readonly parent: string;
  readonly relation: 'identical' | 'derived' | 'partly-derived';
  /** Of which components; '' for all. */
  readonly components: string;
}

export interface LicenceInput {
  readonly model: PartyInput;
  readonly parents: readonly PartyInput[];
  /** The day of the act, `YYYY-MM-DD`. */
  readonly at?: string | undefined;
  readonly lineage?: readonly Lineage[] | undefined;
}

/** A source whose licence asks what the model's own licence does not. */
export interface Conflict {
  readonly own: Licence;
  readonly theirs: Licence;
  readonly source: string;
  readonly link: Link;
  /** Where weights were compared. */
  readonly lineage: Lineage | undefined;
  readonly kinds: readonly ConditionKind[];
  readonly places: readonly Place[];
}

export interface PartyResult {
  readonly party: Party;
  readonly governing: readonly Governing[];
  /** What its files say, which may be something else. */
  readonly stated: readonly Governing[];
  readonly sources: readonly Source[];
  readonly checks: readonly Check[];
  readonly conflicts: readonly Conflict[];
}

export interface LicenceResult {
  readonly at: string | undefined;
  /** The model first. */
  readonly parties: readonly PartyResult[];
}

export function examineLicences(input: LicenceInput, options?: RunOptions): LicenceResult {
  const model = partyOf('suspect', input.model, options);
  const parents = input.parents.map((parent) => partyOf('candidate', parent, options));
  const lineage = input.lineage ?? [];
  return {
    at: input.at,
    parties: [
      resultOf(model, parents, input.at, lineage),
      ...parents.map((parent) => resultOf(parent, [], input.at, [])),
    ],
  };
}

function resultOf(
  party: Party,
  given: readonly Party[],
  at: string | undefined,
  lineage: readonly Lineage[],
): PartyResult {
  const own = governing(party, at);
  const stated = statedLicences(party, at);
  const sources = sourcesOf(party, given, at);
  return {
    party,
    governing: own,
    stated,
    sources,
    checks: checksOf(party, own, sources),
    conflicts: conflictsOf(stated.length > 0 ? stated : own, sources, lineage),
  };
}

/** Each condition of each licence once, for the source that is nearest. */
function checksOf(party: Party, own: readonly Governing[], sources: readonly Source[]): Check[] {
  const checks: Check[] = [];
  const done = new Set<string>();
  const add = (each: Governing, source: Source | undefined): void => {
    const key = `${each.licence.id} ${each.version?.version ?? ''}`;
    if (done.has(key)) return;
    done.add(key);
    for (const condition of each.version?.conditions ?? []) {
      const check = checkCondition(condition, each.licence, party, source);
      if (check !== undefined) checks.push(check);
    }
  };
  for (const source of sources) for (const each of source.governing) add(each, source);
  // A publisher is not bound by the licence that it gives. Whoever else names the licence of one publisher passes it on; who
  // names a licence that anybody can give may be the giver.
  if (party.known === undefined) {
    for (const each of own) if (isOfOnePublisher(each.licence.id)) add(each, undefined);
  }
  return checks;
}

/** Whether a licence is one publisher's own, as Meta's for Llama; the others are for anybody's work. */
function isOfOnePublisher(id: string): boolean {
  return id.startsWith('LicenseRef-') && !/RAIL|GML/.test(id);
}

/** Kinds of conditions that a reader of the model's own licence would not know of. */
const restrictive: ReadonlySet<ConditionKind> = new Set([
  'notice-file',
  'display-line',
  'name-prefix',
  'name-contains',
  'share-alike',
  'field-of-use',
  'user-threshold',
  'no-improve',
  'commercial-permission',
  'no-commercial',
  'no-derivatives',
  'source-code',
]);

function conflictsOf(own: readonly Governing[], sources: readonly Source[], lineage: readonly Lineage[]): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const mine of own) {
    const known = new Set(mine.version?.conditions.map(({ kind }) => kind));
    for (const source of sources) {
      for (const theirs of source.governing) {
        if (theirs.licence.id === mine.licence.id) continue;
        const asked = theirs.version?.conditions.map(({ kind }) => kind) ?? [];
        const kinds = [...new Set(asked.filter((kind) => restrictive.has(kind) && !known.has(kind)))];
        if (kinds.length === 0) continue;
        conflicts.push({
          own: mine.licence,
          theirs: theirs.licence,
          source: source.name,
          link: source.link,
          lineage: lineage.find(({ parent }) => parent === source.name),
          kinds,
          places: [...mine.places, ...(source.place === undefined ? [] : [source.place]), ...theirs.places],
        });
      }
    }
  }
  return conflicts;
}
