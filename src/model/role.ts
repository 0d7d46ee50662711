// What a tensor is for, in llama.cpp's words; read from its name, and never more than a hint.
import { leaves, prefixes } from './role-table.ts';

export type Tower = 'text' | 'vision' | 'audio' | 'projector';

export type RoleKind =
  | 'token_embd'
  | 'token_embd_norm'
  | 'token_types'
  | 'position_embd'
  | 'patch_embd'
  | 'class_embd'
  | 'pre_norm'
  | 'output_norm'
  | 'output'
  | 'pooler'
  | 'attn_norm'
  | 'attn_q'
  | 'attn_k'
  | 'attn_v'
  | 'attn_qkv'
  | 'attn_output'
  | 'attn_q_norm'
  | 'attn_k_norm'
  | 'attn_post_norm'
  | 'ffn_norm'
  | 'ffn_gate'
  | 'ffn_up'
  | 'ffn_gate_up'
  | 'ffn_down'
  | 'ffn_post_norm'
  | 'ffn_router'
  | 'mm_input'
  | 'mm_hidden'
  | 'mm_norm'
  | 'resampler_query'
  | 'resampler_kv'
  | 'resampler_proj'
  | 'resampler_norm_q'
  | 'resampler_norm_kv'
  | 'resampler_norm_post';

export interface Role {
  readonly tower: Tower;
  readonly kind: RoleKind;
  readonly part: 'weight' | 'bias';
  readonly block?: number;
  readonly expert?: number;
  /** Stored as [in, out] (GPT-2's Conv1D, bare parameters used as x @ W) instead of [out, in]. */
  readonly transposed?: boolean;
  /** Rows are q, k, v of each head in turn (GPT-NeoX) instead of all q, all k, all v. */
  readonly interleaved?: boolean;
}

const suffix = /^(.*?)(?:[._/](weight|bias|gamma|beta|kernel))?$/;
// Block markers of the families in the table; the first one in a name counts (MoE experts come later in the name).
const blockMarker = /(?:^|\.)(layers?|blocks?|blk|h|resblocks)\.(\d+)\./;
const expertMarker = /(?:^|\.)experts?\.(\d+)\.|(?:^|\.)(?:experts|block_sparse_moe)\.(\d+)\./;

/** The deepest known models have some 130 blocks, the widest 512 experts; every expert is a component judged by itself. */
const blockLimit = 4_096;
const expertLimit = 1_024;

/** The role a name points at, or undefined: an unknown name is a fact, not a failure. */
export function roleOf(name: string): Role | undefined {
  const parts = suffix.exec(name);
  if (parts === null) return undefined;
  const rest = parts[1] as string;
  const part = parts[2] === 'bias' || parts[2] === 'beta' ? 'bias' : 'weight';
  const blockAt = blockMarker.exec(rest);
  const block = blockAt === null ? undefined : Number(blockAt[2]);
  const head = blockAt === null ? rest : rest.slice(0, blockAt.index + (blockAt[0].startsWith('.') ? 1 : 0));
  let leaf = blockAt === null ? rest : rest.slice(blockAt.index + blockAt[0].length);
  const expertAt = expertMarker.exec(`.${leaf}`);
  const expert = expertAt === null ? undefined : Number(expertAt[1] ?? expertAt[2]);
  if (expertAt !== null) leaf = `.${leaf}`.replace(expertAt[0], '.').slice(1);

  if ((block ?? 0) > blockLimit || (expert ?? 0) > expertLimit) return undefined;

  const prefix = prefixes.find((row) => head === row.prefix || head.startsWith(row.prefix));
  const inBlock = block !== undefined;
  for (const row of leaves) {
    if (row.inBlock !== inBlock) continue;
    if (leaf !== row.leaf && !leaf.endsWith(`.${row.leaf}`)) continue;
    const tower = row.tower ?? prefix?.tower ?? 'text';
    if (row.only !== undefined && row.only !== tower) continue;
    if (row.marker !== undefined && blockAt?.[1] !== row.marker) continue;
    return {
      tower,
      kind: row.kind,
      part,
      ...(block === undefined ? {} : { block }),
      ...(expert === undefined ? {} : { expert }),
      ...(row.transposed === true && part === 'weight' ? { transposed: true } : {}),
      ...(row.interleaved === true ? { interleaved: true } : {}),
    };
  }
  return undefined;
}

/** The tower that a name's first segments point at, for tensors whose role is unknown. */
export function towerOf(name: string): Tower | undefined {
  return prefixes.find((row) => name.startsWith(row.prefix))?.tower;
}

/** One line that is equal for equal roles: the key by which two models' tensors are paired. */
export function roleKey(role: Role): string {
  return [role.tower, role.kind, role.part, role.block ?? '-', role.expert ?? '-'].join(' ');
}
