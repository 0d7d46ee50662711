// Causal attention with grouped keys and values, and the rotation of positions: forward and backward.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { axpy, dot, exp4, laneMax, laneSum } from './lanes';

/**
 * Rotates each head of `rows` rows of `heads` × `size` by its position (row modulo `length`): element i of the first half
 * of a head with element i of the second, by the angle whose cosine and sine stand at row p, place i of the tables
 * (length × size / 2). `direction` is 1, or -1 for the gradient.
 */
export function rotate(
  x: usize, cosines: usize, sines: usize, rows: i32, length: i32, heads: i32, size: i32, direction: f32,
): void {
  const half = <usize>size << 1;
  for (let r: i32 = 0; r < rows; r++) {
    const at = <usize>(r % length) * half;
    for (let h: i32 = 0; h < heads; h++) {
      for (let i: usize = 0; i < half; i += 4) {
        const c = load<f32>(cosines + at + i), s = load<f32>(sines + at + i) * direction;
        const a = load<f32>(x + i), b = load<f32>(x + half + i);
        store<f32>(x + i, a * c - b * s);
        store<f32>(x + half + i, b * c + a * s);
      }
      x += half << 1;
    }
  }
}

/**
 * For each of `batch` sequences of `length` rows: out = softmax(scale · q kᵀ, earlier rows and its own) v, head by head,
 * `heads` / `groups` heads of q to each of `groups` heads of k and v. The weights are kept at p: batch × heads × length ×
 * padded, `padded` being the length rounded up to 4, zero beyond a row's own place.
 */
export function attend(
  q: usize, k: usize, v: usize, p: usize, out: usize,
  batch: i32, length: i32, padded: i32, heads: i32, groups: i32, size: i32, scale: f32,
): void {
  const rowQ = <usize>(heads * size) << 2, rowK = <usize>(groups * size) << 2, head = <usize>size << 2;
  const line = <usize>padded << 2;
  const share = heads / groups;
  memory.fill(p, 0, <usize>(batch * heads * length) * line);
  for (let s: i32 = 0; s < batch; s++) {
    for (let h: i32 = 0; h < heads; h++) {
      const q0 = q + <usize>(s * length) * rowQ + <usize>h * head;
      const k0 = k + <usize>(s * length) * rowK + <usize>(h / share) * head;
      const v0 = v + (k0 - k), out0 = out + (q0 - q);
      for (let i: i32 = 0; i < length; i++) {
        const weights = p + <usize>((s * heads + h) * length + i) * line;
        const mine = q0 + <usize>i * rowQ;
        for (let j: i32 = 0; j <= i; j++)
          store<f32>(weights + (<usize>j << 2), dot(mine, k0 + <usize>j * rowK, size) * scale);
        // Places beyond the row's own must not count.
        for (let j: i32 = i + 1; j < padded; j++) store<f32>(weights + (<usize>j << 2), -1e30);
        let most = f32x4.splat(-1e30);
        for (let j: usize = 0; j < line; j += 16) most = f32x4.max(most, v128.load(weights + j));
        const top = f32x4.splat(laneMax(most));
        let sum = f32x4.splat(0);
        for (let j: usize = 0; j < line; j += 16) {
          const e = exp4(f32x4.sub(v128.load(weights + j), top));
          v128.store(weights + j, e);
          sum = f32x4.add(sum, e);
        }
        const whole = f32x4.splat(<f32>1 / laneSum(sum));
        for (let j: usize = 0; j < line; j += 16) v128.store(weights + j, f32x4.mul(v128.load(weights + j), whole));
        for (let j: i32 = i + 1; j < padded; j++) store<f32>(weights + (<usize>j << 2), 0);
        const to = out0 + <usize>i * rowQ;
        memory.fill(to, 0, head);
        for (let j: i32 = 0; j <= i; j++)
          axpy(load<f32>(weights + (<usize>j << 2)), v0 + <usize>j * rowK, to, size);
      }
    }
  }
}

/** The gradients of `attend` at dout, written over dq and added to dk and dv, which must be zero before. `line` holds `padded` floats. */
export function attendBack(
  q: usize, k: usize, v: usize, p: usize, dout: usize, dq: usize, dk: usize, dv: usize, scratch: usize,
  batch: i32, length: i32, padded: i32, heads: i32, groups: i32, size: i32, scale: f32,
): void {
  const rowQ = <usize>(heads * size) << 2, rowK = <usize>(groups * size) << 2, head = <usize>size << 2;
  const line = <usize>padded << 2;
  const share = heads / groups;
  for (let s: i32 = 0; s < batch; s++) {
    for (let h: i32 = 0; h < heads; h++) {
      const offsetQ = <usize>(s * length) * rowQ + <usize>h * head;
      const offsetK = <usize>(s * length) * rowK + <usize>(h / share) * head;
      for (let i: i32 = 0; i < length; i++) {
        const weights = p + <usize>((s * heads + h) * length + i) * line;
        const here = offsetQ + <usize>i * rowQ;
        memory.fill(scratch, 0, line);
        for (let j: i32 = 0; j <= i; j++) {
          const other = offsetK + <usize>j * rowK;
          store<f32>(scratch + (<usize>j << 2), dot(dout + here, v + other, size));
          axpy(load<f32>(weights + (<usize>j << 2)), dout + here, dv + other, size);
        }
        let sum = f32x4.splat(0);
        for (let j: usize = 0; j < line; j += 16)
          sum = f32x4.add(sum, f32x4.mul(v128.load(weights + j), v128.load(scratch + j)));
        const mean = laneSum(sum);
        memory.fill(dq + here, 0, head);
        for (let j: i32 = 0; j <= i; j++) {
          const at = <usize>j << 2;
          const d = load<f32>(weights + at) * (load<f32>(scratch + at) - mean) * scale;
          axpy(d, k + offsetK + <usize>j * rowK, dq + here, size);
          axpy(d, q + here, dk + offsetK + <usize>j * rowK, size);
        }
      }
    }
  }
}
