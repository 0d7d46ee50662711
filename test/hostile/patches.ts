// Changes at known places of a valid file: one lie at a time.

/** Where a run of bytes, or of letters, stands for the `nth` time, counted from 0. */
export function placeOf(bytes: Uint8Array, wanted: Uint8Array | string, nth = 0): number {
  const run = typeof wanted === 'string' ? new TextEncoder().encode(wanted) : wanted;
  let left = nth;
  for (let at = 0; at + run.length <= bytes.length; at++) {
    if (!run.every((byte, i) => bytes[at + i] === byte)) continue;
    if (left === 0) return at;
    left -= 1;
  }
  throw new RangeError('no such bytes');
}

/** A copy with `value` at `at`, little-endian, in so many bytes. */
export function patched(bytes: Uint8Array, at: number, value: number | bigint, width: 1 | 2 | 4 | 8 = 4): Uint8Array {
  const out = bytes.slice();
  let rest = BigInt.asUintN(64, BigInt(value));
  for (let i = 0; i < width; i++) {
    out[at + i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}

/** A copy with bytes behind it. */
export function extended(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(bytes.length + length);
  out.set(bytes);
  return out;
}
