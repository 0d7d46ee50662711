// Four-bit codes of uneven levels: IQ4 by least squares, MXFP4 and NVFP4 by the rule of ggml's reference.
import { fourBitLevels } from '../../src/formats/ggml/grid-table.ts';
import { doubledF4, halvedE8M0, halvedUE4M3 } from '../../src/formats/ggml/micro-scaled-blocks.ts';
import { fitStep, type NearestLevel } from './ggml-fit.ts';
import { clamp, furthest, putHalf } from './ggml-rounding.ts';

const { abs, floor, fround } = Math;

const nearestFourBit: NearestLevel = (value) => fourBitLevels[nearestCode(fourBitLevels, value, 1)]!;

/** Around both ends of the levels, which are not equally far out. */
const fourBitEnds = [-145, -136, -127, -118, -109, 95, 104, 113, 122, 131];

export function writeIQ4_NL(values: Float32Array, block: Uint8Array): void {
  const scale = putHalf(block, 0, fitStep(values, fourBitEnds, nearestFourBit));
  putCodes(block, 2, values, fourBitLevels, scale);
}

export function writeIQ4_XS(values: Float32Array, block: Uint8Array): void {
  const fitted = Float32Array.from({ length: 8 }, (_, group) => {
    return fitStep(values.subarray(32 * group, 32 * group + 32), fourBitEnds, nearestFourBit);
  });
  const scale = putHalf(block, 0, furthest(fitted) / -32);
  fitted.forEach((step, group) => {
    const small = scale === 0 ? 0 : clamp(Math.round(step / scale), -32, 31);
    const code = small + 32;
    block[2 + (group >> 2)]! |= (code >> 4) << (2 * (group & 3));
    block[4 + (group >> 1)]! |= (code & 15) << (4 * (group & 1));
    putCodes(block, 8 + 16 * group, values.subarray(32 * group, 32 * group + 32), fourBitLevels, fround(scale * small));
  });
}

export function writeMXFP4(values: Float32Array, block: Uint8Array): void {
  const largest = abs(furthest(values));
  // The power of two that brings the largest magnitude between 4 and 8, where F4 ends with 6.
  const code = largest > 0 ? Math.max(0, floor(fround(Math.log2(largest))) - 2 + 127) : 0;
  block[0] = code;
  putCodes(block, 1, values, doubledF4, halvedE8M0[code]!);
}

export function writeNVFP4(values: Float32Array, block: Uint8Array): void {
  for (let group = 0; group < 4; group++) {
    const part = values.subarray(16 * group, 16 * group + 16);
    block[group] = scaleCode(fround(abs(furthest(part)) / 6));
    putCodes(block, 4 + 8 * group, part, doubledF4, halvedUE4M3[block[group]!]!);
  }
}

/** The first half of the values in the low halves of the bytes, the second in the high ones. */
function putCodes(
  block: Uint8Array,
  at: number,
  values: Float32Array,
  levels: readonly number[] | Float32Array,
  scale: number,
): void {
  const half = values.length / 2;
  for (let i = 0; i < half; i++) {
    const low = nearestCode(levels, values[i]!, scale);
    block[at + i] = low | (nearestCode(levels, values[half + i]!, scale) << 4);
  }
}

/** The first of the codes whose level times `scale` is nearest to `value`, in 32 bits. */
function nearestCode(levels: readonly number[] | Float32Array, value: number, scale: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let code = 0; code < levels.length; code++) {
    const error = abs(fround(fround(levels[code]! * scale) - value));
    if (error < least) {
      best = code;
      least = error;
    }
  }
  return best;
}

/** The unsigned E4M3 code that ggml gives a scale: halves upwards, and 448 for all that would need the top exponent. */
function scaleCode(value: number): number {
  if (!(value > 0)) return 0;
  const exponent = floor(Math.log2(value));
  if (exponent < -6) return Math.min(7, floor(fround(fround(value * 512) + 0.5)));
  // Eight steps to every power of two; rounding up from the last leads to the next power.
  const code = 8 * (exponent + 7) + floor((value / 2 ** exponent - 1) * 8 + 0.5);
  return code < 0x78 ? code : 0x7e;
}
