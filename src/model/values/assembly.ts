// Tensors that no file stores as they are: packed weights with their scales, low-rank products.
import type { TensorInfo } from '../../formats/format.ts';
import type { RunOptions } from '../../run.ts';

/** Reads what an assembly is made of. Elements and bytes by range, ends exclusive, in fresh arrays. */
export interface PartReader {
  values(part: TensorInfo, from: number, to: number, options?: RunOptions): Promise<Float32Array>;
  /** Stored bytes, counted from the part's own start. */
  bytes(part: TensorInfo, start: number, end: number, options?: RunOptions): Promise<Uint8Array>;
  /** What `make` gives, kept under `key` for the next time it is asked for, as long as the reader has room for it. */
  held<T extends Uint8Array | Float32Array>(key: object, make: () => Promise<T>): Promise<T>;
}

/** How the values of a tensor come out of stored parts. */
export interface Assembly {
  /** For the record and for people: `GPTQ, 4 bits, groups of 128`. */
  readonly scheme: string;
  /** The stored tensors; the first is the one that holds the codes. */
  readonly parts: readonly TensorInfo[];
  /** The values are no weights but what an adapter adds to a base's. */
  readonly delta?: true;
  /** Elements [from, to) in row-major order, end exclusive, in a fresh array. */
  values(reader: PartReader, from: number, to: number, options?: RunOptions): Promise<Float32Array>;
  /**
   * `values`, elements `from` and following, as they would come back after being stored with the scales that are there:
   * each replaced by the nearest number that the stored scales can express. Absent where that has no meaning.
   */
  requantise?(reader: PartReader, from: number, values: Float32Array, options?: RunOptions): Promise<Float32Array>;
}
