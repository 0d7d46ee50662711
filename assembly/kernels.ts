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
    for (let j: i32 = 0; j < n; j++) {
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
