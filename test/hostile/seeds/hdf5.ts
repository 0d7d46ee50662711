// Small valid HDF5 files in the oldest and the newest form, with chunks and without.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeH5 } from '../../../forgeries/writers/h5.ts';

const values = Float32Array.of(1, 2, 3, 4);
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures/hdf5', name)));

export const hdf5Seeds: readonly Uint8Array[] = [
  encodeH5(
    [
      { name: 'model_weights/dense/dense/kernel:0', dtype: 'F32', shape: [2, 2], values },
      { name: 'model_weights/dense/dense/bias:0', dtype: 'F16', shape: [4], values },
      { name: 'steps', dtype: 'I64', shape: [], values: Float32Array.of(7) },
    ],
    { attributes: { keras_version: '2.4.0', backend: 'tensorflow' } },
  ),
  encodeH5([{ name: 'w', dtype: 'F64', shape: [4], values }], { byteOrder: 'big' }),
  fixture('filters.h5'),
  fixture('newest.h5'),
];
