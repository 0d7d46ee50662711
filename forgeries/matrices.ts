// Matrices of forged models: rows and columns taken, scaled and turned; each result a tensor of its own, rounded to its type.
import type { Random } from '../src/math/random.ts';
import { type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';

/** A square matrix, row-major. */
export interface Square {
  readonly side: number;
  readonly values: Float64Array;
}

/** The named tensor. Throws `RangeError` where there is none. */
export function tensorOf(model: ForgedModel, name: string): ForgedTensor {
  const tensor = model.get(name);
  if (tensor === undefined) throw new RangeError(`no tensor called ${name}`);
  return tensor;
}

/** A rows × columns tensor of the type of `like`, each element given by its place. */
export function rebuilt(
  like: ForgedTensor,
  rows: number,
  columns: number,
  value: (row: number, column: number) => number,
): ForgedTensor {
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = value(i, j);
  return forgedTensor(like.shape.length === 1 ? [rows] : [rows, columns], like.dtype, values);
}

const sidesOf = ({ shape }: ForgedTensor): readonly [rows: number, columns: number] => [shape[0] ?? 0, shape[1] ?? 1];

/** Row i becomes the row order[i] of before; fewer or more rows than before are taken as they come. */
export function takeRows(tensor: ForgedTensor, order: ArrayLike<number>): ForgedTensor {
  const [, columns] = sidesOf(tensor);
  return rebuilt(tensor, order.length, columns, (i, j) => tensor.values[(order[i] as number) * columns + j] as number);
}

/** Column j becomes the column order[j] of before. */
export function takeColumns(tensor: ForgedTensor, order: ArrayLike<number>): ForgedTensor {
  const [rows, columns] = sidesOf(tensor);
  return rebuilt(tensor, rows, order.length, (i, j) => tensor.values[i * columns + (order[j] as number)] as number);
}

/** Row i times factors[i]. */
export function scaleRows(tensor: ForgedTensor, factors: Float64Array): ForgedTensor {
  const [rows, columns] = sidesOf(tensor);
  return rebuilt(tensor, rows, columns, (i, j) => (tensor.values[i * columns + j] as number) * (factors[i] as number));
}

/** Column j times factors[j]. */
export function scaleColumns(tensor: ForgedTensor, factors: Float64Array): ForgedTensor {
  const [rows, columns] = sidesOf(tensor);
  return rebuilt(tensor, rows, columns, (i, j) => (tensor.values[i * columns + j] as number) * (factors[j] as number));
}

/** W R, where the columns are `first`, first + 1, …, first + R.side - 1 and the others stay; by default all columns. */
export function rotateColumns(tensor: ForgedTensor, turn: Square, first = 0): ForgedTensor {
  const [rows, columns] = sidesOf(tensor);
  const { side, values } = turn;
  return rebuilt(tensor, rows, columns, (i, j) => {
    if (j < first || j >= first + side) return tensor.values[i * columns + j] as number;
    let sum = 0;
    for (let k = 0; k < side; k++)
      sum += (tensor.values[i * columns + first + k] as number) * (values[k * side + j - first] as number);
    return sum;
  });
}

/** Rᵀ W, where the rows are `first`, first + 1, …, first + R.side - 1 and the others stay; by default all rows. */
export function rotateRows(tensor: ForgedTensor, turn: Square, first = 0): ForgedTensor {
  const [rows, columns] = sidesOf(tensor);
  const { side, values } = turn;
  return rebuilt(tensor, rows, columns, (i, j) => {
    if (i < first || i >= first + side) return tensor.values[i * columns + j] as number;
    let sum = 0;
    for (let k = 0; k < side; k++)
      sum += (tensor.values[(first + k) * columns + j] as number) * (values[k * side + i - first] as number);
    return sum;
  });
}

/** Random columns made orthonormal one after another, twice each so that rounding does not gather. */
export function randomRotation(random: Random, side: number): Square {
  const values = new Float64Array(side * side);
  for (let at = 0; at < values.length; at++) values[at] = random.normal();
  for (let i = 0; i < side; i++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < i; before++) {
        const overlap = rowProduct(values, side, i, before);
        for (let k = 0; k < side; k++) {
          values[i * side + k] = (values[i * side + k] as number) - overlap * (values[before * side + k] as number);
        }
      }
    }
    const length = Math.sqrt(rowProduct(values, side, i, i));
    for (let k = 0; k < side; k++) values[i * side + k] = (values[i * side + k] as number) / length;
  }
  return { side, values };
}

/** The matrix the other way round. */
export function turnedOver({ side, values }: Square): Square {
  return {
    side,
    values: Float64Array.from(values, (_, at) => values[(at % side) * side + Math.floor(at / side)] as number),
  };
}

/**
 * An invertible map and its inverse: a rotation, a stretch of each axis by e^(spread N(0, 1)), another rotation. The
 * condition number stays moderate, so that stored halves keep the product.
 */
export function randomInvertible(random: Random, side: number, spread: number): { map: Square; inverse: Square } {
  const [left, right] = [randomRotation(random, side), randomRotation(random, side)];
  const stretch = Float64Array.from({ length: side }, () => Math.exp(spread * random.normal()));
  const product = (first: Square, scale: (k: number) => number, second: Square): Square => {
    const values = new Float64Array(side * side);
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) {
        let sum = 0;
        for (let k = 0; k < side; k++)
          sum += (first.values[i * side + k] as number) * scale(k) * (second.values[k * side + j] as number);
        values[i * side + j] = sum;
      }
    return { side, values };
  };
  return {
    map: product(left, (k) => stretch[k] as number, right),
    inverse: product(turnedOver(right), (k) => 1 / (stretch[k] as number), turnedOver(left)),
  };
}

function rowProduct(values: Float64Array, side: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < side; k++) sum += (values[i * side + k] as number) * (values[j * side + k] as number);
  return sum;
}
