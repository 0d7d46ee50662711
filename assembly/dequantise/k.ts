// The K types: 256 elements in groups of 16 or 32 with small scales of their own.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { half, highNibbles, lowNibbles, put, putShifted } from './lanes';

export function q2_k(from: usize, blocks: i32, to: usize): void {
  const mask = i8x16.splat(3);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = half(from + 80), minimum = half(from + 82);
    for (let side: usize = 0; side < 2; side++) {
      let even = v128.load(from + 16 + 32 * side);
      let odd = v128.load(from + 32 + 32 * side);
      for (let group: usize = 8 * side; group < 8 * side + 8; group += 2) {
        putStep(to, v128.and(even, mask), scale, minimum, load<u8>(from + group));
        putStep(to + 64, v128.and(odd, mask), scale, minimum, load<u8>(from + group + 1));
        even = i16x8.shr_u(even, 2);
        odd = i16x8.shr_u(odd, 2);
        to += 128;
      }
    }
    from += 84;
  }
}

// @ts-ignore: decorator
@inline
function putStep(to: usize, codes: v128, scale: f32, minimum: f32, small: u32): void {
  // Taking away and adding the negative round alike.
  putShifted(to, codes, f32x4.splat(scale * <f32>(small & 15)), f32x4.splat(-(minimum * <f32>(small >> 4))));
}

export function q3_k(from: usize, blocks: i32, to: usize): void {
  const mask = i8x16.splat(3), four = i8x16.splat(4);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = half(from + 108);
    let highEven = v128.load(from), highOdd = v128.load(from, 16);
    let even = v128.load(from, 32), odd = v128.load(from, 48);
    for (let group: i32 = 0; group < 16; group += 2) {
      if (group == 8) {
        even = v128.load(from, 64);
        odd = v128.load(from, 80);
      }
      const stepEven = f32x4.splat(scale * <f32>(sixBits(from + 96, group) - 32));
      const stepOdd = f32x4.splat(scale * <f32>(sixBits(from + 96, group + 1) - 32));
      put(to, i8x16.sub(v128.or(v128.and(even, mask), v128.and(i16x8.shl(highEven, 2), four)), four), stepEven);
      put(to + 64, i8x16.sub(v128.or(v128.and(odd, mask), v128.and(i16x8.shl(highOdd, 2), four)), four), stepOdd);
      even = i16x8.shr_u(even, 2);
      odd = i16x8.shr_u(odd, 2);
      highEven = i16x8.shr_u(highEven, 1);
      highOdd = i16x8.shr_u(highOdd, 1);
      to += 128;
    }
    from += 110;
  }
}

// @ts-ignore: decorator
@inline
/** Q3_K's scale of a group: low halves in eight bytes, high quarters in the four that follow. */
function sixBits(at: usize, group: i32): i32 {
  const low = (<i32>load<u8>(at + (group & 7)) >> ((group >> 3) << 2)) & 15;
  const high = (<i32>load<u8>(at + 8 + (group & 3)) >> ((group >> 2) << 1)) & 3;
  return low | (high << 4);
}

export function q4_k(from: usize, blocks: i32, to: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = half(from), minimum = half(from + 2);
    for (let group: i32 = 0; group < 8; group += 2) {
      const codes = from + 16 + 16 * group;
      const first = v128.load(codes), second = v128.load(codes, 16);
      let step = f32x4.splat(scale * <f32>smallScale(from + 4, group));
      let low = f32x4.splat(-(minimum * <f32>smallMinimum(from + 4, group)));
      putShifted(to, lowNibbles(first), step, low);
      putShifted(to + 64, lowNibbles(second), step, low);
      step = f32x4.splat(scale * <f32>smallScale(from + 4, group + 1));
      low = f32x4.splat(-(minimum * <f32>smallMinimum(from + 4, group + 1)));
      putShifted(to + 128, highNibbles(first), step, low);
      putShifted(to + 192, highNibbles(second), step, low);
      to += 256;
    }
    from += 144;
  }
}

export function q5_k(from: usize, blocks: i32, to: usize): void {
  const one = i8x16.splat(1);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = half(from), minimum = half(from + 2);
    let highFirst = v128.load(from, 16), highSecond = v128.load(from, 32);
    for (let group: i32 = 0; group < 8; group += 2) {
      const codes = from + 48 + 16 * group;
      const first = v128.load(codes), second = v128.load(codes, 16);
      let step = f32x4.splat(scale * <f32>smallScale(from + 4, group));
      let low = f32x4.splat(-(minimum * <f32>smallMinimum(from + 4, group)));
      putShifted(to, v128.or(lowNibbles(first), i16x8.shl(v128.and(highFirst, one), 4)), step, low);
      putShifted(to + 64, v128.or(lowNibbles(second), i16x8.shl(v128.and(highSecond, one), 4)), step, low);
      highFirst = i16x8.shr_u(highFirst, 1);
      highSecond = i16x8.shr_u(highSecond, 1);
      step = f32x4.splat(scale * <f32>smallScale(from + 4, group + 1));
      low = f32x4.splat(-(minimum * <f32>smallMinimum(from + 4, group + 1)));
      putShifted(to + 128, v128.or(highNibbles(first), i16x8.shl(v128.and(highFirst, one), 4)), step, low);
      putShifted(to + 192, v128.or(highNibbles(second), i16x8.shl(v128.and(highSecond, one), 4)), step, low);
      highFirst = i16x8.shr_u(highFirst, 1);
      highSecond = i16x8.shr_u(highSecond, 1);
      to += 256;
    }
    from += 176;
  }
}

// @ts-ignore: decorator
@inline
/** Q4_K's and Q5_K's scale of a group: the high bits of the last four lie above the first four. */
function smallScale(at: usize, group: i32): i32 {
  if (group < 4) return <i32>load<u8>(at + group) & 63;
  return (<i32>load<u8>(at + group + 4) & 15) | ((<i32>load<u8>(at + group - 4) >> 6) << 4);
}

// @ts-ignore: decorator
@inline
function smallMinimum(at: usize, group: i32): i32 {
  if (group < 4) return <i32>load<u8>(at + group + 4) & 63;
  return (<i32>load<u8>(at + group + 4) >> 4) | ((<i32>load<u8>(at + group) >> 6) << 4);
}

export function q6_k(from: usize, blocks: i32, to: usize): void {
  const bits = i8x16.splat(48), offset = i8x16.splat(32);
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = half(from + 208);
    for (let side: usize = 0; side < 2; side++) {
      for (let part: usize = 0; part < 2; part++) {
        const lows = from + 64 * side + 16 * part;
        const first = v128.load(lows), second = v128.load(lows, 32);
        const highs = v128.load(from + 128 + 32 * side + 16 * part);
        const small = from + 192 + 8 * side + part;
        const at = to + 512 * side + 64 * part;
        const codes0 = v128.or(lowNibbles(first), v128.and(i16x8.shl(highs, 4), bits));
        const codes1 = v128.or(lowNibbles(second), v128.and(i16x8.shl(highs, 2), bits));
        const codes2 = v128.or(highNibbles(first), v128.and(highs, bits));
        const codes3 = v128.or(highNibbles(second), v128.and(i16x8.shr_u(highs, 2), bits));
        put(at, i8x16.sub(codes0, offset), f32x4.splat(scale * <f32>load<i8>(small)));
        put(at + 128, i8x16.sub(codes1, offset), f32x4.splat(scale * <f32>load<i8>(small, 2)));
        put(at + 256, i8x16.sub(codes2, offset), f32x4.splat(scale * <f32>load<i8>(small, 4)));
        put(at + 384, i8x16.sub(codes3, offset), f32x4.splat(scale * <f32>load<i8>(small, 6)));
      }
    }
    from += 210;
    to += 1024;
  }
}

export function q8_k(from: usize, blocks: i32, to: usize): void {
  for (let block: i32 = 0; block < blocks; block++) {
    const scale = v128.load32_splat(from);
    for (let i: usize = 0; i < 256; i += 16) {
      put(to, v128.load(from + 4 + i), scale);
      to += 64;
    }
    from += 292;
  }
}
