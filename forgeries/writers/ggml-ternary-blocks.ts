// Ternary types, by the rule of ggml's reference: the largest magnitude is one.
import { ternaryRuns } from '../../src/formats/ggml/ternary-blocks.ts';
import { awayFromZero, furthest, inverse, putHalf } from './ggml-rounding.ts';

export function writeTQ1_0(values: Float32Array, block: Uint8Array): void {
  const digits = digitsOf(values, block, 52);
  let first = 0;
  for (const run of ternaryRuns) {
    for (let i = 0; i < run.bytes; i++) {
      let number = 0;
      // Five digits always: where only four are stored, the last is zero.
      for (let digit = 0; digit < 5; digit++) {
        number = 3 * number + (digit < run.digits ? digits[first + digit * run.bytes + i]! : 0);
      }
      // As a fraction of 256, rounded up, so that the reader's products bring the digits out again.
      block[run.from + i] = Math.ceil((number * 256) / 243);
    }
    first += run.digits * run.bytes;
  }
}

export function writeTQ2_0(values: Float32Array, block: Uint8Array): void {
  digitsOf(values, block, 64).forEach((digit, i) => {
    block[32 * (i >> 7) + (i & 31)]! |= digit << (2 * ((i >> 5) & 3));
  });
}

/** 0, 1 or 2 for each value; writes the scale. */
function digitsOf(values: Float32Array, block: Uint8Array, scaleAt: number): readonly number[] {
  const scale = Math.abs(furthest(values));
  putHalf(block, scaleAt, scale);
  const by = inverse(scale);
  return Array.from(values, (value) => awayFromZero(Math.fround(value * by)) + 1);
}
