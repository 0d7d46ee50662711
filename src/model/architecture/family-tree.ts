// Families ready to be laid over names: rows of one pattern together, their tree, and what each pattern counts with given sizes.
import { type Family, numbersOf, type Range, type Row, type Sizes, sizesIn, tensorsInRow } from './family.ts';
import { NumberCollector } from './name-fold.ts';
import { learnedForms, type NameTree, treeOf } from './name-tree.ts';

/** The rows of a family that share a pattern: a norm in every place of a list, say. */
export interface FamilyPattern {
  readonly pattern: string;
  readonly rows: readonly Row[];
}

/** One way in which files of a family are written: with its optional rows or without. */
export interface FamilyTree {
  readonly family: Family;
  readonly complete: boolean;
  readonly rows: readonly Row[];
  readonly patterns: readonly FamilyPattern[];
  readonly tree: NameTree;
}

/** The forms of all families, by which a model's are recognised. */
export const familyForms = learnedForms();

const trees = new Map<Family, readonly FamilyTree[]>();

/** The ways in which files of a family are written; made once. */
export function treesOf(family: Family): readonly FamilyTree[] {
  const known = trees.get(family);
  if (known !== undefined) return known;
  const made = family.optional.length > 0 ? [grow(family, false), grow(family, true)] : [grow(family, false)];
  trees.set(family, made);
  return made;
}

function grow(family: Family, complete: boolean): FamilyTree {
  const rows = complete ? [...family.rows, ...family.optional] : family.rows;
  const byPattern = new Map<string, Row[]>();
  for (const row of rows) byPattern.set(row.pattern, [...(byPattern.get(row.pattern) ?? []), row]);
  const patterns = [...byPattern].map(([pattern, together]) => ({ pattern, rows: together }));
  const tree = treeOf([...byPattern.keys()], familyForms);
  return { family, complete, rows, patterns, tree };
}

/** How many tensors a pattern has, and which numbers at each place, as runs. */
export interface Counted {
  readonly count: number;
  readonly numbers: readonly string[];
}

/** What a pattern counts with these sizes; undefined where they do not tell. */
export function expected({ rows }: FamilyPattern, sizes: Sizes): Counted | undefined {
  const needed = sizesIn(rows.map((row) => ({ ...row, shape: [] })));
  if ([...needed].some((size) => !sizes.has(size))) return undefined;
  const count = rows.reduce((sum, row) => sum + tensorsInRow(row, sizes), 0);
  const places = rows[0]?.ranges.length ?? 0;
  const numbers = Array.from({ length: places }, (_, place) =>
    runsOf(
      rows.map(({ ranges }) => ranges[place] ?? []),
      sizes,
    ),
  );
  return { count, numbers };
}

function runsOf(ranges: readonly Range[], sizes: Sizes): string {
  const set = new NumberCollector();
  for (const range of ranges) for (const number of numbersOf(range, sizes)) set.add(number);
  return set.finish().text;
}
