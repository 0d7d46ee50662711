// Sparse tensors for the TensorFlow Lite writer: which numbers are stored, and the description of where they belong.
import { type FlatFields, flatNumbers, flatTables } from './flatbuffer.ts';

/** How a dense tensor is made sparse, in the words of the schema. */
export interface Sparsity {
  /** The dimensions in the order in which they are gone through; those of blocks come last, counted on from the shape's. */
  readonly order: readonly number[];
  /** The axis of each block dimension, and its side. */
  readonly blocks?: readonly { readonly axis: number; readonly side: number }[];
  /** Dimensions, as in `order`, of which only indices with numbers behind them are listed. */
  readonly listed: readonly number[];
  /** Bytes of one index. */
  readonly indexBytes?: 1 | 2 | 4;
}

/** Stored numbers, in stored order, and the SparsityParameters table. Blocks with any number in them are stored whole. */
export function sparsified(
  values: ArrayLike<number>,
  shape: readonly number[],
  { order, blocks = [], listed, indexBytes = 4 }: Sparsity,
): { readonly stored: readonly number[]; readonly table: FlatFields } {
  const sides = shape.map((side, axis) => side / (blocks.find((block) => block.axis === axis)?.side ?? 1));
  const allSides = [...sides, ...blocks.map(({ side }) => side)];
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const steps = [
    ...strides.map((stride, axis) => stride * (blocks.find((block) => block.axis === axis)?.side ?? 1)),
    ...blocks.map(({ axis }) => strides[axis] ?? 1),
  ];
  const side = (level: number): number => allSides[order[level] ?? 0] ?? 1;
  const step = (level: number): number => steps[order[level] ?? 0] ?? 1;

  const isFilled = (base: number, level: number): boolean => {
    if (level === order.length) return values[base] !== 0;
    return Array.from({ length: side(level) }, (_, i) => i).some((i) => isFilled(base + i * step(level), level + 1));
  };

  const metadata: FlatFields[] = [];
  let nodes = [0];
  for (let level = 0; level < order.length; level++) {
    const next: number[] = [];
    if (!listed.includes(order[level] ?? -1)) {
      for (const base of nodes) for (let i = 0; i < side(level); i++) next.push(base + i * step(level));
      metadata.push([{ i8: 0 }, { i32: side(level) }]);
    } else {
      const segments = [0];
      const indices: number[] = [];
      for (const base of nodes) {
        for (let i = 0; i < side(level); i++) {
          if (!isFilled(base + i * step(level), level + 1)) continue;
          indices.push(i);
          next.push(base + i * step(level));
        }
        segments.push(indices.length);
      }
      metadata.push([{ i8: 1 }, undefined, ...indexVector(segments, indexBytes), ...indexVector(indices, indexBytes)]);
    }
    nodes = next;
  }
  const map = blocks.length === 0 ? undefined : flatNumbers(blocks.map(({ axis }) => axis));
  return { stored: nodes.map((place) => values[place] ?? 0), table: [flatNumbers(order), map, flatTables(metadata)] };
}

function indexVector(values: readonly number[], bytes: 1 | 2 | 4): FlatFields {
  if (bytes === 1) return [{ u8: 3 }, { table: [flatNumbers(Uint8Array.from(values))] }];
  if (bytes === 2) return [{ u8: 2 }, { table: [flatNumbers(Uint16Array.from(values))] }];
  return [{ u8: 1 }, { table: [flatNumbers(values)] }];
}
