// The same products by WASM kernels: strict SIMD in one order, so that every machine gives the same bits.
import { kernelsBase64 } from './forward.generated.ts';
import { kernelsBase64 as fastBase64 } from './forward-fast.generated.ts';
import { checkLengths, type Linear, type Matrix, rowsOf } from './linear.ts';

interface Kernels {
  readonly memory: WebAssembly.Memory;
  times(x: number, count: number, w: number, rows: number, k: number, out: number): void;
  timesBf16(x: number, w: number, rows: number, k: number, out: number): void;
  timesQ8(x: number, scales: number, w: number, rows: number, k: number, out: number): void;
  timesQ4(x: number, scales: number, w: number, rows: number, k: number, out: number): void;
}

// asc keeps the module's own data in the first page; ours starts behind it.
const heapStart = 65_536;
const page = 65_536;

/** Elements of a block of codes. */
const blockLength = 32;

/** Bytes of weights copied in at a time: small enough for the processor's second cache. */
const panelBytes = 524_288;

const compiled = new Map<string, WebAssembly.Module>();

/** Kernels with a memory of their own, which grows to the largest activation it saw. */
export const kernelLinear = (): Linear => linearOf('simd', kernelsBase64);

/** Products and sums in one step where the processor has it: faster, and another machine may give other last bits. */
export const fastLinear = (): Linear => linearOf('simd, fused', fastBase64);

function linearOf(name: string, base64: string): Linear {
  const module =
    compiled.get(name) ?? new WebAssembly.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  compiled.set(name, module);
  const kernels = new WebAssembly.Instance(module, {}).exports as unknown as Kernels;
  return {
    name,
    apply(x, count, weight, bias, out) {
      checkLengths(x, count, weight, bias, out);
      if (count === 0 || weight.rows === 0) return;
      if (count === 1 && isWhole(weight)) alone(kernels, x, weight, out);
      else together(kernels, x, count, weight, out);
      if (bias === undefined) return;
      for (let i = 0, at = 0; i < count; i++)
        for (let r = 0; r < weight.rows; r++, at++) out[at] = (out[at] as number) + (bias[r] as number);
    },
  };
}

/** Whether a row can be gone through as it is stored: 16-bit floats eight at a time, blocks by their nature. */
function isWhole({ format, columns }: Matrix): boolean {
  return format === 'bf16' ? columns % 8 === 0 : format === 'q8_0' || format === 'q4_0';
}

/** The memory's buffer with room for so many bytes behind `heapStart`; views of it hold until the next call. */
function reserve({ memory }: Kernels, bytes: number): ArrayBuffer {
  const missing = heapStart + bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / page));
  return memory.buffer;
}

const roundUp = (value: number): number => Math.ceil(value / 16) * 16;

/** One activation: the weights are read once, as they are stored. */
function alone(kernels: Kernels, x: Float32Array, weight: Matrix, out: Float32Array): void {
  const { rows, columns, format, bytes } = weight;
  const rowBytes = bytes.length / rows;
  const panel = Math.max(2, Math.floor(panelBytes / rowBytes) & ~1);
  const scalesAt = heapStart + roundUp(4 * columns);
  const panelAt = scalesAt + roundUp(4 * Math.ceil(columns / blockLength));
  const outAt = panelAt + roundUp(Math.min(panel, rows) * rowBytes);
  const buffer = reserve(kernels, outAt - heapStart + 4 * panel);
  if (format === 'bf16') new Float32Array(buffer, heapStart, columns).set(x);
  else {
    const whole = new Int16Array(buffer, heapStart, columns);
    toWhole(x, whole, new Float32Array(buffer, scalesAt, columns / blockLength));
  }
  for (let first = 0; first < rows; first += panel) {
    const count = Math.min(panel, rows - first);
    new Uint8Array(buffer, panelAt, count * rowBytes).set(bytes.subarray(first * rowBytes, (first + count) * rowBytes));
    if (format === 'bf16') kernels.timesBf16(heapStart, panelAt, count, columns, outAt);
    else if (format === 'q8_0') kernels.timesQ8(heapStart, scalesAt, panelAt, count, columns, outAt);
    else kernels.timesQ4(heapStart, scalesAt, panelAt, count, columns, outAt);
    out.set(new Float32Array(buffer, outAt, count), first);
  }
}

/**
 * An activation in blocks as whole numbers of 16 bits with a scale for each block: within half a scale, 1/65534 of the largest. A value
 * that is none makes its block's scale one that is none, so that the product is none either.
 */
function toWhole(x: Float32Array, whole: Int16Array, scales: Float32Array): void {
  for (let block = 0; block < scales.length; block++) {
    let most = 0;
    for (let i = block * blockLength; i < (block + 1) * blockLength; i++) {
      const size = Math.abs(x[i] as number);
      most = size > most || Number.isNaN(size) ? size : most;
      if (Number.isNaN(most)) break;
    }
    const scale = most / 32_767;
    scales[block] = scale;
    for (let i = block * blockLength; i < (block + 1) * blockLength; i++)
      whole[i] = scale > 0 && Number.isFinite(scale) ? Math.round((x[i] as number) / scale) : 1;
    if (scale === 0) whole.fill(0, block * blockLength, (block + 1) * blockLength);
  }
}

/** Many activations: a panel of weights is widened once for all of them. */
function together(kernels: Kernels, x: Float32Array, count: number, weight: Matrix, out: Float32Array): void {
  const { rows, columns } = weight;
  const width = Math.ceil(columns / 4) * 4;
  const panel = Math.max(4, Math.floor(panelBytes / (4 * width)) & ~3);
  const panelAt = heapStart + roundUp(4 * width * count);
  const outAt = panelAt + roundUp(4 * width * Math.min(panel, rows));
  const buffer = reserve(kernels, outAt - heapStart + 4 * count * panel);
  place(new Float32Array(buffer, heapStart, width * count), x, columns, width);
  for (let first = 0; first < rows; first += panel) {
    const part = Math.min(panel, rows - first);
    place(new Float32Array(buffer, panelAt, width * part), rowsOf(weight, first, first + part), columns, width);
    kernels.times(heapStart, count, panelAt, part, width, outAt);
    const found = new Float32Array(buffer, outAt, count * part);
    for (let i = 0; i < count; i++) out.set(found.subarray(i * part, (i + 1) * part), i * rows + first);
  }
}

/** Rows with zeros behind them up to `width`. */
function place(into: Float32Array, from: Float32Array, columns: number, width: number): void {
  if (columns === width) {
    into.set(from);
    return;
  }
  into.fill(0);
  for (let r = 0; r * columns < from.length; r++) into.set(from.subarray(r * columns, (r + 1) * columns), r * width);
}
