// Blocks of one scale, with or without a minimum.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { half, highNibbles, lowNibbles, put, putShifted, spreadBits } from './lanes';

export function q1_0(from: usize, blocks: i32, to: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    for (let i: usize = 0; i < 16; i += 2) {
      // 2 where the bit is set, 0 where not; less one.
      const codes = i8x16.sub(v128.and(spreadBits(from + 2 + i), i8x16.splat(2)), i8x16.splat(1));
      put(to, codes, scale);
      to += 64;
    }
    from += 18;
  }
}

export function q2_0(from: usize, blocks: i32, to: usize): void {
  const mask = i8x16.splat(3), one = i8x16.splat(1);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    const bytes = v128.load(from, 2);
    const first = i8x16.sub(v128.and(bytes, mask), one);
    const second = i8x16.sub(v128.and(i16x8.shr_u(bytes, 2), mask), one);
    const third = i8x16.sub(v128.and(i16x8.shr_u(bytes, 4), mask), one);
    const fourth = i8x16.sub(v128.and(i16x8.shr_u(bytes, 6), mask), one);
    // The four codes of a byte stand side by side.
    const evenLow = v128.shuffle<i8>(first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const oddLow = v128.shuffle<i8>(third, fourth, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const evenHigh = v128.shuffle<i8>(first, second, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const oddHigh = v128.shuffle<i8>(third, fourth, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    put(to, v128.shuffle<i16>(evenLow, oddLow, 0, 8, 1, 9, 2, 10, 3, 11), scale);
    put(to + 64, v128.shuffle<i16>(evenLow, oddLow, 4, 12, 5, 13, 6, 14, 7, 15), scale);
    put(to + 128, v128.shuffle<i16>(evenHigh, oddHigh, 0, 8, 1, 9, 2, 10, 3, 11), scale);
    put(to + 192, v128.shuffle<i16>(evenHigh, oddHigh, 4, 12, 5, 13, 6, 14, 7, 15), scale);
    from += 18;
    to += 256;
  }
}

export function q4_0(from: usize, blocks: i32, to: usize): void {
  const eight = i8x16.splat(8);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    const pairs = v128.load(from, 2);
    put(to, i8x16.sub(lowNibbles(pairs), eight), scale);
    put(to + 64, i8x16.sub(highNibbles(pairs), eight), scale);
    from += 18;
    to += 128;
  }
}

export function q4_1(from: usize, blocks: i32, to: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    const minimum = f32x4.splat(half(from + 2));
    const pairs = v128.load(from, 4);
    putShifted(to, lowNibbles(pairs), scale, minimum);
    putShifted(to + 64, highNibbles(pairs), scale, minimum);
    from += 20;
    to += 128;
  }
}

export function q5_0(from: usize, blocks: i32, to: usize): void {
  const sixteen = i8x16.splat(16);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    const pairs = v128.load(from, 6);
    // A code with its fifth bit is sixteen too large, one without is as it should be less sixteen.
    put(to, i8x16.sub(lowNibbles(pairs), v128.andnot(sixteen, spreadBits(from + 2))), scale);
    put(to + 64, i8x16.sub(highNibbles(pairs), v128.andnot(sixteen, spreadBits(from + 4))), scale);
    from += 22;
    to += 128;
  }
}

export function q5_1(from: usize, blocks: i32, to: usize): void {
  const sixteen = i8x16.splat(16);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    const minimum = f32x4.splat(half(from + 2));
    const pairs = v128.load(from, 8);
    putShifted(to, v128.or(lowNibbles(pairs), v128.and(sixteen, spreadBits(from + 4))), scale, minimum);
    putShifted(to + 64, v128.or(highNibbles(pairs), v128.and(sixteen, spreadBits(from + 6))), scale, minimum);
    from += 24;
    to += 128;
  }
}

export function q8_0(from: usize, blocks: i32, to: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    put(to, v128.load(from, 2), scale);
    put(to + 64, v128.load(from, 18), scale);
    from += 34;
    to += 128;
  }
}

export function q8_1(from: usize, blocks: i32, to: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    put(to, v128.load(from, 4), scale);
    put(to + 64, v128.load(from, 20), scale);
    from += 36;
    to += 128;
  }
}
