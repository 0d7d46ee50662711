// The planes of a tensor that is several weights in one: queries, keys and values, gate and up, the experts of a stack.
import type { Tensor } from '../model.ts';
import type { Role, RoleKind } from '../roles/role.ts';
import { type Plane, wholePlane } from './plane.ts';

/** The heads a configuration declares; undefined where it does not say. */
export interface HeadCounts {
  readonly heads: number;
  readonly keyValueHeads: number;
}

/** Every expert is a component judged by itself; the widest models have 512. */
const expertLimit = 1_024;

/** A span of `rows` rows from row `first` on, with another role. */
function span(plane: Plane, first: number, rows: number, role: Role): Plane {
  return { ...plane, role, rows, first: plane.first + first, group: rows, groupStride: rows };
}

/** The same kind of role with another kind, stored as whole rows one after another. */
function partRole(role: Role, kind: RoleKind): Role {
  const { transposed: _t, interleaved: _i, stacked: _s, ropePairs: _p, ...rest } = role;
  return { ...rest, kind };
}

/**
 * The planes of a tensor: one, or the parts of a fused one (q, k, v; gate, up; experts). `heads` is needed where the parts
 * are not equally long or are interleaved by head; without it such a tensor stays whole. `role` stands in for the tensor's own.
 */
export function planesOf(tensor: Tensor, heads: HeadCounts | undefined, role = tensor.role): readonly Plane[] {
  const whole = wholePlane(tensor, role);
  if (role === undefined) return [whole];
  if (role.stacked === true) return expertPlanes(tensor, role) ?? [whole];
  if (role.kind === 'ffn_gate_up') return gateAndUp(whole, role) ?? [whole];
  if (role.kind === 'attn_qkv') return attentionPlanes(whole, role, heads);
  return [paired(whole, role)];
}

/** A plane whose rows are taken out of their pairs, where the role says that they lie in some. */
function paired(plane: Plane, { ropePairs }: Role): Plane {
  return ropePairs === undefined || plane.rows % ropePairs !== 0 ? plane : { ...plane, pairs: ropePairs };
}

function gateAndUp(whole: Plane, role: Role): readonly Plane[] | undefined {
  const half = whole.rows / 2;
  if (!Number.isInteger(half)) return undefined;
  return [span(whole, 0, half, partRole(role, 'ffn_gate')), span(whole, half, half, partRole(role, 'ffn_up'))];
}

/** The matrices of the experts of a stacked tensor, or their biases; undefined where its sides are not those of a stack. */
function expertPlanes(tensor: Tensor, role: Role): readonly Plane[] | undefined {
  const isBias = role.part === 'bias';
  const [experts = 0, rows = 0, columns = 1] = tensor.shape;
  if (tensor.shape.length !== (isBias ? 2 : 3) || experts > expertLimit) return undefined;
  const all = experts * rows;
  const whole = {
    ...wholePlane(tensor, role, false),
    rows: all,
    columns,
    group: all,
    groupStride: all,
    storedRows: all,
  };
  return Array.from({ length: experts }, (_, expert) => {
    const one = { ...partRole(role, role.kind), expert };
    const plane = span(whole, expert * rows, rows, one);
    return (role.kind === 'ffn_gate_up' ? gateAndUp(plane, one) : undefined) ?? [plane];
  }).flat();
}

function attentionPlanes(whole: Plane, role: Role, heads: HeadCounts | undefined): readonly Plane[] {
  const turned = (plane: Plane): Plane => paired(plane, role);
  const [query, key, value] = (['attn_q', 'attn_k', 'attn_v'] as const).map((kind) => partRole(role, kind)) as [
    Role,
    Role,
    Role,
  ];
  if (role.interleaved === true) {
    const groups = heads?.keyValueHeads ?? 0;
    const perGroup = (heads?.heads ?? 0) / groups;
    const width = whole.rows / (groups * (perGroup + 2));
    if (!(Number.isInteger(perGroup) && Number.isInteger(width))) return [whole];
    const part = (first: number, rows: number, kind: Role): Plane => ({
      ...whole,
      role: kind,
      rows: rows * groups,
      first,
      group: rows,
      groupStride: (perGroup + 2) * width,
    });
    const queries = perGroup * width;
    return [part(0, queries, query), part(queries, width, key), part(queries + width, width, value)];
  }
  const groups = heads === undefined ? 3 : heads.heads + 2 * heads.keyValueHeads;
  if (whole.rows % groups !== 0) return [whole];
  const width = whole.rows / groups;
  const q = width * (heads?.heads ?? 1);
  const kv = width * (heads?.keyValueHeads ?? 1);
  return [turned(span(whole, 0, q, query)), turned(span(whole, q, kv, key)), span(whole, q + kv, kv, value)];
}
