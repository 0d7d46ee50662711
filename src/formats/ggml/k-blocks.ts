// ggml's K types: 256 elements under one or two scales, refined by small scales for every 16 or 32 of them.
//
// Every function dequantises whole blocks of `bytes` into `out`, in ggml's order of rounding: first the scale of a
// group (scale of the block times small integer), then the product with the code, then the difference from the minimum.
import { halfAt } from './half.ts';

const elements = 256;

/** 16 bytes of small scales (low halves) and small minimums (high halves), 64 of two-bit codes, scale, minimum. */
export function readQ2_K(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 84, to += elements) {
    const scale = halfAt(bytes, at + 80);
    const minimum = halfAt(bytes, at + 82);
    for (let group = 0; group < 16; group++) {
      const small = bytes[at + group] as number;
      const step = Math.fround(scale * (small & 15));
      const low = Math.fround(minimum * (small >> 4));
      const codes = at + 16 + twoBitPlace(group);
      const shift = group & 6;
      for (let i = 0; i < 16; i++) {
        out[to + 16 * group + i] = Math.fround(step * (((bytes[codes + i] as number) >> shift) & 3)) - low;
      }
    }
  }
}

/** 32 bytes of third bits, 64 of two-bit codes, 12 of small scales (six bits, 32 for zero), scale. */
export function readQ3_K(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 110, to += elements) {
    const scale = halfAt(bytes, at + 108);
    for (let group = 0; group < 16; group++) {
      const step = Math.fround(scale * (sixBits(bytes, at + 96, group) - 32));
      const codes = at + 32 + twoBitPlace(group);
      const highs = at + 16 * (group & 1);
      const shift = group & 6;
      for (let i = 0; i < 16; i++) {
        const high = ((bytes[highs + i] as number) >> (group >> 1)) & 1;
        out[to + 16 * group + i] = step * ((((bytes[codes + i] as number) >> shift) & 3) + 4 * high - 4);
      }
    }
  }
}

/** Scale, minimum, 12 bytes of small ones (six bits each), 128 of codes, two to a byte. */
export function readQ4_K(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 144, to += elements) {
    const scale = halfAt(bytes, at);
    const minimum = halfAt(bytes, at + 2);
    for (let group = 0; group < 8; group++) {
      const step = Math.fround(scale * smallScale(bytes, at + 4, group));
      const low = Math.fround(minimum * smallMinimum(bytes, at + 4, group));
      const codes = at + 16 + 32 * (group >> 1);
      const shift = 4 * (group & 1);
      for (let i = 0; i < 32; i++) {
        out[to + 32 * group + i] = Math.fround(step * (((bytes[codes + i] as number) >> shift) & 15)) - low;
      }
    }
  }
}

/** As Q4_K, with 32 bytes of fifth bits before the codes. */
export function readQ5_K(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 176, to += elements) {
    const scale = halfAt(bytes, at);
    const minimum = halfAt(bytes, at + 2);
    for (let group = 0; group < 8; group++) {
      const step = Math.fround(scale * smallScale(bytes, at + 4, group));
      const low = Math.fround(minimum * smallMinimum(bytes, at + 4, group));
      const codes = at + 48 + 32 * (group >> 1);
      const shift = 4 * (group & 1);
      for (let i = 0; i < 32; i++) {
        const high = ((bytes[at + 16 + i] as number) >> group) & 1;
        out[to + 32 * group + i] =
          Math.fround(step * ((((bytes[codes + i] as number) >> shift) & 15) + 16 * high)) - low;
      }
    }
  }
}

/** 128 bytes of low halves, 64 of high quarters, 16 signed bytes of small scales, scale. */
export function readQ6_K(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 210, to += elements) {
    const scale = halfAt(bytes, at + 208);
    for (let group = 0; group < 16; group++) {
      const step = Math.fround(scale * (((bytes[at + 192 + group] as number) << 24) >> 24));
      // Eight groups share 64 bytes of low halves, two to a byte, and 32 bytes of high quarters, four to a byte.
      const half = group >> 3;
      const lows = at + 64 * half + 16 * (group & 3);
      const highs = at + 128 + 32 * half + 16 * (group & 1);
      const lowShift = group & 4;
      const highShift = group & 6;
      for (let i = 0; i < 16; i++) {
        const low = ((bytes[lows + i] as number) >> lowShift) & 15;
        const high = ((bytes[highs + i] as number) >> highShift) & 3;
        out[to + 16 * group + i] = step * ((low | (high << 4)) - 32);
      }
    }
  }
}

/** A scale of 32 bits, 256 signed bytes, then sums of 16 of them, which ggml keeps for its products. */
export function readQ8_K(bytes: Uint8Array, out: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0, to = 0; at < bytes.length; at += 292, to += elements) {
    const scale = view.getFloat32(at, true);
    for (let i = 0; i < elements; i++) out[to + i] = scale * (((bytes[at + 4 + i] as number) << 24) >> 24);
  }
}

/** Where the two-bit codes of a group of 16 begin: eight groups share 32 bytes, four to a byte (see `group & 6`). */
function twoBitPlace(group: number): number {
  return 32 * (group >> 3) + 16 * (group & 1);
}

/** Q3_K's scale of a group, 0 to 63: low halves in eight bytes, high quarters in the four that follow. */
export function sixBits(bytes: Uint8Array, at: number, group: number): number {
  const low = ((bytes[at + (group & 7)] as number) >> (4 * (group >> 3))) & 15;
  const high = ((bytes[at + 8 + (group & 3)] as number) >> (2 * (group >> 2))) & 3;
  return low | (high << 4);
}

/** Q4_K's and Q5_K's scale of a group, 0 to 63: the high bits of the last four lie above the first four. */
export function smallScale(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group] as number) & 63;
  return ((bytes[at + group + 4] as number) & 15) | (((bytes[at + group - 4] as number) >> 6) << 4);
}

/** The minimum of the same group, 0 to 63. */
export function smallMinimum(bytes: Uint8Array, at: number, group: number): number {
  if (group < 4) return (bytes[at + group + 4] as number) & 63;
  return ((bytes[at + group + 4] as number) >> 4) | (((bytes[at + group] as number) >> 6) << 4);
}
