// A model and the GGUF files made of it are one: rows unpaired, names understood, halves put together, gains lowered.
import { describe, expect, it } from 'vitest';
import { cast } from '../../forgeries/disguises.ts';
import { type ForgedDType, type ForgedModel, forgedTensor } from '../../forgeries/forged-model.ts';
import { foundingCase } from '../../forgeries/founding-case.ts';
import type { MiniCpmWidths } from '../../forgeries/minicpm-shape.ts';
import { type TinyLlamaShape, tinyLlama, tinyLlamaConfig } from '../../forgeries/tiny-llama.ts';
import { quantise } from '../../forgeries/writers/ggml-quantise.ts';
import { encodeGguf, encodeGgufShards, type GgufContent } from '../../forgeries/writers/gguf.ts';
import { fittingType, llamaToGguf, miniCpmToGguf } from '../../forgeries/writers/gguf-models.ts';
import type { Measured } from '../../src/evidence/evidence.ts';
import type { DType } from '../../src/formats/numbers/dtype.ts';
import { headsOf } from '../../src/model/config.ts';
import type { Model } from '../../src/model/model.ts';
import { openModel } from '../../src/model/open.ts';
import { records } from '../../src/verdict/statistics.ts';
import { folderDoor } from '../model/memory-model.ts';
import { compareForged, openForged } from './in-memory.ts';

const shape: TinyLlamaShape = { layers: 4, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };
const config = tinyLlamaConfig(shape);

const open = (files: { readonly [name: string]: Uint8Array }): Promise<Model> => openModel(folderDoor(files));
const openGguf = (content: GgufContent): Promise<Model> => open({ 'model.gguf': encodeGguf(content) });

/** The answer, the tensors without a partner, and the answers of the components. */
async function verdictOf(suspect: ForgedModel | Model, candidate: ForgedModel | Model): Promise<object> {
  const { verdict, alignment, components } = await compareForged(suspect, candidate);
  const parts = Object.fromEntries(components.map((one) => [one.component, one.verdict.answer]));
  return { answer: verdict.answer, alone: [alignment.unpairedSuspect, alignment.unpairedCandidate].flat(), parts };
}

const identical = { answer: 'identical', alone: [], parts: { text: 'identical', embeddings: 'identical' } };

describe('a Llama and its GGUF form', () => {
  it.for(['F32', 'F16', 'BF16'] as const satisfies ForgedDType[])('are identical in %s', async (dtype) => {
    const model = cast(tinyLlama(1, shape, 'F32'), dtype);
    const gguf = llamaToGguf(model, config);
    expect(await verdictOf(await openGguf(gguf), model)).toEqual(identical);
    expect(await verdictOf(await openForged(model, { config }), await openGguf(gguf))).toEqual(identical);
  });

  it.for([
    ['version 1', { version: 1 }],
    ['version 2', { version: 2 }],
    ['big-endian', { endian: 'big' }],
    ['aligned to 4,096', { alignment: 4096 }],
  ] as const)('are identical in %s', async ([, how]) => {
    const model = tinyLlama(1, shape, 'BF16');
    expect(await verdictOf(await openGguf({ ...llamaToGguf(model, config), ...how }), model)).toEqual(identical);
  });

  it('are identical in shards', async () => {
    const model = tinyLlama(1, shape, 'BF16');
    const shards = Object.fromEntries(encodeGgufShards(llamaToGguf(model, config), 3));
    expect(Object.keys(shards).length).toBe(3);
    expect(await verdictOf(await open(shards), model)).toEqual(identical);
  });

  it('are identical though the converter added its table of frequencies', async () => {
    const model = tinyLlama(1, shape, 'BF16');
    const gguf = await openGguf(llamaToGguf(model, config, { ropeFrequencies: true }));
    expect(gguf.tensors.find(({ name }) => name === 'rope_freqs.weight')?.computed).toBe(true);
    expect(await verdictOf(gguf, model)).toEqual(identical);
  });

  it('are identical where biases are permuted with their rows', async () => {
    const model = new Map(tinyLlama(1, shape, 'F32'));
    for (let layer = 0; layer < 4; layer++) {
      const bias = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * 7 + layer));
      model.set(`model.layers.${layer}.self_attn.q_proj.bias`, forgedTensor([64], 'F32', bias));
      model.set(`model.layers.${layer}.self_attn.k_proj.bias`, forgedTensor([32], 'F32', bias.slice(0, 32)));
    }
    expect(await verdictOf(await openGguf(llamaToGguf(model, config)), model)).toEqual(identical);
  });

  it('are strangers where the weights are', async () => {
    const gguf = await openGguf(llamaToGguf(tinyLlama(2, shape), config));
    expect(await verdictOf(gguf, tinyLlama(1, shape))).toMatchObject({ answer: 'independent' });
  });

  it('differ in Q and K, and there alone, where the heads are not known', async () => {
    const model = tinyLlama(1, shape, 'BF16');
    const { metadata, ...gguf } = llamaToGguf(model, config);
    const { 'llama.attention.head_count': _, ...without } = metadata ?? {};
    const { evidence } = await compareForged(await openGguf({ ...gguf, metadata: without }), model);
    const different = evidence
      .filter((one) => one.status === 'measured' && one.test === 'content-equality')
      .flatMap((one) => records(one as Measured))
      .filter((row) => row['bitEqual'] !== 1);
    expect(new Set(different.map((row) => row['suspectTensor']))).toEqual(
      new Set([0, 1, 2, 3].flatMap((layer) => [`blk.${layer}.attn_k.weight`, `blk.${layer}.attn_q.weight`])),
    );
  });

  it('are identical with the heads of each layer in a list', async () => {
    const model = tinyLlama(1, shape, 'BF16');
    const { metadata, ...gguf } = llamaToGguf(model, config, { architecture: 'deci' });
    const listed = {
      ...metadata,
      'deci.attention.head_count': ['array', 'u32', [8, 8, 8, 8]],
      'deci.attention.head_count_kv': ['array', 'u32', [4, 4, 4, 4]],
    } as const;
    expect(await verdictOf(await openGguf({ ...gguf, metadata: listed }), model)).toEqual(identical);
  });
});

describe('a quantised Llama', () => {
  const big: TinyLlamaShape = { ...shape, layers: 2, width: 256, feedForward: 256 };
  const model = tinyLlama(3, big, 'BF16');
  const gguf = (dtype: DType): GgufContent => llamaToGguf(model, tinyLlamaConfig(big), { dtype, quantise });

  it.for([
    ['Q8_0', 'little'],
    ['Q6_K', 'little'],
    ['Q4_K', 'little'],
    ['Q4_0', 'big'],
  ] as const)(
    'in %s, %s-endian, is derived from the one that is not, and from no stranger',
    async ([dtype, endian]) => {
      const suspect = await openGguf({ ...gguf(dtype), endian });
      const { verdict } = await compareForged(suspect, model);
      expect(verdict).toMatchObject({ answer: 'derived', direction: 'suspect-from-candidate' });
      expect(verdict.operations.map(({ operation }) => operation)).toContain('requantised');
      expect(await verdictOf(suspect, tinyLlama(4, big, 'BF16'))).toMatchObject({ answer: 'independent' });
    },
  );

  it('agrees with it in Q and K as closely as in V', async () => {
    const { evidence } = await compareForged(await openGguf(gguf('Q8_0')), model);
    const correlations = evidence
      .filter((one) => one.status === 'measured' && one.test === 'difference' && one.component === 'text')
      .flatMap((one) => records(one as Measured))
      .filter((row) => /^attn_[qkv]$/.test(String(row['role'])))
      .map((row) => Number(row['correlation']));
    expect(correlations.length).toBe(6);
    expect(Math.min(...correlations)).toBeGreaterThan(0.999);
  });

  it('has the types that llama.cpp falls back to where rows are no whole number of blocks', async () => {
    const narrow = llamaToGguf(tinyLlama(3, shape), config, { dtype: 'Q4_K', quantise });
    expect(new Set(narrow.tensors.map(({ dtype }) => dtype))).toEqual(new Set(['Q5_0', 'F32']));
    expect(['Q6_K', 'IQ2_XS', 'TQ1_0', 'Q5_K', 'Q8_0'].map((dtype) => fittingType(dtype as DType, 96))).toEqual([
      'Q8_0',
      'IQ4_NL',
      'Q4_0',
      'Q5_1',
      'Q8_0',
    ]);
    expect(['Q6_K', 'Q8_0', 'BF16'].map((dtype) => fittingType(dtype as DType, 40))).toEqual(['F16', 'F16', 'BF16']);
    expect((await openGguf(narrow)).tensors.length).toBe(39);
  });
});

describe('experts', () => {
  /** Four experts instead of one feed-forward part, each in tensors of its own. */
  const apart = new Map(
    [...tinyLlama(1, { ...shape, layers: 2 }, 'F32')].flatMap(([name, tensor]) => {
      const [, at, which] = /^(.*)\.mlp\.(gate|up|down)_proj\.weight$/.exec(name) ?? [];
      if (at === undefined) return [[name, tensor] as const];
      const seed = { gate: 1, up: 2, down: 3 }[which as 'gate'];
      return [0, 1, 2, 3].map((expert) => {
        const values = tensor.values.map((_, i) => Math.sin(i * (expert + 1.7) * seed + at.length) / 50);
        return [`${at}.mlp.experts.${expert}.${which}_proj.weight`, { ...tensor, values }] as const;
      });
    }),
  );

  it('are the same in a stack and apart, each a component', async () => {
    const dense = llamaToGguf(tinyLlama(1, { ...shape, layers: 2 }, 'F32'), tinyLlamaConfig({ ...shape, layers: 2 }));
    const tensors = dense.tensors.map((tensor) => {
      const [, block, which] = /^blk\.(\d)\.ffn_(gate|up|down)\./.exec(tensor.name) ?? [];
      if (block === undefined) return tensor;
      const experts = [0, 1, 2, 3].map(
        (expert) => apart.get(`model.layers.${block}.mlp.experts.${expert}.${which}_proj.weight`)?.values ?? [],
      );
      const values = Float32Array.from(experts.flatMap((values) => [...values]));
      return { ...tensor, name: `blk.${block}.ffn_${which}_exps.weight`, shape: [4, ...tensor.shape], values };
    });
    const gguf = await openGguf({ ...dense, tensors });
    const names = ['text', 'embeddings', 'expert:0', 'expert:1', 'expert:2', 'expert:3'];
    const parts = Object.fromEntries(names.map((name) => [name, 'identical']));
    expect(await verdictOf(gguf, apart)).toEqual({ answer: 'identical', alone: [], parts });
    expect(await verdictOf(apart, gguf)).toEqual({ answer: 'identical', alone: [], parts });
    expect(await verdictOf(gguf, gguf)).toEqual({ answer: 'identical', alone: [], parts });
  });
});

describe('gains that a converter raised', () => {
  /** Gains around zero, as models that multiply by 1 + w keep them. */
  const lowered = (dtype: ForgedDType): ForgedModel =>
    new Map(
      [...tinyLlama(1, shape, 'F32')].map(([name, tensor]) => [
        name,
        forgedTensor(
          tensor.shape,
          dtype,
          name.endsWith('norm.weight')
            ? tensor.values.map((gain, i) => (i % 5 === 0 ? 1e-7 * i : gain - 1))
            : tensor.values,
        ),
      ]),
    );
  /** The model with its rows as they are: these architectures are not permuted. */
  const unpermuted = (model: ForgedModel, architecture: string): GgufContent =>
    llamaToGguf(model, { ...config, num_attention_heads: 32, num_key_value_heads: 16 }, { architecture, raise: 1 });

  it.for(['F32', 'BF16'] as const)('are equal to the last bit in %s', async (dtype) => {
    const model = lowered(dtype);
    const gguf = await openGguf(unpermuted(model, 'nemotron'));
    expect(gguf.tensors.filter(({ role }) => role?.raised === 1).length).toBe(9);
    expect(await verdictOf(gguf, model)).toEqual(identical);
    expect(await verdictOf(model, gguf)).toEqual(identical);
  });

  it('are left alone between two files that both have them', async () => {
    const gguf = await openGguf(unpermuted(lowered('F32'), 'nemotron'));
    expect(await verdictOf(gguf, await openGguf(unpermuted(lowered('F32'), 'nemotron')))).toEqual(identical);
  });

  it('are not looked for where the architecture keeps its gains', async () => {
    const gguf = await openGguf(unpermuted(lowered('F32'), 'qwen2'));
    expect(await verdictOf(gguf, lowered('F32'))).not.toMatchObject({ answer: 'identical' });
  });
});

describe('MiniCPM-V and its pair of GGUF files', () => {
  const widths: MiniCpmWidths = {
    hidden: 48,
    heads: 4,
    keyValueHeads: 2,
    feedForward: 96,
    vocabulary: 128,
    visionHidden: 32,
    visionHeads: 4,
    visionFeedForward: 64,
    positions: 100,
    patch: 4,
    queries: 16,
  };
  const { original, copy, stranger } = foundingCase(1, widths);
  const pair = (model: ForgedModel, names: 'legacy' | 'current'): Promise<Model> => {
    const { text, mmproj } = miniCpmToGguf(model, widths, names);
    return open({ 'ggml-model-F16.gguf': encodeGguf(text), 'mmproj-model-f16.gguf': encodeGguf(mmproj) });
  };
  const parts = { text: 'identical', vision: 'identical', projector: 'identical', embeddings: 'identical' };

  it.for(['legacy', 'current'] as const)('are identical under %s names', async (names) => {
    const gguf = await pair(original, names);
    expect(gguf.formats).toEqual(['gguf']);
    expect(gguf.tensors.length).toBe(741 + 4 + 1);
    expect(headsOf(gguf.config, 'vision')).toEqual({ heads: 4, keyValueHeads: 4 });
    expect(await verdictOf(gguf, original)).toEqual({ answer: 'identical', alone: [], parts });
  });

  it('are identical with the folder as the suspect', async () => {
    expect(await verdictOf(original, await pair(original, 'legacy'))).toEqual({
      answer: 'identical',
      alone: [],
      parts,
    });
  });

  it('are strangers where the weights are', async () => {
    expect(await verdictOf(await pair(stranger, 'legacy'), original)).toMatchObject({ answer: 'independent' });
  });

  it('find their copy, noised and renamed, in either form', async () => {
    const { verdict } = await compareForged(copy, await pair(original, 'legacy'));
    expect(verdict).toMatchObject({ answer: 'derived', direction: 'suspect-from-candidate' });
    expect(verdict.operations.map(({ operation }) => operation)).toContain('noised');
  });
});
