// What each tensor of a model is for: by its name, by its neighbours' names, and by the customs of the file it lies in.
import type { TensorInfo } from '../../formats/format.ts';
import { ggufRole, isComputedTable } from '../gguf/gguf-conventions.ts';
import type { GgufSet } from '../gguf/gguf-shards.ts';
import type { Tensor } from '../model.ts';
import { type Role, roleOf } from './role.ts';

/** What a tensor's name and file tell of it; nothing where they tell nothing. */
type Told = Pick<Tensor, 'role' | 'computed'>;

/** The roles of all tensors of a model, by tensor; `sets` are the GGUF files among its files. */
export function rolesOf<Info extends TensorInfo>(
  infos: readonly Info[],
  sets: readonly GgufSet[],
): ReadonlyMap<Info, Told> {
  const metadataOf = new Map(sets.flatMap(({ paths, metadata }) => paths.map((path) => [path, metadata] as const)));
  const shapes = new Map(infos.map(({ name, shape }) => [name, shape]));
  const sandwiched = infos.some(({ name }) => name.includes('.post_feedforward_layernorm.'));
  const told = new Map<Info, Told>();
  for (const info of infos) {
    const metadata = metadataOf.get(info.file);
    const named = namedRole(info.name, sandwiched);
    const role =
      named === undefined || metadata === undefined
        ? named
        : ggufRole(named, info, metadata, (name) => shapes.get(name));
    const computed = metadata !== undefined && isComputedTable(info);
    told.set(info, { ...(role === undefined ? {} : { role }), ...(computed ? { computed } : {}) });
  }
  return told;
}

/**
 * The role of a name. Llama's norm behind attention is the one before the feed-forward part; in models that have a norm
 * behind that part as well (Gemma 2 and 3, OLMo 2) it is the one behind attention.
 */
function namedRole(name: string, sandwiched: boolean): Role | undefined {
  const role = roleOf(name);
  const behind = sandwiched && role?.kind === 'ffn_norm' && name.includes('.post_attention_layernorm.');
  return behind ? { ...role, kind: 'attn_post_norm' } : role;
}
