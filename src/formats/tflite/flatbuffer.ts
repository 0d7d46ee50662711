// The wire form of FlatBuffers: tables, vectors and strings by their offsets, every one of which may be a lie.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';

/**
 * How often over a file may be looked at in all. Writers share descriptions of tables, and some share empty tables;
 * whoever lets a thousand entries point at one table wants more work out of us than there are bytes to be read.
 */
const timesOver = 2;
const visitedFrom = 65_536;

/** Bytes of one structure, read whole: the longest lists of published models take some hundred kilobytes. */
const maxStructureBytes = 67_108_864;

/** Bytes of one text that are kept; names of published models stay below 300. */
const maxTextBytes = 1024;

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The elements of a vector: `count` of them from byte `start` on. */
export interface FlatVector {
  readonly start: number;
  readonly count: number;
}

/** Kinds of numbers that a table holds in place, with their widths. */
const widths = { i8: 1, u8: 1, i32: 4, u32: 4, u64: 8, offset: 4 } as const;

/** One table, its own bytes in memory. Slots are counted from 0 in the order of the schema. */
export class FlatTable {
  /** Where it stands in the file. */
  readonly at: number;
  readonly #uri: string;
  readonly #slots: DataView;
  readonly #inline: DataView;

  constructor(at: number, uri: string, slots: Uint8Array, inline: Uint8Array) {
    this.at = at;
    this.#uri = uri;
    this.#slots = new DataView(slots.buffer, slots.byteOffset, slots.byteLength);
    this.#inline = new DataView(inline.buffer, inline.byteOffset, inline.byteLength);
  }

  /** The number in a slot, 0 where the table leaves it out. Throws `format` where the slot leads out of the table. */
  number(slot: number, kind: 'i8' | 'u8' | 'i32' | 'u32'): number {
    const place = this.#place(slot, kind);
    if (place === undefined) return 0;
    if (kind === 'i8') return this.#inline.getInt8(place);
    if (kind === 'u8') return this.#inline.getUint8(place);
    return kind === 'i32' ? this.#inline.getInt32(place, true) : this.#inline.getUint32(place, true);
  }

  /** As `number`, of 64 bits. Throws `limit` above 2^53 - 1. */
  u64(slot: number): number {
    const place = this.#place(slot, 'u64');
    const value = place === undefined ? 0n : this.#inline.getBigUint64(place, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new ForebearError('limit', this.#uri, `a number of at most ${Number.MAX_SAFE_INTEGER}`, `${value}`);
    }
    return Number(value);
  }

  /** Where the slot's offset leads, as a byte of the file; undefined where the table leaves it out. */
  target(slot: number): number | undefined {
    const place = this.#place(slot, 'offset');
    return place === undefined ? undefined : this.at + place + this.#inline.getUint32(place, true);
  }

  #place(slot: number, kind: keyof typeof widths): number | undefined {
    if (2 * slot + 2 > this.#slots.byteLength) return undefined;
    const place = this.#slots.getUint16(2 * slot, true);
    if (place === 0) return undefined;
    const width = widths[kind];
    if (place < 4 || place + width > this.#inline.byteLength) {
      const expected = `slot ${slot} within the ${this.#inline.byteLength} bytes of the table at byte ${this.at}`;
      throw new ForebearError('format', this.#uri, expected, `${place}`);
    }
    return place;
  }
}

/**
 * One file. Every method throws `format` where an offset or a count leads out of the file, and `limit` where far more
 * was asked to be visited than the file has bytes: so every walk ends, whatever points at whatever.
 */
export class FlatBuffer {
  readonly #source: Source;
  readonly #options: RunOptions | undefined;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #left: number;

  constructor(source: Source, options?: RunOptions) {
    this.#source = source;
    this.#options = options;
    this.#left = visitedFrom + timesOver * source.size;
  }

  /** The root table; the eight bytes before the tables are its offset and the identifier of the schema. */
  async root(): Promise<FlatTable> {
    return this.table(new DataView((await this.#visit(0, 8, 'the offset of the root')).buffer).getUint32(0, true));
  }

  async table(at: number): Promise<FlatTable> {
    this.#check(at, 4, 'a table');
    const back = viewOf(await this.#read(at, 4)).getInt32(0, true);
    const what = `the description of the table at byte ${at}`;
    this.#check(at - back, 4, what);
    const facts = viewOf(await this.#read(at - back, 4));
    const [slotBytes, ownBytes] = [facts.getUint16(0, true), facts.getUint16(2, true)];
    if (slotBytes < 4 || ownBytes < 4) {
      const found = `${slotBytes} and ${ownBytes}`;
      throw new ForebearError('format', this.#source.uri, `two lengths of 4 or more at byte ${at - back}`, found);
    }
    this.#claim(at - back, slotBytes, what);
    this.#claim(at, ownBytes, 'a table');
    const slots = await this.#read(at - back + 4, slotBytes - 4);
    return new FlatTable(at, this.#source.uri, slots, await this.#read(at, ownBytes));
  }

  /** The table that a slot leads to. */
  async child(table: FlatTable, slot: number): Promise<FlatTable | undefined> {
    const at = table.target(slot);
    return at === undefined ? undefined : this.table(at);
  }

  /** Where the tables of a vector of tables stand, in order; none where the slot is left out. */
  async tables(table: FlatTable, slot: number): Promise<readonly number[]> {
    const vector = await this.vector(table, slot, 4);
    if (vector === undefined) return [];
    const offsets = viewOf(await this.#read(vector.start, 4 * vector.count));
    return Array.from({ length: vector.count }, (_, i) => vector.start + 4 * i + offsets.getUint32(4 * i, true));
  }

  /** A vector whose elements are not read yet; undefined where the slot is left out. */
  async vector(table: FlatTable, slot: number, width: number): Promise<FlatVector | undefined> {
    const at = table.target(slot);
    if (at === undefined) return undefined;
    const count = viewOf(await this.#visit(at, 4, 'a vector')).getUint32(0, true);
    this.#claim(at + 4, count * width, `${count} elements at byte ${at}`);
    return { start: at + 4, count };
  }

  /** The bytes of a vector of numbers; none where the slot is left out. */
  async bytes(table: FlatTable, slot: number, width: number): Promise<DataView> {
    const vector = await this.vector(table, slot, width);
    return viewOf(vector === undefined ? new Uint8Array(0) : await this.#read(vector.start, vector.count * width));
  }

  /** Text, cut off where it is long; empty where the slot is left out. Bad UTF-8 becomes U+FFFD: texts are labels here. */
  async text(table: FlatTable, slot: number): Promise<string> {
    const vector = await this.vector(table, slot, 1);
    if (vector === undefined) return '';
    return lenientUtf8.decode(await this.#read(vector.start, Math.min(vector.count, maxTextBytes)));
  }

  /** Accounts for bytes that are no part of the tables: data behind them. Throws as the rest do. */
  claim(start: number, length: number, what: string): void {
    this.#claim(start, length, what);
  }

  /** Bytes in all stretches longer than `longest` that nothing was found in. */
  unvisited(longest: number): number {
    // Sorted each for itself, beginnings and ends still tell the gaps: one is where as many have ended as have begun.
    const starts = Float64Array.from(this.#starts).toSorted();
    const ends = Float64Array.from(this.#ends).toSorted();
    let found = 0;
    for (let i = 0; i <= starts.length; i++) {
      const gap = (starts[i] ?? this.#source.size) - (ends[i - 1] ?? 0);
      if (gap > longest) found += gap;
    }
    return found;
  }

  async #visit(start: number, length: number, what: string): Promise<Uint8Array> {
    this.#claim(start, length, what);
    return this.#read(start, length);
  }

  #claim(start: number, length: number, what: string): void {
    this.#check(start, length, what);
    this.#left -= length;
    if (this.#left < 0) {
      const expected = `structures that are looked at ${timesOver} times at most`;
      throw new ForebearError('limit', this.#source.uri, expected, 'more');
    }
    this.#starts.push(start);
    this.#ends.push(start + length);
  }

  #check(start: number, length: number, what: string): void {
    const { size, uri } = this.#source;
    if (!(start >= 0 && start + length <= size)) {
      throw new ForebearError('format', uri, `${what} within ${size} bytes`, `bytes ${start} to ${start + length}`);
    }
  }

  #read(start: number, length: number): Promise<Uint8Array> {
    if (length > maxStructureBytes) {
      throw new ForebearError('limit', this.#source.uri, `lists of at most ${maxStructureBytes} bytes`, `${length}`);
    }
    return this.#source.read(start, start + length, this.#options);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
