// A few columns of a stored matrix for few bytes: in strips at first, and held whole once that has cost as much.
import type { TensorInfo } from '../../formats/format.ts';
import type { RunOptions } from '../../run.ts';
import type { PartReader } from '../values/assembly.ts';

/** A stored matrix seen as bytes: rows of `columns` cells of `width` bytes. */
export interface StoredMatrix {
  readonly part: TensorInfo;
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  /** Strips read so far: what it would have cost to hold the matrix from the start. */
  spent: { strips: number };
}

/** Reads of a few bytes each cost about what this many bytes in one piece cost (80 µs at 2 GB/s). */
const stripCost = 131_072;

/** Larger matrices are never held: the largest published ones have some 120 MB of codes. */
const heldLimit = 134_217_728;

/** Bytes read at once while a matrix is taken in. */
const pieceBytes = 8_388_608;

export function storedMatrix(part: TensorInfo, rows: number, columns: number, width: number): StoredMatrix {
  return { part, rows, columns, width, spent: { strips: 0 } };
}

/**
 * The columns [from, to) of the rows [top, bottom), ends exclusive: row-major cells in a fresh array, or a view of the held
 * matrix with its own row length. `stride` is in bytes.
 */
export async function readColumns(
  matrix: StoredMatrix,
  reader: PartReader,
  rows: { readonly top: number; readonly bottom: number },
  columns: { readonly from: number; readonly to: number },
  options?: RunOptions,
): Promise<{ bytes: Uint8Array; stride: number; offset: number }> {
  const { part, width, spent } = matrix;
  const { top, bottom } = rows;
  const stride = matrix.columns * width;
  const whole = matrix.rows * stride;
  const wanted = (columns.to - columns.from) * width;
  const strips = bottom - top;
  const asOne = wanted === stride || strips <= 1;
  if (!asOne && whole <= heldLimit && (spent.strips + strips) * stripCost > whole) {
    const bytes = await reader.held(part, () => takeIn(matrix, reader, options));
    return { bytes, stride, offset: top * stride + columns.from * width };
  }
  if (asOne) {
    const start = top * stride + columns.from * width;
    const bytes = await reader.bytes(
      part,
      start,
      start + Math.max(0, strips - 1) * stride + (strips > 0 ? wanted : 0),
      options,
    );
    return { bytes, stride, offset: 0 };
  }
  spent.strips += strips;
  const bytes = new Uint8Array(strips * wanted);
  for (let row = top; row < bottom; row++) {
    const start = row * stride + columns.from * width;
    bytes.set(await reader.bytes(part, start, start + wanted, options), (row - top) * wanted);
  }
  return { bytes, stride: wanted, offset: 0 };
}

async function takeIn({ part }: StoredMatrix, reader: PartReader, options?: RunOptions): Promise<Uint8Array> {
  const size = part.end - part.start;
  if (size <= pieceBytes) return reader.bytes(part, 0, size, options);
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += pieceBytes) {
    bytes.set(await reader.bytes(part, at, Math.min(size, at + pieceBytes), options), at);
  }
  return bytes;
}
