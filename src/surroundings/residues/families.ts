// Names of known families of models in the places where a model's own stand.
import type { Finding } from '../../findings/finding.ts';
import type { Surroundings } from '../surroundings.ts';
import type { NamedPlace } from './named-places.ts';
import type { ProjectName } from './project-names.ts';

export function familyFindings(
  _suspect: Surroundings,
  _places: readonly NamedPlace[],
  _names: ReadonlyMap<string, ProjectName>,
): readonly Finding[] {
  return [];
}
