// The forward pass' inner loops: rows of activations times rows of weights, the weights as they are stored. Strict SIMD, and every
// product summed in one order whatever tile it falls into, so that a reply does not depend on the machine or on how work was shared out.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { mulAdd } from './forward/mul-add';
import { dot, laneSum } from './trainer/lanes';

export { timesBf16, timesQ4, timesQ8 } from './forward/stored-rows';

/**
 * out[i * rows + j] = x_i · w_j for `count` rows at x and `rows` rows at w, all of k 32-bit floats; k is a multiple of 4.
 * Four lanes to a product, joined (0 + 2) + (1 + 3).
 */
export function times(x: usize, count: i32, w: usize, rows: i32, k: i32, out: usize): void {
  const stride = <usize>k << 2;
  const line = <usize>rows << 2;
  // A block of weights stays in the cache while every activation passes it.
  const block: i32 = max(4, (65536 / <i32>stride) & ~3);
  for (let first: i32 = 0; first < rows; first += block) {
    const end = min(rows, first + block);
    let i: i32 = 0;
    for (; i + 2 <= count; i += 2) {
      const a = x + <usize>i * stride;
      const to = out + <usize>i * line;
      let j = first;
      for (; j + 4 <= end; j += 4) tile24(a, stride, w + <usize>j * stride, to + (<usize>j << 2), line);
      for (; j < end; j++) {
        const b = w + <usize>j * stride;
        store<f32>(to + (<usize>j << 2), dot(a, b, k));
        store<f32>(to + line + (<usize>j << 2), dot(a + stride, b, k));
      }
    }
    for (; i < count; i++) {
      const a = x + <usize>i * stride;
      const to = out + <usize>i * line;
      for (let j = first; j < end; j++) store<f32>(to + (<usize>j << 2), dot(a, w + <usize>j * stride, k));
    }
  }
}

// @ts-ignore: decorator
@inline
function tile24(a: usize, stride: usize, b: usize, to: usize, line: usize): void {
  const a1 = a + stride;
  const b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
  let s00 = f32x4.splat(0), s01 = s00, s02 = s00, s03 = s00;
  let s10 = s00, s11 = s00, s12 = s00, s13 = s00;
  for (let t: usize = 0; t < stride; t += 16) {
    const p = v128.load(a + t), q = v128.load(a1 + t);
    let v = v128.load(b + t);
    s00 = mulAdd(s00, p, v), s10 = mulAdd(s10, q, v);
    v = v128.load(b1 + t);
    s01 = mulAdd(s01, p, v), s11 = mulAdd(s11, q, v);
    v = v128.load(b2 + t);
    s02 = mulAdd(s02, p, v), s12 = mulAdd(s12, q, v);
    v = v128.load(b3 + t);
    s03 = mulAdd(s03, p, v), s13 = mulAdd(s13, q, v);
  }
  store<f32>(to, laneSum(s00)), store<f32>(to, laneSum(s01), 4);
  store<f32>(to, laneSum(s02), 8), store<f32>(to, laneSum(s03), 12);
  store<f32>(to + line, laneSum(s10)), store<f32>(to + line, laneSum(s11), 4);
  store<f32>(to + line, laneSum(s12), 8), store<f32>(to + line, laneSum(s13), 12);
}
