// Softmax and cross-entropy over rows of logits; the sum of the losses in 64 bits.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

import { exp4, laneMax, laneSum } from './lanes';

// @ts-ignore: decorator
@inline
/** One row of logits becomes e^(logit - top); gives the sum. */
function exponentials(row: usize, bytes: usize, top: f32): f32 {
  const t = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const e = exp4(f32x4.sub(v128.load(row + i), t));
    v128.store(row + i, e);
    sum = f32x4.add(sum, e);
  }
  return laneSum(sum);
}

// @ts-ignore: decorator
@inline
function topOf(row: usize, bytes: usize): f32 {
  let most = v128.load(row);
  for (let i: usize = 16; i < bytes; i += 16) most = f32x4.max(most, v128.load(row + i));
  return laneMax(most);
}

/** Every row of logits becomes its distribution. `width` is a multiple of 4. */
export function softmaxRows(logits: usize, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let r: i32 = 0; r < rows; r++) {
    const row = logits + <usize>r * bytes;
    const whole = f32x4.splat(<f32>1 / exponentials(row, bytes, topOf(row, bytes)));
    for (let i: usize = 0; i < bytes; i += 16) v128.store(row + i, f32x4.mul(v128.load(row + i), whole));
  }
}

/**
 * Mean of -ln p(target) over `rows` rows of logits; targets are bytes. The logits are replaced by the gradient of that
 * mean.
 */
export function entropy(logits: usize, targets: usize, rows: i32, width: i32): f64 {
  const bytes = <usize>width << 2;
  const share = <f32>1 / <f32>rows;
  let total: f64 = 0;
  for (let r: i32 = 0; r < rows; r++) {
    const row = logits + <usize>r * bytes;
    const target = row + (<usize>load<u8>(targets + r) << 2);
    const top = topOf(row, bytes);
    const mine: f64 = <f64>(load<f32>(target) - top);
    const sum = exponentials(row, bytes, top);
    total += Math.log(<f64>sum) - mine;
    const whole = f32x4.splat(share / sum);
    for (let i: usize = 0; i < bytes; i += 16) v128.store(row + i, f32x4.mul(v128.load(row + i), whole));
    store<f32>(target, load<f32>(target) - share);
  }
  return total / <f64>rows;
}

/** As `entropy`, for targets that are distributions themselves: rows × width at `targets`. */
export function softEntropy(logits: usize, targets: usize, rows: i32, width: i32): f64 {
  const bytes = <usize>width << 2;
  const share = <f32>1 / <f32>rows;
  let total: f64 = 0;
  for (let r: i32 = 0; r < rows; r++) {
    const row = logits + <usize>r * bytes;
    const wanted = targets + <usize>r * bytes;
    const top = topOf(row, bytes);
    let mine: f64 = 0;
    for (let i: usize = 0; i < bytes; i += 4)
      mine += <f64>load<f32>(wanted + i) * <f64>(load<f32>(row + i) - top);
    const sum = exponentials(row, bytes, top);
    total += Math.log(<f64>sum) - mine;
    const whole = f32x4.splat(share / sum), part = f32x4.splat(share);
    for (let i: usize = 0; i < bytes; i += 16)
      v128.store(row + i, f32x4.sub(f32x4.mul(v128.load(row + i), whole), f32x4.mul(v128.load(wanted + i), part)));
  }
  return total / <f64>rows;
}
