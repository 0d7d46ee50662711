// Ternary types: codes 0, 1 and 2 for -1, 0 and 1.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { half, put, putWords } from './lanes';

export function tq1_0(from: usize, blocks: i32, to: usize): void {
  const three = i16x8.splat(3), one = i16x8.splat(1), below = i16x8.splat(255);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from + 52));
    // Eight bytes at a time: 32 bytes in runs of 32 elements, then 16 in runs of 16; five digits each.
    for (let i: usize = 0; i < 48; i += 8) {
      const run: usize = i < 32 ? 128 : 64;
      let at = i < 32 ? to + 4 * i : to + 640 + 4 * (i - 32);
      let rest = i16x8.extend_low_i8x16_u(v128.load64_zero(from + i));
      for (let digit: i32 = 0; digit < 5; digit++) {
        const product = i16x8.mul(rest, three);
        putWords(at, i16x8.sub(i16x8.shr_u(product, 8), one), scale);
        rest = v128.and(product, below);
        at += run;
      }
    }
    // The last four bytes hold four digits each.
    let rest = i16x8.extend_low_i8x16_u(v128.load32_zero(from, 48));
    for (let digit: usize = 0; digit < 4; digit++) {
      const product = i16x8.mul(rest, three);
      const codes = i16x8.sub(i16x8.shr_u(product, 8), one);
      v128.store(
        to + 960 + 16 * digit,
        f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(codes)), scale),
      );
      rest = v128.and(product, below);
    }
    from += 54;
    to += 1024;
  }
}

export function tq2_0(from: usize, blocks: i32, to: usize): void {
  const mask = i8x16.splat(3), one = i8x16.splat(1);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from + 64));
    for (let side: usize = 0; side < 2; side++) {
      let first = v128.load(from + 32 * side), second = v128.load(from + 32 * side, 16);
      for (let run: i32 = 0; run < 4; run++) {
        put(to, i8x16.sub(v128.and(first, mask), one), scale);
        put(to + 64, i8x16.sub(v128.and(second, mask), one), scale);
        first = i16x8.shr_u(first, 2);
        second = i16x8.shr_u(second, 2);
        to += 128;
      }
    }
    from += 66;
  }
}
