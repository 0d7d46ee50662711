// What a model's configuration and tensors say of its form: enough to run it, checked against each other.
import { ForebearError } from '../errors.ts';
import { isMap, type JsonMap } from '../json/json-value.ts';
import type { Model, Tensor } from '../model/model.ts';

export interface TextShape {
  /** What stands before `model.layers` in the names. */
  readonly prefix: string;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  /** Tokens that were trained on. */
  readonly context: number;
  readonly epsilon: number;
  readonly ropeTheta: number;
  readonly ropeScaling: RopeScaling | undefined;
  /** Whether the head is the embedding. */
  readonly tied: boolean;
}

/** Llama 3.1's stretching of the slower turns. */
export interface RopeScaling {
  readonly factor: number;
  readonly lowFactor: number;
  readonly highFactor: number;
  readonly original: number;
}

export interface VisionShape {
  readonly prefix: string;
  readonly hidden: number;
  /** Layers that are run: one fewer than are stored where the configuration drops the last. */
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly patch: number;
  /** Rows and columns of the table of positions. */
  readonly side: number;
  readonly epsilon: number;
  readonly resampler: ResamplerShape;
}

export interface ResamplerShape {
  readonly prefix: string;
  readonly queries: number;
  readonly heads: number;
  readonly epsilon: number;
}

export interface ForwardShape {
  readonly text: TextShape;
  readonly vision: VisionShape | undefined;
}

/** The resampler's heads have 128 elements, by its code and not by its configuration. */
const resamplerHead = 128;
const visionEpsilon = 1e-6;

const fault = (model: Model, expected: string, found: string): ForebearError =>
  new ForebearError('unsupported', model.id, expected, found);

/**
 * The form of a model, by what it stores; names of the parts may have been changed, since each part is known by the ends of its names.
 * Throws `unsupported` for what is no decoder of the Llama family, with a SigLIP tower and a resampler or without; `format` where
 * configuration and tensors disagree.
 */
export function shapeOf(model: Model): ForwardShape {
  const { config } = model;
  if (config === undefined) throw fault(model, 'a configuration', 'none');
  return { text: textShape(model, config), vision: visionShape(model, config) };
}

function textShape(model: Model, config: JsonMap): TextShape {
  const first = endingIn(model, 'model.layers.0.self_attn.q_proj.weight');
  if (first === undefined) throw fault(model, 'a decoder of the Llama family', 'none by its names');
  const prefix = first.name.slice(0, -'model.layers.0.self_attn.q_proj.weight'.length);
  const inner = config.get('text_config') ?? config.get('llm_config');
  const read = reader(model, isMap(inner) ? inner : config);
  const activation = read.text('hidden_act') ?? 'silu';
  if (activation !== 'silu') throw fault(model, 'SiLU in its feed-forward blocks', activation.slice(0, 40));
  const hidden = read.number('hidden_size');
  const heads = read.number('num_attention_heads');
  const embedding = named(model, `${prefix}model.embed_tokens.weight`);
  const headSize = read.optional('head_dim') ?? hidden / heads;
  const shape: TextShape = {
    prefix,
    hidden,
    layers: read.number('num_hidden_layers'),
    heads,
    keyValueHeads: read.optional('num_key_value_heads') ?? heads,
    headSize,
    feedForward: read.number('intermediate_size'),
    vocabulary: embedding.shape[0] ?? 0,
    context: read.optional('max_position_embeddings') ?? 2_048,
    epsilon: read.optional('rms_norm_eps') ?? 1e-6,
    ropeTheta: read.optional('rope_theta') ?? 10_000,
    ropeScaling: scalingOf(model, read.map('rope_scaling')),
    tied: model.tensors.every(({ name }) => name !== `${prefix}lm_head.weight`),
  };
  const query = [shape.heads * headSize, hidden];
  const key = [shape.keyValueHeads * headSize, hidden];
  const whole = [headSize / 2, shape.heads / shape.keyValueHeads, shape.layers].every(Number.isInteger);
  const fits =
    same(first.shape, query) &&
    same(named(model, `${prefix}model.layers.0.self_attn.k_proj.weight`).shape, key) &&
    same(embedding.shape, [shape.vocabulary, hidden]);
  if (!whole || !fits)
    throw new ForebearError('format', model.id, 'tensors of the sizes its configuration gives', 'others');
  return shape;
}

function scalingOf(model: Model, scaling: JsonMap | undefined): RopeScaling | undefined {
  if (scaling === undefined) return undefined;
  const read = reader(model, scaling);
  const type = read.text('rope_type') ?? read.text('type') ?? 'none';
  if (type === 'default') return undefined;
  if (type !== 'llama3') throw fault(model, "turns as they are or stretched as Llama 3.1's", type.slice(0, 40));
  return {
    factor: read.number('factor'),
    lowFactor: read.number('low_freq_factor'),
    highFactor: read.number('high_freq_factor'),
    original: read.number('original_max_position_embeddings'),
  };
}

function visionShape(model: Model, config: JsonMap): VisionShape | undefined {
  const patches = endingIn(model, 'embeddings.patch_embedding.weight');
  const queries = endingIn(model, 'kv_proj.weight');
  if (patches === undefined || queries === undefined) return undefined;
  const prefix = patches.name.slice(0, -'embeddings.patch_embedding.weight'.length);
  const resampler = queries.name.slice(0, -'kv_proj.weight'.length);
  const inner = config.get('vision_config');
  const read = reader(model, isMap(inner) ? inner : new Map());
  const [hidden = 0, , patch = 0] = patches.shape;
  const positions = named(model, `${prefix}embeddings.position_embedding.weight`).shape[0] ?? 0;
  const stored = model.tensors.filter(
    ({ name }) => name.startsWith(`${prefix}encoder.layers.`) && name.endsWith('.layer_norm1.weight'),
  ).length;
  const width = named(model, `${resampler}query`).shape;
  const side = Math.sqrt(positions);
  if (!Number.isInteger(side)) throw fault(model, 'a square table of positions', `${positions} rows`);
  return {
    prefix,
    hidden,
    layers: config.get('drop_vision_last_layer') === true ? stored - 1 : stored,
    // so400m's, which the released configuration leaves out.
    heads: read.optional('num_attention_heads') ?? 16,
    feedForward: named(model, `${prefix}encoder.layers.0.mlp.fc1.weight`).shape[0] ?? 0,
    patch,
    side,
    epsilon: read.optional('layer_norm_eps') ?? visionEpsilon,
    resampler: {
      prefix: resampler,
      queries: width[0] ?? 0,
      heads: (width[1] ?? 0) / resamplerHead,
      epsilon: visionEpsilon,
    },
  };
}

const same = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((side, at) => side === other[at]);

function endingIn(model: Model, end: string): Tensor | undefined {
  return model.tensors.find(({ name }) => name === end || name.endsWith(`.${end}`));
}

function named(model: Model, name: string): Tensor {
  const found = model.tensors.find((tensor) => tensor.name === name);
  if (found === undefined) throw new ForebearError('format', model.id, `a tensor ${name}`, 'none of that name');
  return found;
}

function reader(model: Model, map: JsonMap) {
  const optional = (key: string): number | undefined => {
    const value = map.get(key);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return value;
    throw new ForebearError('format', `${model.id}, ${key}`, 'a number above 0', 'something else');
  };
  return {
    optional,
    number(key: string): number {
      const value = optional(key);
      if (value === undefined) throw new ForebearError('format', model.id, `a configuration with ${key}`, 'none');
      return value;
    },
    text(key: string): string | undefined {
      const value = map.get(key);
      return typeof value === 'string' ? value : undefined;
    },
    map(key: string): JsonMap | undefined {
      const value = map.get(key);
      return isMap(value) ? value : undefined;
    },
  };
}
