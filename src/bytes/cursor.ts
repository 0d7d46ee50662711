// Reading little-endian numbers from a window of bytes, where every step is checked against the end.
import { ForebearError } from '../errors.ts';

/** A place in `bytes` that moves forward. Every method throws `format` where the bytes end too early. */
export class Cursor {
  readonly bytes: Uint8Array;
  /** Named in messages. */
  readonly subject: string;
  /** Next byte to be read. */
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, subject: string, at = 0) {
    this.bytes = bytes;
    this.subject = subject;
    this.at = at;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Throws `limit` above 2^53 - 1: no honest size or offset is that large, and a float would round it silently. */
  u64(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new ForebearError('limit', this.subject, `a number of at most ${Number.MAX_SAFE_INTEGER}`, `${value}`);
    }
    return Number(value);
  }

  /** The next `length` bytes, sharing memory with `bytes`. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.bytes.subarray(start, start + length);
  }

  #advance(length: number): number {
    const start = this.at;
    if (!(length >= 0 && length <= this.remaining)) {
      throw new ForebearError('format', this.subject, `${length} bytes at ${start}`, `${this.remaining} bytes`);
    }
    this.at = start + length;
    return start;
  }
}
