// Four-bit codes that stand for the sixteen signed bytes at `levels`.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { half, highNibbles, lowNibbles, put } from './lanes';

export function iq4_nl(from: usize, blocks: i32, to: usize, levels: usize): void {
  const values = v128.load(levels);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = f32x4.splat(half(from));
    const pairs = v128.load(from, 2);
    put(to, v128.swizzle(values, lowNibbles(pairs)), scale);
    put(to + 64, v128.swizzle(values, highNibbles(pairs)), scale);
    from += 18;
    to += 128;
  }
}

export function iq4_xs(from: usize, blocks: i32, to: usize, levels: usize): void {
  const values = v128.load(levels);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = half(from);
    let highs: i32 = load<u16>(from, 2);
    let lows: i32 = load<i32>(from, 4);
    for (let group: usize = 0; group < 8; group++) {
      const step = f32x4.splat(scale * <f32>(((lows & 15) | ((highs & 3) << 4)) - 32));
      const pairs = v128.load(from + 8 + 16 * group);
      put(to, v128.swizzle(values, lowNibbles(pairs)), step);
      put(to + 64, v128.swizzle(values, highNibbles(pairs)), step);
      lows >>= 4;
      highs >>= 2;
      to += 128;
    }
    from += 136;
  }
}

export function mxfp4(from: usize, blocks: i32, to: usize, levels: usize): void {
  const values = v128.load(levels);
  for (let block: i32 = 0; block < blocks; block++) {
    const code: u32 = load<u8>(from);
    // Half of 2^(code - 127), since the levels are doubled; the two smallest are subnormal.
    const scale = f32x4.splat(reinterpret<f32>(code < 2 ? 0x00200000 << code : (code - 1) << 23));
    const pairs = v128.load(from, 1);
    put(to, v128.swizzle(values, lowNibbles(pairs)), scale);
    put(to + 64, v128.swizzle(values, highNibbles(pairs)), scale);
    from += 17;
    to += 128;
  }
}

export function nvfp4(from: usize, blocks: i32, to: usize, levels: usize): void {
  const values = v128.load(levels);
  for (let block: i32 = 0; block < blocks; block++) {
    for (let group: usize = 0; group < 4; group++) {
      const pairs = v128.load64_zero(from + 4 + 8 * group);
      // Eight low halves, then eight high ones.
      const codes = v128.shuffle<i64>(lowNibbles(pairs), highNibbles(pairs), 0, 2);
      put(to, v128.swizzle(values, codes), f32x4.splat(smallScale(load<u8>(from + group))));
      to += 64;
    }
    from += 36;
  }
}

// @ts-ignore: decorator
@inline
/** Half of an unsigned E4M3 number, as ggml takes it: without the top bit, and 127 for zero. */
function smallScale(code: u32): f32 {
  const exponent = (code >> 3) & 15, mantissa = code & 7;
  if (exponent == 0) return <f32>mantissa * <f32>(1.0 / 1024.0);
  return code == 127 ? 0 : reinterpret<f32>(((exponent + 119) << 23) | (mantissa << 20));
}
