// The WASM kernels and their plain twins; knows nothing of tensors, files or models.
import { kernelsBase64 } from './kernels.generated.ts';

interface Kernels {
  readonly memory: WebAssembly.Memory;
  scanRows(
    a: number,
    aType: number,
    b: number,
    bType: number,
    rows: number,
    columns: number,
    scratch: number,
    out: number,
  ): void;
  products(a: number, m: number, b: number, n: number, k: number, out: number): void;
}

let loaded: Kernels | undefined;

/** The module's own memory and functions, compiled when they are first asked for: one instance in every thread. */
export function kernels(): Kernels {
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
export const heapStart = 65_536;

/** The memory, with room for so many bytes from `heapStart` on; views of it hold until the next call. */
export function reserve(bytes: number): ArrayBuffer {
  const { memory } = kernels();
  const missing = heapStart + bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
  return memory.buffer;
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
