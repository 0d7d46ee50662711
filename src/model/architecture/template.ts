// A template: one published model's family and sizes, and the exact list of tensors that follows from them.
import { countRows, elementsInRow, type Family, numbersOf, type Row, type Sizes, valueOf } from './family.ts';

export interface Template {
  readonly id: string;
  /** As its publisher calls it. */
  readonly model: string;
  /** Other published models with the very same names and sizes. */
  readonly also: readonly string[];
  readonly family: Family;
  readonly sizes: Sizes;
  /** Sizes that relatives of the model vary; each alternative is tried, and said why it does not fit. */
  readonly alternatives: ReadonlyMap<string, readonly number[]>;
  /** Parameters as published, where they are. */
  readonly published: number | undefined;
  /** Where names, sizes and counts were read; see the head of the table. */
  readonly seen: string;
}

/** One tensor that a template asks for. */
export interface TemplateTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Tensors and parameters of a template, without what it may store twice. */
export function countTemplate({ family, sizes }: Pick<Template, 'family' | 'sizes'>): {
  readonly tensors: number;
  readonly parameters: number;
} {
  return countRows(family.rows, sizes);
}

/** Every tensor of a template by name, row by row. */
export function* tensorsOf({ family, sizes }: Pick<Template, 'family' | 'sizes'>): Generator<TemplateTensor> {
  for (const row of family.rows) {
    const shape = row.shape.map((side) => valueOf(side, sizes));
    for (const name of namesOf(row, sizes)) yield { name, shape };
  }
}

function* namesOf(row: Row, sizes: Sizes): Generator<string> {
  const numbers = row.ranges.map((range) => numbersOf(range, sizes));
  const parts = row.pattern.split('{n}');
  function* from(place: number, before: string): Generator<string> {
    const choices = numbers[place];
    if (choices === undefined) yield before;
    else for (const number of choices) yield* from(place + 1, `${before}${number}${parts[place + 1] ?? ''}`);
  }
  yield* from(0, parts[0] ?? '');
}

/** Parameters in the rows that a file of this template may hold besides. */
export function optionalParameters({ family, sizes }: Template): number {
  return family.optional.reduce((sum, row) => sum + elementsInRow(row, sizes), 0);
}
