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

/** Fewest and most bytes that computed tables take beside the parameters. */
export interface BesideBytes {
  readonly least: number;
  readonly most: number;
}

/** By their shapes, or by a template's sizes; undefined where neither tells. */
export function bufferBytes(found: readonly NamePattern[], sizes: Sizes): BesideBytes | undefined {
  let least = 0;
  let most = 0;
  for (const { pattern, count, elements } of found) {
    const row = bufferRow(pattern);
    if (row === undefined) return undefined;
    const each = elements === undefined ? elementsOf(row.shape, sizes) : elements / count;
    if (each === undefined) return undefined;
    least += count * each * row.bytes[0];
    most += count * each * row.bytes[1];
  }
  return { least, most };
}

function elementsOf(shape: readonly string[], sizes: Sizes): number | undefined {
  if (shape.length === 0) return undefined;
  const sums = shape.map(readSum);
  if (sums.some((sum) => sum.some(({ size }) => size !== undefined && !sizes.has(size)))) return undefined;
  return sums.reduce((product, sum) => product * valueOf(sum, sizes), 1);
}
