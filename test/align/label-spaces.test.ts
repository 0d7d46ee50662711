// Where exchangeable labels live: which tensors share channels, which rows are units, and which are left out on purpose.
import { describe, expect, it } from 'vitest';
import { align } from '../../src/align/align.ts';
import type { Alignment } from '../../src/align/alignment.ts';
import { channelSpaces, unitSpaces } from '../../src/align/label-spaces.ts';
import { counting, modelOfTensors, openForged } from '../model/memory-model.ts';
import { small, smallLlama } from './forged.ts';

type Shapes = Readonly<Record<string, readonly number[]>>;

async function alignShapes(suspect: Shapes, candidate: Shapes = suspect): Promise<Alignment> {
  const open = (shapes: Shapes): ReturnType<typeof modelOfTensors> =>
    modelOfTensors(Object.entries(shapes).map(([name, shape]) => counting(name, ...shape)));
  return align(await open(suspect), await open(candidate));
}

const resampler: Shapes = {
  'resampler.query': [12, 16],
  'resampler.proj': [16, 16],
  'resampler.kv_proj.weight': [16, 8],
  'resampler.attn.in_proj_weight': [48, 16],
  'resampler.attn.in_proj_bias': [48],
  'resampler.attn.out_proj.weight': [16, 16],
  'resampler.attn.out_proj.bias': [16],
  'resampler.ln_q.weight': [16],
};

describe('channelSpaces', () => {
  it('groups the tensors of a stack that read the residual stream', async () => {
    const model = await openForged(smallLlama(1));
    const alignment = await align(model, model);
    const text = channelSpaces(alignment, 'text');
    expect(text.map(({ set, channels, pairs }) => [set, channels, pairs.length])).toEqual([
      ['attention', 32, 3 * small.layers],
      ['feed-forward', 32, 2 * small.layers],
    ]);
    expect(channelSpaces(alignment, 'embeddings').map(({ set }) => set)).toEqual(['input embedding', 'output head']);
    expect(channelSpaces(alignment, 'vision')).toEqual([]);
  });

  it('lets no tensor speak in two sets', async () => {
    const model = await openForged(smallLlama(1));
    const spaces = channelSpaces(await align(model, model), 'text').flatMap(({ pairs }) => [...pairs]);
    expect(new Set(spaces).size).toBe(spaces.length);
  });

  it('keeps of a projector only what its learned queries read', async () => {
    const spaces = channelSpaces(await alignShapes(resampler), 'projector');
    expect(spaces.map(({ set, channels }) => [set, channels])).toEqual([['queries', 16]]);
    expect(spaces[0]?.pairs.map((pair) => pair.role?.kind)).toEqual(['resampler_query', 'attn_q']);
  });

  it('leaves out a set whose tensors differ in width', async () => {
    const odd = { 'h.0.attn.qkv.weight': [24, 8], 'h.1.attn.qkv.weight': [27, 9] };
    expect(channelSpaces(await alignShapes(odd), 'text')).toEqual([]);
  });

  it('leaves out pairs that do not line up', async () => {
    const name = 'model.layers.0.mlp.up_proj.weight';
    expect(channelSpaces(await alignShapes({ [name]: [20, 16] }, { [name]: [24, 16] }), 'text')).toEqual([]);
  });
});

describe('unitSpaces', () => {
  it('are the feed-forward units, block by block', async () => {
    const model = await openForged(smallLlama(1));
    const spaces = unitSpaces(await align(model, model), 'text');
    expect(spaces.map(({ name, size, independent, pairs }) => [name, size, independent, pairs.length])).toEqual([
      ['block 0', 72, true, 2],
      ['block 1', 72, true, 2],
    ]);
  });

  it('of a projector leave out the input of keys and values, whose rows any projector between the towers shares', async () => {
    const [space, ...more] = unitSpaces(await alignShapes(resampler), 'projector');
    expect(more).toEqual([]);
    expect(space?.pairs.map((pair) => pair.role?.kind)).toEqual(['resampler_proj', 'attn_output']);
    expect([space?.size, space?.block]).toEqual([16, null]);
  });

  it('of a two-layer projector are its hidden units', async () => {
    const shapes = {
      'multi_modal_projector.linear_1.weight': [24, 8],
      'multi_modal_projector.linear_1.bias': [24],
      'multi_modal_projector.linear_2.weight': [16, 24],
    };
    const [space] = unitSpaces(await alignShapes(shapes), 'projector');
    expect([space?.size, space?.pairs.length]).toEqual([24, 1]);
  });

  it('of experts are each expert’s own', async () => {
    const at = (expert: number, word: string): string =>
      `model.layers.0.block_sparse_moe.experts.${expert}.${word}.weight`;
    const alignment = await alignShapes({ [at(0, 'w1')]: [20, 8], [at(0, 'w3')]: [20, 8], [at(1, 'w1')]: [20, 8] });
    expect(unitSpaces(alignment, 'expert:0').map(({ pairs }) => pairs.length)).toEqual([2]);
    expect(unitSpaces(alignment, 'expert:1').map(({ pairs }) => pairs.length)).toEqual([1]);
  });

  it('ties the gates of a recurrent cell: rows that are four or three times the columns are one unit together', async () => {
    const lstm = unitSpaces(await alignShapes({ W: [1, 64, 10], R: [1, 64, 16], B: [1, 128] }), 'whole');
    expect(lstm.map(({ name, size, gates, independent }) => [name, size, gates, independent])).toEqual([
      ['W', 16, 4, false],
      ['R', 16, 4, false],
    ]);
    const gru = unitSpaces(await alignShapes({ W: [48, 10], R: [48, 16] }), 'whole');
    expect(gru.map(({ size, gates }) => [size, gates])).toEqual([
      [16, 3],
      [16, 3],
    ]);
    const plain = unitSpaces(await alignShapes({ W: [64, 10], V: [64, 20] }), 'whole');
    expect(plain.map(({ size, gates }) => [size, gates])).toEqual([
      [64, 1],
      [64, 1],
    ]);
  });

  it('does not count the rows of small or narrow tensors of unknown role', async () => {
    expect(unitSpaces(await alignShapes({ a: [7, 10], b: [100], c: [100, 3], d: [21, 7] }), 'whole')).toEqual([]);
  });
});
