// Patterns as a tree of segments in which equal subtrees are known by one number, whatever they hang from.

/** Levels a tree goes down; real names have at most some ten. What is below stays one segment. */
const maxDepth = 16;

export interface TreeNode {
  /** Segments from the root, joined by points; '' for the root. */
  readonly path: string;
  readonly children: ReadonlyMap<string, TreeNode>;
  /** Which pattern ends here, or -1. */
  readonly leaf: number;
  /** Patterns below and here, and their places in the tree's own order: [first, first + leaves). */
  readonly leaves: number;
  readonly first: number;
  /** Equal for subtrees of the same segments, whatever they count. */
  readonly form: number;
}

export interface NameTree {
  readonly root: TreeNode;
  /** The patterns that have a place of their own, in the order of the tree. */
  readonly leaves: readonly number[];
  /** The nodes of each form in the order of the tree. */
  readonly byForm: ReadonlyMap<number, readonly TreeNode[]>;
}

/** Numbers for forms. Those of the templates are learned once; a suspect's own come after and are forgotten with it. */
export interface Forms {
  numberOf(key: string): number;
}

/** The store of the templates' forms. */
export function learnedForms(): Forms & { find(key: string): number | undefined } {
  const known = new Map<string, number>();
  return {
    numberOf(key) {
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      return number;
    },
    find: (key) => known.get(key),
  };
}

/** Forms that are looked up among the learned ones; new ones get negative numbers. */
export function borrowedForms(learned: { find(key: string): number | undefined }): Forms {
  const own = new Map<string, number>();
  return {
    numberOf(key) {
      const number = learned.find(key) ?? own.get(key) ?? -1 - own.size;
      if (number < 0) own.set(key, number);
      return number;
    },
  };
}

interface Draft {
  readonly children: Map<string, Draft>;
  leaf: number;
}

/** The tree of patterns; leaf i is pattern i. Where two patterns differ in `.` and `/` alone, the first one counts. */
export function treeOf(patterns: readonly string[], forms: Forms): NameTree {
  const root: Draft = { children: new Map(), leaf: -1 };
  for (const [i, pattern] of patterns.entries()) {
    let node = root;
    for (const segment of segmentsOf(pattern)) {
      let next = node.children.get(segment);
      if (next === undefined) {
        next = { children: new Map(), leaf: -1 };
        node.children.set(segment, next);
      }
      node = next;
    }
    if (node.leaf < 0) node.leaf = i;
  }
  const byForm = new Map<number, TreeNode[]>();
  const leaves: number[] = [];
  const settle = (draft: Draft, path: string): TreeNode => {
    const first = leaves.length;
    if (draft.leaf >= 0) leaves.push(draft.leaf);
    const children = new Map<string, TreeNode>();
    const keys: string[] = [];
    for (const [segment, child] of draft.children) {
      const settled = settle(child, path === '' ? segment : `${path}.${segment}`);
      children.set(segment, settled);
      // The length in front keeps a segment with a colon from looking like two.
      keys.push(`${segment.length}:${segment}:${settled.form}`);
    }
    const form = forms.numberOf(`${draft.leaf >= 0 ? '*' : ''}${keys.toSorted().join(',')}`);
    const node: TreeNode = { path, children, leaf: draft.leaf, leaves: leaves.length - first, first, form };
    const alike = byForm.get(form);
    if (alike === undefined) byForm.set(form, [node]);
    else alike.push(node);
    return node;
  };
  return { root: settle(root, ''), leaves, byForm };
}

export function segmentsOf(pattern: string): readonly string[] {
  const segments = pattern.split(/[./]/);
  if (segments.length <= maxDepth) return segments;
  return [...segments.slice(0, maxDepth - 1), segments.slice(maxDepth - 1).join('.')];
}
