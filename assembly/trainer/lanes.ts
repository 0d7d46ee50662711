// What the trainer's kernels share: sums of four lanes in one order, and an exponential of 32-bit floats.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

// @ts-ignore: decorator
@inline
/** (0 + 2) + (1 + 3). */
export function laneSum(x: v128): f32 {
  const half = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 2, 3));
  return f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1);
}

// @ts-ignore: decorator
@inline
export function laneMax(x: v128): f32 {
  const half = f32x4.max(x, v128.shuffle<i32>(x, x, 2, 3, 2, 3));
  return max(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

// @ts-ignore: decorator
@inline
/** The inner product of n floats at x and y; n a multiple of 4. */
export function dot(x: usize, y: usize, n: i32): f32 {
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < <usize>n << 2; i += 16)
    sum = f32x4.add(sum, f32x4.mul(v128.load(x + i), v128.load(y + i)));
  return laneSum(sum);
}

// @ts-ignore: decorator
@inline
/** y += factor · x over n floats; n a multiple of 4. */
export function axpy(factor: f32, x: usize, y: usize, n: i32): void {
  const f = f32x4.splat(factor);
  for (let i: usize = 0; i < <usize>n << 2; i += 16)
    v128.store(y + i, f32x4.add(v128.load(y + i), f32x4.mul(f, v128.load(x + i))));
}

// @ts-ignore: decorator
@inline
/** e^x by lanes, to two units in the last place: the polynomial of Moshier's Cephes library after x = n ln 2 + r. */
export function exp4(value: v128): v128 {
  const x = f32x4.max(f32x4.min(value, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}
