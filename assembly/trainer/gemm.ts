// Matrix products: one kernel for A·B and Aᵀ·B by the strides of A, and a transposition that makes A·Bᵀ of the first.

// @ts-nocheck: AssemblyScript, compiled by asc; not TypeScript for the checker.

/**
 * C (m × n, row-major) = A·B, or += where `add`. Element (i, t) of A lies at a + 4 (i · rowStep + t · step); B is k × n,
 * row-major. n must be a multiple of 4. Every element of C is summed over t from 0 up, whatever tile it falls into.
 */
export function gemm(a: usize, rowStep: i32, step: i32, b: usize, c: usize, m: i32, k: i32, n: i32, add: bool): void {
  const row = <usize>rowStep << 2;
  const next = <usize>step << 2;
  const width = <usize>n << 2;
  let i: i32 = 0;
  for (; i + 4 <= m; i += 4) {
    const from = a + <usize>i * row;
    const to = c + <usize>i * width;
    let j: usize = 0;
    for (; j + 32 <= width; j += 32) tile42(from, row, next, b + j, to + j, k, width, add);
    for (; j < width; j += 16) tile41(from, row, next, b + j, to + j, k, width, add);
  }
  for (; i < m; i++) {
    const from = a + <usize>i * row;
    const to = c + <usize>i * width;
    for (let j: usize = 0; j < width; j += 16) tile11(from, next, b + j, to + j, k, width, add);
  }
}

// @ts-ignore: decorator
@inline
function tile42(a: usize, row: usize, next: usize, b: usize, c: usize, k: i32, width: usize, add: bool): void {
  const c1 = c + width, c2 = c1 + width, c3 = c2 + width;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (add) {
    s00 = v128.load(c), s01 = v128.load(c, 16), s10 = v128.load(c1), s11 = v128.load(c1, 16);
    s20 = v128.load(c2), s21 = v128.load(c2, 16), s30 = v128.load(c3), s31 = v128.load(c3, 16);
  }
  let a0 = a, a1 = a + row, a2 = a + 2 * row, a3 = a + 3 * row;
  for (let t: i32 = 0; t < k; t++) {
    const x = v128.load(b), y = v128.load(b, 16);
    let v = v128.load32_splat(a0);
    s00 = f32x4.add(s00, f32x4.mul(v, x)), s01 = f32x4.add(s01, f32x4.mul(v, y));
    v = v128.load32_splat(a1);
    s10 = f32x4.add(s10, f32x4.mul(v, x)), s11 = f32x4.add(s11, f32x4.mul(v, y));
    v = v128.load32_splat(a2);
    s20 = f32x4.add(s20, f32x4.mul(v, x)), s21 = f32x4.add(s21, f32x4.mul(v, y));
    v = v128.load32_splat(a3);
    s30 = f32x4.add(s30, f32x4.mul(v, x)), s31 = f32x4.add(s31, f32x4.mul(v, y));
    a0 += next, a1 += next, a2 += next, a3 += next;
    b += width;
  }
  v128.store(c, s00), v128.store(c, s01, 16), v128.store(c1, s10), v128.store(c1, s11, 16);
  v128.store(c2, s20), v128.store(c2, s21, 16), v128.store(c3, s30), v128.store(c3, s31, 16);
}

// @ts-ignore: decorator
@inline
function tile41(a: usize, row: usize, next: usize, b: usize, c: usize, k: i32, width: usize, add: bool): void {
  const c1 = c + width, c2 = c1 + width, c3 = c2 + width;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  if (add) s0 = v128.load(c), s1 = v128.load(c1), s2 = v128.load(c2), s3 = v128.load(c3);
  let a0 = a, a1 = a + row, a2 = a + 2 * row, a3 = a + 3 * row;
  for (let t: i32 = 0; t < k; t++) {
    const x = v128.load(b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(a0), x));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(a1), x));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(a2), x));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(a3), x));
    a0 += next, a1 += next, a2 += next, a3 += next;
    b += width;
  }
  v128.store(c, s0), v128.store(c1, s1), v128.store(c2, s2), v128.store(c3, s3);
}

// @ts-ignore: decorator
@inline
function tile11(a: usize, next: usize, b: usize, c: usize, k: i32, width: usize, add: bool): void {
  let s = add ? v128.load(c) : f32x4.splat(0);
  for (let t: i32 = 0; t < k; t++) {
    s = f32x4.add(s, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += next;
    b += width;
  }
  v128.store(c, s);
}

/** The rows × columns matrix at `from`, row-major, turned into columns × rows at `to`. */
export function transpose(from: usize, to: usize, rows: i32, columns: i32): void {
  for (let r: i32 = 0; r < rows; r++)
    for (let c: i32 = 0; c < columns; c++)
      store<f32>(to + (<usize>(c * rows + r) << 2), load<f32>(from + (<usize>(r * columns + c) << 2)));
}
