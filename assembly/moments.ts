// Sums over pairs of numbers as they are stored, row by row: widened and added up in one pass, in an order of its own that
// neither the machine nor whoever shares out the rows can change.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

/** Numbers widened at once: two such runs of 32-bit floats stay in the first-level cache. */
const segment: i32 = 2048;

/** Slots of one row: thirteen sums, the pairs left out, and those of them that are equal. */
const rowSlots: i32 = 16;

// @ts-ignore: decorator
@inline
function sizeOf(type: i32): usize {
  return type === 0 ? 4 : 2;
}

/** `n` numbers at `from` as 32-bit floats at `to`, filled up with zeros to a multiple of four. Types: 0 F32, 1 BF16, 2 F16. */
function widen(type: i32, from: usize, n: i32, to: usize): void {
  const whole = n & ~3;
  if (type === 0) {
    memory.copy(to, from, <usize>n << 2);
  } else if (type === 1) {
    for (let i: i32 = 0; i < whole; i += 4) {
      const raw = v128.load16x4_u(from + (<usize>i << 1));
      v128.store(to + (<usize>i << 2), i32x4.shl(raw, 16));
    }
    for (let i: i32 = whole; i < n; i++) {
      store<u32>(to + (<usize>i << 2), <u32>load<u16>(from + (<usize>i << 1)) << 16);
    }
  } else {
    for (let i: i32 = 0; i < whole; i += 4) {
      v128.store(to + (<usize>i << 2), halves(v128.load16x4_u(from + (<usize>i << 1))));
    }
    for (let i: i32 = whole; i < n; i++) {
      const one = halves(i32x4.splat(<i32>load<u16>(from + (<usize>i << 1))));
      store<u32>(to + (<usize>i << 2), i32x4.extract_lane(one, 0));
    }
  }
  for (let i: i32 = n; i < ((n + 3) & ~3); i++) store<u32>(to + (<usize>i << 2), 0);
}

/** Four halves in 32-bit lanes as floats: exact, subnormal ones too; infinities and NaNs keep their kind. */
// @ts-ignore: decorator
@inline
function halves(raw: v128): v128 {
  const sign = i32x4.shl(v128.and(raw, i32x4.splat(0x8000)), 16);
  const magnitude = i32x4.shl(v128.and(raw, i32x4.splat(0x7fff)), 13);
  // The exponent counts from 15 instead of 127: 2^112 is what is missing.
  const scaled = f32x4.mul(magnitude, i32x4.splat(0x77800000));
  const special = i32x4.eq(v128.and(raw, i32x4.splat(0x7c00)), i32x4.splat(0x7c00));
  const odd = v128.or(magnitude, i32x4.splat(0x7f800000));
  return v128.or(sign, v128.bitselect(odd, scaled, special));
}

/**
 * Adds rows * columns pairs of numbers at a (suspect) and b (candidate), row-major, to the 64-bit slots at out:
 * 0 sum a, 1 sum b, 2 sum a^2, 3 sum b^2, 4 sum ab, 5 sum d, 6 sum d^2, 7 sum d^3, 8 sum d^4 (d = a - b),
 * 9 number of equal values (-0 equals +0), 10 sum of squared powers of two below |a| (for rounding variance),
 * 11 zeros in a, 12 zeros in a and b both, 13 number of pairs, 14 pairs left out because a side is NaN or infinite,
 * 15 those of them that are equal (the same infinity, or no number on either side),
 * 16 sum of the cosines of rows with 16 columns or more that are finite and not zero, 17 number of such rows.
 * `scratch` has room for two segments of 32-bit floats and the slots of a row.
 */
export function scanRows(
  a: usize, aType: i32, b: usize, bType: i32, rows: i32, columns: i32, scratch: usize, out: usize,
): void {
  const left = scratch;
  const right = scratch + (<usize>segment << 2);
  const row = right + (<usize>segment << 2);
  let fromA = a, fromB = b;
  for (let r: i32 = 0; r < rows; r++) {
    memory.fill(row, 0, <usize>rowSlots << 3);
    for (let c: i32 = 0; c < columns; c += segment) {
      const n = min(segment, columns - c);
      widen(aType, fromA + <usize>c * sizeOf(aType), n, left);
      widen(bType, fromB + <usize>c * sizeOf(bType), n, right);
      moments(left, right, n, row);
    }
    const aa = load<f64>(row + 16), bb = load<f64>(row + 24), ab = load<f64>(row + 32);
    if (isFinite(aa + bb)) {
      if (columns >= 16 && aa > 0 && bb > 0) {
        store<f64>(out + 128, load<f64>(out + 128) + ab / sqrt(aa * bb));
        store<f64>(out + 136, load<f64>(out + 136) + 1);
      }
    } else {
      memory.fill(row, 0, <usize>rowSlots << 3);
      for (let c: i32 = 0; c < columns; c += segment) {
        const n = min(segment, columns - c);
        widen(aType, fromA + <usize>c * sizeOf(aType), n, left);
        widen(bType, fromB + <usize>c * sizeOf(bType), n, right);
        finiteMoments(left, right, n, row);
      }
    }
    for (let k: usize = 0; k < 128; k += 8) store<f64>(out + k, load<f64>(out + k) + load<f64>(row + k));
    fromA += <usize>columns * sizeOf(aType);
    fromB += <usize>columns * sizeOf(bType);
  }
}

/** n pairs of 32-bit floats, with zeros behind them up to a multiple of four, added to the slots of a row. */
function moments(a: usize, b: usize, n: i32, row: usize): void {
  let sa = f64x2.splat(0), sb = f64x2.splat(0), saa = f64x2.splat(0), sbb = f64x2.splat(0), sab = f64x2.splat(0);
  let sd = f64x2.splat(0), sd2 = f64x2.splat(0), sd3 = f64x2.splat(0), sd4 = f64x2.splat(0), ulp = f64x2.splat(0);
  let equal = i32x4.splat(0), zeroA = i32x4.splat(0), zeroAB = i32x4.splat(0);
  const none = f32x4.splat(0);
  const exponent = i32x4.splat(0x7f800000);
  const padded = (n + 3) & ~3;
  for (let i: usize = 0; i < <usize>padded << 2; i += 16) {
    const rawA = v128.load(a + i);
    const rawB = v128.load(b + i);
    const power = v128.and(rawA, exponent);
    // A comparison that holds is -1 in its lane.
    equal = i32x4.sub(equal, f32x4.eq(rawA, rawB));
    const za = f32x4.eq(rawA, none);
    zeroA = i32x4.sub(zeroA, za);
    zeroAB = i32x4.sub(zeroAB, v128.and(za, f32x4.eq(rawB, none)));

    let x = f64x2.promote_low_f32x4(rawA);
    let y = f64x2.promote_low_f32x4(rawB);
    let d = f64x2.sub(x, y);
    let d2 = f64x2.mul(d, d);
    let p = f64x2.promote_low_f32x4(power);
    sa = f64x2.add(sa, x);
    sb = f64x2.add(sb, y);
    saa = f64x2.add(saa, f64x2.mul(x, x));
    sbb = f64x2.add(sbb, f64x2.mul(y, y));
    sab = f64x2.add(sab, f64x2.mul(x, y));
    sd = f64x2.add(sd, d);
    sd2 = f64x2.add(sd2, d2);
    sd3 = f64x2.add(sd3, f64x2.mul(d2, d));
    sd4 = f64x2.add(sd4, f64x2.mul(d2, d2));
    ulp = f64x2.add(ulp, f64x2.mul(p, p));

    x = f64x2.promote_low_f32x4(v128.shuffle<i32>(rawA, rawA, 2, 3, 2, 3));
    y = f64x2.promote_low_f32x4(v128.shuffle<i32>(rawB, rawB, 2, 3, 2, 3));
    d = f64x2.sub(x, y);
    d2 = f64x2.mul(d, d);
    p = f64x2.promote_low_f32x4(v128.shuffle<i32>(power, power, 2, 3, 2, 3));
    sa = f64x2.add(sa, x);
    sb = f64x2.add(sb, y);
    saa = f64x2.add(saa, f64x2.mul(x, x));
    sbb = f64x2.add(sbb, f64x2.mul(y, y));
    sab = f64x2.add(sab, f64x2.mul(x, y));
    sd = f64x2.add(sd, d);
    sd2 = f64x2.add(sd2, d2);
    sd3 = f64x2.add(sd3, f64x2.mul(d2, d));
    sd4 = f64x2.add(sd4, f64x2.mul(d2, d2));
    ulp = f64x2.add(ulp, f64x2.mul(p, p));
  }
  // The zeros behind the end count as equal and as zeros, and add nothing else.
  const behind = padded - n;
  put(row, 0, lanes(sa));
  put(row, 1, lanes(sb));
  put(row, 2, lanes(saa));
  put(row, 3, lanes(sbb));
  put(row, 4, lanes(sab));
  put(row, 5, lanes(sd));
  put(row, 6, lanes(sd2));
  put(row, 7, lanes(sd3));
  put(row, 8, lanes(sd4));
  put(row, 9, <f64>(counts(equal) - behind));
  put(row, 10, lanes(ulp));
  put(row, 11, <f64>(counts(zeroA) - behind));
  put(row, 12, <f64>(counts(zeroAB) - behind));
  put(row, 13, <f64>n);
}

/** As `moments`, without pairs of which a side is NaN or infinite: rows with such are rare, and need no haste. */
function finiteMoments(a: usize, b: usize, n: i32, row: usize): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 4) {
    const x = <f64>load<f32>(a + i), y = <f64>load<f32>(b + i);
    if (!isFinite(x) || !isFinite(y)) {
      put(row, 14, 1);
      if (x === y || (isNaN(x) && isNaN(y))) put(row, 15, 1);
      continue;
    }
    const d = x - y, d2 = d * d;
    const power = <f64>reinterpret<f32>(load<u32>(a + i) & 0x7f800000);
    put(row, 0, x);
    put(row, 1, y);
    put(row, 2, x * x);
    put(row, 3, y * y);
    put(row, 4, x * y);
    put(row, 5, d);
    put(row, 6, d2);
    put(row, 7, d2 * d);
    put(row, 8, d2 * d2);
    put(row, 9, x === y ? 1 : 0);
    put(row, 10, power * power);
    put(row, 11, x === 0 ? 1 : 0);
    put(row, 12, x === 0 && y === 0 ? 1 : 0);
    put(row, 13, 1);
  }
}

// @ts-ignore: decorator
@inline
function lanes(two: v128): f64 {
  return f64x2.extract_lane(two, 0) + f64x2.extract_lane(two, 1);
}

// @ts-ignore: decorator
@inline
function counts(four: v128): i32 {
  return (i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1)) +
    (i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3));
}

// @ts-ignore: decorator
@inline
function put(row: usize, slot: i32, value: f64): void {
  const at = row + (<usize>slot << 3);
  store<f64>(at, load<f64>(at) + value);
}
