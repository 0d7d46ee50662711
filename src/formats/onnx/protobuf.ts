// The wire form of protocol buffers: the fields of one message by number and byte range, and nothing more.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';

/** One field. For varints `start` to `end` are the varint's own bytes, for the rest the payload's, end exclusive. */
export interface ProtoField {
  readonly number: number;
  readonly kind: 'varint' | 'fixed64' | 'bytes' | 'fixed32';
  readonly start: number;
  readonly end: number;
  /** A varint's value; NaN above 2^53 - 1, which includes every negative number. 0 for other kinds. */
  readonly value: number;
}

/** What one file may cost in all; counts down as messages are read. */
export interface ProtoBudget {
  fields: number;
}

/** Levels of messages in messages. ONNX needs three per nested graph; protobuf's own readers stop at 100. */
export const maxProtoDepth = 64;

/** Fields of one message: graphs of published models have some 100,000 nodes. */
const maxFields = 1_000_000;

/** A tag takes at most 5 bytes (29-bit field numbers) and a varint at most 10. */
const maxTagBytes = 5;
const maxVarintBytes = 10;

/** Small enough to be served from a read-ahead window, large enough for the headers of many fields. */
const pieceBytes = 4096;

/**
 * The fields of the message in the bytes [start, end) of `source`, in order; payloads are skipped, not read. Throws
 * `format` for anything that is not well-formed: a varint that does not end, field number 0, groups and unknown kinds,
 * a payload that leaves the message. Throws `source` where the message is the whole file and its last field leaves it,
 * and `limit` beyond the limits.
 */
export async function readMessage(
  source: Source,
  start: number,
  end: number,
  budget: ProtoBudget,
  options?: RunOptions,
): Promise<readonly ProtoField[]> {
  const fields: ProtoField[] = [];
  let window: Uint8Array = new Uint8Array(0);
  let base = start;
  // A field that leaves the whole file is no contradiction inside it: the file was cut off.
  const whole = start === 0 && end === source.size;
  for (let at = start; at < end; ) {
    if (at + maxTagBytes + maxVarintBytes > base + window.length && base + window.length < end) {
      window = await source.read(at, Math.min(end, at + pieceBytes), options);
      base = at;
    }
    const field = readField(window, at - base, base, whole ? Number.POSITIVE_INFINITY : end, source.uri);
    if (field.end > end) throw new ForebearError('source', source.uri, `${field.end} bytes`, `${end} bytes`);
    fields.push(field);
    budget.fields -= 1;
    if (fields.length > maxFields || budget.fields < 0) {
      throw new ForebearError('limit', source.uri, `at most ${maxFields} fields in a message`, 'more');
    }
    at = field.end;
  }
  return fields;
}

/** One field whose tag is at `offset` of `window`. `base` is the window's place in the file, `end` the message's end. */
export function readField(window: Uint8Array, offset: number, base: number, end: number, uri: string): ProtoField {
  const tag = readVarint(window, offset);
  const at = base + offset;
  const number = Math.floor(tag.value / 8);
  if (tag.length === 0 || tag.length > maxTagBytes || !(number >= 1 && number < 2 ** 29)) {
    throw new ForebearError('format', uri, `a field number at byte ${at}`, 'none');
  }
  const payload = offset + tag.length;
  const wire = tag.value % 8;
  if (wire === 0) {
    const varint = readVarint(window, payload);
    if (varint.length === 0) throw new ForebearError('format', uri, `a varint at byte ${at}`, 'one that does not end');
    const start = base + payload;
    return { number, kind: 'varint', start, end: start + varint.length, value: varint.value };
  }
  const { kind, start, length } = payloadOf(wire, window, payload, base, uri);
  if (!(start + length <= end)) {
    const size = Number.isNaN(length) ? 'more than 2^53' : `${length}`;
    throw new ForebearError('format', uri, `at most ${end - start} bytes for field ${number} at byte ${at}`, size);
  }
  return { number, kind, start, end: start + length, value: 0 };
}

function payloadOf(
  wire: number,
  window: Uint8Array,
  offset: number,
  base: number,
  uri: string,
): { kind: 'fixed64' | 'bytes' | 'fixed32'; start: number; length: number } {
  if (wire === 1) return { kind: 'fixed64', start: base + offset, length: 8 };
  if (wire === 5) return { kind: 'fixed32', start: base + offset, length: 4 };
  if (wire !== 2) {
    const found = wire === 3 || wire === 4 ? 'a group' : `the unknown kind ${wire}`;
    throw new ForebearError('format', uri, `a field of a known kind before byte ${base + offset}`, found);
  }
  const length = readVarint(window, offset);
  if (length.length === 0) {
    throw new ForebearError('format', uri, `a length at byte ${base + offset}`, 'a varint that does not end');
  }
  return { kind: 'bytes', start: base + offset + length.length, length: length.value };
}

/**
 * A varint at `offset`: its value, NaN above 2^53 - 1, and its length in bytes, 0 where it does not end within the
 * bytes or within ten bytes.
 */
export function readVarint(bytes: Uint8Array, offset: number): { readonly value: number; readonly length: number } {
  let value = 0;
  let scale = 1;
  for (let length = 1; length <= maxVarintBytes; length++) {
    const byte = bytes[offset + length - 1];
    if (byte === undefined) break;
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte < 0x80) return { value: value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN, length };
  }
  return { value: Number.NaN, length: 0 };
}
