// Small valid fastText models: dense, and with everything that quantisation leaves behind.
import { encodeFasttextModel } from '../../../forgeries/writers/fasttext.ts';

const dense = { rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6) };
const quantised = {
  rows: 2,
  columns: 3,
  width: 2,
  codes: Uint8Array.of(1, 2, 3, 4),
  centroids: new Float32Array(256 * 3),
  norms: { codes: Uint8Array.of(5, 6), centroids: new Float32Array(256) },
};

export const fasttextSeeds: readonly Uint8Array[] = [
  encodeFasttextModel({ version: 11, words: ['the', 'of'], labels: ['__label__a'], input: dense, output: dense }),
  encodeFasttextModel({
    words: ['the', '竹简'],
    pruned: [
      [0, 1],
      [1, 0],
    ],
    input: quantised,
    output: dense,
  }),
  encodeFasttextModel({ input: quantised, output: { ...quantised, width: 1, codes: new Uint8Array(6) } }),
];
