// What the dequantisers share: scales of 16 bits, bits spread over bytes, and signed bytes written out as scaled floats.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

// @ts-ignore: decorator
@inline
/** A half-precision number; never computed with subnormal floats, which are slow, and small scales often are. */
export function half(at: usize): f32 {
  return halfOf(load<u16>(at));
}

// @ts-ignore: decorator
@inline
export function halfOf(code: u32): f32 {
  const magnitude = code & 0x7fff;
  const sign = (code & 0x8000) << 16;
  if (magnitude < 0x0400) return reinterpret<f32>(reinterpret<u32>(<f32>magnitude * <f32>(1.0 / 16777216.0)) | sign);
  // The exponent moves from bias 15 to 127, and that of infinities and NaN to the top.
  let bits = (magnitude << 13) + 0x38000000;
  if (magnitude >= 0x7c00) bits += 0x38000000;
  return reinterpret<f32>(bits | sign);
}

// @ts-ignore: decorator
@inline
/** The low halves of sixteen bytes. */
export function lowNibbles(bytes: v128): v128 {
  return v128.and(bytes, i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
/** The high halves of sixteen bytes. There is no shift of bytes; what a wider one carries over is masked away. */
export function highNibbles(bytes: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 4), i8x16.splat(15));
}

// @ts-ignore: decorator
@inline
/** 0xff in byte i where bit i of the sixteen bits at `at` is set, else 0. */
export function spreadBits(at: usize): v128 {
  const both = v128.load16_splat(at);
  const byte = v128.shuffle<i8>(both, both, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const bit = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  return i8x16.eq(v128.and(byte, bit), bit);
}

// @ts-ignore: decorator
@inline
/** Eight signed words times `scale`, as floats. */
export function putWords(to: usize, words: v128, scale: v128): void {
  v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(words)), scale));
  v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(words)), scale), 16);
}

// @ts-ignore: decorator
@inline
/** Sixteen signed bytes times `scale`, as floats. */
export function put(to: usize, bytes: v128, scale: v128): void {
  putWords(to, i16x8.extend_low_i8x16_s(bytes), scale);
  putWords(to + 32, i16x8.extend_high_i8x16_s(bytes), scale);
}

// @ts-ignore: decorator
@inline
/** Sixteen signed bytes times `scale`, rounded, plus `shift`. */
export function putShifted(to: usize, bytes: v128, scale: v128, shift: v128): void {
  const low = i16x8.extend_low_i8x16_s(bytes);
  const high = i16x8.extend_high_i8x16_s(bytes);
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low)), scale), shift));
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low)), scale), shift), 16);
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high)), scale), shift), 32);
  v128.store(to, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high)), scale), shift), 48);
}
