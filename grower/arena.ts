// The trainer's kernels and their memory: runs of 32-bit floats and of bytes, handed out one after another.
import { kernelsBase64 } from './trainer.generated.ts';

/** The exports of assembly/trainer.ts; addresses and counts are whole numbers, addresses in bytes. */
export interface TrainerKernels {
  readonly memory: WebAssembly.Memory;
  gemm(
    a: number,
    rowStep: number,
    step: number,
    b: number,
    c: number,
    m: number,
    k: number,
    n: number,
    add: number,
  ): void;
  transpose(from: number, to: number, rows: number, columns: number): void;
  normalise(x: number, gain: number, y: number, scales: number, rows: number, width: number, epsilon: number): void;
  normaliseBack(
    x: number,
    gain: number,
    scales: number,
    dy: number,
    dx: number,
    dgain: number,
    rows: number,
    width: number,
  ): void;
  gate(g: number, u: number, out: number, n: number): void;
  gateBack(g: number, u: number, dout: number, dg: number, du: number, n: number): void;
  addTo(x: number, y: number, n: number): void;
  gather(tokens: number, table: number, out: number, count: number, width: number): void;
  scatter(tokens: number, dout: number, dtable: number, count: number, width: number): void;
  rotate(
    x: number,
    cosines: number,
    sines: number,
    rows: number,
    length: number,
    heads: number,
    size: number,
    direction: number,
  ): void;
  attend(q: number, k: number, v: number, p: number, out: number, ...sizes: AttentionSizes): void;
  attendBack(
    q: number,
    k: number,
    v: number,
    p: number,
    dout: number,
    dq: number,
    dk: number,
    dv: number,
    scratch: number,
    ...sizes: AttentionSizes
  ): void;
  softmaxRows(logits: number, rows: number, width: number): void;
  entropy(logits: number, targets: number, rows: number, width: number): number;
  softEntropy(logits: number, targets: number, rows: number, width: number): number;
  sumOfSquares(x: number, n: number): number;
  adamStep(
    w: number,
    g: number,
    m: number,
    v: number,
    n: number,
    rate: number,
    beta1: number,
    beta2: number,
    correction1: number,
    correction2: number,
    epsilon: number,
    decay: number,
    clip: number,
  ): void;
}

/** Sequences, rows of each, those rounded up to 4, heads of q, of k and v, elements of a head, scale of the products. */
export type AttentionSizes = [
  batch: number,
  length: number,
  padded: number,
  heads: number,
  groups: number,
  size: number,
  scale: number,
];

// asc keeps the module's own data in the first page; ours starts behind it.
const heapStart = 65_536;
const page = 65_536;

/** Kernels with a memory of their own. Each network has one arena; nothing is given back before the arena itself is. */
export class Arena {
  readonly kernels: TrainerKernels;
  private used = heapStart;

  constructor() {
    const instance = new WebAssembly.Instance(compiled(), {});
    this.kernels = instance.exports as unknown as TrainerKernels;
  }

  /** The address of a fresh run of `bytes` bytes, zero throughout, on a multiple of 16. */
  take(bytes: number): number {
    const at = this.used;
    this.used += Math.ceil(bytes / 16) * 16;
    const missing = this.used - this.kernels.memory.buffer.byteLength;
    if (missing > 0) this.kernels.memory.grow(Math.ceil(missing / page));
    return at;
  }

  /** The floats at an address, as a view that the next `take` may cut loose. */
  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, at, count);
  }

  /** As `floats`, of bytes. */
  bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.kernels.memory.buffer, at, count);
  }
}

let compiledOnce: WebAssembly.Module | undefined;

function compiled(): WebAssembly.Module {
  compiledOnce ??= new WebAssembly.Module(Buffer.from(kernelsBase64, 'base64'));
  return compiledOnce;
}
