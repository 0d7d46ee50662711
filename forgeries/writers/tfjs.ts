// A small TensorFlow.js writer for forgeries and tests: model.json and its shards, plain or quantised.
import { encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';

export interface TfjsOptions {
  /** How 32-bit floats are stored. */
  readonly quantise?: 'uint8' | 'uint16' | 'float16';
  /** TensorFlow.js' own shards have 4 MiB. */
  readonly shardBytes?: number;
  readonly format?: 'layers-model' | 'graph-model';
}

/** Files by name: `model.json` and `group1-shard1of2.bin`, …. Tensors are stored as the type that TensorFlow.js has nearest. */
export function encodeTfjs(
  tensors: readonly NumbersToWrite[],
  { quantise, shardBytes = 4_194_304, format = 'layers-model' }: TfjsOptions = {},
): ReadonlyMap<string, Uint8Array> {
  const written = tensors.map((tensor) => writeWeight(tensor, quantise));
  const data = joinAll(written.map(({ bytes }) => bytes));
  const count = Math.max(1, Math.ceil(data.length / shardBytes));
  const shards = Array.from({ length: count }, (_, i) => ({
    path: `group1-shard${i + 1}of${count}.bin`,
    bytes: data.slice(i * shardBytes, (i + 1) * shardBytes),
  }));
  const manifest = [{ paths: shards.map(({ path }) => path), weights: written.map(({ entry }) => entry) }];
  const model = { format, generatedBy: 'forged', convertedBy: null, modelTopology: {}, weightsManifest: manifest };
  return new Map([
    ['model.json', new TextEncoder().encode(JSON.stringify(model))],
    ...shards.map(({ path, bytes }) => [path, bytes] as const),
  ]);
}

interface Weight {
  readonly entry: object;
  readonly bytes: Uint8Array;
}

function writeWeight(tensor: NumbersToWrite, quantise: TfjsOptions['quantise']): Weight {
  const { name, shape, dtype } = tensor;
  const values = typeof tensor.values === 'function' ? tensor.values() : tensor.values;
  if (values instanceof Uint8Array) return { entry: { name, shape, dtype: 'uint8' }, bytes: values };
  if (dtype === 'I32' || dtype === 'I64')
    return { entry: { name, shape, dtype: 'int32' }, bytes: encode('I32', values) };
  const entry = { name, shape, dtype: 'float32' };
  if (quantise === undefined) return { entry, bytes: encode('F32', values) };
  if (quantise === 'float16') {
    return {
      entry: { ...entry, quantization: { dtype: 'float16', original_dtype: 'float32' } },
      bytes: encode('F16', values),
    };
  }
  return quantisedWeight(entry, values, quantise);
}

/** Codes over the range from the least to the largest value, as TensorFlow.js' converter makes them. */
function quantisedWeight(entry: object, values: Float32Array | Float64Array, dtype: 'uint8' | 'uint16'): Weight {
  const steps = dtype === 'uint8' ? 255 : 65_535;
  const list = Array.from(values);
  const min = list.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const max = list.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
  const scale = max > min ? (max - min) / steps : 1;
  const codes = list.map((value) => Math.round((value - min) / scale));
  const bytes = dtype === 'uint8' ? Uint8Array.from(codes) : new Uint8Array(Uint16Array.from(codes).buffer);
  const quantization = { dtype, scale, min: values.length === 0 ? 0 : min, original_dtype: 'float32' };
  return { entry: { ...entry, quantization }, bytes };
}

function joinAll(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
