// AdamW (Loshchilov and Hutter 2019) over a run of parameters, and the sums that its schedule looks at.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

/** The sum of n squares in 64 bits, four lanes joined at the end; n a multiple of 4. */
export function sumOfSquares(x: usize, n: i32): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let i: usize = 0; i < <usize>n << 2; i += 16) {
    const v = v128.load(x + i);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * One step on n parameters at w with gradients g (times `clip`) and running means m and v: rate is the learning rate,
 * decay the weight decay already times the rate, and the corrections 1 / (1 - beta^step).
 */
export function adamStep(
  w: usize, g: usize, m: usize, v: usize, n: i32,
  rate: f32, beta1: f32, beta2: f32, correction1: f32, correction2: f32, epsilon: f32, decay: f32, clip: f32,
): void {
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const r1 = f32x4.splat(<f32>1 - beta1), r2 = f32x4.splat(<f32>1 - beta2);
  const c1 = f32x4.splat(rate * correction1), c2 = f32x4.splat(correction2);
  const e = f32x4.splat(epsilon), keep = f32x4.splat(<f32>1 - decay), c = f32x4.splat(clip);
  for (let i: usize = 0; i < <usize>n << 2; i += 16) {
    const d = f32x4.mul(v128.load(g + i), c);
    const first = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(r1, d));
    const second = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(r2, f32x4.mul(d, d)));
    v128.store(m + i, first);
    v128.store(v + i, second);
    const step = f32x4.div(f32x4.mul(c1, first), f32x4.add(f32x4.sqrt(f32x4.mul(second, c2)), e));
    v128.store(w + i, f32x4.sub(f32x4.mul(keep, v128.load(w + i)), step));
  }
}
