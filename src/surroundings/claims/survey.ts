// The claims analysis as a survey: words and configuration beside what names, shapes and bytes imply, and files beside one another.
import type { TextDocument } from '../../documents/document.ts';
import type { Finding, Place, Survey, SurveyTable } from '../../findings/finding.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { Solution } from '../../model/architecture/solution.ts';
import { declaredFacts, type Fact } from '../../model/facts/declared-facts.ts';
import type { Tensor } from '../../model/model.ts';
import type { RunOptions } from '../../run.ts';
import { type Statement, statement } from '../../wording/statement.ts';
import { backgroundCounts, type ClaimGroup, claimGroups } from './background.ts';
import { innerParts, modelClass, setNumbers } from './class-files.ts';
import { type Compared, compareClaims, type Origin } from './compare-claims.ts';
import { type ConfigFile, configFiles, placeOfKey } from './config-files.ts';
import { type Implied, impliedBy } from './implied.ts';
import { readWords } from './prose.ts';

const claimsVersion = 1;

/** Of an opened model, or of one whose index alone is there: then `tensors` is empty and `names` holds the index's kinds. */
export interface ClaimsInput {
  /** Untrusted. */
  readonly name: string;
  /** README, configuration, Python files, index: the texts of the folder. */
  readonly documents: readonly TextDocument[];
  readonly solution: Solution;
  readonly tensors: readonly Tensor[];
  readonly names: readonly { readonly pattern: string; readonly count: number }[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Facts that were read elsewhere, for a model without a config.json. */
  readonly facts: readonly Fact[];
  /** The file that lists the tensors, for places. */
  readonly index?: string | undefined;
  readonly origin?: Origin | undefined;
}

interface Comparison {
  readonly group: ClaimGroup;
  readonly agrees: boolean;
  readonly finding: Finding;
}

export function surveyClaims(input: ClaimsInput, options?: RunOptions): Survey {
  options?.signal?.throwIfAborted();
  const words = readWords('suspect', input.name, input.documents);
  const configs = configFiles(input.documents);
  if (words.lines === 0 && configs.length === 0 && input.facts.length === 0) {
    return {
      status: 'inapplicable',
      analysis: 'claims',
      version: claimsVersion,
      reason: statement('claims.no-words'),
    };
  }
  const implied = impliedBy(input.solution, input.tensors, input.names);
  const indexPlaces: readonly Place[] = input.index === undefined ? [] : [placeOfTotal(input)];
  const claims = compareClaims('suspect', input.name, words.claims, implied, input.origin);
  const facts = factsOf(input, configs);
  options?.signal?.throwIfAborted();
  const comparisons = [
    ...distinct(claims).map((compared) => claimComparison(compared, indexPlaces)),
    ...facts.map(({ fact, place }) => factComparison(fact, place, indexPlaces)),
    ...betweenFiles(input, configs),
    ...moduleTree(input, configs, implied),
  ];
  const against = comparisons.filter(({ agrees }) => !agrees);
  return {
    status: 'measured',
    analysis: 'claims',
    version: claimsVersion,
    examined: [
      statement('claims.examined', { read: words.read, lines: words.lines, claims: words.claims.length }),
      statement('claims.compared', {
        compared: comparisons.length,
        agree: comparisons.length - against.length,
        claims: claims.length,
        facts: facts.length,
      }),
    ],
    findings: against.map(({ finding }) => finding),
    against: againstOf(implied),
    tables: [comparisonTable(comparisons)],
  };
}

function comparisonTable(all: readonly Comparison[]): SurveyTable {
  return {
    id: 'comparisons',
    columns: ['group', 'compared', 'agree'],
    rows: claimGroups.map((group) => {
      const own = all.filter((each) => each.group === group);
      return [group, own.length, own.filter(({ agrees }) => agrees).length];
    }),
  };
}

/** The same claim stands in several sentences and languages; the first is shown with the places of all. */
function distinct(all: readonly Compared[]): readonly Compared[] {
  const found = new Map<string, Compared>();
  for (const each of all) {
    const key = `${each.topic} ${each.claimed} ${each.implied}`;
    const before = found.get(key);
    found.set(key, before === undefined ? each : { ...before, places: [...before.places, ...each.places] });
  }
  return [...found.values()];
}

function comparison(group: ClaimGroup, agrees: boolean, said: Statement, places: readonly Place[]): Comparison {
  const background = statement('claims.background', { ...backgroundCounts[group] });
  return { group, agrees, finding: { statement: said, weight: 'common', background, places } };
}

function claimComparison({ topic, claimed, implied, agrees, places }: Compared, index: readonly Place[]): Comparison {
  const id = topic === 'from-scratch' && claimed !== '' ? 'claims.from-scratch-weights' : `claims.${topic}`;
  const all = topic === 'from-scratch' ? places : [...places, ...index];
  return comparison('words', agrees, statement(id, { claimed, implied }), all);
}

function factsOf(
  input: ClaimsInput,
  configs: readonly ConfigFile[],
): readonly { readonly fact: Fact; readonly place: Place | undefined }[] {
  if (configs.length === 0) return input.facts.map((fact) => ({ fact, place: undefined }));
  const nothing = { contents: [], indexBytes: undefined, storedBytes: undefined };
  const settled = settles(input);
  return configs.flatMap(({ document, values }) =>
    declaredFacts({
      ...nothing,
      config: values,
      metadata: input.metadata,
      tensors: input.tensors,
      solution: input.solution,
    })
      .filter(settled)
      .map((fact) => ({ fact, place: placeOfKey('suspect', document, fact.subject.split('.').at(-1) ?? '') })),
  );
}

/**
 * Of an index alone, sizes that the solver had to bend a template for are guesses from one number: good for an inspection,
 * not to contradict anybody with.
 */
function settles({ solution, tensors }: ClaimsInput): (fact: Fact) => boolean {
  const bent = tensors.length === 0 && solution.hypotheses[0]?.fit !== 'exact';
  return ({ measure }) => !(bent && measure === 'value');
}

function factComparison(fact: Fact, place: Place | undefined, index: readonly Place[]): Comparison {
  const values = {
    subject: fact.subject,
    declared: fact.declared,
    implied: fact.implied,
    measure: fact.measure,
  };
  const places = [...(place === undefined ? [] : [place]), ...index];
  return comparison('configuration', fact.agrees, statement('claims.fact', values), places);
}

/** The line of the index's one number, where the index is among the texts. */
function placeOfTotal({ index = '', documents }: ClaimsInput): Place {
  const document = documents.find(({ path }) => path === index);
  return document === undefined ? { side: 'suspect', file: index } : placeOfKey('suspect', document, 'total_size');
}

/** Numbers that the configuration's class sets beside those of the configuration. */
function betweenFiles({ documents }: ClaimsInput, configs: readonly ConfigFile[]): Comparison[] {
  const set = setNumbers('suspect', documents);
  return configs.flatMap(({ document, values }) =>
    set.flatMap(({ key, value, place }): Comparison[] => {
      const declared = values.get(key);
      if (typeof declared !== 'number' || !sameFolder(document.path, place.file)) return [];
      const said = statement('claims.class-sets', { key, set: value, declared });
      return [comparison('class', declared === value, said, [place, placeOfKey('suspect', document, key)])];
    }),
  );
}

const folderOf = (path: string): string => path.replace(/[^/]*$/, '');
const sameFolder = (one: string, other: string): boolean => folderOf(one) === folderOf(other);

/** First parts of names beyond which a model is no module tree. */
const mostParts = 64;

/** Whether the class that the configuration names has any part under which the index's tensors could be loaded. */
function moduleTree(
  { documents, index }: ClaimsInput,
  configs: readonly ConfigFile[],
  { firstParts }: Implied,
): Comparison[] {
  if (firstParts.size === 0 || firstParts.size > mostParts) return [];
  return configs.flatMap(({ document, values }: { document: TextDocument; values: ReadonlyMap<string, JsonValue> }) => {
    const named = modelClass('suspect', documents, values, document.path);
    if (named === undefined) return [];
    const parts = [...firstParts].toSorted(([, a], [, b]) => b - a).map(([part]) => part);
    const agrees = parts.some((part) => named.attributes.has(part));
    if (!agrees && (named.prefixed || parts.some((part) => innerParts.has(part)))) return [];
    const said = statement('claims.module-tree', {
      class: named.name,
      parts: parts.slice(0, 8).join(', '),
      count: parts.length,
    });
    const places: Place[] = [named.place];
    if (index !== undefined) places.push({ side: 'suspect', file: index });
    return [comparison('module-tree', agrees, said, places)];
  });
}

function againstOf(implied: Implied): Statement[] {
  return [
    statement('claims.against-outdated'),
    statement('claims.against-conservative'),
    ...(implied.parameters === undefined ? [statement('claims.against-unsolved')] : []),
    statement('claims.against-not-looked'),
    statement('survey.not-weights'),
  ];
}
