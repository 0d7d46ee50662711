// RMSNorm, the gated feed-forward part and the token table: forward and backward. All widths are multiples of 4.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { axpy, laneSum, sigmoid4 } from './lanes';

/** y = x · gain / rms(x) for `rows` rows of `width`; writes each row's 1 / rms at `scales`. */
export function normalise(x: usize, gain: usize, y: usize, scales: usize, rows: i32, width: i32, epsilon: f32): void {
  const bytes = <usize>width << 2;
  for (let r: i32 = 0; r < rows; r++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const v = v128.load(x + i);
      sum = f32x4.add(sum, f32x4.mul(v, v));
    }
    const scale: f32 = <f32>1 / sqrt<f32>(laneSum(sum) / <f32>width + epsilon);
    store<f32>(scales + (<usize>r << 2), scale);
    const s = f32x4.splat(scale);
    for (let i: usize = 0; i < bytes; i += 16)
      v128.store(y + i, f32x4.mul(f32x4.mul(v128.load(x + i), s), v128.load(gain + i)));
    x += bytes;
    y += bytes;
  }
}

/** Adds to dx the gradient of `normalise` at dy, and to dgain that of the gain. */
export function normaliseBack(
  x: usize, gain: usize, scales: usize, dy: usize, dx: usize, dgain: usize, rows: i32, width: i32,
): void {
  const bytes = <usize>width << 2;
  for (let r: i32 = 0; r < rows; r++) {
    const scale = load<f32>(scales + (<usize>r << 2));
    const s = f32x4.splat(scale);
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const d = v128.load(dy + i), v = v128.load(x + i);
      sum = f32x4.add(sum, f32x4.mul(f32x4.mul(d, v128.load(gain + i)), v));
      v128.store(dgain + i, f32x4.add(v128.load(dgain + i), f32x4.mul(d, f32x4.mul(v, s))));
    }
    const back = f32x4.splat((laneSum(sum) * scale * scale * scale) / <f32>width);
    for (let i: usize = 0; i < bytes; i += 16) {
      const own = f32x4.mul(f32x4.mul(v128.load(dy + i), v128.load(gain + i)), s);
      v128.store(dx + i, f32x4.add(v128.load(dx + i), f32x4.sub(own, f32x4.mul(v128.load(x + i), back))));
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
  }
}

/** out = silu(g) · u over n elements. */
export function gate(g: usize, u: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n << 2; i += 16) {
    const x = v128.load(g + i);
    v128.store(out + i, f32x4.mul(f32x4.mul(x, sigmoid4(x)), v128.load(u + i)));
  }
}

/** The gradients of `gate` at dout, written over dg and du. */
export function gateBack(g: usize, u: usize, dout: usize, dg: usize, du: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < <usize>n << 2; i += 16) {
    const x = v128.load(g + i), d = v128.load(dout + i);
    const s = sigmoid4(x);
    const silu = f32x4.mul(x, s);
    v128.store(du + i, f32x4.mul(d, silu));
    // d silu = s (1 + x (1 - s))
    const slope = f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
    v128.store(dg + i, f32x4.mul(f32x4.mul(d, v128.load(u + i)), slope));
  }
}

/** y += x over n elements. */
export function addTo(x: usize, y: usize, n: i32): void {
  axpy(1, x, y, n);
}

/** Row i of out is the row of the table that the i-th token (u8) names. */
export function gather(tokens: usize, table: usize, out: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i: i32 = 0; i < count; i++)
    memory.copy(out + <usize>i * bytes, table + <usize>load<u8>(tokens + i) * bytes, bytes);
}

/** Adds row i of dout to the row of dtable that the i-th token names, in the order of the tokens. */
export function scatter(tokens: usize, dout: usize, dtable: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i: i32 = 0; i < count; i++)
    axpy(1, dout + <usize>i * bytes, dtable + <usize>load<u8>(tokens + i) * bytes, width);
}
