// What a model's configuration and tensors say of its form: enough to run it, checked against each other.
import { ForebearError } from '../errors.ts';
import { isMap, type JsonMap } from '../json/json-value.ts';
import { releasedRule } from '../minicpm/slice-plan.ts';
import type { Model, Tensor } from '../model/model.ts';
import { checkTensors } from './needed-tensors.ts';

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
  const shape = { text: textShape(model, config), vision: visionShape(model, config) };
  checkTensors(model, shape);
  return shape;
}

/** Factors of relatives (MiniCPM, Granite, Cohere, Phi) by their keys, which do nothing where they are 1. */
const factors = [
  'scale_emb',
  'embedding_multiplier',
  'residual_multiplier',
  'logits_scaling',
  'logit_scale',
  'partial_rotary_factor',
];

/** Those that do something whatever they are (MiniCPM, Granite, Gemma). */
const steps = [
  'scale_depth',
  'dim_model_base',
  'attention_multiplier',
  'attn_logit_softcapping',
  'final_logit_softcapping',
];

/** Throws `unsupported` for what changes a reply and is not done here: without it the reply would be another model's. */
function checkPlain(model: Model, config: JsonMap): void {
  const odd =
    factors.find((key) => (config.get(key) ?? 1) !== 1) ?? steps.find((key) => (config.get(key) ?? null) !== null);
  if (odd !== undefined) throw fault(model, `no ${odd}`, 'one');
  const unturned = config.get('no_rope_layers');
  if (Array.isArray(unturned) && unturned.includes(0)) throw fault(model, 'turns in every layer', 'some without');
}

function textShape(model: Model, config: JsonMap): TextShape {
  const first = endingIn(model, 'model.layers.0.self_attn.q_proj.weight');
  if (first === undefined) throw fault(model, 'a decoder of the Llama family', 'none by its names');
  const prefix = first.name.slice(0, -'model.layers.0.self_attn.q_proj.weight'.length);
  const inner = config.get('text_config') ?? config.get('llm_config');
  const own = isMap(inner) ? inner : config;
  checkPlain(model, own);
  const read = reader(model, own);
  // Configurations since 2025 keep base and stretching together.
  const turns = read.map('rope_parameters');
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
    // Within a sliding window every place sees all others before it, which is what is done here.
    context: Math.min(read.optional('max_position_embeddings') ?? 2_048, slidingWindow(own, read) ?? Infinity),
    epsilon: read.optional('rms_norm_eps') ?? 1e-6,
    ropeTheta: read.optional('rope_theta') ?? (turns && reader(model, turns).optional('rope_theta')) ?? 10_000,
    ropeScaling: scalingOf(model, read.map('rope_scaling') ?? turns),
    tied: model.tensors.every(({ name }) => name !== `${prefix}lm_head.weight`),
  };
  const whole = [headSize / 2, shape.heads / shape.keyValueHeads, shape.layers, shape.feedForward, hidden];
  if (!whole.every(Number.isInteger))
    throw new ForebearError('format', model.id, 'whole layers, and heads that groups divide', 'others');
  return shape;
}

function slidingWindow(config: JsonMap, read: Reader): number | undefined {
  return config.get('use_sliding_window') === false ? undefined : read.optional('sliding_window');
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
  if (patch !== releasedRule.patch) throw fault(model, `patches of ${releasedRule.patch}`, `${patch}`);
  const positions = named(model, `${prefix}embeddings.position_embedding.weight`).shape[0] ?? 0;
  const stored = model.tensors.filter(
    ({ name }) => name.startsWith(`${prefix}encoder.layers.`) && name.endsWith('.layer_norm1.weight'),
  ).length;
  const width = named(model, `${resampler}query`).shape;
  const side = Math.sqrt(positions);
  if (!Number.isInteger(side)) throw fault(model, 'a square table of positions', `${positions} rows`);
  // so400m's, which the released configuration leaves out.
  const heads = read.optional('num_attention_heads') ?? 16;
  const resamplerHeads = (width[1] ?? 0) / resamplerHead;
  if (![hidden / heads, resamplerHeads].every((size) => Number.isInteger(size) && size > 0))
    throw new ForebearError('format', model.id, 'a tower and a resampler that their heads divide', 'others');
  const declared = read.optional('num_hidden_layers') ?? stored;
  const layers = config.get('drop_vision_last_layer') === true ? declared - 1 : declared;
  // The released code drops the last layer before weights are loaded or saved: such a checkpoint may hold it or not.
  if (stored !== declared && stored !== layers)
    throw new ForebearError('format', model.id, `${declared} vision layers`, `${stored}`);
  return {
    prefix,
    hidden,
    layers,
    heads,
    feedForward: named(model, `${prefix}encoder.layers.0.mlp.fc1.weight`).shape[0] ?? 0,
    patch,
    side,
    epsilon: read.optional('layer_norm_eps') ?? visionEpsilon,
    resampler: {
      prefix: resampler,
      queries: width[0] ?? 0,
      heads: resamplerHeads,
      epsilon: visionEpsilon,
    },
  };
}

function endingIn(model: Model, end: string): Tensor | undefined {
  return model.tensors.find(({ name }) => name === end || name.endsWith(`.${end}`));
}

function named(model: Model, name: string): Tensor {
  const found = model.tensors.find((tensor) => tensor.name === name);
  if (found === undefined) throw new ForebearError('format', model.id, `a tensor ${name}`, 'none of that name');
  return found;
}

type Reader = ReturnType<typeof reader>;

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
