// A window that moves forward over a GGUF header: numbers in the file's byte order, lengths in its version's width.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';

/** Headers without a vocabulary fit into the first read; those with one are read on in larger pieces. */
const firstBytes = 256 * 1024;
const pieceBytes = 1024 * 1024;

/**
 * Reads forward, piece by piece. `load` makes bytes readable and is the only thing that waits, so that the millions of
 * small numbers of a header cost no promise each. The numbers read only what was loaded.
 */
export class HeaderWindow {
  readonly source: Source;
  /** Next byte to be read, from the beginning of the file. */
  at = 0;
  littleEndian = true;
  /** Bytes of a length, a count or a side: four in version 1, eight since. */
  lengthBytes: 4 | 8 = 8;
  readonly #options: RunOptions | undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  #start = 0;

  constructor(source: Source, options?: RunOptions) {
    this.source = source;
    this.#options = options;
  }

  get remaining(): number {
    return this.source.size - this.at;
  }

  /** Whether the next `length` bytes are loaded. */
  holds(length: number): boolean {
    const from = this.at - this.#start;
    return from >= 0 && from + length <= this.#bytes.length;
  }

  /** Loads the next `length` bytes and some more. Throws `source` where the file ends before. */
  async load(length: number, what: string): Promise<void> {
    if (this.holds(length)) return;
    this.claim(length, what);
    const ahead = this.#bytes.length === 0 ? firstBytes : pieceBytes;
    const end = Math.min(this.source.size, this.at + Math.max(length, ahead));
    this.#bytes = await this.source.read(this.at, end, this.#options);
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength);
    this.#start = this.at;
    const { uri: subject, size: total } = this.source;
    this.#options?.onProgress?.({ stage: 'open', subject, done: this.at, total, unit: 'bytes' });
  }

  /** Throws `source` unless `length` bytes are left in the file: what a file declares, it must have. */
  claim(length: number, what: string): void {
    if (length > this.remaining) {
      const found = `${this.remaining} bytes up to the end of the file`;
      throw new ForebearError('source', this.source.uri, `${length} bytes of ${what}`, found);
    }
  }

  /** Moves past `length` bytes without reading them. */
  skip(length: number, what: string): void {
    this.claim(length, what);
    this.at += length;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  i8(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), this.littleEndian);
  }

  i16(): number {
    return this.#view.getInt16(this.#advance(2), this.littleEndian);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), this.littleEndian);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), this.littleEndian);
  }

  f32(): number {
    return this.#view.getFloat32(this.#advance(4), this.littleEndian);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), this.littleEndian);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), this.littleEndian);
  }

  i64(): bigint {
    return this.#view.getBigInt64(this.#advance(8), this.littleEndian);
  }

  /** A length, a count or a side. Throws `limit` above 2^53 - 1. */
  length(what: string): number {
    return this.lengthBytes === 4 ? this.u32() : this.offset(what);
  }

  /** A number of eight bytes in every version. Throws `limit` above 2^53 - 1. */
  offset(what: string): number {
    const at = this.#advance(8);
    // In halves: a bigint for each of a million strings would cost more than reading them.
    const [first, second] = [
      this.#view.getUint32(at, this.littleEndian),
      this.#view.getUint32(at + 4, this.littleEndian),
    ];
    const value = this.littleEndian ? second * 2 ** 32 + first : first * 2 ** 32 + second;
    if (value > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', this.source.uri, `${what} of at most ${Number.MAX_SAFE_INTEGER}`, `${value}`);
    }
    return value;
  }

  /** The next `length` bytes, sharing memory with the window. */
  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** Where in the window the next `length` bytes begin; moves past them. They must be loaded. */
  #advance(length: number): number {
    if (!this.holds(length)) {
      throw new ForebearError('source', this.source.uri, `${length} bytes at ${this.at}`, 'bytes that were not loaded');
    }
    const at = this.at - this.#start;
    this.at += length;
    return at;
  }
}
