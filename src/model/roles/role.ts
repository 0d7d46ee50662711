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
  | 'attn_q_a'
  | 'attn_q_a_norm'
  | 'attn_q_b'
  | 'attn_kv_a'
  | 'attn_kv_a_norm'
  | 'attn_kv_b'
  | 'attn_sinks'
  | 'ffn_norm'
  | 'ffn_gate'
  | 'ffn_up'
  | 'ffn_gate_up'
  | 'ffn_down'
  | 'ffn_post_norm'
  | 'ffn_router'
  | 'ffn_router_correction'
  | 'conv_1'
  | 'conv_2'
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
  /** Rows are q, k, v of each head in turn (GPT-NeoX), or of each group of heads (InternLM2), instead of all q, all k, all v. */
  readonly interleaved?: boolean;
  /** The matrices of all experts one after another in one tensor of one side more. */
  readonly stacked?: boolean;
  /**
   * Rows of a head, where those that a rotary embedding turns together lie side by side (llama.cpp) and not half a head
   * apart (Hugging Face): row 2 i + s of a head is row i + s * ropePairs / 2 of the other order.
   */
  readonly ropePairs?: number;
  /** What a converter added to every value, for a norm whose gain the model keeps as the distance from one. */
  readonly raised?: number;
}

const suffix = /^(.*?)(?:[._/](weight|bias|gamma|beta|kernel))?$/;
// Block markers of the families in the table; the first one in a name counts (MoE experts come later in the name).
const blockMarker = /(?:^|\.)(layers?|blocks?|blk|h|resblocks)\.(\d+)\./;
const expertMarker = /(?:^|\.)experts?\.(\d+)\.|(?:^|\.)(?:experts|block_sparse_moe)\.(\d+)\./;

const lastSegment = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The rows by the last segment of their leaf, in the table's order: a name of a million is asked for a handful of them. */
const rowsByEnd = Map.groupBy(leaves, ({ leaf }) => lastSegment(leaf));

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
  let leaf = blockAt === null ? rest : rest.slice(blockAt.index + blockAt[0].length);
  const expertAt = expertMarker.exec(`.${leaf}`);
  const expert = expertAt === null ? undefined : Number(expertAt[1] ?? expertAt[2]);
  if (expertAt !== null) leaf = `.${leaf}`.replace(expertAt[0], '.').slice(1);

  if ((block ?? 0) > blockLimit || (expert ?? 0) > expertLimit) return undefined;

  const prefix = prefixes.find((row) => rest.startsWith(row.prefix));
  const inBlock = block !== undefined;
  for (const row of rowsByEnd.get(lastSegment(leaf)) ?? []) {
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
      ...(row.stacked === true ? { stacked: true } : {}),
    };
  }
  return undefined;
}

/**
 * The role that stands in for the missing one of another tensor: what the tensor is for, and how its kind is commonly
 * stored, without what the converter of one file did to it.
 */
export function lentRole(role: Role | undefined): Role | undefined {
  if (role === undefined) return undefined;
  const { ropePairs: _pairs, raised: _raised, ...rest } = role;
  return rest;
}

/** The tower that a name's first segments point at, for tensors whose role is unknown. */
export function towerOf(name: string): Tower | undefined {
  return prefixes.find((row) => name.startsWith(row.prefix))?.tower;
}

/** One line that is equal for equal roles: the key by which two models' tensors are paired. */
export function roleKey(role: Role): string {
  const expert = role.stacked === true ? '*' : (role.expert ?? '-');
  return [role.tower, role.kind, role.part, role.block ?? '-', expert].join(' ');
}
