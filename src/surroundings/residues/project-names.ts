// Which names are a project's own: what is left of classes, modules and hub names when libraries and generic words are taken away.
import type { TextDocument } from '../../documents/document.ts';
import { excerptOf, type Place } from '../../findings/finding.ts';
import { genericParts, libraryModels, libraryNames } from './library-names-table.ts';
import { isCode, type NamedPlace, type PlaceKind } from './named-places.ts';

/** Shorter names are words by chance. */
const shortest = 4;

/** The distinctive part of a name, lower case letters and digits; undefined where a library or a generic word is all there is. */
export function coreOf(name: string): string | undefined {
  let rest = name;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(genericParts, '');
  }
  const core = rest.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (core.length < shortest || libraryModels.has(core) || libraryNames.has(core) || /^\d+$/.test(core))
    return undefined;
  return core;
}

/** A project's name with the places it stands at, in the order of the files. */
export interface ProjectName {
  readonly core: string;
  /** As it is written at the first place. Untrusted. */
  readonly written: string;
  readonly places: readonly NamedPlace[];
}

/** The distinctive names of a model's files: of modules, classes, types and hub names. */
export function projectNames(places: readonly NamedPlace[]): ReadonlyMap<string, ProjectName> {
  const found = new Map<string, { written: string; places: NamedPlace[] }>();
  for (const place of places) {
    for (const written of partsOf(place)) {
      const core = coreOf(written);
      if (core === undefined) continue;
      const known = found.get(core);
      if (known === undefined) found.set(core, { written, places: [place] });
      else if (known.places.at(-1) !== place) known.places.push(place);
    }
  }
  return new Map([...found].map(([core, { written, places: at }]) => [core, { core, written, places: at }]));
}

/** Places by which a project says what is its own: a class of code may be called anything. */
const declaring: ReadonlySet<PlaceKind> = new Set<PlaceKind>(['module', 'type', 'hub', 'class']);

/** The names by which a model's configuration calls its parts. */
export function declaredNames(places: readonly NamedPlace[]): ReadonlyMap<string, ProjectName> {
  return projectNames(places.filter(({ kind, file }) => declaring.has(kind) && /\.json$/i.test(file)));
}

/** What a model calls itself: its type and classes, where its configuration says them. */
export function ownCores(places: readonly NamedPlace[]): ReadonlySet<string> {
  const own = places.filter(
    ({ kind, file }) => (kind === 'type' || kind === 'class') && /(?:^|\/)config\.json$/.test(file),
  );
  return new Set(own.flatMap(({ name }) => coreOf(name) ?? []));
}

/** The names in one place: a class map names a module and a class, a hub name an owner and a model. */
function partsOf({ kind, name }: NamedPlace): readonly string[] {
  switch (kind) {
    case 'module': {
      const rest = name.includes('--') ? name.slice(name.indexOf('--') + 2) : name;
      return rest.split('.').filter((part) => part !== '');
    }
    case 'hub':
      return name.includes('--') ? name.slice(0, name.indexOf('--')).split('/') : name.split('/');
    case 'import':
      // The first segment of an absolute import is a package; relative ones name files of the project.
      return name.startsWith('.') ? [] : name.split('.').slice(0, 1);
    case 'class':
    case 'type':
      return [name];
    default:
      // Headers, templates and metadata are prose: a name is looked for in them, none is taken from them.
      return [];
  }
}

/** Text looked at in one go: a line of a card, an entry of metadata. */
const longestText = 4_000;

/**
 * Whether a project's name stands in a text, however it is spelt: `MiniCPM-V` and `clip.minicpmv_version` hold `minicpmv`. Short
 * names must end where the word does.
 */
export function standsIn(core: string, text: string): boolean {
  return patternOf(core).test(text.slice(0, longestText));
}

const patterns = new Map<string, RegExp>();

/** One optional separator between letters, so that the time is that of reading the text. `core` is letters and digits. */
function patternOf(core: string): RegExp {
  const known = patterns.get(core);
  if (known !== undefined) return known;
  const end = core.length >= openEnded ? '' : '(?![a-z0-9])';
  const pattern = new RegExp(`(?<![a-z0-9])${core.slice(0, longestName).split('').join('[-_. ]?')}${end}`, 'i');
  if (patterns.size < mostPatterns) patterns.set(core, pattern);
  return pattern;
}

/** From this many letters on, what follows may be a part of a longer name. */
const openEnded = 6;
const longestName = 60;
const mostPatterns = 5_000;

/** Where the model's prose names a project: its card, its readme, its notices. At most a few places. */
export function mentions(documents: readonly TextDocument[], core: string): Place[] {
  const found: Place[] = [];
  for (const { path, text } of documents) {
    if (isCode(path) || /\.(?:json|jinja2?)$|chat_template$/i.test(path)) continue;
    for (const [index, line] of text.split('\n').entries()) {
      if (!standsIn(core, line)) continue;
      found.push({ side: 'suspect', file: path, line: index + 1, excerpt: excerptOf(line) });
      if (found.length >= 3) return found;
    }
  }
  return found;
}
