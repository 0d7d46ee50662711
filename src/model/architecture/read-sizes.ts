// Reads a family's sizes off the numbers and shapes of a model: one equation for every side, solved one unknown at a time.
import type { Range, Sizes, Sum } from './family.ts';
import type { FamilyPattern } from './family-tree.ts';
import type { NamePattern, NumberSet } from './name-fold.ts';

/** Where a model is not what its family would have it be. */
export interface Contradiction {
  /** The pattern of the model. Untrusted text. */
  readonly pattern: string;
  readonly expected: string;
  readonly found: string;
}

export interface ReadSizes {
  /** What names and shapes tell; without shapes only what is counted. */
  readonly sizes: Sizes;
  readonly contradictions: readonly Contradiction[];
}

interface Equation {
  readonly sum: Sum;
  readonly value: number;
  readonly pattern: string;
}

/** Solves what the paired patterns say. The first equation that gives a size decides; later ones that differ contradict it. */
export function readSizes(pairs: readonly (readonly [here: NamePattern, there: FamilyPattern])[]): ReadSizes {
  const contradictions: Contradiction[] = [];
  const equations: Equation[] = [];
  for (const [here, there] of pairs) {
    for (const [place, set] of behindPrefix(here, there).entries()) {
      const ranges = there.rows.map((row) => row.ranges[place]).filter((range) => range !== undefined);
      equations.push(...rangeEquations(here.pattern, ranges, set.first, set.last));
    }
    equations.push(...shapeEquations(here, there, contradictions));
  }
  const sizes = new Map<string, number>();
  const open = new Set(equations);
  for (let solved = -1; solved !== sizes.size; ) {
    solved = sizes.size;
    for (const equation of open) if (solve(equation, sizes)) open.delete(equation);
  }
  for (const equation of equations) {
    const value = known(equation.sum, sizes);
    if (value !== undefined && value !== equation.value) {
      contradictions.push({ pattern: equation.pattern, expected: `${value}`, found: `${equation.value}` });
    }
  }
  return { sizes, contradictions };
}

/** The numbers of a model's pattern that stand for those of the family's: the last ones, whatever a prefix counts. */
export function behindPrefix(here: NamePattern, there: FamilyPattern): readonly NumberSet[] {
  return here.numbers.slice(here.numbers.length - (there.rows[0]?.ranges.length ?? 0));
}

/** A span says where it begins and where it ends; several spans of one pattern, the ends of them all. */
function rangeEquations(pattern: string, ranges: readonly Range[], first: number, last: number): Equation[] {
  const spans = ranges.filter((range) => 'from' in range);
  const [only] = spans;
  if (only === undefined || spans.length !== ranges.length) return [];
  const same = spans.every((span) => text(span.from) === text(only.from) && text(span.to) === text(only.to));
  if (!same) return [];
  const begin = only.from.length === 0 ? [] : [{ sum: only.from, value: first, pattern }];
  return [...begin, { sum: only.to, value: last + 1, pattern }];
}

const text = (sum: Sum): string => JSON.stringify(sum);

/** Sides of a pattern that has one shape, where its family asks for one shape. */
function shapeEquations(here: NamePattern, there: FamilyPattern, contradictions: Contradiction[]): Equation[] {
  const [row] = there.rows;
  const [seen] = here.shapes ?? [];
  if (row === undefined || seen === undefined) return [];
  const alike = there.rows.every((one) => JSON.stringify(one.shape) === JSON.stringify(row.shape));
  if (!alike) return [];
  if (here.shapes?.length !== 1 || seen.shape.length !== row.shape.length) {
    const found = here.shapes?.length === 1 ? `[${seen.shape.join(', ')}]` : 'several shapes';
    contradictions.push({ pattern: here.pattern, expected: `${row.shape.length} sides of one shape`, found });
    return [];
  }
  return row.shape.map((sum, axis) => ({ sum, value: seen.shape[axis] ?? 0, pattern: here.pattern }));
}

/** Finds the one size that is still unknown; true where nothing is left to find. */
function solve({ sum, value }: Equation, sizes: Map<string, number>): boolean {
  const unknown = sum.filter(({ size }) => size !== undefined && !sizes.has(size));
  const [only] = unknown;
  if (only === undefined) return true;
  if (unknown.length > 1 || only.size === undefined) return false;
  const rest = sum.reduce((total, { factor, size }) => {
    if (size === only.size) return total;
    return total + factor * (size === undefined ? 1 : (sizes.get(size) ?? 0));
  }, 0);
  const found = (value - rest) / only.factor;
  if (Number.isSafeInteger(found) && found > 0) sizes.set(only.size, found);
  return true;
}

function known(sum: Sum, sizes: Sizes): number | undefined {
  let total = 0;
  for (const { factor, size } of sum) {
    const value = size === undefined ? 1 : sizes.get(size);
    if (value === undefined) return undefined;
    total += factor * value;
  }
  return total;
}
