// ggml's ternary types: 256 elements of -1, 0 or 1 under one scale, five to a byte (TQ1_0) or four (TQ2_0).
import { halfAt } from './half.ts';

const elements = 256;

/** TQ1_0's runs of bytes: where they begin, how many they are, and how many elements each byte holds. */
export const ternaryRuns = [
  { from: 0, bytes: 32, digits: 5 },
  { from: 32, bytes: 16, digits: 5 },
  { from: 48, bytes: 4, digits: 4 },
] as const;

/**
 * 48 bytes of five digits, four bytes of four, then the scale. A byte is its five base-3 digits as a fraction of 256,
 * rounded up: multiplying by 3 brings the first digit above the byte, and what stays below is the fraction of the rest.
 */
export function readTQ1_0(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 54) {
    const scale = halfAt(bytes, at + 52);
    for (const run of ternaryRuns) {
      for (let i = 0; i < run.bytes; i++) {
        let rest = bytes[at + run.from + i] as number;
        for (let digit = 0; digit < run.digits; digit++) {
          rest *= 3;
          out[to + digit * run.bytes + i] = ((rest >> 8) - 1) * scale;
          rest &= 255;
        }
      }
      to += run.digits * run.bytes;
    }
  }
}

/** 64 bytes of two-bit codes, then the scale. Code 3, which ggml never writes, means 2. */
export function readTQ2_0(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 66, to += elements) {
    const scale = halfAt(bytes, at + 64);
    for (let i = 0; i < elements; i++) {
      // Each 32 bytes hold four runs of 32 elements, two bits of every byte.
      const byte = bytes[at + 32 * (i >> 7) + (i & 31)] as number;
      out[to + i] = (((byte >> (2 * ((i >> 5) & 3))) & 3) - 1) * scale;
    }
  }
}
