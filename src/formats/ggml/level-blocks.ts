// ggml's four-bit types whose codes stand for unevenly spaced levels: IQ4_NL and IQ4_XS.
import { fourBitLevels } from './grid-table.ts';
import { halfAt } from './half.ts';

/** The level of each code; a typed array, so that it is no slower than arithmetic. */
const levels = Float32Array.from(fourBitLevels);

/** A scale, then 16 bytes: elements 0 to 15 in their low halves, 16 to 31 in the high ones. */
export function readIQ4_NL(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 18, to += 32) {
    putLevels(bytes, at + 2, halfAt(bytes, at), out, to);
  }
}

/**
 * A scale, two bytes and four of small scales (six bits, 32 for zero), then 16 bytes as in IQ4_NL for every 32
 * elements.
 */
export function readIQ4_XS(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 136, to += 256) {
    const scale = halfAt(bytes, at);
    for (let group = 0; group < 8; group++) {
      const step = Math.fround(scale * (groupScale(bytes, at, group) - 32));
      putLevels(bytes, at + 8 + 16 * group, step, out, to + 32 * group);
    }
  }
}

/** IQ4_XS's scale of a group, 0 to 63: its high quarter lies in a word, its low half in four bytes. */
export function groupScale(bytes: Uint8Array, at: number, group: number): number {
  const high = ((bytes[at + 2 + (group >> 2)] as number) >> (2 * (group & 3))) & 3;
  const low = ((bytes[at + 4 + (group >> 1)] as number) >> (4 * (group & 1))) & 15;
  return low | (high << 4);
}

function putLevels(bytes: Uint8Array, from: number, scale: number, out: Float32Array, to: number): void {
  for (let i = 0; i < 16; i++) {
    const pair = bytes[from + i] as number;
    out[to + i] = scale * (levels[pair & 15] as number);
    out[to + 16 + i] = scale * (levels[pair >> 4] as number);
  }
}
