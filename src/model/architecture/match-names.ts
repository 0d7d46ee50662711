// Lays a family's patterns over a model's: the same subtrees, wherever they hang, one to one, and the prefixes that were exchanged.
import type { NameTree, TreeNode } from './name-tree.ts';

/** Names that begin with `from` here begin with `to` in the template. Equal where nothing was renamed. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
  readonly patterns: readonly number[];
}

/** Which pattern of the model stands for which of the family. */
export interface NameMatch {
  /** Pairs of pattern numbers: of the model, of the family. */
  readonly pairs: readonly (readonly [here: number, there: number])[];
  readonly renamed: readonly Renamed[];
  /** Patterns of the family that the model has not. */
  readonly missing: readonly number[];
  /** Patterns of the model that the family has not. */
  readonly extra: readonly number[];
  /** Whether a layer outside the blocks was taken for another one for no better reason than that both were left over. */
  readonly guessed: boolean;
}

/** Where more subtrees look alike, only one at the same place is taken for the same. */
const mostAlike = 128;

interface Claim {
  readonly here: TreeNode;
  readonly there: TreeNode;
  readonly guessed: boolean;
}

/**
 * The best overlay of `family` on `model`: the largest subtrees first, each where it stands if it stands at the same
 * place, else wherever it is found. Single patterns are only taken where their last segments agree.
 */
export function matchNames(model: NameTree, family: NameTree, guessing = true): NameMatch {
  const claims: Claim[] = [];
  const missing: number[] = [];
  const waiting: TreeNode[] = [family.root];
  while (waiting.length > 0) {
    const there = takeLargest(waiting);
    const claim = there.leaves === 0 ? undefined : claimFor(there, model, claims, guessing);
    if (claim !== undefined) {
      claims.push(claim);
      continue;
    }
    if (there.leaf >= 0) missing.push(there.leaf);
    waiting.push(...there.children.values());
  }
  const pairs: (readonly [number, number])[] = [];
  const renamed = new Map<string, { from: string; to: string; patterns: number[] }>();
  for (const { here, there } of claims) {
    const [from, to] = prefixesOf(here.path, there.path);
    const rule = renamed.get(`${from}\0${to}`) ?? { from, to, patterns: [] };
    renamed.set(`${from}\0${to}`, rule);
    for (const pair of leavesOf(here, there)) {
      pairs.push(pair);
      rule.patterns.push(pair[0]);
    }
  }
  const used = new Set(pairs.map(([here]) => here));
  const extra = model.leaves.filter((leaf) => !used.has(leaf));
  return { pairs, renamed: [...renamed.values()], missing, extra, guessed: claims.some(({ guessed }) => guessed) };
}

function takeLargest(nodes: TreeNode[]): TreeNode {
  let best = 0;
  for (let i = 1; i < nodes.length; i++) {
    if ((nodes[i] as TreeNode).leaves > (nodes[best] as TreeNode).leaves) best = i;
  }
  return nodes.splice(best, 1)[0] as TreeNode;
}

/**
 * A free subtree of the same form: at the same place, else under the same last segment, else any. What every layer looks
 * like, a weight with or without a bias, is told by its name alone, but for one that is left over outside the blocks.
 */
function claimFor(there: TreeNode, model: NameTree, claims: readonly Claim[], guessing: boolean): Claim | undefined {
  const alikes = model.byForm.get(there.form) ?? [];
  const near = alikes.length > mostAlike ? alikes.filter(({ path }) => path === there.path) : alikes;
  const free = near.filter((node) =>
    claims.every(({ here }) => node.first + node.leaves <= here.first || here.first + here.leaves <= node.first),
  );
  const claim = (here: TreeNode | undefined, guessed = false): Claim | undefined => here && { here, there, guessed };
  const same = free.find(({ path }) => path === there.path);
  if (same !== undefined) return claim(same);
  const last = lastSegment(there.path);
  if (there.children.size === 0) return claim(free.find(({ path }) => lastSegment(path) === last && last !== 'weight'));
  const alike = free.find(({ path }) => lastSegment(path) === last);
  const telling = [...there.children.values()].some(({ children }) => children.size > 0);
  if (alike !== undefined || telling) return claim(alike ?? free[0]);
  const outside = free.filter(({ path }) => !path.includes('{n}'));
  return guessing && !there.path.includes('{n}') && outside.length === 1 ? claim(outside[0], true) : undefined;
}

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Two paths without the segments that they end in alike. */
function prefixesOf(here: string, there: string): readonly [string, string] {
  const [a, b] = [here.split('.'), there.split('.')];
  while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return [a.join('.'), b.join('.')];
}

function* leavesOf(here: TreeNode, there: TreeNode): Generator<readonly [number, number]> {
  if (here.leaf >= 0 && there.leaf >= 0) yield [here.leaf, there.leaf];
  for (const [segment, child] of there.children) {
    const other = here.children.get(segment);
    if (other !== undefined) yield* leavesOf(other, child);
  }
}
