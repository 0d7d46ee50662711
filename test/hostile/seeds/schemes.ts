// Small valid files of quantised weights for the fuzzer, one of every layout.

import type { ForgedModel } from '../../../forgeries/forged-model.ts';
import { encodeSafetensors } from '../../../forgeries/write-safetensors.ts';
import { createRandom } from '../../../src/math/random.ts';
import { layouts } from '../../model/schemes/quantised-models.ts';

const random = createRandom(5);
const values = Float32Array.from({ length: 2_048 }, () => random.normal());
const model: ForgedModel = new Map([['a.proj.weight', { shape: [32, 64], dtype: 'F32', values }]]);

export const schemeSeeds: readonly Uint8Array[] = layouts.map(({ encode }) => encodeSafetensors(encode(model).tensors));
