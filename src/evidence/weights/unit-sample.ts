// Which units of a block are looked at: the same for every test that asks units, so that a large model's are read once.
import type { Component } from '../../model/roles/component.ts';
import type { Plan } from '../plan.ts';

export interface UnitSample {
  /** Ascending numbers of the units that form the crowd. */
  readonly units: Uint32Array;
  /** Which of them are asked, by their place among `units`. */
  readonly asked: Uint32Array;
}

/** A block's units, `columns` values each over all of its tensors; a block is told by its component and name. */
export function sampleUnits(
  plan: Plan,
  block: { readonly component: Component; readonly name: string; readonly size: number },
  columns: number,
  most = Number.POSITIVE_INFINITY,
): UnitSample {
  const random = plan.random(`units ${block.component} ${block.name}`);
  const { crowd, asked } = plan.unitCounts(block.size, columns * 2);
  const units = random.sample(block.size, Math.min(crowd, most));
  return { units, asked: random.sample(units.length, Math.min(asked, units.length)) };
}
