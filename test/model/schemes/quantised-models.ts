// Every layout that the writers know, by name: a model stored in it, how its scheme is called, and its coarseness.

import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { encodeSafetensors } from '../../../forgeries/write-safetensors.ts';
import { encodeBits4, encodeBits8 } from '../../../forgeries/writers/bitsandbytes.ts';
import { encodeBytes, encodePacked } from '../../../forgeries/writers/compressed-tensors.ts';
import { encodeFp4, encodeFp8 } from '../../../forgeries/writers/float8.ts';
import { encodeAwq, encodeGptq } from '../../../forgeries/writers/gptq.ts';
import { encodeMlx } from '../../../forgeries/writers/mlx.ts';
import type { QuantisedModel } from '../../../forgeries/writers/quantised.ts';
import { createRandom } from '../../../src/math/random.ts';
import type { Model } from '../../../src/model/model.ts';
import { type OpenOptions, openModel } from '../../../src/model/open.ts';
import { folderDoor, textFile } from '../memory-model.ts';

export interface Layout {
  readonly name: string;
  readonly scheme: string;
  readonly bits: number;
  readonly encode: (model: ForgedModel) => QuantisedModel;
}

const random = () => createRandom(7);

export const layouts: readonly Layout[] = [
  ...[2, 3, 4, 8].map(
    (bits): Layout => ({
      name: `GPTQ of ${bits} bits`,
      scheme: `GPTQ, ${bits} bits, groups of 32`,
      bits,
      encode: (model) => encodeGptq(model, { bits, group: 32 }),
    }),
  ),
  {
    name: 'GPTQ with act-order and free zeros',
    scheme: 'GPTQ, 4 bits, groups of 32, act-order',
    bits: 4,
    encode: (model) => encodeGptq(model, { bits: 4, group: 32, symmetric: false, order: random() }),
  },
  {
    name: 'GPTQ of the second form without g_idx',
    scheme: 'GPTQ v2, 3 bits, groups of 32',
    bits: 3,
    encode: (model) => encodeGptq(model, { bits: 3, group: 32, form: 2, withoutOrder: true }),
  },
  {
    name: 'AWQ',
    scheme: 'AWQ, 4 bits, groups of 32',
    bits: 4,
    encode: (model) => encodeAwq(model, { group: 32, version: 'gemm' }),
  },
  {
    name: 'AWQ for GEMV',
    scheme: 'AWQ for GEMV, 4 bits, groups of 32',
    bits: 4,
    encode: (model) => encodeAwq(model, { group: 32, version: 'gemv' }),
  },
  {
    name: 'bitsandbytes NF4',
    scheme: 'bitsandbytes NF4, blocks of 64',
    bits: 4,
    encode: (model) => encodeBits4(model, { type: 'nf4', block: 64 }),
  },
  {
    name: 'bitsandbytes NF4, double quantised',
    scheme: 'bitsandbytes NF4, blocks of 64, double quantised',
    bits: 4,
    encode: (model) => encodeBits4(model, { type: 'nf4', block: 64, nested: true }),
  },
  {
    name: 'bitsandbytes FP4',
    scheme: 'bitsandbytes FP4, blocks of 128',
    bits: 4,
    encode: (model) => encodeBits4(model, { type: 'fp4', block: 128 }),
  },
  { name: 'bitsandbytes of 8 bits', scheme: 'bitsandbytes, 8 bits, one scale a row', bits: 8, encode: encodeBits8 },
  {
    name: 'FP8 with one scale',
    scheme: 'FP8 (E4M3), one scale',
    bits: 8,
    encode: (model) => encodeFp8(model, { scales: 'tensor' }),
  },
  {
    name: 'FP8 with scales by row',
    scheme: 'FP8 (E4M3), one scale a row',
    bits: 8,
    encode: (model) => encodeFp8(model, { scales: 'row' }),
  },
  {
    name: 'FP8 in tiles that do not divide the sides',
    scheme: 'FP8 (E4M3), tiles of 24 by 24',
    bits: 8,
    encode: (model) => encodeFp8(model, { scales: 'tile', tile: 24 }),
  },
  {
    name: 'compressed-tensors of 4 bits',
    scheme: 'compressed-tensors, 4 bits, groups of 32',
    bits: 4,
    encode: (model) => encodePacked(model, { bits: 4, group: 32 }),
  },
  {
    name: 'compressed-tensors of 3 bits with packed zero points',
    scheme: 'compressed-tensors, 3 bits, groups of 32',
    bits: 3,
    encode: (model) => encodePacked(model, { bits: 3, group: 32, symmetric: false }),
  },
  {
    name: 'compressed-tensors with act-order',
    scheme: 'compressed-tensors, 8 bits, groups of 32, act-order',
    bits: 8,
    encode: (model) => encodePacked(model, { bits: 8, group: 32, order: random() }),
  },
  { name: 'INT8', scheme: 'INT8, one scale a row', bits: 8, encode: (model) => encodeBytes(model) },
  {
    name: 'INT8 with zero points',
    scheme: 'INT8, one scale a row',
    bits: 8,
    encode: (model) => encodeBytes(model, false),
  },
  ...(['compressed-tensors', 'modelopt'] as const).map(
    (spelling): Layout => ({
      name: `NVFP4 of ${spelling}`,
      scheme: 'NVFP4, groups of 16',
      bits: 4,
      encode: (model) => encodeFp4(model, spelling),
    }),
  ),
  ...(['mxfp4', 'mxfp4-blocks'] as const).map(
    (spelling): Layout => ({
      name: `MXFP4, ${spelling}`,
      scheme: 'MXFP4, groups of 32',
      bits: 4,
      encode: (model) => encodeFp4(model, spelling),
    }),
  ),
  ...[2, 3, 4, 5, 6, 8].map(
    (bits): Layout => ({
      name: `MLX of ${bits} bits`,
      scheme: `MLX, ${bits} bits, groups of 32`,
      bits,
      encode: (model) => encodeMlx(model, { bits, group: 32 }),
    }),
  ),
];

/** Opens a quantised model as it would lie on a disk. */
export function openQuantised(
  { tensors, config }: Pick<QuantisedModel, 'tensors' | 'config'>,
  options?: OpenOptions,
): Promise<Model> {
  const files = { 'model.safetensors': encodeSafetensors(tensors), 'config.json': textFile(config) };
  return openModel(folderDoor(files), options);
}
