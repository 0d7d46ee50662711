// The licence analysis as a survey: what governs, what is asked and what of it can be seen, with what speaks against reading more into it.
import type { Finding, Place, Survey, SurveyTable } from '../findings/finding.ts';
import type { RunOptions } from '../run.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { narrowerCounts, textCounts } from './background.ts';
import type { Check } from './conditions.ts';
import { examineLicences, type LicenceInput, type LicenceResult, type PartyResult } from './examine.ts';
import { fingerprints } from './fingerprint.ts';
import type { Governing } from './govern.ts';
import { licences } from './registry-table.ts';

const licenceVersion = 1;

/** The survey of a model beside what it was made from. Throws only what `signal` throws. */
export function surveyLicence(input: LicenceInput, options?: RunOptions): Survey {
  return surveyOf(examineLicences(input, options));
}

export function surveyOf(result: LicenceResult): Survey {
  const [model] = result.parties;
  const documents = result.parties.reduce((sum, { party }) => sum + party.documents.length, 0);
  const anything = model !== undefined && (documents > 0 || model.governing.length > 0);
  if (!anything) {
    const reason = statement('survey.no-files');
    return { status: 'inapplicable', analysis: 'licence', version: licenceVersion, reason };
  }
  return {
    status: 'measured',
    analysis: 'licence',
    version: licenceVersion,
    examined: examinedOf(result),
    findings: [
      ...result.parties.flatMap((party) => governingFindings(party, result.at)),
      ...(['missed', 'partly'] as const).flatMap((status) =>
        result.parties.flatMap((party) => checkFindings(party, status)),
      ),
      ...result.parties.flatMap(conflictFindings),
      ...result.parties.flatMap((party) => checkFindings(party, 'met')),
      ...result.parties.flatMap((party) => statedFindings(party, result.at)),
      ...result.parties.flatMap(unseenFindings),
    ],
    against: againstOf(result),
    tables: [checkTable(result)],
  };
}

function examinedOf({ parties, at }: LicenceResult): Statement[] {
  return [
    ...parties.map(({ party }) =>
      statement('licence.examined', {
        model: party.name,
        documents: party.documents.length,
        texts: party.texts.length,
        declared: party.declared.licences.length,
      }),
    ),
    statement('licence.registry', { licences: licences.length, fingerprints: fingerprints().length }),
    at === undefined ? statement('licence.no-day') : statement('licence.day', { day: at }),
  ];
}

function context(said: Statement, places: readonly Place[] = []): Finding {
  return { statement: said, weight: 'context', background: null, places };
}

function governingFindings(result: PartyResult, at: string | undefined): Finding[] {
  const { party } = result;
  const found: Finding[] = [];
  for (const each of result.governing) found.push(context(governingStatement(party.name, each, at), each.places));
  if (result.governing.length === 0) {
    const known = party.known !== undefined;
    const values = { model: party.name, ...(known && at !== undefined ? { day: at } : {}) };
    found.push(context(statement(known && at !== undefined ? 'licence.before-first' : 'licence.none', values)));
  }
  return found;
}

/** What the files say besides: names, texts and sources. */
function statedFindings(result: PartyResult, at: string | undefined): Finding[] {
  const { party } = result;
  const found: Finding[] = [];
  if (party.known?.code !== undefined) {
    found.push(context(statement('licence.code', { model: party.name, licence: party.known.code })));
  }
  for (const source of result.sources) {
    if (source.party !== undefined) continue;
    const id = source.link === 'declared' ? 'licence.source-declared' : 'licence.source-published';
    const values = { model: party.name, source: source.name, licences: idsOf(source.governing), read: source.read };
    found.push(context(statement(id, values), source.place === undefined ? [] : [source.place]));
  }
  for (const { document, detection } of party.texts) {
    const values = {
      model: party.name,
      licence: detection.licence,
      found: detection.found,
      kept: detection.kept,
      lines: `${detection.firstLine}–${detection.lastLine}`,
    };
    const place: Place = { side: party.side, file: document.path, line: detection.firstLine };
    found.push(context(statement(`licence.text-${detection.extent}`, values), [place]));
  }
  const held = new Set(party.texts.map(({ detection }) => detection.licence));
  for (const { licence, basis, places } of result.stated) {
    if (basis !== 'declared' || held.has(licence.id)) continue;
    found.push({
      statement: statement('licence.without-text', { model: party.name, licence: licence.id }),
      weight: 'common',
      background: statement('licence.background-texts', { ...textCounts }),
      places,
    });
  }
  const governs = new Set(result.governing.map(({ licence }) => licence.id));
  for (const stated of result.stated) {
    if (at !== undefined && stated.version === undefined) {
      const values = {
        model: party.name,
        licence: stated.licence.id,
        from: stated.licence.versions[0]?.from ?? '',
        day: at,
      };
      found.push(context(statement('licence.dated-after', values), stated.places));
    }
    if (governs.size > 0 && !governs.has(stated.licence.id)) {
      const values = { model: party.name, stated: stated.licence.id, governing: idsOf(result.governing) };
      found.push(context(statement('licence.states-other', values), stated.places));
    }
  }
  for (const { licence, name, place } of party.declared.licences) {
    if (licence === undefined)
      found.push(context(statement('licence.unknown-name', { model: party.name, name }), [place]));
  }
  return found;
}

function governingStatement(model: string, each: Governing, at: string | undefined): Statement {
  const values = {
    model,
    licence: each.licence.id,
    title: each.licence.title,
    version: each.version?.version ?? '',
    source: each.source,
    from: each.from ?? '',
    until: each.until ?? '',
    day: at ?? '',
  };
  if (each.basis !== 'published') return statement(`licence.governs-${each.basis}`, values);
  return statement(at === undefined ? 'licence.governs-period' : 'licence.governs-day', values);
}

const idsOf = (all: readonly Governing[]): string => [...new Set(all.map(({ licence }) => licence.id))].join(', ');

function conflictFindings({ party, conflicts }: PartyResult): Finding[] {
  return conflicts.map(({ own, theirs, source, link, lineage, kinds, places }): Finding => {
    const values = { model: party.name, own: own.id, theirs: theirs.id, source, kinds: kinds.join(', ') };
    const said =
      lineage === undefined
        ? statement(`licence.narrower-${link}`, values)
        : statement('licence.narrower-weights', {
            ...values,
            relation: lineage.relation,
            components: lineage.components,
          });
    return {
      statement: said,
      weight: 'common',
      background: statement('licence.background-dropped', { ...narrowerCounts }),
      places,
    };
  });
}

function checkFindings({ party, checks }: PartyResult, status: 'met' | 'partly' | 'missed'): Finding[] {
  return checks
    .filter((each) => each.status === status)
    .map((check) => ({
      statement: statement(`licence.condition-${status}`, valuesOf(party.name, check)),
      weight: status === 'met' ? 'context' : 'common',
      background: status === 'met' ? null : statement('licence.background-texts', { ...textCounts }),
      places: check.places,
    }));
}

/** In one sentence for each licence, what no file can show. */
function unseenFindings({ party, checks }: PartyResult): Finding[] {
  const unseen = checks.filter((each) => each.status === 'unseen');
  return [...new Set(unseen.map(({ licence }) => licence.id))].map((id) => {
    const kinds = [
      ...new Set(unseen.filter(({ licence }) => licence.id === id).map(({ condition }) => condition.kind)),
    ];
    const values = { model: party.name, licence: id, kinds: kinds.join(', ') };
    return context(statement('licence.condition-unseen', values));
  });
}

function valuesOf(model: string, { licence, condition, source }: Check): Statement['values'] {
  return {
    model,
    licence: licence.id,
    clause: condition.clause,
    kind: condition.kind,
    value: condition.value.replaceAll('|', ' / '),
    source,
  };
}

function againstOf(result: LicenceResult): Statement[] {
  const used = result.parties.flatMap(({ governing, sources }) => [
    ...governing,
    ...sources.flatMap((source) => source.governing),
  ]);
  const second = used.filter(({ firstHand, version }) => !firstHand || version?.source.firstHand === false);
  const asGiver = result.parties.some(({ party, governing, checks }) =>
    checks.some(({ source, licence }) => source === party.name && governing.some((each) => each.licence === licence)),
  );
  const several = result.at === undefined && result.parties.some(({ governing }) => governing.length > 1);
  return [
    statement('licence.against-law'),
    statement('licence.against-elsewhere'),
    statement('licence.against-agreements'),
    ...(asGiver ? [statement('licence.against-giver')] : []),
    ...(several ? [statement('licence.against-day')] : []),
    ...(second.length > 0 ? [statement('licence.against-second-hand', { licences: idsOf(second) })] : []),
    ...(result.parties[0]?.sources.length === 0 ? [statement('licence.against-no-parent')] : []),
    statement('survey.not-weights'),
  ];
}

function checkTable({ parties }: LicenceResult): SurveyTable {
  return {
    id: 'conditions',
    columns: ['model', 'licence', 'clause', 'condition', 'value', 'status', 'file', 'line'],
    rows: parties.flatMap(({ party, checks }) =>
      checks.map(({ licence, condition, status, places }) => [
        party.name,
        licence.id,
        condition.clause,
        condition.kind,
        condition.value,
        status,
        places[0]?.file ?? null,
        places[0]?.line ?? null,
      ]),
    ),
  };
}
