// Small valid files of quantised weights and adapters for the fuzzer, one of every layout.

import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { encodeSafetensors } from '../../../forgeries/write-safetensors.ts';
import { encodeLora } from '../../../forgeries/writers/lora.ts';
import { createRandom } from '../../../src/math/random.ts';
import { layouts } from '../../model/schemes/quantised-models.ts';

const random = createRandom(5);
const values = Float32Array.from({ length: 2_048 }, () => random.normal());
const model: ForgedModel = new Map([['a.proj.weight', { shape: [32, 64], dtype: 'F32', values }]]);

const modules = new Map([['a.q_proj', [16, 8]]]);
const adapters = (['peft', 'kohya', 'diffusers'] as const).map(
  (spelling) => Object.values(encodeLora({ random, rank: 2, alpha: 2, modules, spelling }).files)[0] as Uint8Array,
);

export const schemeSeeds: readonly Uint8Array[] = [
  ...layouts.map(({ encode }) => encodeSafetensors(encode(model).tensors)),
  ...adapters,
];
