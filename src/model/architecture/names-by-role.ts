// Kinds of names by what their tensors are for: how one family is told in another spelling, GGUF's above all.
import { type Role, roleOf } from '../roles/role.ts';
import type { FamilyPattern, FamilyTree } from './family-tree.ts';
import type { NamePattern, NumberSet } from './name-fold.ts';

/** Patterns by the role their first name points at; undefined where some have none, or two have one. */
export function patternsByRole(patterns: readonly NamePattern[]): ReadonlyMap<string, NamePattern> | undefined {
  const found = new Map<string, NamePattern>();
  for (const one of patterns) {
    const role = roleOf(one.example);
    if (role === undefined || found.has(roleText(role))) return undefined;
    found.set(roleText(role), role.stacked === true ? unstacked(one) : one);
  }
  return found;
}

const families = new Map<FamilyTree, ReadonlyMap<string, FamilyPattern> | undefined>();

/** The patterns of a family by role; undefined where some of its names say nothing, or two the same. */
export function familyByRole(tree: FamilyTree): ReadonlyMap<string, FamilyPattern> | undefined {
  if (families.has(tree)) return families.get(tree);
  const found = new Map<string, FamilyPattern>();
  // A norm behind attention is the one before the feed-forward part only where that part has none behind it.
  const around = tree.patterns.some(({ pattern }) => pattern.includes('.post_feedforward_layernorm.'));
  for (const one of tree.patterns) {
    const role = roleOf(one.pattern.replaceAll('{n}', '0'));
    if (role === undefined) continue;
    const behind = around && one.pattern.includes('.post_attention_layernorm.');
    found.set(roleText(behind ? { ...role, kind: 'attn_post_norm' } : role), one);
  }
  const all = found.size === tree.patterns.length ? found : undefined;
  families.set(tree, all);
  return all;
}

function roleText({ tower, kind, part, expert, stacked }: Role): string {
  return `${tower} ${kind} ${part}${expert !== undefined || stacked === true ? ' expert' : ''}`;
}

/** The matrices of all experts in one tensor, as if they were apart: the first side counts them. */
function unstacked(one: NamePattern): NamePattern {
  const [only] = one.shapes ?? [];
  const experts = only?.shape[0] ?? 0;
  if (only === undefined || one.shapes?.length !== 1 || experts === 0) return one;
  const text = experts === 1 ? '0' : `0-${experts - 1}`;
  const numbers: NumberSet = { text, distinct: experts, first: 0, last: experts - 1 };
  const count = one.count * experts;
  return { ...one, count, numbers: [...one.numbers, numbers], shapes: [{ shape: only.shape.slice(1), count }] };
}
