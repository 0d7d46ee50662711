// A model as the rest of the house sees it: tensors that can be read by range, files, configuration, faults.
import type { Problem } from '../errors.ts';
import type { FormatId, TensorInfo } from '../formats/format.ts';
import { isBlockType, plainTypes } from '../formats/numbers/dtype.ts';
import type { JsonValue } from '../json/json-value.ts';
import type { RunOptions } from '../run.ts';
import type { AdapterFacts } from './adapters/adapter.ts';
import type { Content } from './opening/headers.ts';
import type { Role } from './roles/role.ts';
import type { Assembly } from './values/assembly.ts';
import type { RowMemory } from './values/row-memory.ts';

/** An unknown name has no role: a fact, not a failure. */
export interface Tensor extends TensorInfo {
  readonly role?: Role;
  readonly elements: number;
  /** The network it belongs to, where a model is several networks in one file or folder. */
  readonly network?: string;
  /** Where its values are made from several stored tensors; dtype is then that of the values, range that of the codes. */
  readonly assembly?: Assembly;
  /** A table that a converter computed from the configuration; the model it was made from stores none. */
  readonly computed?: boolean;
}

/** How a tensor is stored, in one word or line: its scheme, else its dtype. */
export function storageOf({ assembly, affine, dtype }: Tensor): string {
  return assembly?.scheme ?? (affine === undefined ? dtype : `${dtype} with scales`);
}

/** Whether its values are codes of a scheme with scales, so that storing other values in it would round them. */
export function isQuantised({ assembly, affine, dtype }: Tensor): boolean {
  return assembly?.requantise !== undefined || affine !== undefined || isBlockType(dtype);
}

/** Whether a tensor can be a weight: shapes, counters, axes and scalars that exporters leave behind cannot. */
export function canBeWeight(tensor: Tensor): boolean {
  const floating = isBlockType(tensor.dtype) || plainTypes[tensor.dtype].floating || tensor.dtype === 'C64';
  return tensor.elements > 1 && (floating || isQuantised(tensor));
}

/** Stored bytes of a tensor, of all its parts where it has several. */
export function storedBytes({ start, end, assembly }: Tensor): number {
  return assembly === undefined ? end - start : assembly.parts.reduce((sum, part) => sum + part.end - part.start, 0);
}

/** One file of a model. `sha256` is null where the file was too large to be hashed without being asked to read it all. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string | null;
}

/** Numbers as they lie in a file. */
export interface StoredNumbers {
  readonly type: 'F32' | 'BF16' | 'F16';
  readonly bytes: Uint8Array;
}

export interface Model extends AsyncDisposable {
  /** `name@digest`: the last segment of the path it was opened by and 16 hex digits over its files. */
  readonly id: string;
  readonly formats: readonly FormatId[];
  readonly tensors: readonly Tensor[];
  readonly config: ReadonlyMap<string, JsonValue> | undefined;
  readonly metadata: ReadonlyMap<string, string>;
  readonly files: readonly ModelFile[];
  /** What each weight file turned out to be, members of containers included. */
  readonly contents: readonly Content[];
  readonly problems: readonly Problem[];
  /** Bytes of all tensors as the index declares them, where there is an index that does. */
  readonly declaredBytes?: number;
  /** Where it is no model but an adapter to one: its tensors are deltas under the base's names, or saved whole. */
  readonly adapter?: AdapterFacts;
  /** Rows that were read and may be asked for again; nothing is remembered where there is none. */
  readonly rows?: RowMemory;
  /** Bytes of tensor data read so far, for the record of the reading. */
  readonly bytesRead: number;
  /**
   * The values of elements [from, to) in row-major order, end exclusive, as 32-bit floats (wider types are rounded).
   * A fresh array. Throws `source` or `integrity` where the file no longer gives them.
   */
  read(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float32Array>;
  /**
   * The stored bytes of elements [from, to), where the elements are plain 32- or 16-bit floats that lie one after another,
   * little-endian; undefined where they lie otherwise. A fresh array. Throws as `read`.
   */
  readStored(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<StoredNumbers | undefined>;
  /**
   * `values`, elements `from` and following of `tensor`, as they would come back after being stored the way `tensor` is,
   * with the very scales that are stored. Undefined where it is not quantised, or its scheme has no nearest code.
   */
  requantise(
    tensor: Tensor,
    from: number,
    values: Float32Array,
    options?: RunOptions,
  ): Promise<Float32Array | undefined>;
  /** As `read`, as 64-bit floats: exact for every type but integers beyond 2^53. For questions of equality. */
  readExact(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float64Array>;
}

/** Chunks of a long walk through a tensor: 2^18 values, 1 MiB as 32-bit floats. */
export const chunkValues = 262_144;
