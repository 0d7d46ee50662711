// What a configuration or a tensor may say otherwise: done as it says, or refused by name; never left out without a word.
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { type TinyMiniCpm, type TinyTensor, tinyFolder, tinyMiniCpm } from '../../forgeries/tiny-minicpm.ts';
import { encodePng } from '../../src/image/encode-png.ts';
import { openModel } from '../../src/model/open.ts';
import { ownRuntime } from '../../src/runtimes/own.ts';
import { type EncodedImage, greedy, type Step } from '../../src/runtimes/runtime.ts';
import { question, referencePrompt } from './prompts.ts';
import { referenceChances } from './reference.ts';

const plain = tinyMiniCpm(7);
const square = { width: 56, height: 56, channels: 3, data: new Uint8Array(56 * 56 * 3).fill(90) };
const image: EncodedImage = { type: 'image/png', bytes: encodePng(square), sha256: '' };

type Entries = Readonly<Record<string, unknown>>;

/** The first step of a reply by a model whose configuration is changed; `undefined` takes a key away. */
async function firstStep(
  tiny: TinyMiniCpm,
  entries: Entries = {},
  images: readonly EncodedImage[] = [],
): Promise<Step> {
  const files = tinyFolder(tiny);
  const config = JSON.parse(new TextDecoder().decode(files.get('config.json'))) as object;
  files.set('config.json', new TextEncoder().encode(JSON.stringify({ ...config, ...entries })));
  await using model = await openModel({ kind: 'folder', name: 'tiny', folder: memoryFolder(files) });
  const runtime = ownRuntime(model, {
    tokenizer: files.get('tokenizer.json') as Uint8Array,
    name: 'tiny',
    budget: 1e9,
  });
  const { steps } = await runtime.ask({ prompt: question, images }, { ...greedy, mostTokens: 1, alternatives: 1_000 });
  return steps[0] as Step;
}

function withTensor(name: string, make: (was: TinyTensor) => TinyTensor, like = name): TinyMiniCpm {
  const was = plain.tensors.get(like) as TinyTensor;
  return { ...plain, tensors: new Map([...plain.tensors, [name, make(was)]]) };
}

const vector = (length: number) => (): TinyTensor => ({ shape: [length], values: new Float32Array(length).fill(1) });

describe('done as the configuration says', () => {
  it('stretches turns as Llama 3.1 does, as the reference does', async () => {
    const ropeScaling = {
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      // Small, so that a short prompt has waves of all three kinds.
      original_max_position_embeddings: 64,
    };
    const tiny = { ...plain, ropeScaling };
    const { alternatives } = await firstStep(tiny);
    const expected = referenceChances(tiny, referencePrompt([]));
    const unstretched = referenceChances(plain, referencePrompt([]));
    const farthest = (from: readonly number[]): number =>
      alternatives.reduce(
        (most, { id, lnProbability }) => Math.max(most, Math.abs(Math.exp(lnProbability) - (from[id] ?? 1))),
        0,
      );
    expect(farthest(expected)).toBeLessThan(1e-6);
    expect(farthest(unstretched)).toBeGreaterThan(1e-3);
  });

  it('finds the base of turns where newer configurations keep it', async () => {
    const newer = { rope_theta: undefined, rope_parameters: { rope_theta: 500_000, rope_type: 'default' } };
    expect(await firstStep(plain, newer)).toEqual(await firstStep(plain));
    expect(await firstStep(plain, { rope_theta: 10_000 })).not.toEqual(await firstStep(plain));
  });

  it('runs a tower whose last layer was dropped before it was saved, and drops it where it was not', async () => {
    const vision = { hidden_size: 128, intermediate_size: 256, num_attention_heads: 4 };
    const last = [...plain.tensors].filter(([name]) => !name.startsWith('vpm.encoder.layers.1.'));
    const saved = { ...plain, tensors: new Map(last) };
    const dropping = { drop_vision_last_layer: true, vision_config: { ...vision, num_hidden_layers: 2 } };
    const without = { vision_config: { ...vision, num_hidden_layers: 1 } };
    const expected = await firstStep(saved, without, [image]);
    expect(await firstStep(saved, dropping, [image])).toEqual(expected);
    expect(await firstStep(plain, dropping, [image])).toEqual(expected);
    expect(await firstStep(plain, {}, [image])).not.toEqual(expected);
  });

  it('takes a factor of one for none', async () => {
    expect(await firstStep(plain, { scale_emb: 1, final_logit_softcapping: null })).toEqual(await firstStep(plain));
  });
});

describe('refused by name', () => {
  it.each<readonly [string, Entries, string]>([
    ['scaled embeddings', { scale_emb: 12 }, 'no scale_emb'],
    ['scaled layers, even by one', { scale_depth: 1 }, 'no scale_depth'],
    ['scores that are capped', { final_logit_softcapping: 30 }, 'no final_logit_softcapping'],
    ['layers without turns', { no_rope_layers: [1, 0] }, 'turns in every layer'],
    ['fewer layers than are stored', { num_hidden_layers: 1 }, 'expected 1 layers, found 2'],
    ['more layers than are stored', { num_hidden_layers: 1e9 }, 'expected 1000000000 layers, found 2'],
    ['heads that do not divide the tower', { vision_config: { num_attention_heads: 3 } }, 'that their heads divide'],
    ['a tower of other layers', { vision_config: { num_attention_heads: 4, num_hidden_layers: 9 } }, '9 vision layers'],
    ['a sliding window shorter than the prompt', { sliding_window: 16 }, 'at most 15 tokens'],
  ])('a configuration with %s', async (_, entries, message) => {
    await expect(firstStep(plain, entries)).rejects.toThrow(message);
  });

  it.each<readonly [string, TinyMiniCpm, string]>([
    [
      'a norm of queries',
      withTensor('llm.model.layers.0.self_attn.q_norm.weight', vector(64), 'llm.model.norm.weight'),
      'weights that our forward pass knows',
    ],
    [
      'a shift in a root mean square norm',
      withTensor('llm.model.layers.1.input_layernorm.bias', vector(256), 'llm.model.norm.weight'),
      'weights that our forward pass knows',
    ],
    [
      'positions of its own in the resampler',
      withTensor('resampler.pos_embed', ({ shape, values }) => ({ shape, values }), 'resampler.query'),
      'weights that our forward pass knows',
    ],
    [
      'a norm that is too short',
      withTensor('llm.model.layers.0.input_layernorm.weight', vector(3)),
      'expected 256, found 3',
    ],
    [
      'a narrow table of positions',
      withTensor('vpm.embeddings.position_embedding.weight', () => ({
        shape: [4_900, 4],
        values: new Float32Array(19_600),
      })),
      'expected 4900 × 128, found 4900 × 4',
    ],
    [
      'a head of another vocabulary',
      withTensor('llm.lm_head.weight', () => ({ shape: [8, 256], values: new Float32Array(2_048) })),
      'found 8 × 256',
    ],
  ])('a model with %s', async (_, tiny, message) => {
    await expect(firstStep(tiny)).rejects.toThrow(message);
  });
});
