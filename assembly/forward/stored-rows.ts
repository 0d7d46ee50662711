// One activation times rows of weights that stay as they are stored: 16-bit floats, or blocks of 32 with a scale.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { laneSum } from '../trainer/lanes';
import { mulAdd } from './mul-add';

/** out[j] = x · w_j for rows of k bfloat16; k is a multiple of 8. Lanes and order of `times`. */
export function timesBf16(x: usize, w: usize, rows: i32, k: i32, out: usize): void {
  const stride = <usize>k << 1;
  let j: i32 = 0;
  for (; j + 2 <= rows; j += 2) {
    const b = w + <usize>j * stride;
    let s0 = f32x4.splat(0), s1 = s0;
    for (let t: usize = 0; t < stride; t += 16) {
      const p = v128.load(x + (t << 1)), q = v128.load(x + (t << 1), 16);
      let v = v128.load(b + t);
      s0 = mulAdd(s0, p, i32x4.shl(i32x4.extend_low_i16x8_u(v), 16));
      s0 = mulAdd(s0, q, i32x4.shl(i32x4.extend_high_i16x8_u(v), 16));
      v = v128.load(b + stride + t);
      s1 = mulAdd(s1, p, i32x4.shl(i32x4.extend_low_i16x8_u(v), 16));
      s1 = mulAdd(s1, q, i32x4.shl(i32x4.extend_high_i16x8_u(v), 16));
    }
    store<f32>(out + (<usize>j << 2), laneSum(s0)), store<f32>(out + (<usize>j << 2), laneSum(s1), 4);
  }
  for (; j < rows; j++) {
    const b = w + <usize>j * stride;
    let s = f32x4.splat(0);
    for (let t: usize = 0; t < stride; t += 16) {
      const v = v128.load(b + t);
      s = mulAdd(s, v128.load(x + (t << 1)), i32x4.shl(i32x4.extend_low_i16x8_u(v), 16));
      s = mulAdd(s, v128.load(x + (t << 1), 16), i32x4.shl(i32x4.extend_high_i16x8_u(v), 16));
    }
    store<f32>(out + (<usize>j << 2), laneSum(s));
  }
}

// @ts-ignore: decorator
@inline
/** A 16-bit float that is no infinity and no NaN, as scales are. */
function half(bits: u32): f32 {
  const sign = (bits & 0x8000) << 16;
  const rest = bits & 0x7fff;
  // The exponent moves by 112; subnormal ones come out right by the product.
  const scaled = reinterpret<f32>(rest << 13) * reinterpret<f32>(0x77800000);
  return reinterpret<f32>(sign | reinterpret<u32>(scaled));
}

// @ts-ignore: decorator
@inline
/** 16 signed bytes times 16 whole numbers of 16 bits at x, added to the four sums s. */
function byBytes(s: v128, x: usize, v: v128): v128 {
  s = i32x4.add(s, i32x4.dot_i16x8_s(v128.load(x), i16x8.extend_low_i8x16_s(v)));
  return i32x4.add(s, i32x4.dot_i16x8_s(v128.load(x, 16), i16x8.extend_high_i8x16_s(v)));
}

/**
 * out[j] = x · w_j for rows of Q8_0: 2 bytes of scale and 32 codes a block. x as whole numbers of 16 bits, each 32 with a scale of
 * their own at `scales`: sums within a block are exact.
 */
export function timesQ8(x: usize, scales: usize, w: usize, rows: i32, k: i32, out: usize): void {
  const blocks = k >> 5;
  for (let j: i32 = 0; j < rows; j++) {
    let b = w + <usize>j * <usize>blocks * 34;
    let at = x;
    let scale = scales;
    let sum = f32x4.splat(0);
    for (let block: i32 = 0; block < blocks; block++) {
      let s = byBytes(i32x4.splat(0), at, v128.load(b, 2));
      s = byBytes(s, at + 32, v128.load(b, 18));
      sum = mulAdd(sum, f32x4.convert_i32x4_s(s), f32x4.splat(half(load<u16>(b)) * load<f32>(scale)));
      b += 34;
      at += 64;
      scale += 4;
    }
    store<f32>(out + (<usize>j << 2), laneSum(sum));
  }
}

/** As `timesQ8`, rows of Q4_0: 2 bytes of scale, then 16 bytes with the first 16 codes in their lower halves, 8 above. */
export function timesQ4(x: usize, scales: usize, w: usize, rows: i32, k: i32, out: usize): void {
  const blocks = k >> 5;
  const mask = i8x16.splat(15), eight = i8x16.splat(8);
  for (let j: i32 = 0; j < rows; j++) {
    let b = w + <usize>j * <usize>blocks * 18;
    let at = x;
    let scale = scales;
    let sum = f32x4.splat(0);
    for (let block: i32 = 0; block < blocks; block++) {
      const v = v128.load(b, 2);
      let s = byBytes(i32x4.splat(0), at, i8x16.sub(v128.and(v, mask), eight));
      s = byBytes(s, at + 32, i8x16.sub(i8x16.shr_u(v, 4), eight));
      sum = mulAdd(sum, f32x4.convert_i32x4_s(s), f32x4.splat(half(load<u16>(b)) * load<f32>(scale)));
      b += 18;
      at += 64;
      scale += 4;
    }
    store<f32>(out + (<usize>j << 2), laneSum(sum));
  }
}
