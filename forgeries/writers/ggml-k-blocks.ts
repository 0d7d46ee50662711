// K types: a scale for each group by least squares, then small scales as multiples of the block's, then the nearest
// codes.
import { endsAround, fitLine, fitStep, wholeLevels } from './ggml-fit.ts';
import { clamp, furthest, putHalf, toEven } from './ggml-rounding.ts';

const { fround, max, round } = Math;

/** Codes of a block whose groups have step and minimum, and the small numbers that were stored for them. */
interface Linear {
  readonly codes: Uint8Array;
  readonly steps: readonly number[];
  readonly minimums: readonly number[];
}

export function writeQ2_K(values: Float32Array, block: Uint8Array): void {
  const { codes, steps, minimums } = linear(values, block, { scaleAt: 80, groups: 16, top: 3, smallTop: 15 });
  steps.forEach((step, group) => {
    block[group] = step | (minimums[group]! << 4);
  });
  putTwoBits(block, 16, codes);
}

export function writeQ4_K(values: Float32Array, block: Uint8Array): void {
  const { codes, steps, minimums } = linear(values, block, { scaleAt: 0, groups: 8, top: 15, smallTop: 63 });
  putSmall(block, 4, steps, minimums);
  putPairs(block, 16, codes);
}

export function writeQ5_K(values: Float32Array, block: Uint8Array): void {
  const { codes, steps, minimums } = linear(values, block, { scaleAt: 0, groups: 8, top: 31, smallTop: 63 });
  putSmall(block, 4, steps, minimums);
  codes.forEach((code, i) => {
    block[16 + (i & 31)]! |= (code >> 4) << (i >> 5);
  });
  putPairs(block, 48, codes);
}

export function writeQ3_K(values: Float32Array, block: Uint8Array): void {
  const { codes, steps } = centred(values, block, { scaleAt: 108, half: 4, smallest: -32 });
  steps.forEach((step, group) => {
    const small = step + 32;
    block[96 + (group & 7)]! |= (small & 15) << (4 * (group >> 3));
    block[104 + (group & 3)]! |= (small >> 4) << (2 * (group >> 2));
  });
  codes.forEach((code, i) => {
    block[i & 31]! |= (code >> 2) << (i >> 5);
  });
  putTwoBits(block, 32, codes);
}

export function writeQ6_K(values: Float32Array, block: Uint8Array): void {
  const { codes, steps } = centred(values, block, { scaleAt: 208, half: 32, smallest: -128 });
  steps.forEach((step, group) => {
    block[192 + group] = step & 255;
  });
  codes.forEach((code, i) => {
    const side = i >> 7;
    block[64 * side + (i & 63)]! |= (code & 15) << (4 * ((i >> 6) & 1));
    block[128 + 32 * side + (i & 31)]! |= (code >> 4) << (2 * ((i >> 5) & 3));
  });
}

/** By ggml's rule: the value furthest from zero becomes -127. */
export function writeQ8_K(values: Float32Array, block: Uint8Array): void {
  const extreme = furthest(values);
  if (extreme === 0) return;
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  const by = fround(-127 / extreme);
  view.setFloat32(0, fround(1 / by), true);
  values.forEach((value, i) => {
    const code = Math.min(127, toEven(fround(by * value)));
    block[4 + i] = code & 255;
    const sumAt = 260 + 2 * (i >> 4);
    view.setInt16(sumAt, view.getInt16(sumAt, true) + code, true);
  });
}

function linear(
  values: Float32Array,
  block: Uint8Array,
  sizes: { readonly scaleAt: number; readonly groups: number; readonly top: number; readonly smallTop: number },
): Linear {
  const { scaleAt, groups, top, smallTop } = sizes;
  const length = values.length / groups;
  const lines = Array.from({ length: groups }, (_, group) => {
    return fitLine(values.subarray(group * length, (group + 1) * length), top);
  });
  const scale = putHalf(block, scaleAt, max(...lines.map(({ step }) => step)) / smallTop);
  const lowest = putHalf(block, scaleAt + 2, max(...lines.map(({ minimum }) => minimum)) / smallTop);
  const steps = lines.map(({ step }) => multiple(step, scale, 0, smallTop));
  const minimums = lines.map(({ minimum }) => multiple(minimum, lowest, 0, smallTop));
  const codes = Uint8Array.from(values, (value, i) => {
    const group = Math.floor(i / length);
    const step = fround(scale * steps[group]!);
    return step === 0 ? 0 : clamp(round((value + fround(lowest * minimums[group]!)) / step), 0, top);
  });
  return { codes, steps, minimums };
}

/** Groups of 16 with a signed step and codes around `half`. */
function centred(
  values: Float32Array,
  block: Uint8Array,
  sizes: { readonly scaleAt: number; readonly half: number; readonly smallest: number },
): { readonly codes: Uint8Array; readonly steps: readonly number[] } {
  const { scaleAt, half, smallest } = sizes;
  const nearest = wholeLevels(-half, half - 1);
  const ends = endsAround(-half);
  const fitted = Float32Array.from({ length: 16 }, (_, group) => {
    return fitStep(values.subarray(16 * group, 16 * group + 16), ends, nearest);
  });
  // The larger side of the small numbers is the negative one.
  const scale = putHalf(block, scaleAt, furthest(fitted) / smallest);
  const steps = Array.from(fitted, (step) => multiple(step, scale, smallest, -smallest - 1));
  const codes = Uint8Array.from(values, (value, i) => {
    const step = fround(scale * steps[i >> 4]!);
    return step === 0 ? half : nearest(value / step) + half;
  });
  return { codes, steps };
}

/** The whole number that comes nearest to `value` as a multiple of `unit`. */
function multiple(value: number, unit: number, lowest: number, highest: number): number {
  return unit === 0 ? 0 : clamp(round(value / unit), lowest, highest);
}

/** Two bits of each code: 32 bytes for every 128 elements, the first 32 of them in the lowest bits. */
function putTwoBits(block: Uint8Array, at: number, codes: Uint8Array): void {
  codes.forEach((code, i) => {
    block[at + 32 * (i >> 7) + (i & 31)]! |= (code & 3) << (2 * ((i >> 5) & 3));
  });
}

/** Four bits of each code: 32 bytes for every 64 elements, the first 32 of them in the low halves. */
function putPairs(block: Uint8Array, at: number, codes: Uint8Array): void {
  codes.forEach((code, i) => {
    block[at + 32 * (i >> 6) + (i & 31)]! |= (code & 15) << (4 * ((i >> 5) & 1));
  });
}

/** Eight steps and eight minimums of six bits in twelve bytes. */
function putSmall(block: Uint8Array, at: number, steps: readonly number[], minimums: readonly number[]): void {
  for (let group = 0; group < 4; group++) {
    block[at + group] = steps[group]! | ((steps[group + 4]! >> 4) << 6);
    block[at + group + 4] = minimums[group]! | ((minimums[group + 4]! >> 4) << 6);
    block[at + group + 8] = (steps[group + 4]! & 15) | ((minimums[group + 4]! & 15) << 4);
  }
}
