// The inner loops that see every element: strict SIMD in 64-bit sums, always in the same order, so that a result does not
// depend on the machine or on how the work was shared out. src/math/kernels.ts holds the plain twin of each, for the tests.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

export { scanRows } from './moments';

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
