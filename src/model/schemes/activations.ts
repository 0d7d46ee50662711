// What quantisers store beside a weight for its inputs and outputs: taken with the weight, since it is no weight itself.
import type { Kit } from './scheme.ts';

const names = [
  'input_scale',
  'input_scale_ub',
  'input_zero_point',
  'input_global_scale',
  'output_scale',
  'output_zero_point',
];

/** Notes these parts of the module `stem` as used, where they are there. */
export function activationParts(kit: Kit, stem: string): void {
  for (const name of names) kit.optional(`${stem}.${name}`);
}
