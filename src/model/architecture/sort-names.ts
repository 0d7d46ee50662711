// Parts a model's patterns into parameters, computed tables, and what stands beside packed weights.
import { readSum, type Sizes, valueOf } from './family.ts';
import type { NamePattern } from './name-fold.ts';
import { buffers, packedEndings } from './side-table.ts';

export interface SortedNames {
  readonly parameters: readonly NamePattern[];
  readonly buffers: readonly NamePattern[];
  readonly companions: readonly NamePattern[];
}

/** Packed weights come back under the name of the weight, without shapes: theirs are those of the packing. */
export function sortNames(patterns: readonly NamePattern[]): SortedNames {
  const sorted = { parameters: [] as NamePattern[], buffers: [] as NamePattern[], companions: [] as NamePattern[] };
  for (const one of patterns) {
    const packed = packedEndings.find(([ending]) => endsWith(one.pattern, ending));
    if (bufferRow(one.pattern) !== undefined) sorted.buffers.push(one);
    else if (packed === undefined) sorted.parameters.push(one);
    else if (packed[1] === '') sorted.companions.push(one);
    else sorted.parameters.push(unpacked(one, packed));
  }
  return sorted;
}

function unpacked(one: NamePattern, [ending, plain]: readonly [string, string]): NamePattern {
  const renamed = (name: string): string => name.slice(0, name.length - ending.length) + plain;
  return { ...one, pattern: renamed(one.pattern), example: renamed(one.example), shapes: [], elements: undefined };
}

function endsWith(name: string, ending: string): boolean {
  if (!name.endsWith(ending)) return false;
  const before = name.charAt(name.length - ending.length - 1);
  return before === '' || before === '.' || before === '/';
}

/** The longest ending that fits. */
function bufferRow(pattern: string): (typeof buffers)[number] | undefined {
  return buffers
    .filter(({ ending }) => endsWith(pattern, ending))
    .toSorted((a, b) => b.ending.length - a.ending.length)[0];
}

/** Kinds of tables in one model; a fourth would have to be made up. */
const mostKinds = 4;

/**
 * What computed tables may take beside the parameters, by their shapes or by a template's sizes: nothing where they are
 * not counted, else one number for each choice of types. Nothing alone where neither tells.
 */
export function bufferBytes(found: readonly NamePattern[], sizes: Sizes): readonly number[] {
  let totals = new Set([0]);
  for (const { pattern, count, elements } of found.slice(0, mostKinds)) {
    const row = bufferRow(pattern);
    const all = elements ?? (row === undefined ? undefined : count * (elementsOf(row.shape, sizes) ?? Number.NaN));
    if (row === undefined || all === undefined || Number.isNaN(all)) return [0];
    const times = elements === undefined ? (row.times ?? [1]) : [1];
    const widths = row.bytes.flatMap((width) => times.map((more) => width * more));
    totals = new Set([...totals].flatMap((total) => widths.map((width) => total + width * all)));
  }
  return found.length > mostKinds ? [0] : [0, ...totals];
}

function elementsOf(shape: readonly string[], sizes: Sizes): number | undefined {
  if (shape.length === 0) return undefined;
  const sums = shape.map(readSum);
  if (sums.some((sum) => sum.some(({ size }) => size !== undefined && !sizes.has(size)))) return undefined;
  return sums.reduce((product, sum) => product * valueOf(sum, sizes), 1);
}
