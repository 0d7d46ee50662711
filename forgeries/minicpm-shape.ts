// The 741 tensors of a MiniCPM-Llama3-V-2.5-shaped model: names and layer counts are the real ones, widths are free.
import type { TensorKind } from './trained-look.ts';

/** Everything about the model that can be made smaller without changing a name. */
export interface MiniCpmWidths {
  readonly hidden: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly visionHidden: number;
  readonly visionHeads: number;
  readonly visionFeedForward: number;
  /** Rows of the position table: 70 bins a side, whatever the width. */
  readonly positions: number;
  readonly patch: number;
  readonly queries: number;
}

/** The released model: 8,537,092,336 parameters. */
export const fullWidths: MiniCpmWidths = {
  hidden: 4096,
  heads: 32,
  keyValueHeads: 8,
  feedForward: 14336,
  vocabulary: 128256,
  visionHidden: 1152,
  visionHeads: 16,
  visionFeedForward: 4304,
  positions: 4900,
  patch: 14,
  queries: 96,
};

/** The miniature of `npm start`: the same names and layers in about 12 MB of 16-bit floats. */
export const smallWidths: MiniCpmWidths = {
  hidden: 96,
  heads: 8,
  keyValueHeads: 4,
  feedForward: 336,
  vocabulary: 512,
  visionHidden: 64,
  visionHeads: 4,
  visionFeedForward: 240,
  positions: 4900,
  patch: 14,
  queries: 96,
};

export const textLayers = 32;
/** All 27 are stored: this model keeps the last vision layer, which its relatives drop. */
export const visionLayers = 27;

/** The three parts, by the prefix of their names. */
export type MiniCpmPart = 'llm' | 'vpm' | 'resampler';

export interface ShapedTensor {
  readonly name: string;
  readonly part: MiniCpmPart;
  readonly shape: readonly number[];
  readonly kind: TensorKind;
  /** Where in its part the tensor stands: 0 at the input, 1 at the output. */
  readonly depth: number;
}

/** All tensors in the order of the model's own state: language model, vision tower, resampler. */
export function miniCpmShape(widths: MiniCpmWidths): readonly ShapedTensor[] {
  return [...textShape(widths), ...visionShape(widths), ...resamplerShape(widths)];
}

function textShape(widths: MiniCpmWidths): ShapedTensor[] {
  const { hidden, heads, keyValueHeads, feedForward, vocabulary } = widths;
  const keyValue = (hidden / heads) * keyValueHeads;
  const tensors: ShapedTensor[] = [];
  const add = (name: string, kind: TensorKind, depth: number, ...shape: number[]): void => {
    tensors.push({ name: `llm.${name}`, part: 'llm', shape, kind, depth });
  };
  add('model.embed_tokens.weight', 'embedding', 0, vocabulary, hidden);
  for (let layer = 0; layer < textLayers; layer++) {
    const at = `model.layers.${layer}`;
    const depth = layer / (textLayers - 1);
    add(`${at}.self_attn.q_proj.weight`, 'query', depth, hidden, hidden);
    add(`${at}.self_attn.k_proj.weight`, 'key', depth, keyValue, hidden);
    add(`${at}.self_attn.v_proj.weight`, 'value', depth, keyValue, hidden);
    add(`${at}.self_attn.o_proj.weight`, 'output', depth, hidden, hidden);
    add(`${at}.mlp.gate_proj.weight`, 'up', depth, feedForward, hidden);
    add(`${at}.mlp.up_proj.weight`, 'up', depth, feedForward, hidden);
    add(`${at}.mlp.down_proj.weight`, 'down', depth, hidden, feedForward);
    add(`${at}.input_layernorm.weight`, 'attention-gain', depth, hidden);
    add(`${at}.post_attention_layernorm.weight`, 'gain', depth, hidden);
  }
  add('model.norm.weight', 'last-gain', 1, hidden);
  add('lm_head.weight', 'embedding', 1, vocabulary, hidden);
  return tensors;
}

function visionShape(widths: MiniCpmWidths): ShapedTensor[] {
  const { visionHidden: hidden, visionFeedForward: feedForward, patch, positions } = widths;
  const tensors: ShapedTensor[] = [];
  const add = (name: string, kind: TensorKind, depth: number, ...shape: number[]): void => {
    tensors.push({ name: `vpm.${name}`, part: 'vpm', shape, kind, depth });
  };
  add('embeddings.patch_embedding.weight', 'up', 0, hidden, 3, patch, patch);
  add('embeddings.patch_embedding.bias', 'bias', 0, hidden);
  add('embeddings.position_embedding.weight', 'positions', 0, positions, hidden);
  for (let layer = 0; layer < visionLayers; layer++) {
    const at = `encoder.layers.${layer}`;
    const depth = layer / (visionLayers - 1);
    const linear = (name: string, kind: TensorKind, rows: number, columns: number): void => {
      add(`${at}.${name}.weight`, kind, depth, rows, columns);
      add(`${at}.${name}.bias`, 'bias', depth, rows);
    };
    linear('self_attn.k_proj', 'key', hidden, hidden);
    linear('self_attn.v_proj', 'value', hidden, hidden);
    linear('self_attn.q_proj', 'query', hidden, hidden);
    linear('self_attn.out_proj', 'output', hidden, hidden);
    add(`${at}.layer_norm1.weight`, 'attention-gain', depth, hidden);
    add(`${at}.layer_norm1.bias`, 'bias', depth, hidden);
    linear('mlp.fc1', 'up', feedForward, hidden);
    linear('mlp.fc2', 'down', hidden, feedForward);
    add(`${at}.layer_norm2.weight`, 'gain', depth, hidden);
    add(`${at}.layer_norm2.bias`, 'bias', depth, hidden);
  }
  add('post_layernorm.weight', 'last-gain', 1, hidden);
  add('post_layernorm.bias', 'bias', 1, hidden);
  return tensors;
}

/** The sine and cosine table of the resampler is computed by the model's code and not stored. */
function resamplerShape(widths: MiniCpmWidths): ShapedTensor[] {
  const { hidden, visionHidden, queries } = widths;
  const tensors: ShapedTensor[] = [];
  const add = (name: string, kind: TensorKind, ...shape: number[]): void => {
    tensors.push({ name: `resampler.${name}`, part: 'resampler', shape, kind, depth: 0.5 });
  };
  add('query', 'latent', queries, hidden);
  add('proj', 'output', hidden, hidden);
  add('kv_proj.weight', 'value', hidden, visionHidden);
  add('attn.in_proj_weight', 'query', 3 * hidden, hidden);
  add('attn.in_proj_bias', 'bias', 3 * hidden);
  add('attn.out_proj.weight', 'output', hidden, hidden);
  add('attn.out_proj.bias', 'bias', hidden);
  for (const norm of ['ln_q', 'ln_kv', 'ln_post']) {
    add(`${norm}.weight`, 'gain', hidden);
    add(`${norm}.bias`, 'bias', hidden);
  }
  return tensors;
}
