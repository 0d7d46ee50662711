// What the forward pass costs: products beside ONNX Runtime, one token beside the memory's read rate, a whole answer beside llama.cpp.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { memoryFolder } from '../forgeries/memory-folder.ts';
import { tinyFolder, tinyMiniCpm } from '../forgeries/tiny-minicpm.ts';
import { tinyGguf } from '../forgeries/tiny-minicpm-gguf.ts';
import { field, join, model } from '../forgeries/writers/onnx.ts';
import { startLlama } from '../src/cli/llama-process.ts';
import { fastLinear, kernelLinear } from '../src/forward/kernel-linear.ts';
import { type Matrix, type MatrixFormat, plainLinear, storedBytesOf } from '../src/forward/linear.ts';
import { encodePng } from '../src/image/encode-png.ts';
import { createRandom } from '../src/math/random.ts';
import { openModel } from '../src/model/open.ts';
import { llamaRuntime } from '../src/runtimes/llama-cpp.ts';
import { ownRuntime } from '../src/runtimes/own.ts';
import { greedy, type Runtime } from '../src/runtimes/runtime.ts';
import { type BenchSection, benchRow } from './bench-section.ts';

const goal = 0.5;
const rounds = 5;
const widths = [22, 13, 13, 13, 6, 6] as const;

/** Rows of activations, columns, rows of weights: the tower's two products, and one of the decoder's. */
const products = [
  [1_024, 1_152, 1_152],
  [1_024, 1_152, 4_304],
  [512, 4_096, 4_096],
] as const;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function seconds(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

function matrixOf(rows: number, columns: number, format: MatrixFormat): Matrix {
  const bytes = new Uint8Array(storedBytesOf(format, rows * columns));
  const random = createRandom(rows + columns);
  if (format === 'f32') {
    const values = new Float32Array(bytes.buffer);
    for (let i = 0; i < values.length; i++) values[i] = random.uniform() - 0.5;
  } else {
    // Any bits with small exponents: 0x3c in the upper byte of 16 bits, small scales in blocks.
    const words = new Uint16Array(bytes.buffer);
    for (let i = 0; i < words.length; i++) words[i] = 0x3c00 | (random.integer(256) & 0x7f);
  }
  return { rows, columns, format, bytes };
}

/** `a` times `b` as a network of one node. */
function matMul(m: number, k: number, n: number): Uint8Array {
  const value = (name: string, ...sides: number[]): Uint8Array => {
    const shape = join(...sides.map((side) => field(1, field(1, side))));
    return join(field(1, name), field(2, field(1, join(field(1, 1), field(2, shape)))));
  };
  const graph = join(
    field(1, join(field(1, 'a'), field(1, 'b'), field(2, 'c'), field(4, 'MatMul'))),
    field(2, 'product'),
    field(11, value('a', m, k)),
    field(11, value('b', k, n)),
    field(12, value('c', m, n)),
  );
  return model(graph);
}

interface Onnx {
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{ run(feeds: object): Promise<unknown>; release(): Promise<void> }>;
  };
  readonly Tensor: new (type: string, data: Float32Array, dims: readonly number[]) => object;
}

async function productRows(): Promise<boolean> {
  const packageName = 'onnxruntime-node';
  const onnx = (await import(packageName)) as Onnx;
  const [linear, fast] = [kernelLinear(), fastLinear()];
  let met = true;
  console.log(benchRow(['many, one thread', 'strict', 'fused', 'ONNX Runtime'], widths));
  for (const [m, k, n] of products) {
    const weight = matrixOf(n, k, 'f32');
    const x = new Float32Array(m * k).fill(0.25);
    const out = new Float32Array(m * n);
    const session = await onnx.InferenceSession.create(matMul(m, k, n), { intraOpNumThreads: 1, interOpNumThreads: 1 });
    const feeds = {
      a: new onnx.Tensor('float32', x, [m, k]),
      b: new onnx.Tensor('float32', new Float32Array(weight.bytes.buffer), [k, n]),
    };
    const [own, fused, theirs]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round <= rounds; round++) {
      own.push(await seconds(() => linear.apply(x, m, weight, undefined, out)));
      fused.push(await seconds(() => fast.apply(x, m, weight, undefined, out)));
      theirs.push(await seconds(() => session.run(feeds)));
    }
    await session.release();
    const rate = (times: readonly number[]): number => (2 * m * k * n) / median(times.slice(1)) / 1e9;
    const [ratio, fastRatio] = [rate(own) / rate(theirs), rate(fused) / rate(theirs)];
    met = met && ratio >= goal;
    console.log(
      benchRow(
        [
          `${m} × ${k} by ${n}`,
          ...[own, fused, theirs].map((times) => `${rate(times).toFixed(1)} GFLOP/s`),
          ratio.toFixed(2),
          fastRatio.toFixed(2),
        ],
        widths,
      ),
    );
  }
  return met;
}

async function tokenRows(): Promise<boolean> {
  const [linear, fast] = [kernelLinear(), fastLinear()];
  const [rows, columns] = [16_384, 8_192];
  const x = new Float32Array(columns).fill(0.25);
  const out = new Float32Array(rows);
  let met = true;
  console.log('');
  console.log(benchRow(['one, one thread', 'strict', 'fused', 'memory read'], widths));
  for (const format of ['bf16', 'q8_0', 'q4_0'] as const) {
    const weight = matrixOf(rows, columns, format);
    const words = new Float64Array(weight.bytes.buffer, 0, Math.floor(weight.bytes.length / 8));
    const [own, fused, read]: [number[], number[], number[]] = [[], [], []];
    let seen = 0;
    const copy = new Uint8Array(1_048_576);
    for (let round = 0; round <= rounds; round++) {
      own.push(await seconds(() => linear.apply(x, 1, weight, undefined, out)));
      fused.push(await seconds(() => fast.apply(x, 1, weight, undefined, out)));
      read.push(
        await seconds(() => {
          // The fastest that this program can read: whole runs into a buffer that stays in the cache.
          for (let at = 0; at + copy.length <= weight.bytes.length; at += copy.length)
            copy.set(weight.bytes.subarray(at, at + copy.length));
          seen += copy[0] as number;
        }),
      );
    }
    const rate = (times: readonly number[]): number => weight.bytes.length / median(times.slice(1)) / 1e9;
    const [ratio, fastRatio] = [rate(own) / rate(read), rate(fused) / rate(read)];
    met = met && ratio >= goal && Number.isFinite(seen + (words[0] as number));
    console.log(
      benchRow(
        [
          `${format}, ${Math.round(weight.bytes.length / 1e6)} MB`,
          ...[own, fused, read].map((times) => `${rate(times).toFixed(2)} GB/s`),
          ratio.toFixed(2),
          fastRatio.toFixed(2),
        ],
        widths,
      ),
    );
  }
  return met;
}

async function answerRows(): Promise<void> {
  const tiny = tinyMiniCpm(7);
  const files = tinyFolder(tiny);
  const folder = await mkdtemp(path.join(tmpdir(), 'forebear-bench-'));
  try {
    const pair = tinyGguf(tiny);
    const load = {
      model: path.join(folder, 'model.gguf'),
      projector: path.join(folder, 'mmproj.gguf'),
      variant: undefined,
      context: 2_048,
    };
    await writeFile(load.model, pair.model);
    await writeFile(load.projector, pair.projector);
    const opened = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(files) });
    const tokenizer = files.get('tokenizer.json') as Uint8Array;
    const own = ownRuntime(opened, { tokenizer, name: 'tiny', budget: 1e9 });
    const plain = ownRuntime(opened, { tokenizer, name: 'tiny', budget: 1e9, linear: plainLinear });
    const black = new Uint8Array(700 * 700 * 3);
    const image = {
      type: 'image/png' as const,
      bytes: encodePng({ width: 700, height: 700, channels: 3, data: black }),
      sha256: '',
    };
    const question = { prompt: 'Read the slip.', images: [image] };
    const time = async (runtime: Runtime, count: number): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < count; round++)
        times.push(await seconds(() => runtime.ask(question, { ...greedy, mostTokens: 16 })));
      return median(times);
    };
    const ours = await time(own, 3);
    const slow = await time(plain, 1);
    const native: number[] = [];
    for (let round = 0; round < 3; round++) {
      const runtime = await llamaRuntime(startLlama('pair'), {
        name: 'pair',
        files: [],
        load,
        chatTemplate: undefined,
      });
      native.push(await seconds(() => runtime.ask(question, { ...greedy, mostTokens: 16 })));
      await runtime.close();
    }
    await opened[Symbol.asyncDispose]();
    console.log('');
    console.log('the tiny pair, an image in five parts and 16 tokens, whole answer');
    console.log(
      `  ours ${ours.toFixed(2)} s, its plain twin ${slow.toFixed(2)} s, llama.cpp ${median(native).toFixed(2)} s`,
    );
    console.log(`  ours beside llama.cpp: ${(median(native) / ours).toFixed(2)}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const forwardSection: BenchSection = {
  name: 'forward',
  async run() {
    const many = await productRows();
    const one = await tokenRows();
    await answerRows();
    console.log(
      `  goal ${goal} of either: ${many ? 'met' : 'missed'} for many activations, ${one ? 'met' : 'missed'} for one`,
    );
    return many && one;
  },
};
