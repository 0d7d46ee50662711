// The grid types: a code names a point of four or eight coordinates, each a signed byte in the table at `grid`.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { half, halfOf } from './lanes';

// @ts-ignore: decorator
@inline
/** Seven stored signs, and an eighth that makes the number of minus signs even. */
function evenSigns(seven: u32): u32 {
  return seven | ((popcnt<u32>(seven) & 1) << 7);
}

// @ts-ignore: decorator
@inline
/** Four coordinates (as 32-bit integers) times `scale`, minus where the bit of `signs` is set. */
function putFour(to: usize, coordinates: v128, scale: v128, signs: u32): void {
  const bit = i32x4(1, 2, 4, 8);
  const minus = v128.and(i32x4.eq(v128.and(i32x4.splat(signs), bit), bit), i32x4.splat(0x80000000));
  v128.store(to, v128.xor(f32x4.mul(f32x4.convert_i32x4_s(coordinates), scale), minus));
}

// @ts-ignore: decorator
@inline
function putEight(to: usize, point: usize, scale: v128, signs: u32): void {
  const words = v128.load8x8_s(point);
  putFour(to, i32x4.extend_low_i16x8_s(words), scale, signs);
  putFour(to + 16, i32x4.extend_high_i16x8_s(words), scale, signs >> 4);
}

// @ts-ignore: decorator
@inline
function putQuartet(to: usize, point: usize, scale: v128, signs: u32): void {
  const words = i16x8.extend_low_i8x16_s(v128.load32_zero(point));
  putFour(to, i32x4.extend_low_i16x8_s(words), scale, signs);
}

// @ts-ignore: decorator
@inline
/** Eight coordinates, each moved by an eighth, times `scale`. */
function putMoved(to: usize, point: usize, scale: v128, shift: v128): void {
  const words = v128.load8x8_s(point);
  v128.store(to, f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)), shift), scale));
  v128.store(to, f32x4.mul(f32x4.add(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), shift), scale), 16);
}

// @ts-ignore: decorator
@inline
function quarterScale(whole: f32, small: u32): v128 {
  return f32x4.splat(whole * (<f32>0.5 + <f32>small) * <f32>0.25);
}

// @ts-ignore: decorator
@inline
/** 1, 3, 5, …: what the small scales of IQ1 and IQ3_S stand for. */
function odd(small: u32): f32 {
  const number: u32 = (small << 1) | 1;
  return <f32>number;
}

export function iq2_xxs(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const whole = half(from);
    for (let group: usize = 0; group < 8; group++) {
      const at = from + 2 + 8 * group;
      let word = load<u32>(at, 4);
      const scale = quarterScale(whole, word >> 28);
      for (let i: usize = 0; i < 4; i++) {
        putEight(to, grid + 8 * <usize>load<u8>(at + i), scale, evenSigns(word & 127));
        word >>= 7;
        to += 32;
      }
    }
    from += 66;
  }
}

export function iq2_xs(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const whole = half(from);
    for (let pair: usize = 0; pair < 16; pair++) {
      const scale = quarterScale(whole, (<u32>load<u8>(from + 66 + (pair >> 1)) >> (4 * (<u32>pair & 1))) & 15);
      const codes = load<u32>(from + 2 + 4 * pair);
      putEight(to, grid + 8 * <usize>(codes & 511), scale, evenSigns((codes >> 9) & 127));
      putEight(to + 32, grid + 8 * <usize>((codes >> 16) & 511), scale, evenSigns(codes >> 25));
      to += 64;
    }
    from += 74;
  }
}

export function iq2_s(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const whole = half(from);
    for (let i: usize = 0; i < 32; i++) {
      const high = (<u32>load<u8>(from + 66 + (i >> 2)) >> (2 * (<u32>i & 3))) & 3;
      const scale = quarterScale(whole, (<u32>load<u8>(from + 74 + (i >> 2)) >> (2 * (<u32>i & 2))) & 15);
      const point = <u32>load<u8>(from + 2 + i) | (high << 8);
      putEight(to, grid + 8 * <usize>point, scale, load<u8>(from + 34 + i));
      to += 32;
    }
    from += 82;
  }
}

export function iq3_xxs(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const whole = half(from);
    for (let group: usize = 0; group < 8; group++) {
      let word = load<u32>(from + 66 + 4 * group);
      const scale = f32x4.splat(whole * (<f32>0.5 + <f32>(word >> 28)) * <f32>0.5);
      for (let i: usize = 0; i < 8; i += 2) {
        const signs = evenSigns(word & 127);
        const at = from + 2 + 8 * group + i;
        putQuartet(to, grid + 4 * <usize>load<u8>(at), scale, signs);
        putQuartet(to + 16, grid + 4 * <usize>load<u8>(at, 1), scale, signs >> 4);
        word >>= 7;
        to += 32;
      }
    }
    from += 98;
  }
}

export function iq3_s(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const whole = half(from);
    for (let group: usize = 0; group < 8; group++) {
      const small = (<u32>load<u8>(from + 106 + (group >> 1)) >> (4 * (<u32>group & 1))) & 15;
      const scale = f32x4.splat(whole * odd(small));
      let highs: u32 = load<u8>(from + 66 + group);
      for (let i: usize = 0; i < 8; i += 2) {
        const at = from + 2 + 8 * group + i;
        const signs: u32 = load<u8>(from + 74 + 4 * group + (i >> 1));
        putQuartet(to, grid + 4 * <usize>(<u32>load<u8>(at) | ((highs & 1) << 8)), scale, signs);
        putQuartet(to + 16, grid + 4 * <usize>(<u32>load<u8>(at, 1) | ((highs & 2) << 7)), scale, signs >> 4);
        highs >>= 2;
        to += 32;
      }
    }
    from += 110;
  }
}

export function iq1_s(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const whole = half(from);
    for (let group: usize = 0; group < 8; group++) {
      let head: u32 = load<u16>(from + 34 + 2 * group);
      const scale = f32x4.splat(whole * odd((head >> 12) & 7));
      const shift = f32x4.splat(head >> 15 ? -0.125 : 0.125);
      for (let i: usize = 0; i < 4; i++) {
        const point = <u32>load<u8>(from + 2 + 4 * group + i) | ((head & 7) << 8);
        putMoved(to, grid + 8 * <usize>point, scale, shift);
        head >>= 3;
        to += 32;
      }
    }
    from += 50;
  }
}

export function iq1_m(from: usize, blocks: i32, to: usize, grid: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    // The scale of the block stands in the top four bits of four words.
    const head: u32 =
      (<u32>load<u8>(from, 49) >> 4) |
      (<u32>load<u8>(from, 51) & 0xf0) |
      ((<u32>load<u8>(from, 53) & 0xf0) << 4) |
      ((<u32>load<u8>(from, 55) & 0xf0) << 8);
    const whole = halfOf(head);
    for (let pair: usize = 0; pair < 16; pair++) {
      const word: u32 = load<u16>(from + 48 + 2 * (pair >> 2));
      const scale = f32x4.splat(whole * odd((word >> (3 * (<u32>pair & 3))) & 7));
      const highs: u32 = load<u8>(from + 32 + pair);
      const low = <u32>load<u8>(from + 2 * pair) | ((highs & 7) << 8);
      const high = <u32>load<u8>(from + 2 * pair, 1) | ((highs & 0x70) << 4);
      putMoved(to, grid + 8 * <usize>low, scale, f32x4.splat(highs & 0x08 ? -0.125 : 0.125));
      putMoved(to + 32, grid + 8 * <usize>high, scale, f32x4.splat(highs & 0x80 ? -0.125 : 0.125));
      to += 64;
    }
    from += 56;
  }
}
