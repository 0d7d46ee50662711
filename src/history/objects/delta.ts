// A delta put together with its base: copies out of the base and new bytes, within the size that it announces.
import { ForebearError } from '../../errors.ts';

/** A number of seven bits a byte, the smallest first. Throws `format` beyond what an object can have. */
export function readVarint(bytes: Uint8Array, start: number, subject: string): { value: number; next: number } {
  let value = 0;
  let scale = 1;
  for (let at = start; at < start + 7; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return { value, next: at + 1 };
  }
  throw new ForebearError('format', subject, 'a length of at most seven bytes', 'a longer or a cut one');
}

/** The size that the result of a delta has, by its own word. */
export function deltaSize(delta: Uint8Array, subject: string): number {
  return readVarint(delta, readVarint(delta, 0, subject).next, subject).value;
}

/** Throws `format` where the delta is broken or does not fit its base, `limit` where more than `most` bytes would come out. */
export function applyDelta(base: Uint8Array, delta: Uint8Array, most: number, subject: string): Uint8Array {
  const broken = (found: string): ForebearError => new ForebearError('format', subject, 'a delta that fits', found);
  const from = readVarint(delta, 0, subject);
  const to = readVarint(delta, from.next, subject);
  if (from.value !== base.length) throw broken(`one for a base of ${from.value} bytes, not ${base.length}`);
  if (to.value > most) throw new ForebearError('limit', subject, `at most ${most} bytes`, `${to.value}`);
  const out = new Uint8Array(to.value);
  let done = 0;
  let at = to.next;
  while (at < delta.length) {
    const order = delta[at] as number;
    at += 1;
    if (order === 0) throw broken('a reserved order');
    if (order < 128) {
      if (at + order > delta.length || done + order > out.length) throw broken('new bytes beyond the end');
      out.set(delta.subarray(at, at + order), done);
      at += order;
      done += order;
      continue;
    }
    let offset = 0;
    let length = 0;
    for (let bit = 0; bit < 4; bit += 1) if (order & (1 << bit)) offset += (delta[at++] ?? 0) * 2 ** (8 * bit);
    for (let bit = 0; bit < 3; bit += 1) if (order & (16 << bit)) length += (delta[at++] ?? 0) * 2 ** (8 * bit);
    if (length === 0) length = 65_536;
    if (offset + length > base.length || done + length > out.length) throw broken('a copy beyond the end');
    out.set(base.subarray(offset, offset + length), done);
    done += length;
  }
  if (done !== out.length) throw broken(`${done} of ${out.length} bytes`);
  return out;
}
