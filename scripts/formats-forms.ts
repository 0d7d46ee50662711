// Every form that a model is kept in: the lossless ones, ggml's types, and the schemes of quantised safetensors.
import type { ForgedModel } from '../forgeries/forged-model.ts';
import { encodeSafetensors, type NumbersToWrite } from '../forgeries/write-safetensors.ts';
import { encodeFasttext } from '../forgeries/writers/fasttext.ts';
import { encodeGguf, encodeGgufShards } from '../forgeries/writers/gguf.ts';
import { llamaToGguf, type Quantise } from '../forgeries/writers/gguf-models.ts';
import { encodeH5 } from '../forgeries/writers/h5.ts';
import { encodeNpz } from '../forgeries/writers/numpy.ts';
import { encodeOnnx } from '../forgeries/writers/onnx.ts';
import { checkpointFiles, encodeArrayPickle, encodeLegacy, torchScriptFiles } from '../forgeries/writers/pytorch.ts';
import { encodeTar } from '../forgeries/writers/tar.ts';
import { encodeTfjs } from '../forgeries/writers/tfjs.ts';
import { encodeTflite } from '../forgeries/writers/tflite.ts';
import { encodeZip } from '../forgeries/writers/zip.ts';
import { type BlockType, blockTypes } from '../src/formats/numbers/dtype.ts';
import { layouts } from '../test/model/schemes/quantised-models.ts';

export type Files = ReadonlyMap<string, Uint8Array>;

/** One form: how it is made, and what a comparison of it with the original must say. */
export interface Form {
  readonly name: string;
  readonly make: (model: ForgedModel, config: object) => Files;
  readonly expected: 'identical' | 'derived' | 'partly-derived';
  /** The operation that must be named, and what it must say of the format; `bits` of its codes. */
  readonly operation?: 'requantised' | 'cast';
  readonly format?: string;
  readonly bits?: number;
}

const one = (path: string, bytes: Uint8Array): Files => new Map([[path, bytes]]);

/** The model's tensors, stored as `dtype`. */
function tensors(model: ForgedModel, dtype: 'F32' | 'BF16'): NumbersToWrite[] {
  return [...model].map(([name, { shape, values }]) => ({ name, dtype, shape, values }));
}

function zipped(files: Readonly<Record<string, Uint8Array>>, deflate = false): Uint8Array {
  return encodeZip(
    Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
    { deflate },
  );
}

function sharded(model: ForgedModel): Files {
  const all = tensors(model, 'BF16');
  const shards = [all.filter((_, i) => i % 3 === 0), all.filter((_, i) => i % 3 !== 0)];
  const names = shards.map((_, i) => `model-0000${i + 1}-of-00002.safetensors`);
  const map = shards.flatMap((shard, i) => shard.map(({ name }) => [name, names[i]] as const));
  const index = new TextEncoder().encode(JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(map) }));
  return new Map([
    ...shards.map((shard, i) => [names[i] ?? '', encodeSafetensors(shard)] as const),
    ['model.safetensors.index.json', index],
  ]);
}

/** The two tables that fastText has room for. */
function tables(model: ForgedModel): NumbersToWrite[] {
  const names = new Map([
    ['model.embed_tokens.weight', 'input'],
    ['lm_head.weight', 'output'],
  ]);
  return tensors(model, 'F32').flatMap((tensor) => {
    const name = names.get(tensor.name);
    return name === undefined ? [] : [{ ...tensor, name }];
  });
}

function inScript(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(`export const model = "${Buffer.from(bytes).toString('base64')}";\n`);
}

const identical = (name: string, make: Form['make']): Form => ({ name, make, expected: 'identical' });

const lossless: readonly Form[] = [
  identical('safetensors F32', (model) => one('m.safetensors', encodeSafetensors(tensors(model, 'F32')))),
  identical('safetensors BF16 in shards', sharded),
  identical('PyTorch', (model) => one('m.bin', zipped(checkpointFiles(tensors(model, 'BF16'))))),
  identical('PyTorch before 1.6', (model) => one('m.pt', encodeLegacy(tensors(model, 'BF16')))),
  identical('TorchScript', (model) => one('m.pt', zipped(torchScriptFiles(tensors(model, 'F32'))))),
  identical('pickle of arrays', (model) => one('m.pkl', encodeArrayPickle(tensors(model, 'F32')))),
  identical('ONNX', (model) => one('m.onnx', encodeOnnx(tensors(model, 'F32')))),
  identical('TensorFlow Lite', (model) => one('m.tflite', encodeTflite(tensors(model, 'F32')))),
  identical('TensorFlow.js in shards', (model) => encodeTfjs(tensors(model, 'F32'), { shardBytes: 262_144 })),
  identical('NumPy .npz, deflated', (model) => one('m.npz', encodeNpz(tensors(model, 'F32'), { deflate: true }))),
  identical('Keras HDF5', (model) => one('m.h5', encodeH5(tensors(model, 'F32')))),
  identical('ZIP of safetensors', (model) =>
    one('m.zip', zipped({ 'a/m.safetensors': encodeSafetensors(tensors(model, 'BF16')) }, true)),
  ),
  identical('tar, called .nemo', (model) =>
    one('m.nemo', encodeTar([{ path: 'm.safetensors', bytes: encodeSafetensors(tensors(model, 'BF16')) }])),
  ),
  identical('base64 in a script', (model) => one('m.js', inScript(encodeSafetensors(tensors(model, 'BF16'))))),
  {
    name: 'fastText (two tables)',
    make: (model) => one('m.bin', encodeFasttext(tables(model))),
    expected: 'derived',
  },
];

function gguf(dtype: BlockType | 'F32' | 'F16' | 'BF16', quantise: Quantise): Form['make'] {
  return (model, config) => one('m.gguf', encodeGguf(llamaToGguf(model, config, { dtype, quantise })));
}

const noQuantiser: Quantise = () => new Uint8Array(0);

const plainGguf: readonly Form[] = [
  identical('GGUF F32', gguf('F32', noQuantiser)),
  identical('GGUF BF16', gguf('BF16', noQuantiser)),
  { name: 'GGUF F16', make: gguf('F16', noQuantiser), expected: 'derived', operation: 'cast', format: 'F16' },
  identical('GGUF BF16, big-endian', (model, config) =>
    one('m.gguf', encodeGguf({ ...llamaToGguf(model, config, { dtype: 'BF16' }), endian: 'big' })),
  ),
  identical('GGUF BF16 in shards', (model, config) =>
    encodeGgufShards({ ...llamaToGguf(model, config, { dtype: 'BF16' }) }, 3, 'm'),
  ),
];

/** GGUF in every type of ggml, its blocks made by `quantise`. */
export function ggufForms(
  quantise: Quantise,
  by: string,
  types = Object.keys(blockTypes) as BlockType[],
): readonly Form[] {
  return types.map((dtype) => ({
    name: `GGUF ${dtype}${by}`,
    make: gguf(dtype, quantise),
    expected: 'derived',
    operation: 'requantised',
    format: dtype,
    bits: Number(/\d+/.exec(dtype)?.[0]),
  }));
}

/** Codes of three bits fill words together in 32s: GPTQ packs no matrix of 48 outputs so. */
const isWide = ({ name, bits }: Form): boolean => name.startsWith('GPTQ') && bits === 3;

const schemes: readonly Form[] = layouts.map(({ name, scheme, bits, encode }) => ({
  name,
  make: (model) => {
    const { tensors: stored, config } = encode(model);
    const text = new TextEncoder().encode(JSON.stringify(config));
    return new Map([
      ['model.safetensors', encodeSafetensors(stored)],
      ['config.json', text],
    ]);
  },
  expected: 'derived',
  operation: 'requantised',
  format: scheme,
  bits,
}));

const quantisedOthers: readonly Form[] = [
  ...(['uint8', 'uint16'] as const).map(
    (quantise): Form => ({
      name: `TensorFlow.js ${quantise}`,
      make: (model) => encodeTfjs(tensors(model, 'F32'), { quantise }),
      expected: 'derived',
      operation: 'requantised',
      format: quantise === 'uint8' ? 'U8 with scales' : 'U16 with scales',
      bits: quantise === 'uint8' ? 8 : 16,
    }),
  ),
  {
    name: 'TensorFlow.js float16',
    make: (model) => encodeTfjs(tensors(model, 'F32'), { quantise: 'float16' }),
    expected: 'derived',
    operation: 'cast',
    format: 'F16',
  },
  {
    name: 'TensorFlow Lite int8',
    make: (model) => one('m.tflite', encodeTflite(tensors(model, 'F32'), 'int8')),
    expected: 'derived',
    operation: 'requantised',
    format: 'I8 with scales',
    bits: 8,
  },
];

export const forms: readonly Form[] = [
  ...lossless,
  ...plainGguf,
  ...schemes.filter((form) => !isWide(form)),
  ...quantisedOthers,
];

/** Forms that a model of rows of 96 cannot be written in. */
export const wideForms: readonly Form[] = schemes.filter(isWide);
