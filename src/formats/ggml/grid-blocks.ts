// ggml's grid types (IQ1_S to IQ3_S): one code names a point of a grid, which is the values of four or eight elements
// at once.
import { grid } from './grids.ts';
import { halfAt } from './half.ts';

const elements = 256;

/** IQ1 types add or take away an eighth of a step. */
const eighth = 0.125;

/**
 * Seven signs are stored, one bit each; the eighth makes the number of minus signs even. The byte has the sign of
 * element i in bit i.
 */
function evenSigns(seven: number): number {
  let parity = seven;
  parity ^= parity >> 4;
  parity ^= parity >> 2;
  parity ^= parity >> 1;
  return seven | ((parity & 1) << 7);
}

const plusMinus = Float32Array.of(1, -1);

/** Writes the `count` values of one point, scaled, minus where the bit of `signs` is set. */
function putPoint(
  points: Float32Array,
  point: number,
  count: number,
  scale: number,
  signs: number,
  out: Float32Array,
  to: number,
): void {
  for (let i = 0; i < count; i++) {
    // A product, because a branch on a random bit costs more than all the rest.
    out[to + i] = scale * (points[point * count + i] as number) * (plusMinus[(signs >> i) & 1] as number);
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/**
 * A scale, then for every 32 elements four points, and a word of four times seven signs and four bits of small scale.
 */
export function readIQ2_XXS(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq2xxs');
  for (let at = 0, to = 0; at < bytes.length; at += 66, to += elements) {
    const whole = halfAt(bytes, at);
    for (let group = 0; group < 8; group++) {
      const from = at + 2 + 8 * group;
      const word = wordAt(bytes, from + 4);
      const scale = quarterScale(whole, word >>> 28);
      for (let i = 0; i < 4; i++) {
        const signs = evenSigns((word >>> (7 * i)) & 127);
        putPoint(points, bytes[from + i] as number, 8, scale, signs, out, to + 32 * group + 8 * i);
      }
    }
  }
}

/**
 * A scale, 32 half words of nine bits of point and seven signs, then four bits of small scale for every 16 elements.
 */
export function readIQ2_XS(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq2xs');
  for (let at = 0, to = 0; at < bytes.length; at += 74, to += elements) {
    const whole = halfAt(bytes, at);
    for (let i = 0; i < 32; i++) {
      const code = (bytes[at + 2 + 2 * i] as number) | ((bytes[at + 3 + 2 * i] as number) << 8);
      const scale = quarterScale(whole, nibbleAt(bytes, at + 66, i >> 1));
      putPoint(points, code & 511, 8, scale, evenSigns(code >> 9), out, to + 8 * i);
    }
  }
}

/** A scale, 32 low bytes of points, 32 of signs, eight of high bits, then four bits of small scale for every 16. */
export function readIQ2_S(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq2s');
  for (let at = 0, to = 0; at < bytes.length; at += 82, to += elements) {
    const whole = halfAt(bytes, at);
    for (let i = 0; i < 32; i++) {
      const high = ((bytes[at + 66 + (i >> 2)] as number) >> (2 * (i & 3))) & 3;
      const scale = quarterScale(whole, nibbleAt(bytes, at + 74, i >> 1));
      const signs = bytes[at + 34 + i] as number;
      putPoint(points, (bytes[at + 2 + i] as number) | (high << 8), 8, scale, signs, out, to + 8 * i);
    }
  }
}

/** A scale, 64 points of four elements, then words of signs and small scale as in IQ2_XXS. */
export function readIQ3_XXS(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq3xxs');
  for (let at = 0, to = 0; at < bytes.length; at += 98, to += elements) {
    const whole = halfAt(bytes, at);
    for (let group = 0; group < 8; group++) {
      const word = wordAt(bytes, at + 66 + 4 * group);
      const scale = Math.fround(Math.fround(whole * (0.5 + (word >>> 28))) * 0.5);
      for (let i = 0; i < 8; i++) {
        const signs = evenSigns((word >>> (7 * (i >> 1))) & 127) >> (4 * (i & 1));
        putPoint(points, bytes[at + 2 + 8 * group + i] as number, 4, scale, signs, out, to + 32 * group + 4 * i);
      }
    }
  }
}

/** A scale, 64 low bytes of points, eight of high bits, 32 of signs, then four bits of small scale for every 32. */
export function readIQ3_S(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq3s');
  for (let at = 0, to = 0; at < bytes.length; at += 110, to += elements) {
    const whole = halfAt(bytes, at);
    for (let i = 0; i < 64; i++) {
      const high = ((bytes[at + 66 + (i >> 3)] as number) >> (i & 7)) & 1;
      const signs = (bytes[at + 74 + (i >> 1)] as number) >> (4 * (i & 1));
      const scale = Math.fround(whole * (1 + 2 * nibbleAt(bytes, at + 106, i >> 3)));
      putPoint(points, (bytes[at + 2 + i] as number) | (high << 8), 4, scale, signs, out, to + 4 * i);
    }
  }
}

/**
 * A scale, 32 low bytes of points, then for every 32 elements a half word: high bits, small scale, direction of the
 * shift.
 */
export function readIQ1_S(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq1s');
  for (let at = 0, to = 0; at < bytes.length; at += 50, to += elements) {
    const whole = halfAt(bytes, at);
    for (let group = 0; group < 8; group++) {
      const head = (bytes[at + 34 + 2 * group] as number) | ((bytes[at + 35 + 2 * group] as number) << 8);
      const scale = Math.fround(whole * (2 * ((head >> 12) & 7) + 1));
      const shift = head >> 15 === 1 ? -eighth : eighth;
      for (let i = 0; i < 4; i++) {
        const point = (bytes[at + 2 + 4 * group + i] as number) | (((head >> (3 * i)) & 7) << 8);
        putShifted(points, point, scale, shift, out, to + 32 * group + 8 * i);
      }
    }
  }
}

/** 32 low bytes of points, 16 of high bits and shifts, then four half words of small scales and of the scale itself. */
export function readIQ1_M(bytes: Uint8Array, out: Float32Array): void {
  const points = grid('iq1s');
  const head = new Uint8Array(2);
  for (let at = 0, to = 0; at < bytes.length; at += 56, to += elements) {
    // The scale of the block is cut up: four bits stand at the top of each of four words of small scales.
    head[0] = ((bytes[at + 49] as number) >> 4) | ((bytes[at + 51] as number) & 0xf0);
    head[1] = ((bytes[at + 53] as number) >> 4) | ((bytes[at + 55] as number) & 0xf0);
    const whole = halfAt(head, 0);
    for (let i = 0; i < 32; i++) {
      const pair = i >> 1;
      const word = (bytes[at + 48 + 2 * (pair >> 2)] as number) | ((bytes[at + 49 + 2 * (pair >> 2)] as number) << 8);
      const scale = Math.fround(whole * (2 * ((word >> (3 * (pair & 3))) & 7) + 1));
      const high = (bytes[at + 32 + pair] as number) >> (4 * (i & 1));
      const shift = (high & 8) === 8 ? -eighth : eighth;
      putShifted(points, (bytes[at + i] as number) | ((high & 7) << 8), scale, shift, out, to + 8 * i);
    }
  }
}

function putShifted(
  points: Float32Array,
  point: number,
  scale: number,
  shift: number,
  out: Float32Array,
  to: number,
): void {
  for (let i = 0; i < 8; i++) out[to + i] = scale * ((points[8 * point + i] as number) + shift);
}

/** The scale of a group of an IQ2 type, which keeps four bits of it. */
function quarterScale(whole: number, small: number): number {
  return Math.fround(Math.fround(whole * (0.5 + small)) * 0.25);
}

function nibbleAt(bytes: Uint8Array, at: number, index: number): number {
  return ((bytes[at + (index >> 1)] as number) >> (4 * (index & 1))) & 15;
}
