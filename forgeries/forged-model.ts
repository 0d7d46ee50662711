// A model in memory, whole, as only a forger needs it, and the folder in Hugging Face layout that it becomes.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { byteLength, roundTrip } from '../src/formats/numbers/values.ts';
import { type TensorToWrite, writeSafetensors } from './write-safetensors.ts';

/** The types that forged tensors are stored in. */
export type ForgedDType = 'F32' | 'F16' | 'BF16';

/** One tensor. `values` are row-major and hold exactly what is stored: they are rounded to `dtype` already. */
export interface ForgedTensor {
  readonly shape: readonly number[];
  readonly dtype: ForgedDType;
  readonly values: Float32Array;
}

/** Tensors by name, in the order in which they are written. */
export type ForgedModel = ReadonlyMap<string, ForgedTensor>;

/** A tensor with its values rounded to what `dtype` can hold. */
export function forgedTensor(shape: readonly number[], dtype: ForgedDType, values: Float32Array): ForgedTensor {
  switch (dtype) {
    case 'F32':
      return { shape, dtype, values };
    case 'BF16':
      return { shape, dtype, values: roundTrip('BF16', values) };
    case 'F16':
      // The engine's own rounding: faster than ours on whole models, and an independent opinion on it.
      return { shape, dtype, values: new Float32Array(new Float16Array(values)) };
  }
}

/** The product of the sides; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** What lies beside the weights. */
export interface FolderContent {
  /** How many files the weights are spread over: one is called model.safetensors, several get an index. */
  readonly shards: number;
  /** Further files by name; objects are written as JSON. */
  readonly files?: { readonly [name: string]: object | string };
}

/**
 * Writes a fresh folder in Hugging Face layout; what was there before is removed. Tensors keep their order, and each
 * shard takes tensors until its share of the bytes is reached.
 */
export async function writeModelFolder(folder: string, model: ForgedModel, content: FolderContent): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const shards = intoShards(model, content.shards);
  const weightMap: { [name: string]: string } = {};
  let total = 0;
  for (const [i, names] of shards.entries()) {
    const file = shards.length === 1 ? 'model.safetensors' : shardName(i + 1, shards.length);
    const tensors = names.map((name) => toWrite(name, model.get(name) as ForgedTensor));
    await writeSafetensors(path.join(folder, file), tensors, { format: 'pt' });
    for (const { name, dtype, shape } of tensors) {
      weightMap[name] = file;
      total += byteLength(dtype, elementCount(shape));
    }
  }
  if (shards.length > 1) {
    const index = { metadata: { total_size: total }, weight_map: weightMap };
    await writeFile(path.join(folder, 'model.safetensors.index.json'), `${JSON.stringify(index, undefined, 2)}\n`);
  }
  for (const [name, value] of Object.entries(content.files ?? {})) {
    const text = typeof value === 'string' ? value : `${JSON.stringify(value, undefined, 2)}\n`;
    await writeFile(path.join(folder, name), text);
  }
}

function toWrite(name: string, { shape, dtype, values }: ForgedTensor): TensorToWrite {
  const bytes = (): Uint8Array => new Uint8Array(new Float16Array(values).buffer);
  return { name, shape, dtype, values: dtype === 'F16' ? bytes : values };
}

function intoShards(model: ForgedModel, count: number): string[][] {
  const sizes = [...model].map(([name, { dtype, shape }]) => ({ name, bytes: byteLength(dtype, elementCount(shape)) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const shards: string[][] = Array.from({ length: count }, () => []);
  let before = 0;
  for (const { name, bytes } of sizes) {
    shards[Math.min(count - 1, Math.floor((before / total) * count))]?.push(name);
    before += bytes;
  }
  return shards;
}

function shardName(number: number, count: number): string {
  return `model-${String(number).padStart(5, '0')}-of-${String(count).padStart(5, '0')}.safetensors`;
}
