// An HDF5 file as bytes by address: widths of addresses and lengths, where addresses count from, and how much is looked at.
import { Cursor } from '../../bytes/cursor.ts';
import { paged } from '../../bytes/paged.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';

/** The eight bytes that an HDF5 file begins with, at one of a few places. */
export const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * How often over a file may be looked at in all: two names may lead to one object, and a thousand names that lead to a
 * thousand are more than any file needs.
 */
const timesOver = 8;
const visitedFrom = 1_048_576;

/** Bytes of one structure, read whole: far above honest headers, heaps and nodes. */
const maxStructureBytes = 67_108_864;

/** What the superblock says of the whole file. */
export interface Superblock {
  /** Byte that addresses count from. */
  readonly base: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** The root group's object header, as a byte of the file. */
  readonly root: number;
  /** Byte behind the last that belongs to the file. */
  readonly end: number;
}

/** Reads by address. Addresses out of it are bytes of the file: the superblock's base is added already. */
export class Hdf5File {
  readonly source: Source;
  readonly superblock: Superblock;
  readonly #options: RunOptions | undefined;
  readonly #once = new Set<string>();
  #left: number;

  constructor(source: Source, superblock: Superblock, options?: RunOptions) {
    this.source = paged(source);
    this.superblock = superblock;
    this.#options = options;
    this.#left = visitedFrom + timesOver * source.size;
  }

  /**
   * The bytes of a structure. Throws `source` where it leaves the file, `limit` where far more was asked for than the file
   * has.
   */
  async read(start: number, length: number, what: string): Promise<Cursor> {
    this.claim(start, length, what);
    if (length > maxStructureBytes) {
      throw new ForebearError('limit', this.source.uri, `at most ${maxStructureBytes} bytes of ${what}`, `${length}`);
    }
    return new Cursor(await this.source.read(start, start + length, this.#options), this.source.uri);
  }

  /** As `read`, without reading: for data that is read later. */
  claim(start: number, length: number, what: string): void {
    const { uri, size } = this.source;
    if (!(start >= 0 && length >= 0 && start + length <= size)) {
      throw new ForebearError('source', uri, `${what} within ${size} bytes`, `bytes ${start} to ${start + length}`);
    }
    this.#left -= length;
    if (this.#left < 0) {
      throw new ForebearError('limit', uri, `structures that are looked at ${timesOver} times at most`, 'more');
    }
    this.#options?.signal?.throwIfAborted();
  }

  /** Throws `format` where the structure that begins here does not begin with `text`. */
  expect(cursor: Cursor, text: string): void {
    const found = String.fromCharCode(...cursor.take(text.length));
    if (found !== text) throw this.fault(`“${text}”`, JSON.stringify(found));
  }

  /** Throws `format` the second time a node of a tree is come to: trees have no cycles and share nothing. */
  enter(kind: string, at: number): void {
    const key = `${kind} ${at}`;
    if (this.#once.has(key)) throw this.fault(`each ${kind} in one place`, `the one at byte ${at} in two`);
    this.#once.add(key);
  }

  /** An address; undefined for the one that stands for none. Throws `limit` above 2^53. */
  address(cursor: Cursor): number | undefined {
    const bytes = cursor.take(this.superblock.offsetBytes);
    if (bytes.every((byte) => byte === 0xff)) return undefined;
    return this.superblock.base + this.#number(bytes);
  }

  /** A length. Throws `limit` above 2^53. */
  length(cursor: Cursor): number {
    return this.#number(cursor.take(this.superblock.lengthBytes));
  }

  /** A little-endian number of so many bytes. Throws `limit` above 2^53. */
  number(cursor: Cursor, bytes: number): number {
    return this.#number(cursor.take(bytes));
  }

  fault(expected: string, found: string): ForebearError {
    return new ForebearError('format', this.source.uri, expected, found);
  }

  unsupported(expected: string, found: string): ForebearError {
    return new ForebearError('unsupported', this.source.uri, expected, found);
  }

  #number(bytes: Uint8Array): number {
    let value = 0;
    for (let i = bytes.length - 1; i >= 0; i--) value = value * 256 + (bytes[i] as number);
    if (!Number.isSafeInteger(value)) {
      throw new ForebearError('limit', this.source.uri, 'numbers below 2^53', `${value}`);
    }
    return value;
  }
}
