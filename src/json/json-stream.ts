// A strict JSON reader that takes the text piece by piece, holds one token at a time and calls back for each.
import { ForebearError } from '../errors.ts';
import { internAscii, isScalarByte, joinBytes, unescapeJson } from './json-text.ts';

/** What a document may ask of us. Each reader sets these from what honest files of its kind need. */
export interface JsonLimits {
  /** Open objects and arrays at once. */
  readonly maxDepth: number;
  /** Bytes between the quotes of one string, as written. */
  readonly maxStringBytes: number;
}

/**
 * Hears the tokens in order. Whatever it throws passes through. Duplicate keys are its business: the reader holds no
 * keys.
 */
export interface JsonHandler {
  beginObject(): void;
  endObject(): void;
  beginArray(): void;
  endArray(): void;
  key(text: string): void;
  string(text: string): void;
  /** A whole number written without fraction or exponent, exact: at most 2^53 - 1 either way. */
  integer(value: number): void;
  /** Every other number, as written. */
  number(text: string): void;
  literal(value: boolean | null): void;
}

/** No honest number is longer: a 64-bit float needs 25 characters, 1e30 written out 31. */
const maxNumberChars = 128;

const inObject = 1;
const inArray = 2;

type Expected = 'value' | 'value or ]' | 'key or }' | 'key' | 'colon' | 'comma or end' | 'nothing';

/** Feed with `push` in order, then call `finish`. Throws `format` at the first fault and `limit` beyond a limit. */
export class JsonReader {
  readonly #subject: string;
  readonly #limits: JsonLimits;
  readonly #handler: JsonHandler;
  readonly #stack: Uint8Array;
  #depth = 0;
  #expected: Expected = 'value';
  /** Bytes of the token that the last piece ended in; empty between tokens. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #escaped = false;
  #special = false;
  /** Position of the current piece in the document, for messages. */
  #base = 0;

  constructor(subject: string, limits: JsonLimits, handler: JsonHandler) {
    this.#subject = subject;
    this.#limits = limits;
    this.#handler = handler;
    this.#stack = new Uint8Array(limits.maxDepth + 1);
  }

  /** Reads the next bytes. They are not kept. */
  push(bytes: Uint8Array): void {
    let at = this.#pendingBytes > 0 ? this.#resume(bytes) : 0;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) at += 1;
      else at = this.#token(bytes, at, byte);
    }
    this.#base += bytes.length;
  }

  /** Says that the document ends here. */
  finish(): void {
    if (this.#pendingBytes > 0) {
      const first = this.#pending[0]?.[0];
      if (first === 0x22) throw this.#fault('the end of a string', 'the end of the text');
      this.#scalar(this.#takePending());
    }
    if (this.#expected !== 'nothing') throw this.#fault(this.#expected, 'the end of the text');
  }

  #token(bytes: Uint8Array, at: number, byte: number): number {
    switch (byte) {
      case 0x2c: // ,
        if (this.#expected !== 'comma or end') throw this.#unexpected(byte, at);
        this.#expected = this.#stack[this.#depth] === inObject ? 'key' : 'value';
        return at + 1;
      case 0x3a: // :
        if (this.#expected !== 'colon') throw this.#unexpected(byte, at);
        this.#expected = 'value';
        return at + 1;
      case 0x22: // "
        if (!this.#wantsValue() && this.#expected !== 'key' && this.#expected !== 'key or }') {
          throw this.#unexpected(byte, at);
        }
        this.#escaped = false;
        this.#special = false;
        return this.#string(bytes, at, at + 1);
      case 0x7b: // {
      case 0x5b: // [
        if (!this.#wantsValue()) throw this.#unexpected(byte, at);
        this.#open(byte === 0x7b ? inObject : inArray);
        return at + 1;
      case 0x7d: // }
        if (this.#stack[this.#depth] !== inObject) throw this.#unexpected(byte, at);
        if (this.#expected !== 'key or }' && this.#expected !== 'comma or end') throw this.#unexpected(byte, at);
        this.#close();
        this.#handler.endObject();
        return at + 1;
      case 0x5d: // ]
        if (this.#stack[this.#depth] !== inArray) throw this.#unexpected(byte, at);
        if (this.#expected !== 'value or ]' && this.#expected !== 'comma or end') throw this.#unexpected(byte, at);
        this.#close();
        this.#handler.endArray();
        return at + 1;
      default:
        if (!this.#wantsValue() || !isScalarByte(byte)) throw this.#unexpected(byte, at);
        return this.#scalarFrom(bytes, at, at);
    }
  }

  /** Goes on with the token that the last piece ended in; gives the place after it in `bytes`. */
  #resume(bytes: Uint8Array): number {
    return this.#pending[0]?.[0] === 0x22 ? this.#string(bytes, 0, 0) : this.#scalarFrom(bytes, 0, 0);
  }

  /** A string that began at `start` (its quote, or the piece's first byte) and is read up to `at`. */
  #string(bytes: Uint8Array, start: number, at: number): number {
    let escaped = this.#escaped;
    let special = this.#special;
    let next = at;
    for (; next < bytes.length; next++) {
      const byte = bytes[next] as number;
      if (escaped) escaped = false;
      else if (byte === 0x22) break;
      else if (byte === 0x5c) {
        escaped = true;
        special = true;
      } else if (byte >= 0x80) special = true;
      if (byte < 0x20) throw this.#unexpected(byte, next);
    }
    this.#escaped = escaped;
    this.#special = special;
    const length = this.#pendingBytes + next - start;
    if (length > this.#limits.maxStringBytes + 1) {
      throw this.#limit(`strings of at most ${this.#limits.maxStringBytes} bytes`, 'a longer one', next);
    }
    if (next === bytes.length) {
      this.#keep(bytes.subarray(start, next));
      return next;
    }
    const raw = this.#pendingBytes > 0 ? this.#takePending(bytes.subarray(start, next)) : bytes.subarray(start, next);
    const inside = raw.subarray(1);
    this.#deliver(special ? unescapeJson(inside, `${this.#subject}, byte ${this.#base + next}`) : internAscii(inside));
    return next + 1;
  }

  #deliver(text: string): void {
    if (this.#expected === 'key' || this.#expected === 'key or }') {
      this.#expected = 'colon';
      this.#handler.key(text);
    } else {
      this.#valueEnds();
      this.#handler.string(text);
    }
  }

  /** A number, true, false or null that began at `start` and is read up to `at`. */
  #scalarFrom(bytes: Uint8Array, start: number, at: number): number {
    let next = at;
    let value = 0;
    let digits = true;
    for (; next < bytes.length; next++) {
      const byte = bytes[next] as number;
      if (!isScalarByte(byte)) break;
      digits &&= byte >= 0x30 && byte <= 0x39;
      value = value * 10 + byte - 0x30;
    }
    if (this.#pendingBytes + next - start > maxNumberChars) {
      throw this.#limit(`numbers of at most ${maxNumberChars} characters`, 'a longer one', next);
    }
    if (next === bytes.length) {
      this.#keep(bytes.subarray(start, next));
    } else if (
      this.#pendingBytes === 0 &&
      digits &&
      next - start <= 15 &&
      (next - start === 1 || bytes[start] !== 0x30)
    ) {
      this.#valueEnds();
      this.#handler.integer(value);
    } else {
      this.#scalar(this.#takePending(bytes.subarray(start, next)));
    }
    return next;
  }

  #scalar(raw: Uint8Array): void {
    const text = String.fromCharCode(...raw);
    this.#valueEnds();
    if (text === 'true' || text === 'false') this.#handler.literal(text === 'true');
    else if (text === 'null') this.#handler.literal(null);
    else if (/^-?(?:0|[1-9]\d*)$/.test(text) && text !== '-0' && Number.isSafeInteger(Number(text))) {
      this.#handler.integer(Number(text));
    } else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) this.#handler.number(text);
    else throw this.#fault('a value', text);
  }

  #open(kind: typeof inObject | typeof inArray): void {
    if (this.#depth === this.#limits.maxDepth) {
      throw this.#limit(`at most ${this.#limits.maxDepth} levels`, 'deeper nesting', 0);
    }
    this.#depth += 1;
    this.#stack[this.#depth] = kind;
    this.#expected = kind === inObject ? 'key or }' : 'value or ]';
    if (kind === inObject) this.#handler.beginObject();
    else this.#handler.beginArray();
  }

  #close(): void {
    this.#depth -= 1;
    this.#valueEnds();
  }

  #valueEnds(): void {
    this.#expected = this.#depth === 0 ? 'nothing' : 'comma or end';
  }

  #wantsValue(): boolean {
    return this.#expected === 'value' || this.#expected === 'value or ]';
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes.slice());
    this.#pendingBytes += bytes.length;
  }

  #takePending(last?: Uint8Array): Uint8Array {
    if (last !== undefined) this.#keep(last);
    const all = joinBytes(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    return all;
  }

  #unexpected(byte: number, at: number): ForebearError {
    const shown = byte > 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `the byte ${byte}`;
    return this.#fault(this.#expected, `${shown} at byte ${this.#base + at}`);
  }

  #fault(expected: string, found: string): ForebearError {
    return new ForebearError('format', this.#subject, `JSON with ${expected} there`, found);
  }

  #limit(expected: string, found: string, at: number): ForebearError {
    return new ForebearError('limit', this.#subject, `JSON with ${expected}`, `${found} at byte ${this.#base + at}`);
  }
}
