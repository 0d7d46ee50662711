// Four-bit floats under eight-bit scales: MXFP4 (a power of two for 32 elements) and NVFP4 (a small float for 16).
import { valueTable } from '../numbers/small-floats.ts';

/** Twice the values of F4 (E2M1), which makes them integers; every scale is halved in return. */
export const doubledF4: Float32Array = valueTable('F4').map((value) => (value === 0 ? 0 : 2 * value));

/** Half of each E8M0 scale. ggml knows no NaN there, so that code 255 is one more power of two. */
export const halvedE8M0: Float32Array = Float32Array.from({ length: 256 }, (_, code) => 2 ** (code - 128));

/** Half of each unsigned E4M3 scale. ggml leaves the top bit out, takes 127 for zero, and lets 255 be 480. */
export const halvedUE4M3: Float32Array = Float32Array.from({ length: 256 }, (_, code) => {
  if (code === 127) return 0;
  const exponent = (code >> 3) & 15;
  const mantissa = code & 7;
  return exponent === 0 ? mantissa * 2 ** -10 : (8 + mantissa) * 2 ** (exponent - 11);
});

/** A scale of one byte, then 16 bytes: elements 0 to 15 in their low halves, 16 to 31 in the high ones. */
export function readMXFP4(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 17, to += 32) {
    const scale = halvedE8M0[bytes[at] as number] as number;
    for (let i = 0; i < 16; i++) {
      const pair = bytes[at + 1 + i] as number;
      out[to + i] = (doubledF4[pair & 15] as number) * scale;
      out[to + 16 + i] = (doubledF4[pair >> 4] as number) * scale;
    }
  }
}

/** Four scales of one byte, then eight bytes for each group of 16, laid out as in MXFP4. */
export function readNVFP4(bytes: Uint8Array, out: Float32Array): void {
  for (let at = 0, to = 0; at < bytes.length; at += 36, to += 64) {
    for (let group = 0; group < 4; group++) {
      const scale = halvedUE4M3[bytes[at + group] as number] as number;
      for (let i = 0; i < 8; i++) {
        const pair = bytes[at + 4 + 8 * group + i] as number;
        out[to + 16 * group + i] = (doubledF4[pair & 15] as number) * scale;
        out[to + 16 * group + 8 + i] = (doubledF4[pair >> 4] as number) * scale;
      }
    }
  }
}
