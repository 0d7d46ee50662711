// The types of one scale a block, by the rule of ggml's reference, operation by operation in 32 bits.
import { awayFromZero, furthest, inverse, putHalf } from './ggml-rounding.ts';

const { abs, floor, fround, max, min } = Math;

export function writeQ1_0(values: Float32Array, block: Uint8Array): void {
  let sum = 0;
  for (const value of values) sum = fround(sum + abs(value));
  putHalf(block, 0, fround(sum / values.length));
  values.forEach((value, i) => {
    if (value >= 0) block[2 + (i >> 3)]! |= 1 << (i & 7);
  });
}

export function writeQ2_0(values: Float32Array, block: Uint8Array): void {
  const scale = abs(furthest(values));
  putHalf(block, 0, scale);
  const by = inverse(scale);
  values.forEach((value, i) => {
    const code = min(max(awayFromZero(fround(value * by)) + 1, 0), 3);
    block[2 + (i >> 2)]! |= code << (2 * (i & 3));
  });
}

export function writeQ4_0(values: Float32Array, block: Uint8Array): void {
  const scale = fround(furthest(values) / -8);
  putHalf(block, 0, scale);
  putNibbles(block, 2, centredCodes(values, scale, 8));
}

export function writeQ5_0(values: Float32Array, block: Uint8Array): void {
  const scale = fround(furthest(values) / -16);
  putHalf(block, 0, scale);
  const codes = centredCodes(values, scale, 16);
  putFifthBits(block, 2, codes);
  putNibbles(block, 6, codes);
}

export function writeQ4_1(values: Float32Array, block: Uint8Array): void {
  putNibbles(block, 4, linearCodes(values, block, 15));
}

export function writeQ5_1(values: Float32Array, block: Uint8Array): void {
  const codes = linearCodes(values, block, 31);
  putFifthBits(block, 4, codes);
  putNibbles(block, 8, codes);
}

export function writeQ8_0(values: Float32Array, block: Uint8Array): void {
  const scale = fround(abs(furthest(values)) / 127);
  putHalf(block, 0, scale);
  block.set(roundedCodes(values, scale), 2);
}

export function writeQ8_1(values: Float32Array, block: Uint8Array): void {
  const scale = fround(abs(furthest(values)) / 127);
  const codes = roundedCodes(values, scale);
  putHalf(block, 0, scale);
  putHalf(block, 2, fround(codes.reduce((sum, code) => sum + code, 0) * scale));
  block.set(codes, 4);
}

/** Codes 0 to 2 * half - 1, `half` for zero. */
function centredCodes(values: Float32Array, scale: number, half: number): readonly number[] {
  const by = inverse(scale);
  return Array.from(values, (value) => min(2 * half - 1, floor(fround(fround(value * by) + (half + 0.5)))));
}

/** Writes scale and minimum at the beginning of the block; codes 0 to `top`. */
function linearCodes(values: Float32Array, block: Uint8Array, top: number): readonly number[] {
  const low = values.reduce((least, value) => min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => max(most, value), Number.NEGATIVE_INFINITY);
  const scale = fround(fround(high - low) / top);
  putHalf(block, 0, scale);
  putHalf(block, 2, low);
  const by = inverse(scale);
  return Array.from(values, (value) => min(top, floor(fround(fround(fround(value - low) * by) + 0.5))));
}

function roundedCodes(values: Float32Array, scale: number): Int8Array {
  const by = inverse(scale);
  return Int8Array.from(values, (value) => awayFromZero(fround(value * by)));
}

/**
 * The low four bits of each code: the first half of the block in the low halves of the bytes, the second in the high
 * ones.
 */
function putNibbles(block: Uint8Array, at: number, codes: readonly number[]): void {
  for (let i = 0; i < 16; i++) block[at + i] = (codes[i]! & 15) | ((codes[16 + i]! & 15) << 4);
}

/** The fifth bit of code i as bit i of four bytes. */
function putFifthBits(block: Uint8Array, at: number, codes: readonly number[]): void {
  codes.forEach((code, i) => {
    block[at + (i >> 3)]! |= (code >> 4) << (i & 7);
  });
}
