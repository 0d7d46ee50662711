// Grown parameters as a model: as the forger needs it, on a disk, or opened in memory with its values at hand.
import { type ForgedDType, type ForgedModel, forgedTensor, writeModelFolder } from '../forgeries/forged-model.ts';
import { memoryFolder } from '../forgeries/memory-folder.ts';
import { encodeSafetensors } from '../forgeries/write-safetensors.ts';
import type { Model, Tensor } from '../src/model/model.ts';
import { openModel } from '../src/model/open.ts';
import { configOf, type GrownShape, slotsOf } from './shape.ts';

/** The parameters (in the order of `slotsOf`) as named tensors, rounded to `dtype`. */
export function forgedFrom(shape: GrownShape, parameters: Float32Array, dtype: ForgedDType = 'BF16'): ForgedModel {
  return new Map(
    slotsOf(shape).map(({ name, shape: sides, at, size }) => [
      name,
      forgedTensor(sides, dtype, parameters.slice(at, at + size)),
    ]),
  );
}

/** The way back: the values of a model whose tensors are those of the shape. Throws `RangeError` where one is missing. */
export function parametersFrom(shape: GrownShape, model: ForgedModel): Float32Array {
  const slots = slotsOf(shape);
  const out = new Float32Array(slots.reduce((sum, { size }) => sum + size, 0));
  for (const { name, at, size } of slots) {
    const values = model.get(name)?.values;
    if (values?.length !== size) throw new RangeError(`${name}: expected ${size} values, found ${values?.length ?? 0}`);
    out.set(values, at);
  }
  return out;
}

/** Writes config.json and model.safetensors into a fresh folder. */
export function writeGrown(folder: string, shape: GrownShape, model: ForgedModel): Promise<void> {
  return writeModelFolder(folder, model, { shards: 1, files: { 'config.json': configOf(shape) } });
}

/** The bytes of the model's weight file. */
export function weightFile(model: ForgedModel): Uint8Array {
  return encodeSafetensors([...model].map(([name, { dtype, shape, values }]) => ({ name, dtype, shape, values })));
}

/** Opens the bytes of a weight file with the shape's configuration beside it, as the product opens a folder. */
export function openWeights(name: string, shape: GrownShape, weights: Uint8Array): Promise<Model> {
  const config = new TextEncoder().encode(JSON.stringify(configOf(shape)));
  const folder = memoryFolder(
    new Map([
      ['config.json', config],
      ['model.safetensors', weights],
    ]),
  );
  return openModel({ kind: 'folder', name, folder });
}

/**
 * The model with its values decoded once, for those who compare it with hundreds: what the product's own reader gave is
 * handed out again, each time as a fresh array.
 */
export async function decoded(model: Model): Promise<Model> {
  const values = new Map<string, Float32Array>();
  for (const tensor of model.tensors) values.set(tensor.name, await model.read(tensor, 0, tensor.elements));
  const read = (tensor: Tensor, from: number, to: number): Promise<Float32Array> =>
    Promise.resolve((values.get(tensor.name) as Float32Array).slice(from, to));
  return new Proxy(model, {
    get: (target, key): unknown => (key === 'read' ? read : Reflect.get(target, key)),
  });
}
