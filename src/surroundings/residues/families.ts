// Names of known families of models in the places where a model's own stand, for when there is nobody to compare with.
import type { Finding } from '../../findings/finding.ts';
import { knownFamilies } from '../../history/known-names-table.ts';
import { newNameFinder } from '../../history/names.ts';
import { statement } from '../../wording/statement.ts';
import type { Surroundings } from '../surroundings.ts';
import type { NamedPlace, PlaceKind } from './named-places.ts';
import { coreOf, mentions, ownCores } from './project-names.ts';

/** Families that so many build on that to name them is to name one's base, or whose architecture others are stored in. */
const bases: ReadonlySet<string> = new Set([
  'Llama',
  'Qwen',
  'Mistral',
  'Gemma',
  'SigLIP',
  'CLIP',
  'Phi',
  'BLOOM',
  'Falcon',
  'GPT-NeoX',
  'OPT',
  'Whisper',
]);

/** Places that say what a part of the model is, and not what it was compared with. */
const naming: ReadonlySet<PlaceKind> = new Set<PlaceKind>(['module', 'type', 'class', 'hub']);

const mostPlaces = 8;

/** One finding for each family that a configuration names and that is not the model's own. */
export function familyFindings(suspect: Surroundings, places: readonly NamedPlace[]): readonly Finding[] {
  const finder = newNameFinder([]);
  const own = ownCores(places);
  const found = new Map<string, { readonly name: string; readonly places: NamedPlace[] }>();
  for (const place of places) {
    if (!naming.has(place.kind) || !/\.json$/i.test(place.file)) continue;
    for (const { family, name, owner } of finder.find(place.name)) {
      if (owner || bases.has(family)) continue;
      const known = found.get(family);
      if (known === undefined) found.set(family, { name, places: [place] });
      else known.places.push(place);
    }
  }
  return [...found].flatMap(([family, { name, places: at }]) => {
    const cores = at.flatMap((place) => coreOf(place.name.split('.')[0] ?? '') ?? []);
    if (cores.some((core) => own.has(core))) return [];
    const names = knownFamilies.find((one) => one.family === family)?.names ?? [];
    const declared = names.flatMap((one) => {
      const plain = one.toLowerCase().replace(/[^a-z0-9]/g, '');
      return plain === '' ? [] : mentions(suspect.documents, plain);
    });
    return [
      {
        statement: statement(declared.length > 0 ? 'residues.family-declared' : 'residues.family', { name, family }),
        weight: declared.length > 0 ? 'context' : 'telling',
        background: statement('residues.family-background', { families: knownFamilies.length }),
        places: [
          ...at
            .slice(0, mostPlaces)
            .map(({ file, line, excerpt }) => ({ side: 'suspect' as const, file, line, excerpt })),
          ...declared.slice(0, 2),
        ],
      } satisfies Finding,
    ];
  });
}
