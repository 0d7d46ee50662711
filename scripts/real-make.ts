// Turns what was published in a form that the readers do not open on their own into a safetensors file of the same values.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type TensorToWrite, writeSafetensors } from '../forgeries/write-safetensors.ts';
import { openFile } from '../src/bytes/file.ts';
import { ForebearError } from '../src/errors.ts';
import type { DType } from '../src/formats/numbers/dtype.ts';
import type { EncodableDType } from '../src/formats/numbers/values.ts';
import { openModel } from '../src/model/open.ts';
import type { RunOptions } from '../src/run.ts';
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

/** The path to compare by: the cached file itself, or a file made from it in the cache. */
export async function comparablePath(cache: string, model: RealModel, options?: RunOptions): Promise<string> {
  const source = cachedPath(cache, packageOf(model), model.path);
  if (model.kind === 'member') return `${source}!/${model.member}`;
  if (model.kind !== 'branch') return source;
  return made(cache, `${path.basename(source, '.onnx')}-${model.branch}`, () =>
    branchOf(source, model.branch, options),
  );
}

/** What was done to it, for the table; empty for a model as published. */
export function conversionOf(model: RealModel): string {
  return model.kind === 'branch' ? 'one branch of the file' : '';
}

async function made(cache: string, name: string, tensors: () => Promise<readonly TensorToWrite[]>): Promise<string> {
  const file = path.join(cache, 'made', `${name}.safetensors`);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  await writeSafetensors(file, await tensors());
  return file;
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
