// The blocks of each model's text stack by themselves, whatever stands beside them: for tests that look for a block among all.
import { headsOf } from '../model/config.ts';
import type { Tensor } from '../model/model.ts';
import { type Component, componentOf } from '../model/roles/component.ts';
import type { Role, RoleKind } from '../model/roles/role.ts';
import { readRows } from '../model/values/plane.ts';
import { planesOf } from '../model/values/plane-parts.ts';
import type { RunOptions } from '../run.ts';
import type { Alignment } from './alignment.ts';
import { sideRows } from './pair-values.ts';

export type Side = 'suspect' | 'candidate';

/** A matrix of one model as rows and columns; `read` gives the named rows (ascending) row-major. */
export interface Weight {
  readonly rows: number;
  readonly columns: number;
  read(indices: Uint32Array, options?: RunOptions): Promise<Float32Array>;
}

/** The weights of one block by what they are for: no two of one kind. */
export interface TextBlock {
  readonly block: number;
  readonly weights: ReadonlyMap<RoleKind, Weight>;
}

const attentionKinds: ReadonlySet<RoleKind> = new Set<RoleKind>([
  'attn_norm',
  'attn_q',
  'attn_k',
  'attn_v',
  'attn_output',
]);
const feedForwardKinds: ReadonlySet<RoleKind> = new Set<RoleKind>(['ffn_norm', 'ffn_gate', 'ffn_up', 'ffn_down']);

/**
 * The text blocks of one side, ascending by their number: feed-forward weights of `component` (`text`, or one expert), with
 * the attention and the norms of the text stack around them. Paired tensors count by the pair's role, so that a model
 * without names has blocks too; unpaired ones by their own.
 */
export function textBlocks(alignment: Alignment, side: Side, component: Component): readonly TextBlock[] {
  const blocks = new Map<number, Map<RoleKind, Weight>>();
  const put = (kind: RoleKind, block: number, owner: Component | undefined, weight: Weight): void => {
    const isShared = attentionKinds.has(kind) || kind === 'ffn_norm';
    if (owner !== component && !(isShared && owner === 'text')) return;
    if (!attentionKinds.has(kind) && !feedForwardKinds.has(kind)) return;
    const known = blocks.get(block) ?? new Map<RoleKind, Weight>();
    if (!known.has(kind)) known.set(kind, weight);
    blocks.set(block, known);
  };
  for (const pair of alignment.pairs) {
    const { role } = pair;
    if (role?.tower !== 'text' || role.part !== 'weight' || role.block === undefined) continue;
    const { rows, columns } = pair[side];
    const read = (indices: Uint32Array, options?: RunOptions): Promise<Float32Array> =>
      sideRows(alignment, pair, side, indices, options);
    put(role.kind, role.block, pair.component, { rows, columns, read });
  }
  // Matrices without a pair, and those whose pair has nothing to say. Gains are read through their pairs, which alone know
  // whether a converter has raised one side of them.
  const model = alignment[side];
  // Beside an expert stands the dense part of a model that has no experts.
  const isDense = component.startsWith('expert:') && !model.tensors.some(({ role }) => isExpert(role));
  const denseOwner = (tensor: Tensor): Component | undefined => (isDense ? component : componentOf(tensor));
  const isTelling = (tensor: Tensor): boolean => isText(tensor) && alignment.silent?.has(tensor) !== true;
  for (const tensor of model.tensors.filter(isTelling)) {
    for (const plane of planesOf(tensor, headsOf(model.config, 'text'))) {
      const { role, rows, columns } = plane;
      if (role?.block === undefined || columns === 1) continue;
      const owner = role.expert === undefined ? denseOwner(tensor) : `expert:${role.expert}`;
      const read = (indices: Uint32Array, options?: RunOptions): Promise<Float32Array> =>
        readRows(model, plane, indices, options);
      put(role.kind, role.block, owner, { rows, columns, read });
    }
  }
  return [...blocks]
    .map(([block, weights]) => ({ block, weights }))
    .filter(({ weights }) => weights.has('ffn_up'))
    .toSorted((a, b) => a.block - b.block);
}

const isExpert = (role: Role | undefined): boolean => role?.expert !== undefined || role?.stacked === true;

const isText = ({ role, network }: Tensor): boolean =>
  network === undefined && role?.tower === 'text' && role.part === 'weight';

/** The rows 0, 1, …, count - 1. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/** Rows of a weight that reads the stream, times the gain of the norm before it where there is one of that width. */
export async function foldedRows(
  block: TextBlock,
  kind: RoleKind,
  gain: RoleKind,
  indices: Uint32Array,
  options: RunOptions,
): Promise<Float32Array | undefined> {
  const weight = block.weights.get(kind);
  if (weight === undefined) return undefined;
  const rows = await weight.read(indices, options);
  const norm = block.weights.get(gain);
  if (norm === undefined || norm.rows * norm.columns !== weight.columns) return rows;
  const gains = await norm.read(allRows(norm.rows), options);
  for (let i = 0; i < rows.length; i++) rows[i] = (rows[i] as number) * (gains[i % weight.columns] as number);
  return rows;
}
