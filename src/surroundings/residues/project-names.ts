// Which names are a project's own: what is left of classes, modules and hub names when libraries and generic words are taken away.
import { genericParts, libraryModels, libraryNames } from './library-names-table.ts';
import type { NamedPlace } from './named-places.ts';

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

/** The names in one place: a class map names a module and a class, a hub name an owner and a model. */
export function partsOf({ kind, name }: NamedPlace): readonly string[] {
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

/** Whether a project's name stands in a text as a word of its own or as the whole of a longer name's beginning: `minicpmv` in `clip.minicpmv_version`. */
export function standsIn(core: string, text: string): boolean {
  const words = text.slice(0, 4_000).split(/[^A-Za-z0-9.-]+|_/);
  return words.some((word) => {
    const plain = word.toLowerCase().replace(/[^a-z0-9]/g, '');
    return plain === core || (core.length >= 6 && plain.startsWith(core));
  });
}
