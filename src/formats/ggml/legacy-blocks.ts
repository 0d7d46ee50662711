// ggml's blocks of one scale, with or without a minimum: Q1_0, Q2_0, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q8_1.
//
// Every function here dequantises whole blocks of `bytes` into `out`. A product of a code and a scale is exact in 64
// bits, so storing it rounds once, as ggml's 32-bit product does; where a minimum follows, the product is rounded
// before the sum.
import { halfAt } from './half.ts';

/** A scale, then a bit for each of 128 elements: plus or minus the scale. */
export function readQ1_0(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 18, to += 128) {
    const scale = halfAt(bytes, at);
    for (let i = 0; i < 128; i++) {
      out[to + i] = (2 * (((bytes[at + 2 + (i >> 3)] as number) >> (i & 7)) & 1) - 1) * scale;
    }
  }
}

/** A scale, then two bits for each of 64 elements, four neighbours to a byte: -1 to 2. */
export function readQ2_0(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 18, to += 64) {
    const scale = halfAt(bytes, at);
    for (let i = 0; i < 64; i++) {
      out[to + i] = ((((bytes[at + 2 + (i >> 2)] as number) >> (2 * (i & 3))) & 3) - 1) * scale;
    }
  }
}

/** A scale, then 16 bytes: elements 0 to 15 in their low halves, 16 to 31 in the high ones; -8 to 7. */
export function readQ4_0(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 18, to += 32) {
    const scale = halfAt(bytes, at);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 2 + i] as number;
      out[to + i] = ((pair & 15) - 8) * scale;
      out[to + 16 + i] = ((pair >> 4) - 8) * scale;
    }
  }
}

/** A scale and a minimum, then 16 bytes as in Q4_0; 0 to 15. */
export function readQ4_1(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 20, to += 32) {
    const scale = halfAt(bytes, at);
    const minimum = halfAt(bytes, at + 2);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 4 + i] as number;
      out[to + i] = Math.fround((pair & 15) * scale) + minimum;
      out[to + 16 + i] = Math.fround((pair >> 4) * scale) + minimum;
    }
  }
}

/** A scale, a word of fifth bits, then 16 bytes as in Q4_0; -16 to 15. */
export function readQ5_0(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 22, to += 32) {
    const scale = halfAt(bytes, at);
    const high = fifthBits(bytes, at + 2);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 6 + i] as number;
      out[to + i] = (((pair & 15) | (((high >>> i) << 4) & 16)) - 16) * scale;
      out[to + 16 + i] = (((pair >> 4) | ((high >>> (12 + i)) & 16)) - 16) * scale;
    }
  }
}

/** A scale and a minimum, a word of fifth bits, then 16 bytes as in Q4_0; 0 to 31. */
export function readQ5_1(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 24, to += 32) {
    const scale = halfAt(bytes, at);
    const minimum = halfAt(bytes, at + 2);
    const high = fifthBits(bytes, at + 4);
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 8 + i] as number;
      out[to + i] = Math.fround(((pair & 15) | (((high >>> i) << 4) & 16)) * scale) + minimum;
      out[to + 16 + i] = Math.fround(((pair >> 4) | ((high >>> (12 + i)) & 16)) * scale) + minimum;
    }
  }
}

/** A scale, then a signed byte for each of 32 elements. */
export function readQ8_0(bytes: Uint8Array, out: Float32Array): void {
  readSignedBytes(bytes, out, 2);
}

/**
 * As Q8_0, with a second number after the scale: their sum, which ggml keeps for its products and which holds no value.
 */
export function readQ8_1(bytes: Uint8Array, out: Float32Array): void {
  readSignedBytes(bytes, out, 4);
}

function readSignedBytes(bytes: Uint8Array, out: Float32Array, head: number): void {
  for (let at = 0, to = 0; at < bytes.length; at += head + 32, to += 32) {
    const scale = halfAt(bytes, at);
    for (let i = 0; i < 32; i++) out[to + i] = (((bytes[at + head + i] as number) << 24) >> 24) * scale;
  }
}

/** Bit i belongs to element i. */
function fifthBits(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
