// How a GGUF file keeps the weights of the model it was made from: the roles of its tensors, with what undoes the converter.
import type { TensorInfo } from '../../formats/format.ts';
import type { Role, RoleKind, Tower } from '../roles/role.ts';
import {
  computedTables,
  raisedArchitectures,
  raisedProjectors,
  ropePairedArchitectures,
  ropePairedProjectors,
  swappedProjectors,
} from './gguf-conventions-table.ts';

/** What a set of GGUF files says of itself; for shards, what the first one says. */
type Metadata = ReadonlyMap<string, string>;

/** The sides of tensors by name, for the questions that a name alone does not answer. */
type Shapes = (name: string) => readonly number[] | undefined;

/**
 * The role of a tensor of a GGUF file, from the one that its name points at. `shapeOf` knows the other tensors of the
 * file. Heads are those of the metadata; without them rows stay in the order in which they are stored.
 */
export function ggufRole(role: Role, info: TensorInfo, metadata: Metadata, shapeOf: Shapes): Role {
  const settled: Role = { ...role, kind: settledKind(role, info, metadata, shapeOf) };
  const pairs = pairWidth(settled, info, metadata);
  const raised = raiseOf(settled, metadata);
  return {
    ...settled,
    // The bare parameter of the model is used as x @ W; converted, it is a weight like any other.
    ...(settled.kind === 'resampler_proj' ? { transposed: true } : {}),
    ...(pairs === undefined ? {} : { ropePairs: pairs }),
    ...(raised === undefined ? {} : { raised }),
  };
}

/** Whether a converter computed the tensor from the configuration, so that the model it was made from has no such tensor. */
export function isComputedTable({ name, shape }: TensorInfo): boolean {
  return computedTables.get(name) === shape.length;
}

/** A number of the metadata; undefined where it is missing, no whole number, or a list. */
export function wholeNumber(metadata: Metadata, key: string): number | undefined {
  const text = metadata.get(key) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A number per block, or one for all. */
function numberOfBlock(metadata: Metadata, key: string, block: number | undefined): number | undefined {
  const list = /^\[(\d{1,15}(?:, \d{1,15})*)\]$/.exec(metadata.get(key) ?? '');
  if (list === null) return wholeNumber(metadata, key);
  const entry = (list[1] as string).split(', ')[block ?? -1];
  return entry === undefined ? undefined : Number(entry);
}

/** The prefix of a tower's keys: `llama`, `clip.vision`; undefined where the file is not of that tower. */
export function towerKeys(metadata: Metadata, tower: Tower): string | undefined {
  const architecture = metadata.get('general.architecture');
  if (architecture !== 'clip') return tower === 'text' ? architecture : undefined;
  return tower === 'vision' || tower === 'audio' ? `clip.${tower}` : undefined;
}

function projectorOf(metadata: Metadata, tower: Tower): string {
  return metadata.get(`clip.${tower}.projector_type`) ?? metadata.get('clip.projector_type') ?? 'mlp';
}

/** Corrects names that mean something else in some files: a fused gate and up, and feed-forward matrices that were swapped. */
function settledKind(role: Role, info: TensorInfo, metadata: Metadata, shapeOf: Shapes): RoleKind {
  const { kind, tower } = role;
  if ((kind !== 'ffn_up' && kind !== 'ffn_down') || role.stacked === true) return kind;
  const at = info.name.lastIndexOf(kind);
  if (at < 0) return kind;
  const beginning = info.name.slice(0, at);
  const up = shapeOf(`${beginning}ffn_up.weight`);
  const down = shapeOf(`${beginning}ffn_down.weight`);
  if (up?.length !== 2 || down?.length !== 2) return kind;
  const gated = shapeOf(`${beginning}ffn_gate.weight`) !== undefined;
  if (kind === 'ffn_up' && !gated && up[0] === 2 * (down[1] as number) && up[1] === down[0]) return 'ffn_gate_up';
  if (tower === 'vision' && areSwapped(up, down, metadata)) return kind === 'ffn_up' ? 'ffn_down' : 'ffn_up';
  return kind;
}

/** The first matrix of a feed-forward part takes the tower's width in; where both do, the kind of projector decides. */
function areSwapped(up: readonly number[], down: readonly number[], metadata: Metadata): boolean {
  const width = wholeNumber(metadata, 'clip.vision.embedding_length');
  if (down[1] !== width || up[0] !== width) return false;
  return down[0] !== width || swappedProjectors.has(projectorOf(metadata, 'vision'));
}

/** Rows of a head, where rows lie in the pairs of a rotary embedding. */
function pairWidth(role: Role, info: TensorInfo, metadata: Metadata): number | undefined {
  const { kind, tower, block } = role;
  const keys = towerKeys(metadata, tower);
  if (keys === undefined || (kind !== 'attn_q' && kind !== 'attn_k' && kind !== 'attn_qkv')) return undefined;
  const paired = tower === 'text' ? ropePairedArchitectures.has(keys) : isPairedVision(metadata, tower);
  if (!paired) return undefined;
  const heads = numberOfBlock(metadata, `${keys}.attention.head_count`, block);
  const keyValueHeads = numberOfBlock(metadata, `${keys}.attention.head_count_kv`, block) ?? heads;
  if (heads === undefined || keyValueHeads === undefined) return undefined;
  const count = { attn_q: heads, attn_k: keyValueHeads, attn_qkv: heads + 2 * keyValueHeads }[kind];
  const width = (info.shape[0] ?? 0) / count;
  return Number.isInteger(width) && width > 0 && width % 2 === 0 ? width : undefined;
}

const isPairedVision = (metadata: Metadata, tower: Tower): boolean =>
  tower === 'vision' && ropePairedProjectors.has(projectorOf(metadata, 'vision'));

/** What was added to a norm's gain. */
function raiseOf({ kind, tower, part }: Role, metadata: Metadata): number | undefined {
  if (part !== 'weight') return undefined;
  const keys = towerKeys(metadata, tower);
  if (tower === 'text') return raisedArchitectures.get(keys ?? '')?.kinds.has(kind) === true ? 1 : undefined;
  return kind === 'mm_norm' && raisedProjectors.has(projectorOf(metadata, 'vision')) ? 1 : undefined;
}
