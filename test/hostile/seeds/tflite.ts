// Small valid TensorFlow Lite models, together with every kind of thing that the reader reads.
import { encodeTflite, encodeTfliteModel, tfliteTypes } from '../../../forgeries/writers/tflite.ts';
import { sparsified } from '../../../forgeries/writers/tflite-sparsity.ts';
import { craftBehind } from '../crafted-tflite.ts';

const values = Float32Array.of(0, 0, 1, 2, 0, 0, 0, 0, 3, 0, 0, 0, 4, 5, 0, 0);
const blocked = sparsified(values, [4, 4], {
  order: [0, 1, 2],
  blocks: [{ axis: 1, side: 2 }],
  listed: [1],
  indexBytes: 1,
});
const listed = sparsified(values, [4, 4], { order: [1, 0], listed: [0, 1], indexBytes: 2 });
const floats = (numbers: readonly number[]): Uint8Array => new Uint8Array(Float32Array.from(numbers).buffer);

export const tfliteSeeds: readonly Uint8Array[] = [
  encodeTflite([
    { name: 'a/weight', dtype: 'F32', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
    { name: 'b', dtype: 'F16', shape: [4], values: Float32Array.of(1, 2, 3, 4) },
  ]),
  encodeTflite([{ name: 'w', dtype: 'F32', shape: [4, 4], values }], 'int8'),
  encodeTfliteModel({
    description: 'seed',
    metadata: ['min_runtime_version'],
    subgraphs: [
      {
        name: 'main',
        tensors: [
          { name: 's', type: tfliteTypes.F32, shape: [4, 4], data: floats(blocked.stored), sparsity: blocked.table },
          { name: 's', type: tfliteTypes.F32, shape: [4, 4], data: floats(listed.stored), sparsity: listed.table },
          { name: 'activation', type: tfliteTypes.F32, shape: [1, 4] },
        ],
      },
      {
        name: 'body',
        tensors: [
          {
            name: 'nibbles',
            type: tfliteTypes.I4,
            shape: [3],
            data: Uint8Array.of(0x21, 0x0f),
            quantisation: { scale: [2], zero: [1] },
          },
          { name: 'words', type: tfliteTypes.STRING, shape: [1], data: new Uint8Array(8) },
          { name: 'outside', type: tfliteTypes.F16, shape: [2], externalBuffer: 1 },
        ],
      },
    ],
    external: [{ file: 'part.bin', start: 16, length: 4 }],
  }),
  craftBehind(new Uint8Array(8)),
];
