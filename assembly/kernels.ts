// The inner loops that see every element: strict SIMD in 64-bit sums, always in the same order, so that a result does not
// depend on the machine or on how the work was shared out. src/math/kernels.ts holds the plain twin of each, for the tests.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

/**
 * Sums over n pairs of 32-bit floats at a (suspect) and b (candidate), added to sixteen 64-bit slots at out:
 * 0 sum a, 1 sum b, 2 sum a^2, 3 sum b^2, 4 sum ab, 5 sum d, 6 sum d^2, 7 sum d^3, 8 sum d^4 (d = a - b),
 * 9 number of bit-equal values (-0 equals +0), 10 sum of squared powers of two below |a| (for rounding variance),
 * 11 zeros in a, 12 zeros in a and b both, 13 zeros in a where b is not zero.
 * n must be a multiple of 2; lanes are kept apart until the end of the call.
 */
export function pairMoments(a: usize, b: usize, n: i32, out: usize): void {
  let sa = f64x2.splat(0), sb = f64x2.splat(0), saa = f64x2.splat(0), sbb = f64x2.splat(0), sab = f64x2.splat(0);
  let sd = f64x2.splat(0), sd2 = f64x2.splat(0), sd3 = f64x2.splat(0), sd4 = f64x2.splat(0), ulp = f64x2.splat(0);
  let equal = f64x2.splat(0), zeroA = f64x2.splat(0), zeroAB = f64x2.splat(0);
  const one = f64x2.splat(1), zero = f64x2.splat(0);
  const exponent = i32x4.splat(0x7f800000);
  for (let i: i32 = 0; i < n; i += 2) {
    const rawA = v128.load64_zero(a + (<usize>i << 2));
    const rawB = v128.load64_zero(b + (<usize>i << 2));
    const x = f64x2.promote_low_f32x4(rawA);
    const y = f64x2.promote_low_f32x4(rawB);
    const d = f64x2.sub(x, y);
    const d2 = f64x2.mul(d, d);
    sa = f64x2.add(sa, x);
    sb = f64x2.add(sb, y);
    saa = f64x2.add(saa, f64x2.mul(x, x));
    sbb = f64x2.add(sbb, f64x2.mul(y, y));
    sab = f64x2.add(sab, f64x2.mul(x, y));
    sd = f64x2.add(sd, d);
    sd2 = f64x2.add(sd2, d2);
    sd3 = f64x2.add(sd3, f64x2.mul(d2, d));
    sd4 = f64x2.add(sd4, f64x2.mul(d2, d2));
    const power = f64x2.promote_low_f32x4(v128.and(rawA, exponent));
    ulp = f64x2.add(ulp, f64x2.mul(power, power));
    equal = f64x2.add(equal, v128.and(f64x2.eq(x, y), one));
    const za = f64x2.eq(x, zero);
    zeroA = f64x2.add(zeroA, v128.and(za, one));
    zeroAB = f64x2.add(zeroAB, v128.and(v128.and(za, f64x2.eq(y, zero)), one));
  }
  put(out, 0, sa);
  put(out, 1, sb);
  put(out, 2, saa);
  put(out, 3, sbb);
  put(out, 4, sab);
  put(out, 5, sd);
  put(out, 6, sd2);
  put(out, 7, sd3);
  put(out, 8, sd4);
  put(out, 9, equal);
  put(out, 10, ulp);
  put(out, 11, zeroA);
  put(out, 12, zeroAB);
}

// @ts-ignore: decorator
@inline
function put(out: usize, slot: i32, lanes: v128): void {
  const at = out + (<usize>slot << 3);
  store<f64>(at, load<f64>(at) + (f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)));
}

/**
 * All inner products of m rows at a with n rows at b, rows of k 32-bit floats; writes m * n 64-bit floats at out.
 * k must be a multiple of 4 (callers pad with zeros).
 */
export function products(a: usize, m: i32, b: usize, n: i32, k: i32, out: usize): void {
  const stride = <usize>k << 2;
  let at = out;
  for (let i: i32 = 0; i < m; i++) {
    const row = a + <usize>i * stride;
    let other = b;
    let j: i32 = 0;
    // Two rows of b at a time, so that a row of a is widened once for both; each sum keeps its own lanes and order.
    for (; j + 2 <= n; j += 2) {
      const second = other + stride;
      let low = f64x2.splat(0), high = low, low2 = low, high2 = low;
      for (let t: usize = 0; t < stride; t += 16) {
        const x = v128.load(row + t);
        const y = v128.load(other + t);
        const z = v128.load(second + t);
        const first = f64x2.promote_low_f32x4(x);
        const last = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
        low = f64x2.add(low, f64x2.mul(first, f64x2.promote_low_f32x4(y)));
        high = f64x2.add(high, f64x2.mul(last, f64x2.promote_low_f32x4(v128.shuffle<i32>(y, y, 2, 3, 2, 3))));
        low2 = f64x2.add(low2, f64x2.mul(first, f64x2.promote_low_f32x4(z)));
        high2 = f64x2.add(high2, f64x2.mul(last, f64x2.promote_low_f32x4(v128.shuffle<i32>(z, z, 2, 3, 2, 3))));
      }
      const sum = f64x2.add(low, high), sum2 = f64x2.add(low2, high2);
      store<f64>(at, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
      store<f64>(at, f64x2.extract_lane(sum2, 0) + f64x2.extract_lane(sum2, 1), 8);
      at += 16;
      other = second + stride;
    }
    for (; j < n; j++) {
      let low = f64x2.splat(0), high = f64x2.splat(0);
      for (let t: usize = 0; t < stride; t += 16) {
        const x = v128.load(row + t);
        const y = v128.load(other + t);
        low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(y)));
        high = f64x2.add(
          high,
          f64x2.mul(
            f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3)),
            f64x2.promote_low_f32x4(v128.shuffle<i32>(y, y, 2, 3, 2, 3)),
          ),
        );
      }
      const sum = f64x2.add(low, high);
      store<f64>(at, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
      at += 8;
      other += stride;
    }
  }
}
