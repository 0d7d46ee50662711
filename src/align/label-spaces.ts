// Which labels two models would share only by descent: residual channels and hidden units, and where each can be read.
import type { Component } from '../model/roles/component.ts';
import type { RoleKind } from '../model/roles/role.ts';
import type { Alignment, Pair } from './alignment.ts';

/**
 * Channels of a residual stream: one set of labels for all tensors of a component, read along their columns.
 * `set` names a disjoint group of tensors, so that two groups can speak for themselves.
 */
export interface ChannelSpace {
  readonly component: Component;
  readonly set: string;
  readonly channels: number;
  readonly pairs: readonly Pair[];
}

/**
 * Hidden units: labels of one block alone, read along the rows of its tensors (`gates` rows a unit, `size` units).
 * `independent`: labels of different blocks are independent of one another under the null, so that their p-values multiply.
 */
export interface UnitSpace {
  readonly component: Component;
  readonly block: number | null;
  readonly name: string;
  readonly size: number;
  readonly gates: number;
  readonly independent: boolean;
  readonly pairs: readonly Pair[];
}

const channelSets: readonly { readonly set: string; readonly kinds: readonly RoleKind[]; readonly tower?: string }[] = [
  { set: 'attention', kinds: ['attn_q', 'attn_k', 'attn_v', 'attn_qkv'] },
  { set: 'feed-forward', kinds: ['ffn_gate', 'ffn_up', 'ffn_gate_up', 'ffn_router'] },
  { set: 'input embedding', kinds: ['token_embd'] },
  { set: 'output head', kinds: ['output'] },
  { set: 'positions', kinds: ['position_embd'] },
];

/** Rows wider than this are no layer of a network, and a test would hold them whole. */
const widestRow = 1_048_576;

const isMatrix = (pair: Pair): boolean =>
  pair.role?.part === 'weight' && pair.comparable && pair.rows >= 2 && pair.columns >= 8 && pair.columns <= widestRow;

/**
 * The channel spaces of a component. A projector's inputs and outputs are channels of the towers it joins, shared by
 * every projector trained between the same towers, so only its learned queries count: their channels are its own.
 */
export function channelSpaces(alignment: Alignment, component: Component): readonly ChannelSpace[] {
  const pairs = alignment.pairs.filter((pair) => pair.component === component && isMatrix(pair));
  const spaces: ChannelSpace[] = [];
  const add = (set: string, chosen: readonly Pair[]): void => {
    const channels = chosen[0]?.columns;
    if (channels !== undefined && chosen.every((pair) => pair.columns === channels))
      spaces.push({ component, set, channels, pairs: chosen });
  };
  if (component === 'projector') {
    add(
      'queries',
      pairs.filter((pair) => pair.role?.kind === 'resampler_query' || pair.role?.kind === 'attn_q'),
    );
    return spaces;
  }
  for (const { set, kinds } of channelSets)
    add(
      set,
      pairs.filter((pair) => pair.role !== undefined && kinds.includes(pair.role.kind)),
    );
  return spaces;
}

/** The unit spaces of a component: feed-forward units by block, a projector's hidden units, and rows where no role is known. */
export function unitSpaces(alignment: Alignment, component: Component): readonly UnitSpace[] {
  const pairs = alignment.pairs.filter(
    (pair) => pair.component === component && (pair.role === undefined || pair.role.part === 'weight'),
  );
  const byBlock = new Map<number | null, Pair[]>();
  const push = (block: number | null, pair: Pair): void => {
    byBlock.set(block, [...(byBlock.get(block) ?? []), pair]);
  };
  for (const pair of pairs) {
    const kind = pair.role?.kind;
    if (!pair.comparable || pair.columns > widestRow) continue;
    if (kind === 'ffn_gate' || kind === 'ffn_up') push(pair.role?.block ?? null, pair);
    else if (component === 'projector' && (kind === 'mm_input' || kind === 'attn_output' || kind === 'resampler_proj'))
      push(null, pair);
  }
  const spaces: UnitSpace[] = [];
  for (const [block, members] of byBlock) {
    const size = members[0]?.rows as number;
    if (members.every((pair) => pair.rows === size))
      spaces.push({
        component,
        block,
        name: block === null ? component : `block ${block}`,
        size,
        gates: 1,
        independent: true,
        pairs: members,
      });
  }
  // Networks of unknown layers, alone or one of several in a pack.
  if (component === 'whole' || component.startsWith('network:')) spaces.push(...plainSpaces(pairs, component));
  return spaces.toSorted((a, b) => (a.block ?? -1) - (b.block ?? -1));
}

/**
 * Rows of tensors of unknown role. Whether their labels are tied to another tensor's is unknown, so the p-values of
 * different tensors are never multiplied. Rows that may be the gates of a recurrent cell are one unit together.
 */
function plainSpaces(pairs: readonly Pair[], component: Component): UnitSpace[] {
  const matrices = pairs.filter(
    (pair) =>
      pair.role === undefined && pair.comparable && pair.rows >= 8 && pair.columns >= 4 && pair.columns <= widestRow,
  );
  const recurrent = new Map<number, number>();
  for (const { rows, columns } of matrices)
    for (const gates of [3, 4]) if (rows === gates * columns) recurrent.set(rows, gates);
  const spaces: UnitSpace[] = [];
  for (const pair of matrices) {
    const gates = recurrent.get(pair.rows) ?? 1;
    const size = pair.rows / gates;
    if (size >= 8)
      spaces.push({
        component,
        block: null,
        name: pair.candidate.tensor.name,
        size,
        gates,
        independent: false,
        pairs: [pair],
      });
  }
  return spaces;
}
