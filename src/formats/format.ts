// What every reader of a model format promises: a header from bytes, and never an execution.
import type { Source } from '../bytes/source.ts';
import type { Archive, Member } from '../containers/container.ts';
import type { Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { DType } from './numbers/dtype.ts';

export type FormatId =
  | 'safetensors'
  | 'onnx'
  | 'gguf'
  | 'pytorch'
  | 'pytorch-legacy'
  | 'torchscript'
  | 'pickle'
  | 'tflite'
  | 'tfjs'
  | 'numpy'
  | 'keras-h5'
  | 'fasttext';

/** Where one tensor lies. `start` and `end` are absolute byte offsets in `file`, end exclusive. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  /** Row-major, outermost first, always. Empty for a scalar. */
  readonly shape: readonly number[];
  /** The file's path relative to the model's folder or archive; '' for the very source the header was read from. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /**
   * `raw`: elements one after another, element i at start + i * width. `varint`: protobuf varints one after another
   * (ONNX int32_data and its like), readable only from the start.
   */
  readonly encoding: 'raw' | 'varint';
  /** Order of the bytes within a number; little-endian where absent. */
  readonly byteOrder?: 'big';
  /**
   * Elements between neighbours along each axis, where the elements do not lie row-major and without gaps. The range
   * [start, end) then spans everything they touch, and the first element lies at `start`.
   */
  readonly strides?: readonly number[];
  /** What the stored codes stand for, where they are not the values themselves. */
  readonly affine?: Affine;
  /** Which elements are stored, where the others are 0: [start, end) then holds these alone, one after another. */
  readonly sparse?: SparsePlaces;
}

/**
 * Stored code q stands for (q - zero) * scale + offset, computed in 32-bit floats; one triple for all elements (lists of
 * length 1), or one for each index along `axis` of the shape.
 */
export interface Affine {
  readonly axis: number;
  readonly scale: Float32Array;
  readonly zero: Float32Array;
  readonly offset: Float32Array;
}

/**
 * The stored element `order[i]` (counted from `start`) is the element `places[i]` of the tensor in row-major order. Places
 * ascend; codes between them are 0, before `affine`.
 */
export interface SparsePlaces {
  readonly places: Uint32Array;
  readonly order: Uint32Array;
}

export interface Header {
  readonly format: FormatId;
  /** Free text the file carries about itself. Untrusted. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly TensorInfo[];
  readonly problems: readonly Problem[];
  /** Bytes of the file that the header accounts for no tensor and no structure. */
  readonly undeclaredBytes: number;
  /** Files that tensors name and that are in truth several files one after another: their names in order. */
  readonly joined?: ReadonlyMap<string, readonly string[]>;
  /** Files that tensors name, behind `!/`, and that are put together out of the source when they are asked for. */
  readonly members?: readonly Member[];
}

/** `beside` opens a file that lies next to the source, for formats that are a description and its data; undefined where there is none. */
export interface HeaderOptions extends RunOptions {
  readonly beside?: (path: string) => Promise<Source | undefined>;
}

export interface Format {
  readonly id: FormatId;
  /** True where one file is one network; false where several files may hold one network's tensors between them. */
  readonly selfContained: boolean;
  /** Judges by content alone. `head` is the first (at most 4,096) bytes, `size` the whole file's. */
  matches(head: Uint8Array, size: number): boolean;
  /** Throws `format`, `limit`, `unsupported` or `unsafe`; faults that leave tensors readable come back as problems. */
  readHeader(source: Source, options?: HeaderOptions): Promise<Header>;
}

/** A format that is a set of files in an archive: a PyTorch checkpoint, a Keras file. Tensors name their member. */
export interface ArchiveFormat {
  readonly id: FormatId;
  matches(members: readonly Member[]): boolean;
  readHeader(archive: Archive, subject: string, options?: RunOptions): Promise<Header>;
}
