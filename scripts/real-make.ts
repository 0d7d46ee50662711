// Turns what was published in a form that the readers do not open on their own into a safetensors file of the same values.
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type TensorToWrite, writeSafetensors } from '../forgeries/write-safetensors.ts';
import { openFile } from '../src/bytes/file.ts';
import { ForebearError } from '../src/errors.ts';
import type { DType } from '../src/formats/numbers/dtype.ts';
import type { EncodableDType } from '../src/formats/numbers/values.ts';
import { openModel } from '../src/model/open.ts';
import type { RunOptions } from '../src/run.ts';
import { fieldOf } from './field.ts';
import { cachedPath } from './real-fetch.ts';
import { packageOf, type RealModel } from './real-pins.ts';

/** Types of the branch tensors worth keeping; the others are flags and shapes. */
const kept: { readonly [dtype in DType]?: EncodableDType } = {
  F64: 'F64',
  F32: 'F32',
  F16: 'F16',
  I64: 'I64',
  I32: 'I32',
};

/** One weight of a TensorFlow.js manifest, checked. */
interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The path to compare by: the cached file itself, or a file made from it in the cache. */
export async function comparablePath(cache: string, model: RealModel, options?: RunOptions): Promise<string> {
  const source = cachedPath(cache, packageOf(model), model.path);
  switch (model.kind) {
    case 'file':
      return source;
    case 'tfjs':
      return made(cache, `${path.basename(path.dirname(path.dirname(source)))}-${path.basename(source)}`, () =>
        fromTfjs(source),
      );
    case 'branch':
      return made(cache, `${path.basename(source, '.onnx')}-${model.branch}`, () =>
        branchOf(source, model.branch, options),
      );
  }
}

/** What was done to it, for the table; empty for a file as published. */
export function conversionOf(model: RealModel): string {
  if (model.kind === 'file') return '';
  return model.kind === 'tfjs' ? 'converted from tfjs' : 'one branch of the file';
}

async function made(cache: string, name: string, tensors: () => Promise<readonly TensorToWrite[]>): Promise<string> {
  const file = path.join(cache, 'made', `${name}.safetensors`);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  await writeSafetensors(file, await tensors());
  return file;
}

/** Float weights of a tfjs folder: one manifest group, its shards one after another. */
async function fromTfjs(folder: string): Promise<TensorToWrite[]> {
  const parsed: unknown = JSON.parse(await readFile(path.join(folder, 'model.json'), 'utf8'));
  const group = arrayIn(parsed, 'weightsManifest')[0];
  const shards = arrayIn(group, 'paths').map((name) => path.join(folder, path.basename(String(name))));
  const bytes = Buffer.concat(await Promise.all(shards.map((shard) => readFile(shard))));
  const tensors: TensorToWrite[] = [];
  let at = 0;
  for (const weight of arrayIn(group, 'weights').map(manifestWeight)) {
    const end = at + 4 * weight.shape.reduce((product, side) => product * side, 1);
    if (end > bytes.length) throw new ForebearError('format', folder, `${end} bytes of weights`, `${bytes.length}`);
    tensors.push({
      name: weight.name,
      dtype: 'F32',
      shape: weight.shape,
      values: Uint8Array.from(bytes.subarray(at, end)),
    });
    at = end;
  }
  if (at !== bytes.length) throw new ForebearError('format', folder, `${at} bytes of weights`, `${bytes.length}`);
  return tensors;
}

function manifestWeight(entry: unknown): ManifestWeight {
  const [name, dtype, shape] = ['name', 'dtype', 'shape'].map((key) => fieldOf(entry, key));
  if (typeof name !== 'string' || dtype !== 'float32' || !isShape(shape)) {
    throw new ForebearError('format', 'weights manifest', 'float32 weights with a shape', JSON.stringify(entry));
  }
  return { name, shape };
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && Number(side) >= 0);
}

function arrayIn(object: unknown, key: string): readonly unknown[] {
  const value: unknown = fieldOf(object, key);
  if (!Array.isArray(value))
    throw new ForebearError('format', 'weights manifest', `a list called ${key}`, typeof value);
  return value;
}

/** The tensors of one side of the outermost condition, under the names that they have on both sides. */
async function branchOf(file: string, branch: 'then' | 'else', options?: RunOptions): Promise<TensorToWrite[]> {
  const source = await openFile(file, options);
  await using model = await openModel(
    { kind: 'files', name: path.basename(file), files: [{ path: file, source }] },
    options,
  );
  const tensors: TensorToWrite[] = [];
  for (const tensor of model.tensors) {
    const [, side] = /(then|else)_branch/.exec(tensor.name) ?? [];
    const dtype = kept[tensor.dtype];
    if (side !== branch || dtype === undefined) continue;
    const name = tensor.name
      .replace(/^.*?(?:then|else)_branch[^/]*\/?/, '')
      .replaceAll(/If_0_(?:then|else)_branch__Inline_0__/g, '');
    tensors.push({ name, dtype, shape: tensor.shape, values: await model.read(tensor, 0, tensor.elements, options) });
  }
  if (tensors.length === 0) throw new ForebearError('format', file, `tensors of the ${branch} branch`, 'none');
  return tensors;
}
