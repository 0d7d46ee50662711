// A family laid over a model's names, and the sizes that this reads off.
import type { Family, Sizes } from './family.ts';
import { sizesIn } from './family.ts';
import { expected, type FamilyPattern, type FamilyTree, familyForms, treesOf } from './family-tree.ts';
import { matchNames } from './match-names.ts';
import type { NamePattern } from './name-fold.ts';
import { borrowedForms, type NameTree, treeOf } from './name-tree.ts';
import { familyByRole, patternsByRole } from './names-by-role.ts';
import { behindPrefix, type Contradiction, readSizes } from './read-sizes.ts';
import type { PrefixExchange } from './solution.ts';

export interface Overlay {
  readonly tree: FamilyTree;
  readonly basis: 'names' | 'roles';
  readonly pairs: readonly (readonly [here: NamePattern, there: FamilyPattern])[];
  readonly prefixes: readonly PrefixExchange[];
  readonly missing: readonly FamilyPattern[];
  readonly extra: readonly NamePattern[];
  /** What names and shapes tell of the family's sizes. */
  readonly sizes: Sizes;
  /** Sizes of the family that they do not tell. */
  readonly hidden: ReadonlySet<string>;
  readonly contradictions: readonly Contradiction[];
}

/** More kinds of names than any model of a known family has; matching them all would only cost time. */
const mostPatterns = 4_096;

/** A family is laid over a model of other names only where it covers at least this share of its own kinds of names. */
const leastShare = 0.5;

/** Lays every family over a model's names. */
export function overlaysOf(patterns: readonly NamePattern[], families: readonly Family[]): readonly Overlay[] {
  const trees = families.flatMap(treesOf);
  if (patterns.length === 0 || patterns.length > mostPatterns) return [];
  const model = treeOf(
    patterns.map(({ pattern }) => pattern),
    borrowedForms(familyForms),
  );
  const byRole = patternsByRole(patterns);
  return trees.flatMap((tree) => {
    const laid = overlayByName(patterns, model, tree, true);
    const whole = laid.some(({ missing, extra }) => missing.length + extra.length === 0);
    if (whole || byRole === undefined) return laid;
    const other = overlayByRole(byRole, tree);
    return other.length > 0 ? other : laid;
  });
}

/** Where a layer was guessed at, also without the guess: it may be another one. */
function overlayByName(
  patterns: readonly NamePattern[],
  model: NameTree,
  tree: FamilyTree,
  guessing: boolean,
): readonly Overlay[] {
  const { pairs, renamed, missing, extra, guessed } = matchNames(model, tree.tree, guessing);
  if (pairs.length < leastShare * tree.patterns.length) return [];
  const pick = (numbers: readonly number[]): NamePattern[] => numbers.map((i) => patterns[i] as NamePattern);
  const laid = finish({
    tree,
    basis: 'names',
    pairs: pairs.map(([here, there]) => [patterns[here] as NamePattern, tree.patterns[there] as FamilyPattern]),
    prefixes: renamed.map(({ from, to, patterns: numbers }) => ({ from, to, tensors: countOf(pick(numbers)) })),
    missing: missing.map((i) => tree.patterns[i] as FamilyPattern),
    extra: pick(extra),
  });
  return guessed ? [...laid, ...overlayByName(patterns, model, tree, false)] : laid;
}

type Laid = Omit<Overlay, 'sizes' | 'hidden' | 'contradictions'>;

function finish(laid: Laid): Overlay[] {
  const { sizes, contradictions } = readSizes(laid.pairs);
  const hidden = new Set([...sizesIn(laid.tree.rows)].filter((size) => !sizes.has(size)));
  return [{ ...laid, sizes, hidden, contradictions: [...contradictions, ...gaps(laid, sizes)] }];
}

/** Patterns that count otherwise than from the first to the last: blocks taken out without closing the ranks. */
function gaps({ pairs }: Laid, sizes: Sizes): Contradiction[] {
  return pairs.flatMap(([here, there]) => {
    const { pattern, count } = here;
    const whole = expected(there, sizes);
    const seen = behindPrefix(here, there).map(({ text }) => text);
    if (whole === undefined || (whole.count === count && whole.numbers.every((text, i) => text === seen[i]))) return [];
    const describe = (all: number, sets: readonly string[]): string => `${all} of ${sets.join(' and ')}`;
    return [{ pattern, expected: describe(whole.count, whole.numbers), found: describe(count, seen) }];
  });
}

const countOf = (patterns: readonly NamePattern[]): number => patterns.reduce((sum, { count }) => sum + count, 0);

/** Pairs by what the tensors are for, where both sides have the same roles, each once: other spellings, GGUF among them. */
function overlayByRole(here: ReadonlyMap<string, NamePattern>, tree: FamilyTree): Overlay[] {
  const there = familyByRole(tree);
  if (there === undefined || there.size !== here.size) return [];
  const pairs: [NamePattern, FamilyPattern][] = [];
  for (const [role, one] of here) {
    const other = there.get(role);
    if (other === undefined) return [];
    pairs.push([one, other]);
  }
  return finish({ tree, basis: 'roles', pairs, prefixes: [], missing: [], extra: [] });
}
