// How ggml rounds, in 32-bit arithmetic, and how its scales are written.
import { codeFinder, valueTable } from '../../src/formats/numbers/small-floats.ts';

const codeOf = codeFinder('F16');
const halves = valueTable('F16');
const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** Writes `value` as a half-precision number, lower byte first, and gives what it is after rounding. */
export function putHalf(block: Uint8Array, at: number, value: number): number {
  const code = halfCode(value);
  block[at] = code & 255;
  block[at + 1] = code >> 8;
  return halves[code] as number;
}

/** The half-precision code nearest to `value`. */
export function halfCode(value: number): number {
  float[0] = value;
  return codeOf(floatBits[0] as number);
}

/** The half-precision number nearest to `value`. */
export function asHalf(value: number): number {
  return halves[halfCode(value)] as number;
}

/** `1 / scale` in 32 bits, and 0 for 0. */
export function inverse(scale: number): number {
  return scale === 0 ? 0 : Math.fround(1 / scale);
}

/** C's roundf: halves away from zero. */
export function awayFromZero(value: number): number {
  return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}

/** To nearest, halves to even: what adding and taking away 1.5 * 2^23 does in 32 bits. */
export function toEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** The first value of largest magnitude, with its sign; 0 where all are zero. */
export function furthest(values: Float32Array): number {
  let found = 0;
  for (const value of values) if (Math.abs(value) > Math.abs(found)) found = value;
  return found;
}

export function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(Math.max(value, lowest), highest);
}
