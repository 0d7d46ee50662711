// A product and a sum: in two steps, the same on every machine, or in one where the build is the fast one.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

// @ts-ignore: decorator
@inline
/** s + a · b. The fast build rounds once where the processor can, and twice where it cannot. */
export function mulAdd(s: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, s) : f32x4.add(s, f32x4.mul(a, b));
}
