// Small valid descriptions of TensorFlow.js models; their shards are not opened.
import { encodeTfjs, type TfjsOptions } from '../../../forgeries/writers/tfjs.ts';

const model = (options?: TfjsOptions): Uint8Array => {
  const values = Float32Array.of(1, 2, 3, 4);
  const files = encodeTfjs(
    [
      { name: 'dense/kernel', dtype: 'F32', shape: [2, 2], values },
      { name: 'dense/bias', dtype: 'I32', shape: [4], values },
    ],
    options,
  );
  return files.get('model.json') ?? new Uint8Array(0);
};

const bare = [
  { paths: ['a-shard1', './b-shard2'], weights: [{ name: 'w', shape: [2], dtype: 'complex64' }] },
  {
    paths: ['c'],
    weights: [
      { name: 'flag', shape: [], dtype: 'bool' },
      { name: 'words', shape: [2], dtype: 'string' },
      { name: 'behind', shape: [1], dtype: 'float32' },
    ],
  },
];

export const tfjsSeeds: readonly Uint8Array[] = [
  model(),
  model({ quantise: 'uint8', shardBytes: 3 }),
  model({ quantise: 'uint16', format: 'graph-model' }),
  model({ quantise: 'float16' }),
  new TextEncoder().encode(JSON.stringify(bare)),
];
