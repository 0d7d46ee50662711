// What files keep of their making: compiled Python with the time and size of its source, and paths of the machine.
import type { Finding } from '../../findings/finding.ts';
import type { Surroundings } from '../surroundings.ts';

export function artefactFindings(_suspect: Surroundings): readonly Finding[] {
  return [];
}
