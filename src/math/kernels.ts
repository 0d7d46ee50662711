// The WASM kernels and their plain twins; knows nothing of tensors, files or models.
import { kernelsBase64 } from './kernels.generated.ts';

interface Kernels {
  readonly memory: WebAssembly.Memory;
  pairMoments(a: number, b: number, n: number, out: number): void;
  products(a: number, m: number, b: number, n: number, k: number, out: number): void;
}

/** Slots of the running sums over pairs (suspect a, candidate b, d = a - b); see `createPairSums`. */
export const slot = {
  a: 0,
  b: 1,
  aa: 2,
  bb: 3,
  ab: 4,
  d: 5,
  d2: 6,
  d3: 7,
  d4: 8,
  equal: 9,
  power: 10,
  zeroA: 11,
  zeroBoth: 12,
  count: 13,
  excluded: 14,
} as const;

export const slots = 16;

let loaded: Kernels | undefined;

function kernels(): Kernels {
  if (loaded === undefined) {
    const bytes =
      Uint8Array.fromBase64 === undefined ? fromBase64(kernelsBase64) : Uint8Array.fromBase64(kernelsBase64);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), {});
    loaded = instance.exports as unknown as Kernels;
  }
  return loaded;
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

// asc keeps the module's own data in the first page; ours starts behind it.
const heapStart = 65_536;

function reserve(bytes: number): ArrayBuffer {
  const { memory } = kernels();
  const missing = heapStart + bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
  return memory.buffer;
}

// 16 Ki pairs a call: two 64 KiB blocks stay in the second-level cache, and the order of summation is fixed by it.
const blockLength = 16_384;

/**
 * Adds n = a.length pairs to `sums` (length `slots`). Pairs with a NaN or an infinity on either side are left out and
 * counted in `slot.excluded`. `a` and `b` must be of one length; the result depends on the values and their order alone
 * as long as callers hand them over in the same chunks.
 */
export function addPairs(sums: Float64Array, a: Float32Array, b: Float32Array): void {
  const before = sums.slice();
  addBlocks(sums, a, b);
  for (let i = 0; i < slot.count; i++) {
    if (!Number.isFinite(sums[i])) {
      sums.set(before);
      addFinitePairs(sums, a, b);
      return;
    }
  }
}

function addBlocks(sums: Float64Array, a: Float32Array, b: Float32Array): void {
  const buffer = reserve(2 * 4 * blockLength + 8 * slots);
  const outAt = heapStart + 2 * 4 * blockLength;
  const out = new Float64Array(buffer, outAt, slots);
  const left = new Float32Array(buffer, heapStart, blockLength);
  const right = new Float32Array(buffer, heapStart + 4 * blockLength, blockLength);
  out.fill(0);
  for (let start = 0; start < a.length; start += blockLength) {
    const end = Math.min(a.length, start + blockLength);
    left.set(a.subarray(start, end));
    right.set(b.subarray(start, end));
    let n = end - start;
    if (n % 2 === 1) n -= 1;
    kernels().pairMoments(heapStart, heapStart + 4 * blockLength, n, outAt);
    if (n < end - start) addPairsPlain(out, a.subarray(end - 1, end), b.subarray(end - 1, end));
  }
  for (let i = 0; i < slot.count; i++) sums[i] = (sums[i] as number) + (out[i] as number);
  sums[slot.count] = (sums[slot.count] as number) + a.length;
}

function addFinitePairs(sums: Float64Array, a: Float32Array, b: Float32Array): void {
  const left = new Float32Array(a.length);
  const right = new Float32Array(a.length);
  let kept = 0;
  for (let i = 0; i < a.length; i++) {
    if (!(Number.isFinite(a[i]) && Number.isFinite(b[i]))) continue;
    left[kept] = a[i] as number;
    right[kept] = b[i] as number;
    kept += 1;
  }
  addBlocks(sums, left.subarray(0, kept), right.subarray(0, kept));
  sums[slot.excluded] = (sums[slot.excluded] as number) + (a.length - kept);
}

const bits = new Uint32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

/** The plain twin of the kernel: the same sums in the same order of lanes (even and odd places apart, added at the end). */
export function addPairsPlain(sums: Float64Array, a: Float32Array, b: Float32Array): void {
  const lanes = [new Float64Array(slots), new Float64Array(slots)] as const;
  for (let i = 0; i < a.length; i++) {
    const lane = lanes[i % 2 === 0 ? 0 : 1];
    const x = a[i] as number;
    const y = b[i] as number;
    const d = x - y;
    const d2 = d * d;
    bitsAsFloat[0] = x;
    bits[0] = (bits[0] as number) & 0x7f800000;
    const power = bitsAsFloat[0];
    const terms = [
      x,
      y,
      x * x,
      y * y,
      x * y,
      d,
      d2,
      d2 * d,
      d2 * d2,
      x === y ? 1 : 0,
      power * power,
      x === 0 ? 1 : 0,
      x === 0 && y === 0 ? 1 : 0,
    ];
    for (let t = 0; t < terms.length; t++) lane[t] = (lane[t] as number) + (terms[t] as number);
  }
  for (let t = 0; t < slot.count; t++)
    sums[t] = (sums[t] as number) + ((lanes[0][t] as number) + (lanes[1][t] as number));
}

/** All inner products of the rows of `a` (m rows) with the rows of `b` (n rows), k elements each: m * n numbers, row-major. */
export function rowProducts(a: Float32Array, m: number, b: Float32Array, n: number, k: number): Float64Array {
  const padded = Math.ceil(k / 4) * 4;
  const result = new Float64Array(m * n);
  // Tiles keep the WASM memory small whatever the matrices are: 4 MiB a side, 8 MiB of products.
  const tileM = Math.max(1, Math.min(m, 1024, Math.floor(1_048_576 / padded)));
  const tileN = Math.max(1, Math.min(n, 1024, Math.floor(1_048_576 / padded)));
  for (let i = 0; i < m; i += tileM) {
    const rows = Math.min(tileM, m - i);
    for (let j = 0; j < n; j += tileN) {
      const columns = Math.min(tileN, n - j);
      const bytes = 4 * padded * (rows + columns);
      const buffer = reserve(bytes + 8 * rows * columns);
      place(new Float32Array(buffer, heapStart, rows * padded), a, i, rows, k, padded);
      place(new Float32Array(buffer, heapStart + 4 * padded * rows, columns * padded), b, j, columns, k, padded);
      const outAt = heapStart + bytes;
      kernels().products(heapStart, rows, heapStart + 4 * padded * rows, columns, padded, outAt);
      const out = new Float64Array(buffer, outAt, rows * columns);
      for (let r = 0; r < rows; r++) result.set(out.subarray(r * columns, (r + 1) * columns), (i + r) * n + j);
    }
  }
  return result;
}

function place(into: Float32Array, from: Float32Array, first: number, rows: number, k: number, padded: number): void {
  for (let r = 0; r < rows; r++) {
    into.set(from.subarray((first + r) * k, (first + r + 1) * k), r * padded);
    if (padded > k) into.fill(0, r * padded + k, (r + 1) * padded);
  }
}

/** The plain twin of `rowProducts`: four lanes, (0 + 2) and (1 + 3) joined first, as the kernel does. */
export function rowProductsPlain(a: Float32Array, m: number, b: Float32Array, n: number, k: number): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const lanes = [0, 0, 0, 0];
      for (let t = 0; t < k; t++)
        lanes[t % 4] = (lanes[t % 4] as number) + (a[i * k + t] as number) * (b[j * k + t] as number);
      result[i * n + j] = (lanes[0] as number) + (lanes[2] as number) + ((lanes[1] as number) + (lanes[3] as number));
    }
  }
  return result;
}
