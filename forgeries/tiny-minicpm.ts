// A model of MiniCPM-Llama3-V 2.5's very architecture, small enough to be run in a test: random weights, all its names, both its forms.
import { createRandom } from '../src/math/random.ts';
import { tinyTokenizerFiles, tinyVocabulary } from './tiny-vocabulary.ts';
import { encodeSafetensors } from './write-safetensors.ts';

/** Widths that may be chosen; 128 divides `hidden`, since the resampler's heads have 128 elements. */
export interface TinyWidths {
  readonly hidden: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
  readonly textLayers: number;
  readonly visionHidden: number;
  readonly visionHeads: number;
  readonly visionFeedForward: number;
  readonly visionLayers: number;
  readonly queries: number;
}

export const tinyWidths: TinyWidths = {
  hidden: 256,
  heads: 4,
  keyValueHeads: 2,
  feedForward: 384,
  textLayers: 2,
  visionHidden: 128,
  visionHeads: 4,
  visionFeedForward: 256,
  visionLayers: 2,
  queries: 96,
};

export interface TinyTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TinyRopeScaling {
  readonly factor: number;
  readonly low_freq_factor: number;
  readonly high_freq_factor: number;
  readonly original_max_position_embeddings: number;
}

export interface TinyMiniCpm {
  readonly widths: TinyWidths;
  readonly ropeTheta: number;
  /** Llama 3.1's, where the configuration has it. */
  readonly ropeScaling?: TinyRopeScaling;
  /** By their released names. */
  readonly tensors: ReadonlyMap<string, TinyTensor>;
}

/** Positions of the vision tower: 70 a side, whatever the width. */
export const tinyPositions = 4_900;
const patch = 14;

/** The model of a seed. Gains are near 1 and matrices keep the size of what passes through, so that images and words all count. */
export function tinyMiniCpm(seed: number, widths: TinyWidths = tinyWidths): TinyMiniCpm {
  const random = createRandom(seed);
  const tensors = new Map<string, TinyTensor>();
  const add = (name: string, shape: readonly number[], make: () => number): void => {
    const count = shape.reduce((product, side) => product * side, 1);
    tensors.set(name, { shape, values: Float32Array.from({ length: count }, make) });
  };
  const matrix = (name: string, rows: number, columns: number, size = 1): void =>
    add(name, [rows, columns], () => (size * random.normal()) / Math.sqrt(columns));
  const bias = (name: string, length: number): void => add(name, [length], () => 0.05 * random.normal());
  const gain = (name: string, length: number): void => add(name, [length], () => 1 + 0.1 * random.normal());
  const norm = (name: string, length: number): void => {
    gain(`${name}.weight`, length);
    bias(`${name}.bias`, length);
  };
  const linear = (name: string, rows: number, columns: number): void => {
    matrix(`${name}.weight`, rows, columns);
    bias(`${name}.bias`, rows);
  };
  const { hidden, feedForward, visionHidden, visionFeedForward } = widths;
  const keyValue = (hidden / widths.heads) * widths.keyValueHeads;
  const vocabulary = tinyVocabulary.length;
  add('llm.model.embed_tokens.weight', [vocabulary, hidden], () => random.normal());
  for (let layer = 0; layer < widths.textLayers; layer++) {
    const at = `llm.model.layers.${layer}`;
    matrix(`${at}.self_attn.q_proj.weight`, hidden, hidden, 1.5);
    matrix(`${at}.self_attn.k_proj.weight`, keyValue, hidden, 1.5);
    matrix(`${at}.self_attn.v_proj.weight`, keyValue, hidden);
    matrix(`${at}.self_attn.o_proj.weight`, hidden, hidden);
    matrix(`${at}.mlp.gate_proj.weight`, feedForward, hidden);
    matrix(`${at}.mlp.up_proj.weight`, feedForward, hidden);
    matrix(`${at}.mlp.down_proj.weight`, hidden, feedForward);
    gain(`${at}.input_layernorm.weight`, hidden);
    gain(`${at}.post_attention_layernorm.weight`, hidden);
  }
  gain('llm.model.norm.weight', hidden);
  matrix('llm.lm_head.weight', vocabulary, hidden);
  add('vpm.embeddings.patch_embedding.weight', [visionHidden, 3, patch, patch], () => random.normal() / 24);
  bias('vpm.embeddings.patch_embedding.bias', visionHidden);
  add('vpm.embeddings.position_embedding.weight', [tinyPositions, visionHidden], () => 0.5 * random.normal());
  for (let layer = 0; layer < widths.visionLayers; layer++) {
    const at = `vpm.encoder.layers.${layer}`;
    for (const name of ['k_proj', 'v_proj', 'q_proj', 'out_proj'])
      linear(`${at}.self_attn.${name}`, visionHidden, visionHidden);
    norm(`${at}.layer_norm1`, visionHidden);
    linear(`${at}.mlp.fc1`, visionFeedForward, visionHidden);
    linear(`${at}.mlp.fc2`, visionHidden, visionFeedForward);
    norm(`${at}.layer_norm2`, visionHidden);
  }
  norm('vpm.post_layernorm', visionHidden);
  add('resampler.query', [widths.queries, hidden], () => random.normal());
  matrix('resampler.proj', hidden, hidden);
  matrix('resampler.kv_proj.weight', hidden, visionHidden);
  add('resampler.attn.in_proj_weight', [3 * hidden, hidden], () => (2 * random.normal()) / Math.sqrt(hidden));
  bias('resampler.attn.in_proj_bias', 3 * hidden);
  linear('resampler.attn.out_proj', hidden, hidden);
  for (const name of ['ln_q', 'ln_kv', 'ln_post']) norm(`resampler.${name}`, hidden);
  return { widths, ropeTheta: 500_000, tensors };
}

/** The released form: configuration, tokenizer, weights in 32 bits. */
export function tinyFolder(model: TinyMiniCpm): Map<string, Uint8Array> {
  const text = (value: object): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  const { tokenizer, tokenizerConfig } = tinyTokenizerFiles();
  return new Map([
    ['config.json', text(tinyConfig(model))],
    ['tokenizer.json', text(tokenizer)],
    ['tokenizer_config.json', text(tokenizerConfig)],
    [
      'model.safetensors',
      encodeSafetensors(
        [...model.tensors].map(([name, { shape, values }]) => ({ name, shape, values, dtype: 'F32' as const })),
      ),
    ],
  ]);
}

function tinyConfig({ widths, ropeTheta, ropeScaling }: TinyMiniCpm): object {
  return {
    architectures: ['MiniCPMV'],
    model_type: 'minicpmv',
    torch_dtype: 'float32',
    version: 2.5,
    hidden_act: 'silu',
    hidden_size: widths.hidden,
    intermediate_size: widths.feedForward,
    num_hidden_layers: widths.textLayers,
    num_attention_heads: widths.heads,
    num_key_value_heads: widths.keyValueHeads,
    vocab_size: tinyVocabulary.length,
    max_position_embeddings: 8192,
    rms_norm_eps: 1e-5,
    rope_theta: ropeTheta,
    ...(ropeScaling === undefined ? {} : { rope_scaling: { rope_type: 'llama3', ...ropeScaling } }),
    tie_word_embeddings: false,
    bos_token_id: tinyVocabulary.indexOf('<|begin_of_text|>'),
    eos_token_id: tinyVocabulary.indexOf('<|end_of_text|>'),
    query_num: widths.queries,
    image_size: 448,
    patch_size: patch,
    drop_vision_last_layer: false,
    slice_mode: true,
    vision_config: {
      model_type: 'siglip_vision_model',
      hidden_size: widths.visionHidden,
      intermediate_size: widths.visionFeedForward,
      num_hidden_layers: widths.visionLayers,
      num_attention_heads: widths.visionHeads,
      patch_size: patch,
      image_size: 980,
    },
  };
}
