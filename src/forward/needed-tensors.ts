// Every tensor that a forward pass reads, by name and sizes: a model is held to the list before a weight is read.
import { ForebearError } from '../errors.ts';
import { canBeWeight, type Model, type Tensor } from '../model/model.ts';
import type { ForwardShape, TextShape, VisionShape } from './shape.ts';

/** Sizes by the end of a name; a bias is read where there is one. */
type Sizes = ReadonlyMap<string, readonly number[]>;

const linear = (name: string, rows: number, columns: number): [string, readonly number[]][] => [
  [`${name}.weight`, [rows, columns]],
  [`${name}.bias`, [rows]],
];

const norm = (name: string, width: number): [string, readonly number[]][] => [
  [`${name}.weight`, [width]],
  [`${name}.bias`, [width]],
];

function decoderLayer({ hidden, heads, keyValueHeads, headSize, feedForward }: TextShape): Sizes {
  return new Map([
    ['input_layernorm.weight', [hidden]],
    ['post_attention_layernorm.weight', [hidden]],
    ...linear('self_attn.q_proj', heads * headSize, hidden),
    ...linear('self_attn.k_proj', keyValueHeads * headSize, hidden),
    ...linear('self_attn.v_proj', keyValueHeads * headSize, hidden),
    ...linear('self_attn.o_proj', hidden, heads * headSize),
    ...linear('mlp.gate_proj', feedForward, hidden),
    ...linear('mlp.up_proj', feedForward, hidden),
    ...linear('mlp.down_proj', hidden, feedForward),
  ]);
}

function towerLayer({ hidden, feedForward }: VisionShape): Sizes {
  return new Map([
    ...norm('layer_norm1', hidden),
    ...norm('layer_norm2', hidden),
    ...['q_proj', 'k_proj', 'v_proj', 'out_proj'].flatMap((name) => linear(`self_attn.${name}`, hidden, hidden)),
    ...linear('mlp.fc1', feedForward, hidden),
    ...linear('mlp.fc2', hidden, feedForward),
  ]);
}

function resamplerTensors({ hidden, resampler }: VisionShape, width: number): Sizes {
  return new Map([
    ['query', [resampler.queries, width]],
    ['proj', [width, width]],
    ['kv_proj.weight', [width, hidden]],
    ['attn.in_proj_weight', [3 * width, width]],
    ['attn.in_proj_bias', [3 * width]],
    ...linear('attn.out_proj', width, width),
    ...['ln_q', 'ln_kv', 'ln_post'].flatMap((name) => norm(name, width)),
  ]);
}

/** Tables of angles, which old checkpoints store and the configuration gives. */
const computed = 'self_attn.rotary_emb.inv_freq';

/**
 * Throws `format` where a tensor is missing or of other sizes than the configuration gives, or where layers are stored that the
 * configuration does not count; `unsupported` where a layer or the resampler holds a weight that we would leave out, since a reply
 * without it would be another model's.
 */
export function checkTensors(model: Model, { text, vision }: ForwardShape): void {
  const tensors = new Map(model.tensors.map((tensor) => [tensor.name, tensor]));
  const decoder = decoderLayer(text);
  const layers = `${text.prefix}model.layers.`;
  checkKnown(model, layers, decoder);
  checkCount(model, layers, text.layers);
  for (let layer = 0; layer < text.layers; layer++)
    checkSizes(tensors, `${layers}${layer}.`, decoder, (end) => end.endsWith('.bias'));
  const around: Sizes = new Map([
    ['model.embed_tokens.weight', [text.vocabulary, text.hidden]],
    ['model.norm.weight', [text.hidden]],
    ...linear('lm_head', text.vocabulary, text.hidden),
  ]);
  checkSizes(tensors, text.prefix, around, (end) => end === 'lm_head.bias' || (text.tied && end === 'lm_head.weight'));
  if (vision === undefined) return;
  const tower = towerLayer(vision);
  checkKnown(model, `${vision.prefix}encoder.layers.`, tower);
  for (let layer = 0; layer < vision.layers; layer++)
    checkSizes(tensors, `${vision.prefix}encoder.layers.${layer}.`, tower);
  const edges: Sizes = new Map([
    ['embeddings.patch_embedding.weight', [vision.hidden, 3, vision.patch, vision.patch]],
    ['embeddings.patch_embedding.bias', [vision.hidden]],
    ['embeddings.position_embedding.weight', [vision.side ** 2, vision.hidden]],
    ...norm('post_layernorm', vision.hidden),
  ]);
  checkSizes(tensors, vision.prefix, edges);
  const resampler = resamplerTensors(vision, text.hidden);
  if (vision.resampler.prefix !== '') checkKnown(model, vision.resampler.prefix, resampler);
  checkSizes(tensors, vision.resampler.prefix, resampler);
}

function checkSizes(
  tensors: ReadonlyMap<string, Tensor>,
  start: string,
  sizes: Sizes,
  optional: (end: string) => boolean = () => false,
): void {
  for (const [end, expected] of sizes) {
    const tensor = tensors.get(`${start}${end}`);
    if (tensor === undefined && optional(end)) continue;
    if (tensor === undefined) throw new ForebearError('format', `${start}${end}`, 'a tensor of that name', 'none');
    const { shape } = tensor;
    if (shape.length !== expected.length || shape.some((side, at) => side !== expected[at]))
      throw new ForebearError('format', tensor.name, expected.join(' × '), shape.slice(0, 8).join(' × '));
  }
}

function checkKnown(model: Model, start: string, sizes: Sizes): void {
  for (const tensor of model.tensors) {
    if (!tensor.name.startsWith(start) || !canBeWeight(tensor)) continue;
    const end = tensor.name.slice(start.length).replace(/^\d+\./, '');
    if (!sizes.has(end) && end !== computed)
      throw new ForebearError('unsupported', tensor.name, 'weights that our forward pass knows', 'another');
  }
}

function checkCount(model: Model, start: string, expected: number): void {
  const numbers = new Set<string>();
  for (const { name } of model.tensors) {
    const number = name.startsWith(start) ? name.slice(start.length).split('.', 1)[0] : undefined;
    if (number !== undefined) numbers.add(number);
  }
  if (numbers.size !== expected) throw new ForebearError('format', model.id, `${expected} layers`, `${numbers.size}`);
}
