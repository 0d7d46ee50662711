// The language of architecture templates: rows that name tensors with ranges in braces, and sides as sums of named sizes.
import { ForebearError } from '../../errors.ts';

/** Sizes of one model by name: `blocks`, `width`, `vision.blocks`, … Whole numbers above 0. */
export type Sizes = ReadonlyMap<string, number>;

/** A sum of multiples of sizes; a term without a size is a plain number. */
export type Sum = readonly { readonly factor: number; readonly size: string | undefined }[];

/** The numbers that stand at one place of a name: a span of them, end exclusive, or a few. */
export type Range = { readonly from: Sum; readonly to: Sum } | readonly number[];

/** One kind of tensor. */
export interface Row {
  /** The name with `{n}` for every number that counts something. */
  readonly pattern: string;
  /** What the `{n}` stand for, in order. */
  readonly ranges: readonly Range[];
  readonly shape: readonly Sum[];
}

/** All the tensors of one kind of model; models of one family differ in their sizes alone. */
export interface Family {
  readonly id: string;
  readonly rows: readonly Row[];
  /** Rows that some files of the family hold and others do not: the head of a model that shares it with its token table. */
  readonly optional: readonly Row[];
  /** What GGUF files call the family in `general.architecture`. */
  readonly gguf: readonly string[];
}

/**
 * Reads a family from text rows: `layers.{blocks}.mlp.up_proj.weight units width` is one matrix of `units` by `width` in
 * each of `blocks` blocks; `{dense..blocks}` a span, end exclusive; `{0,2}` a list. A row that begins with `?` is optional.
 */
export function family(id: string, lines: readonly string[], gguf: readonly string[] = []): Family {
  const rows = lines.filter((line) => !line.startsWith('?')).map(readRow);
  const optional = lines.filter((line) => line.startsWith('?')).map((line) => readRow(line.slice(1)));
  return { id, rows, optional, gguf };
}

function readRow(line: string): Row {
  const [name = '', ...sides] = line.split(' ');
  const ranges: Range[] = [];
  // A number of its own in a name counts, even where it is always the same: names are folded without knowing which.
  const counted = name.replace(/(?<=^|[./])\d+(?=[./]|$)/g, '{$&}');
  const pattern = counted.replace(/\{([^}]*)\}/g, (_, inside: string) => {
    ranges.push(readRange(inside));
    return '{n}';
  });
  return { pattern, ranges, shape: sides.map(readSum) };
}

function readRange(text: string): Range {
  if (/^[\d,]+$/.test(text)) return text.split(',').map(Number);
  const [first = '', second] = text.split('..');
  return second === undefined ? { from: [], to: readSum(first) } : { from: readSum(first), to: readSum(second) };
}

/** `queryWidth+2*keyWidth`, `0.5*headWidth`, `3`. */
export function readSum(text: string): Sum {
  return text.split('+').map((term) => {
    const [first = '', second] = term.split('*');
    if (second !== undefined) return { factor: Number(first), size: second };
    return /^\d+$/.test(first) ? { factor: Number(first), size: undefined } : { factor: 1, size: first };
  });
}

/** The number that a sum makes with these sizes. Throws `usage` where a size is missing: a fault of the table. */
export function valueOf(sum: Sum, sizes: Sizes): number {
  let total = 0;
  for (const { factor, size } of sum) {
    const value = size === undefined ? 1 : sizes.get(size);
    if (value === undefined) throw new ForebearError('usage', 'template', `the size ${size}`, 'none');
    total += factor * value;
  }
  return total;
}

/** The numbers of a range in ascending order. */
export function numbersOf(range: Range, sizes: Sizes): readonly number[] {
  if (!('from' in range)) return range;
  const from = valueOf(range.from, sizes);
  return Array.from({ length: Math.max(0, valueOf(range.to, sizes) - from) }, (_, i) => from + i);
}

/** How many tensors a row stands for. */
export function tensorsInRow(row: Row, sizes: Sizes): number {
  return row.ranges.reduce((product, range) => {
    const count = 'from' in range ? valueOf(range.to, sizes) - valueOf(range.from, sizes) : range.length;
    return product * Math.max(0, count);
  }, 1);
}

/** Elements of one tensor of a row. */
export function elementsInRow(row: Row, sizes: Sizes): number {
  return row.shape.reduce((product, side) => product * valueOf(side, sizes), 1);
}

/** Tensors and parameters of some rows. */
export function countRows(
  rows: readonly Row[],
  sizes: Sizes,
): { readonly tensors: number; readonly parameters: number } {
  let tensors = 0;
  let parameters = 0;
  for (const row of rows) {
    const count = tensorsInRow(row, sizes);
    tensors += count;
    parameters += count * elementsInRow(row, sizes);
  }
  return { tensors, parameters };
}

/** The sizes that rows depend on. */
export function sizesIn(rows: readonly Row[]): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (sum: Sum): void => {
    for (const { size } of sum) if (size !== undefined) found.add(size);
  };
  for (const { ranges, shape } of rows) {
    shape.forEach(look);
    for (const range of ranges) {
      if (!('from' in range)) continue;
      look(range.from);
      look(range.to);
    }
  }
  return found;
}
