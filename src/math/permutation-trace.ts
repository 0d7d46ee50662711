// The trace statistic of two labelled sets of vectors under random relabelling.
import { rowProducts } from './kernels.ts';
import type { Random } from './random.ts';

export interface PermutationTrace {
  /** (T - E T) / sd T with the exact mean and variance over all relabellings; 0 where nothing varies. */
  readonly z: number;
  /** Smallest, largest and standard deviation of z over the sampled relabellings; null where none were drawn. */
  readonly nullMin: number | null;
  readonly nullMax: number | null;
  readonly nullSd: number | null;
  readonly permutations: number;
}

/** Multiplications the sampled relabellings may cost: they are a picture beside the exact moments, not the test. */
const budget = 16_000_000;

/**
 * With M = X Y^T (labels × labels): T = trace M, E = sum(M) / d, Var = sum of squares of the doubly centred M over (d - 1)
 * (Hoeffding 1951, theorem 2). M itself is never formed where d exceeds the length n of the vectors: the sum of its squares
 * is the inner product of the two n × n Grams.
 */
export function permutationTrace(
  x: Float32Array,
  y: Float32Array,
  labels: number,
  length: number,
  permutations: number,
  random: Random,
): PermutationTrace {
  let trace = 0;
  for (let i = 0; i < x.length; i++) trace += (x[i] as number) * (y[i] as number);
  const columnX = columnSums(x, labels, length);
  const columnY = columnSums(y, labels, length);
  let total = 0;
  for (let t = 0; t < length; t++) total += (columnX[t] as number) * (columnY[t] as number);
  let rowSquares = 0;
  let columnSquares = 0;
  for (let i = 0; i < labels; i++) {
    let rowSum = 0;
    let columnSum = 0;
    for (let t = 0; t < length; t++) {
      rowSum += (x[i * length + t] as number) * (columnY[t] as number);
      columnSum += (y[i * length + t] as number) * (columnX[t] as number);
    }
    rowSquares += rowSum * rowSum;
    columnSquares += columnSum * columnSum;
  }
  // Where M is small enough to be formed, each relabelling is a walk through it.
  const products = labels <= length ? rowProducts(x, labels, y, labels, length) : undefined;
  const squares = products === undefined ? squaresByGrams(x, y, labels, length) : squaresOf(products);
  const centred = squares - rowSquares / labels - columnSquares / labels + (total / labels) ** 2;
  const sd = Math.sqrt(Math.max(0, centred) / (labels - 1));
  const expected = total / labels;
  const drawn = sd > 0 ? Math.min(permutations, Math.floor(budget / x.length)) : 0;
  const zs: number[] = [];
  for (let p = 0; p < drawn; p++) {
    const order = random.permutation(labels);
    const sum = products === undefined ? tracedOver(x, y, order, length) : walkedThrough(products, order);
    zs.push((sum - expected) / sd);
  }
  const mean = zs.reduce((sum, z) => sum + z, 0) / Math.max(1, zs.length);
  const variance = zs.reduce((sum, z) => sum + (z - mean) ** 2, 0) / Math.max(1, zs.length - 1);
  return {
    z: sd > 0 ? (trace - expected) / sd : 0,
    nullMin: zs.length === 0 ? null : Math.min(...zs),
    nullMax: zs.length === 0 ? null : Math.max(...zs),
    nullSd: zs.length === 0 ? null : Math.sqrt(variance),
    permutations: zs.length,
  };
}

/** The trace of M under a relabelling, read from M. */
function walkedThrough(products: Float64Array, order: Uint32Array): number {
  let sum = 0;
  for (let i = 0, at = 0; i < order.length; i++, at += order.length)
    sum += products[at + (order[i] as number)] as number;
  return sum;
}

/** The same where M was not formed. */
function tracedOver(x: Float32Array, y: Float32Array, order: Uint32Array, length: number): number {
  let sum = 0;
  for (let i = 0; i < order.length; i++) {
    const other = (order[i] as number) * length;
    for (let t = 0; t < length; t++) sum += (x[i * length + t] as number) * (y[other + t] as number);
  }
  return sum;
}

function columnSums(values: Float32Array, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + (values[r * columns + c] as number);
  return sums;
}

function squaresOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

/** Sum of the squares of M where it is not formed. */
function squaresByGrams(x: Float32Array, y: Float32Array, labels: number, length: number): number {
  let sum = 0;
  const gramX = gramOfColumns(x, labels, length);
  const gramY = gramOfColumns(y, labels, length);
  for (let i = 0; i < gramX.length; i++) sum += (gramX[i] as number) * (gramY[i] as number);
  return sum;
}

function gramOfColumns(values: Float32Array, rows: number, columns: number): Float64Array {
  const turned = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) turned[c * rows + r] = values[r * columns + c] as number;
  return rowProducts(turned, columns, turned, columns, rows);
}
