// Experts of the suspect beside the dense feed-forward part of a candidate that has none: each expert may have been made from it.
import { headsOf } from '../model/config.ts';
import type { Model, Tensor } from '../model/model.ts';
import type { RoleKind } from '../model/roles/role.ts';
import type { Plane } from '../model/values/plane.ts';
import { planesOf } from '../model/values/plane-parts.ts';

/** The dense parts that experts are made from. */
const kinds: ReadonlySet<RoleKind> = new Set<RoleKind>(['ffn_gate', 'ffn_up', 'ffn_down']);

/** Planes that stand side by side; one of the candidate stands beside as many of the suspect as there are experts. */
export interface ExpertPair {
  readonly suspect: Plane;
  readonly candidate: Plane;
}

const planes = (model: Model, tensors: Iterable<Tensor>): Plane[] =>
  [...tensors]
    .filter(({ role }) => role?.tower === 'text' && role.part === 'weight')
    .flatMap((tensor) => [...planesOf(tensor, headsOf(model.config, 'text'))])
    .filter(({ role }) => role?.block !== undefined && kinds.has(role.kind));

/** Every unpaired expert plane of the suspect with the candidate's dense plane of its kind and block; none where the candidate has experts itself. */
export function expertPairs(
  suspect: Model,
  left: Iterable<Tensor>,
  candidate: Model,
  right: Iterable<Tensor>,
): readonly ExpertPair[] {
  if (candidate.tensors.some(({ role }) => role?.expert !== undefined || role?.stacked === true)) return [];
  const dense = new Map(planes(candidate, right).map((plane) => [`${plane.role?.kind} ${plane.role?.block}`, plane]));
  return planes(suspect, left).flatMap((plane) => {
    const other = dense.get(`${plane.role?.kind} ${plane.role?.block}`);
    return plane.role?.expert === undefined || other === undefined ? [] : [{ suspect: plane, candidate: other }];
  });
}
