// Which part of a model a tensor belongs to: the parts that are judged apart.
import type { Tensor } from '../model.ts';
import { type Role, towerOf } from './role.ts';

/**
 * text, vision, audio, projector, embeddings, expert:N; `network:NAME` where a model is several networks; `whole` where no
 * tensor of the model has a known role.
 */
export type Component = string;

/** The component of a role. Token tables, and the head that mirrors them, are apart from the text stack: they are reused and replaced apart. */
export function componentOfRole(role: Role): Component {
  if (role.expert !== undefined) return `expert:${role.expert}`;
  if (
    role.tower === 'text' &&
    (role.kind === 'token_embd' ||
      role.kind === 'output' ||
      role.kind === 'token_types' ||
      role.kind === 'position_embd')
  ) {
    return 'embeddings';
  }
  return role.tower;
}

/** The component of a tensor, by its role or else by the first segments of its name; undefined where neither says anything. */
export function componentOf(tensor: Tensor): Component | undefined {
  if (tensor.network !== undefined) return `network:${tensor.network}`;
  return tensor.role === undefined ? towerOf(tensor.name) : componentOfRole(tensor.role);
}
