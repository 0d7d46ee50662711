// A small Llama-shaped model in memory with trained-looking values, for tests that need kin and strangers by the dozen.
import { type ForgedDType, type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';
import { fineTunedValues, type TensorKind, type TrainedSpec, trainedValues } from './trained-look.ts';

export interface TinyLlamaShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
  readonly vocabulary: number;
}

export const tinyLlamaShape: TinyLlamaShape = {
  layers: 4,
  width: 96,
  heads: 8,
  keyValueHeads: 4,
  feedForward: 256,
  vocabulary: 259,
};

/** A trained-looking model: different seeds give strangers of one kind. */
export function tinyLlama(seed: number, shape = tinyLlamaShape, dtype: ForgedDType = 'BF16'): ForgedModel {
  const model = new Map<string, ForgedTensor>();
  for (const spec of tinyLlamaSpecs(shape)) {
    model.set(spec.name, forgedTensor(spec.shape, dtype, trainedValues(seed, spec)));
  }
  return model;
}

/**
 * The model after a fine-tune with the given seed: heavy-tailed low-rank updates of a size that differs by tensor.
 * Hopes to fool whoever compares hashes or counts equal values. Tensors that are not a tiny Llama's stay as they are.
 */
export function fineTune(model: ForgedModel, seed: number, shape = tinyLlamaShape): ForgedModel {
  const tuned = new Map(model);
  for (const spec of tinyLlamaSpecs(shape)) {
    const tensor = model.get(spec.name);
    if (tensor === undefined) continue;
    tuned.set(spec.name, forgedTensor(tensor.shape, tensor.dtype, fineTunedValues(seed, spec, tensor.values)));
  }
  return tuned;
}

/** The model's config.json. */
export function tinyLlamaConfig(shape = tinyLlamaShape): object {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    torch_dtype: 'bfloat16',
    tie_word_embeddings: false,
    hidden_size: shape.width,
    intermediate_size: shape.feedForward,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.keyValueHeads,
    vocab_size: shape.vocabulary,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    max_position_embeddings: 256,
  };
}

function tinyLlamaSpecs(shape: TinyLlamaShape): readonly TrainedSpec[] {
  const { layers, width, heads, keyValueHeads, feedForward, vocabulary } = shape;
  const keyValue = (width / heads) * keyValueHeads;
  const specs: TrainedSpec[] = [];
  const add = (name: string, kind: TensorKind, depth: number, ...sides: number[]): void => {
    specs.push({ name, kind, depth, shape: sides, stream: 'text' });
  };
  add('model.embed_tokens.weight', 'embedding', 0, vocabulary, width);
  for (let layer = 0; layer < layers; layer++) {
    const at = `model.layers.${layer}`;
    const depth = layers === 1 ? 0 : layer / (layers - 1);
    add(`${at}.input_layernorm.weight`, 'attention-gain', depth, width);
    add(`${at}.self_attn.q_proj.weight`, 'query', depth, width, width);
    add(`${at}.self_attn.k_proj.weight`, 'key', depth, keyValue, width);
    add(`${at}.self_attn.v_proj.weight`, 'value', depth, keyValue, width);
    add(`${at}.self_attn.o_proj.weight`, 'output', depth, width, width);
    add(`${at}.post_attention_layernorm.weight`, 'gain', depth, width);
    add(`${at}.mlp.gate_proj.weight`, 'up', depth, feedForward, width);
    add(`${at}.mlp.up_proj.weight`, 'up', depth, feedForward, width);
    add(`${at}.mlp.down_proj.weight`, 'down', depth, width, feedForward);
  }
  add('model.norm.weight', 'last-gain', 1, width);
  add('lm_head.weight', 'embedding', 1, vocabulary, width);
  return specs;
}
