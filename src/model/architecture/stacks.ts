// What names and shapes say of a model whose family nobody has written down: rows of blocks, their width, a table of tokens.
import { type RoleKind, roleOf } from '../roles/role.ts';
import type { NamePattern } from './name-fold.ts';
import type { Stack } from './solution.ts';

/** More rows of blocks than this say nothing to anybody. */
const mostStacks = 8;

interface Group {
  /** How many tensors lie in patterns of how many blocks. */
  readonly blocks: Map<number, number>;
  tensors: number;
  readonly sides: Map<number, number>;
}

/** Rows of at least two blocks, the one with most tensors first. */
export function stacksOf(patterns: readonly NamePattern[]): readonly Stack[] {
  const groups = new Map<string, Group>();
  for (const one of patterns) {
    const [numbers] = one.numbers;
    if (numbers === undefined || numbers.distinct < 2) continue;
    const prefix = one.pattern.slice(0, one.pattern.indexOf('{n}')).replace(/[./]$/, '');
    const group = groups.get(prefix) ?? {
      blocks: new Map<number, number>(),
      tensors: 0,
      sides: new Map<number, number>(),
    };
    groups.set(prefix, group);
    group.blocks.set(numbers.distinct, (group.blocks.get(numbers.distinct) ?? 0) + one.count);
    group.tensors += one.count;
    for (const { shape, count } of one.shapes ?? []) {
      if (shape.length >= 2) for (const side of shape) group.sides.set(side, (group.sides.get(side) ?? 0) + count);
    }
  }
  const sizes = [...groups].map(([prefix, { blocks, tensors, sides }]) => ({
    prefix,
    tensors,
    blocks: commonest(blocks) ?? 0,
    width: commonest(sides) ?? null,
    units: sides.size > 1 ? Math.max(...sides.keys()) : null,
  }));
  return sizes
    .toSorted((a, b) => b.tensors - a.tensors || (a.prefix < b.prefix ? -1 : 1))
    .slice(0, mostStacks)
    .map(({ prefix, tensors, blocks, width, units }) => {
      return { prefix, blocks, tensorsPerBlock: Math.round(tensors / blocks), width, units };
    });
}

/** What most have: the side of matrices that flows from block to block, the number of blocks. */
function commonest(counts: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (const [number, count] of counts) {
    if (count > most || (count === most && number < (best ?? Infinity))) [best, most] = [number, count];
  }
  return best;
}

/** Rows of the longest table outside the blocks, where there is one that is far longer than wide. */
export function vocabularyOf(patterns: readonly NamePattern[]): number | null {
  let rows = 0;
  for (const { numbers, shapes } of patterns) {
    if (numbers.some(({ distinct }) => distinct > 1)) continue;
    for (const { shape } of shapes ?? []) {
      const [first = 0, second = 0] = shape;
      if (shape.length === 2 && first > 2 * second) rows = Math.max(rows, first);
    }
  }
  return rows === 0 ? null : rows;
}

/** Whether a model of tokens stores a head of its own; null where it is no such model. */
export function storesHead(patterns: readonly NamePattern[]): boolean | null {
  const kinds = new Set(patterns.map(({ example }) => roleOf(example)).filter((role) => role?.tower === 'text'));
  const has = (kind: RoleKind): boolean => [...kinds].some((role) => role?.kind === kind);
  return has('token_embd') ? has('output') : null;
}
