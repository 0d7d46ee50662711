// Residues: names of other projects where a model's own would stand, weighed by whether a library brings them and whether the texts say so.
import type { Finding, Place, Side, Survey } from '../../findings/finding.ts';
import { type Statement, statement } from '../../wording/statement.ts';
import type { Surroundings } from '../surroundings.ts';
import { publicTokenizers } from '../tokenizer/special-token-table.ts';
import { artefactFindings } from './artefacts.ts';
import { familyFindings } from './families.ts';
import { libraryHolders, libraryModels } from './library-names-table.ts';
import { type NamedPlace, namedPlaces } from './named-places.ts';
import {
  coreOf,
  declaredNames,
  mentions,
  ownCores,
  type ProjectName,
  projectNames,
  standsIn,
} from './project-names.ts';

const version = 1;

/** Places kept of one name; the number of all is in the sentence. */
const mostPlaces = 12;

/** Names of which a finding is made; more are the same finding again. */
const mostNames = 40;

interface Named {
  readonly model: Surroundings;
  readonly places: readonly NamedPlace[];
  readonly names: ReadonlyMap<string, ProjectName>;
}

/** The places where names of parts of a model stand, in its files and in what its weight files say of themselves. */
export function placesOf({ documents, metadata }: Surroundings): readonly NamedPlace[] {
  return namedPlaces(documents, metadata);
}

function namesOf(model: Surroundings): Named {
  const places = placesOf(model);
  return { model, places, names: projectNames(places) };
}

/** What of the candidate's names the suspect's files carry. */
export function surveyResidues(suspect: Surroundings, candidate: Surroundings): Survey {
  if (isEmpty(suspect) || isEmpty(candidate)) return inapplicable;
  const [mine, theirs] = [namesOf(suspect), namesOf(candidate)];
  const examined = statement('residues.examined', {
    documents: suspect.documents.length,
    places: mine.places.length,
    candidateDocuments: candidate.documents.length,
    candidatePlaces: theirs.places.length,
  });
  return measured(examined, [
    ...absentModules(mine, theirs),
    ...sharedNames(mine, theirs),
    ...sharedMetadata(mine, theirs),
    ...sharedHeaders(mine, theirs),
    ...artefactFindings(suspect),
  ]);
}

/** What a model's files tell alone: modules that are not there, names of known families, artefacts. */
export function surveyOwnResidues(suspect: Surroundings): Survey {
  if (isEmpty(suspect)) return inapplicable;
  const mine = namesOf(suspect);
  const examined = statement('residues.examined-alone', {
    documents: suspect.documents.length,
    places: mine.places.length,
  });
  return measured(examined, [
    ...absentModules(mine, undefined),
    ...familyFindings(suspect, mine.places),
    ...artefactFindings(suspect),
  ]);
}

const isEmpty = ({ documents, metadata }: Surroundings): boolean => documents.length === 0 && metadata.size === 0;

const inapplicable: Survey = {
  status: 'inapplicable',
  analysis: 'residues',
  version,
  reason: statement('survey.no-files'),
};

function measured(examined: Statement, findings: readonly Finding[]): Survey {
  const against = ['residues.common-by-library', 'residues.against-words', 'residues.against-direction'];
  return {
    status: 'measured',
    analysis: 'residues',
    version,
    examined: [examined],
    findings,
    against: against.map((id) => statement(id)),
    tables: [],
  };
}

/** A class map that asks for a module which is not there: the model cannot be loaded as it says, and the name is somebody's. */
function absentModules({ model, places }: Named, theirs: Named | undefined): Finding[] {
  const files = new Set(model.paths.map((path) => path.slice(path.lastIndexOf('/') + 1)));
  const own = ownCores(places);
  const byModule = new Map<string, NamedPlace[]>();
  for (const place of places) {
    // With a repository in front, the module is fetched from there, and is not expected here.
    if (place.kind !== 'module' || place.name.includes('--')) continue;
    const module = place.name.slice(0, place.name.lastIndexOf('.'));
    if (module === '' || files.has(`${module.split('.').at(-1)}.py`)) continue;
    byModule.set(module, [...(byModule.get(module) ?? []), place]);
  }
  return [...byModule].slice(0, mostNames).map(([module, at]) => {
    const isTheirs = theirs !== undefined && hasModule(theirs, module);
    const mapped = publicTokenizers.filter(({ autoMap }) => autoMap !== undefined);
    const carriers = mapped.filter(({ autoMap }) => autoMap?.includes(`${module}.`));
    const core = coreOf(module);
    // Who builds on a model and says so may well ask for its code.
    const declared = core === undefined ? [] : mentions(model.documents, core);
    return {
      statement: statement(isTheirs ? 'residues.absent-module-there' : 'residues.absent-module', { module }),
      weight: isForeign(core, own, theirs !== undefined, isTheirs) && declared.length === 0 ? 'telling' : 'context',
      background: statement('residues.absent-background', {
        publicTokenizers: publicTokenizers.length,
        mapped: mapped.length,
        carriers: carriers.length,
      }),
      places: [
        ...at.slice(0, mostPlaces).map((place) => placeOf('suspect', place)),
        ...declared.slice(0, 1),
        ...(theirs?.places ?? [])
          .filter((place) => place.kind === 'module' && place.name.startsWith(`${module}.`))
          .slice(0, 3)
          .map((place) => placeOf('candidate', place)),
      ],
    };
  });
}

/** Code that is not published is ordinary; code that bears another project's name is not. */
function isForeign(core: string | undefined, own: ReadonlySet<string>, isPair: boolean, isTheirs: boolean): boolean {
  return core !== undefined && !own.has(core) && (isTheirs || !isPair);
}

function hasModule({ model, places }: Named, module: string): boolean {
  return (
    model.paths.some((path) => path === `${module}.py` || path.endsWith(`/${module}.py`)) ||
    places.some(({ kind, name }) => kind === 'module' && name.startsWith(`${module}.`))
  );
}

function sharedNames(mine: Named, theirs: Named): Finding[] {
  const asked = declaredNames(theirs.places);
  const shared = [...mine.names.values()].filter(({ core }) => asked.has(core));
  return shared.slice(0, mostNames).map((name) => {
    const other = asked.get(name.core) as ProjectName;
    const declared = mentions(mine.model.documents, name.core);
    const carriers = publicTokenizers.filter(({ autoMap }) => autoMap !== undefined && standsIn(name.core, autoMap));
    return {
      statement: statement(declared.length > 0 ? 'residues.name-declared' : 'residues.name', {
        name: name.written,
        suspectPlaces: name.places.length,
        candidatePlaces: other.places.length,
      }),
      weight: declared.length > 0 ? 'context' : 'telling',
      background: statement('residues.name-background', {
        library: libraryModels.size,
        carriers: carriers.length,
        publicTokenizers: publicTokenizers.length,
      }),
      places: [
        ...name.places.slice(0, mostPlaces).map((place) => placeOf('suspect', place)),
        ...declared,
        ...other.places.slice(0, 3).map((place) => placeOf('candidate', place)),
      ],
    };
  });
}

/** Metadata of weight files and chat templates: prose in which a name is looked for. */
function sharedMetadata(mine: Named, theirs: Named): Finding[] {
  const names = [...declaredNames(theirs.places).values()];
  const found: Finding[] = [];
  for (const place of mine.places) {
    if (place.kind !== 'metadata' && place.kind !== 'template') continue;
    const name = names.find(({ core }) => standsIn(core, place.name));
    if (name === undefined) continue;
    const id = place.kind === 'metadata' ? 'residues.metadata' : 'residues.template';
    found.push({
      statement: statement(id, { name: name.written, entry: place.excerpt }),
      // How often such entries name others' models has not been counted.
      weight: 'context',
      background: null,
      places: [placeOf('suspect', place), ...name.places.slice(0, 2).map((one) => placeOf('candidate', one))],
    });
    if (found.length >= mostNames) break;
  }
  return found;
}

function sharedHeaders(mine: Named, theirs: Named): Finding[] {
  const there = new Map(
    theirs.places.filter(({ kind }) => kind === 'header').map((place) => [plainHeader(place.name), place]),
  );
  const found = new Map<string, Finding>();
  for (const place of mine.places) {
    const plain = plainHeader(place.name);
    const other = place.kind === 'header' ? there.get(plain) : undefined;
    if (other === undefined || plain.length < 16 || libraryHolders.test(plain) || found.has(plain)) continue;
    // A licence's own sentence is in a million files; only who holds the rights is anybody's.
    if (!/copyright|版权/i.test(plain)) continue;
    found.set(plain, {
      statement: statement('residues.header', { header: place.name }),
      weight: 'context',
      background: null,
      places: [placeOf('suspect', place), placeOf('candidate', other)],
    });
  }
  return [...found.values()].slice(0, mostNames);
}

const plainHeader = (line: string): string =>
  line
    .replace(/^[\s#/*"<!-]+/, '')
    .replace(/\s+/g, ' ')
    .trim();

function placeOf(side: Side, { file, line, excerpt }: NamedPlace): Place {
  return { side, file, line, excerpt };
}
