// What every reader of a model format promises: a header from bytes, and never an execution.
import type { Source } from '../bytes/source.ts';
import type { Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { DType } from './numbers/dtype.ts';

export type FormatId = 'safetensors' | 'onnx';

/** Where one tensor lies. `start` and `end` are absolute byte offsets in `file`, end exclusive. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  /** Row-major, outermost first, always. Empty for a scalar. */
  readonly shape: readonly number[];
  /** The file's path relative to the model's folder; '' for the very source the header was read from. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /**
   * `raw`: little-endian elements, element i at start + i * width. `varint`: protobuf varints one after another
   * (ONNX int32_data and its like), readable only from the start.
   */
  readonly encoding: 'raw' | 'varint';
}

export interface Header {
  readonly format: FormatId;
  /** Free text the file carries about itself. Untrusted. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly TensorInfo[];
  readonly problems: readonly Problem[];
  /** Bytes of the file that the header accounts for no tensor and no structure. */
  readonly undeclaredBytes: number;
}

export interface Format {
  readonly id: FormatId;
  /** Judges by content alone. `head` is the first (at most 4,096) bytes, `size` the whole file's. */
  matches(head: Uint8Array, size: number): boolean;
  /** Throws `format`, `limit` or `unsupported`; faults that leave tensors readable come back as problems. */
  readHeader(source: Source, options?: RunOptions): Promise<Header>;
}
