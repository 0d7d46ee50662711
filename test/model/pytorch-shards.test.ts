// Sharded PyTorch weights: the index names the files, the files are PyTorch's, and values come out of all of them.
import { describe, expect, it } from 'vitest';
import { encodeLegacy } from '../../forgeries/writers/pytorch.ts';
import { openModel } from '../../src/model/open.ts';
import { counting, folderDoor, textFile } from './memory-model.ts';

const [one, two] = ['pytorch_model-00001-of-00002.bin', 'pytorch_model-00002-of-00002.bin'] as const;
const index = textFile({
  metadata: { total_size: 40 },
  weight_map: { 'model.norm.weight': one, 'lm_head.weight': two },
});
const shards = {
  'pytorch_model.bin.index.json': index,
  [one]: encodeLegacy([counting('model.norm.weight', 4)]),
  [two]: encodeLegacy([counting('lm_head.weight', 2, 3)]),
};

describe('openModel', () => {
  it('reads the shards of a pytorch_model.bin.index.json', async () => {
    await using model = await openModel(folderDoor(shards));
    expect(model.formats).toEqual(['pytorch-legacy']);
    expect(model.problems).toEqual([]);
    expect(model.tensors.map(({ name, file }) => [name, file])).toEqual([
      ['model.norm.weight', one],
      ['lm_head.weight', two],
    ]);
    expect([...(await model.read(model.tensors[1]!, 1, 6))]).toEqual([1, 2, 3, 4, 5]);
  });

  it('keeps the other shard where one is missing', async () => {
    const { [two]: _, ...rest } = shards;
    await using model = await openModel(folderDoor(rest));
    expect(model.tensors.map(({ name }) => name)).toEqual(['model.norm.weight']);
    expect(model.problems.flatMap(({ lost }) => lost)).toEqual(['lm_head.weight']);
  });
});
