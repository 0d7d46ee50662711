// Forged models as the GGUF files that llama.cpp's converters make of them: other names, other rows, other types.
import { type BlockType, blockTypes, type DType, isBlockType } from '../../src/formats/numbers/dtype.ts';
import { type ForgedModel, type ForgedTensor, forgedTensor } from '../forged-model.ts';
import type { MiniCpmWidths } from '../minicpm-shape.ts';
import { visionLayers } from '../minicpm-shape.ts';
import type { GgufContent, GgufMetadata, GgufTensor } from './gguf.ts';

/** Rows of `rowLength` values as the blocks of a type. */
export type Quantise = (dtype: BlockType, values: Float32Array, rowLength: number) => Uint8Array;

export interface LlamaToGguf {
  /** `general.architecture`, and the beginning of its keys. */
  readonly architecture?: string;
  /** The type of matrices; by default each keeps its own, and vectors are 32-bit floats in any case. */
  readonly dtype?: DType;
  /** Makes the blocks, where `dtype` is a type of blocks. */
  readonly quantise?: Quantise;
  /** The table that converters of Llama 3.1 and later add. */
  readonly ropeFrequencies?: boolean;
  /** Added to the gains of all norms, in 32 bits. */
  readonly raise?: number;
}

/** Ends of names that converters exchange; the rest of a name in a block stays. */
const llamaNames: readonly (readonly [from: RegExp, to: string])[] = [
  [/^model\.embed_tokens\./, 'token_embd.'],
  [/^model\.norm\./, 'output_norm.'],
  [/^lm_head\./, 'output.'],
  [/^model\.layers\.(\d+)\.input_layernorm\./, 'blk.$1.attn_norm.'],
  [/^model\.layers\.(\d+)\.post_attention_layernorm\./, 'blk.$1.ffn_norm.'],
  [/^model\.layers\.(\d+)\.self_attn\.([qkv])_proj\./, 'blk.$1.attn_$2.'],
  [/^model\.layers\.(\d+)\.self_attn\.o_proj\./, 'blk.$1.attn_output.'],
  [/^model\.layers\.(\d+)\.self_attn\.([qk])_norm\./, 'blk.$1.attn_$2_norm.'],
  [/^model\.layers\.(\d+)\.mlp\.(gate|up|down)_proj\./, 'blk.$1.ffn_$2.'],
];

/**
 * A model in Hugging Face's Llama layout, with its config.json, as a GGUF file's content. Throws `RangeError` for names
 * that no converter knows.
 */
export function llamaToGguf(model: ForgedModel, config: object, options: LlamaToGguf = {}): GgufContent {
  const { architecture = 'llama', ropeFrequencies = false } = options;
  const fact = (key: string): number => Number((config as { readonly [key: string]: unknown })[key]);
  const heads = fact('num_attention_heads');
  const keyValueHeads = fact('num_key_value_heads');
  const metadata: GgufMetadata = {
    'general.architecture': ['string', architecture],
    [`${architecture}.block_count`]: ['u32', fact('num_hidden_layers')],
    [`${architecture}.context_length`]: ['u32', fact('max_position_embeddings')],
    [`${architecture}.embedding_length`]: ['u32', fact('hidden_size')],
    [`${architecture}.feed_forward_length`]: ['u32', fact('intermediate_size')],
    [`${architecture}.attention.head_count`]: ['u32', heads],
    [`${architecture}.attention.head_count_kv`]: ['u32', keyValueHeads],
    [`${architecture}.attention.layer_norm_rms_epsilon`]: ['f32', fact('rms_norm_eps')],
    'tokenizer.ggml.tokens': ['array', 'string', Array.from({ length: fact('vocab_size') }, (_, i) => `<${i}>`)],
  };
  const tensors = [...model].map(([name, tensor]) => {
    const mapped = renamed(name, llamaNames);
    const turned = /\.attn_[qk]\.(?:weight|bias)$/.test(mapped)
      ? permuted(tensor, mapped.includes('attn_q') ? heads : keyValueHeads)
      : tensor;
    return stored(mapped, mapped.endsWith('norm.weight') ? raised(turned, options.raise ?? 0) : turned, options);
  });
  const frequencies = Float32Array.from({ length: fact('hidden_size') / heads / 2 }, (_, i) => (i < 2 ? 1 : 8));
  if (ropeFrequencies) {
    tensors.unshift({ name: 'rope_freqs.weight', dtype: 'F32', shape: [frequencies.length], values: frequencies });
  }
  return { metadata, tensors };
}

const visionNames: readonly (readonly [from: RegExp, to: string])[] = [
  [/^vpm\.embeddings\.patch_embedding\./, 'v.patch_embd.'],
  [/^vpm\.embeddings\.position_embedding\./, 'v.position_embd.'],
  [/^vpm\.post_layernorm\./, 'v.post_ln.'],
  [/^vpm\.encoder\.layers\.(\d+)\.self_attn\.([qkv])_proj\./, 'v.blk.$1.attn_$2.'],
  [/^vpm\.encoder\.layers\.(\d+)\.self_attn\.out_proj\./, 'v.blk.$1.attn_out.'],
  [/^vpm\.encoder\.layers\.(\d+)\.layer_norm([12])\./, 'v.blk.$1.ln$2.'],
];

/** The legacy converter of MiniCPM-V has the feed-forward matrices the other way round than all later ones. */
const feedForwardNames = {
  legacy: [
    [/^vpm\.encoder\.layers\.(\d+)\.mlp\.fc1\./, 'v.blk.$1.ffn_down.'],
    [/^vpm\.encoder\.layers\.(\d+)\.mlp\.fc2\./, 'v.blk.$1.ffn_up.'],
  ],
  current: [
    [/^vpm\.encoder\.layers\.(\d+)\.mlp\.fc1\./, 'v.blk.$1.ffn_up.'],
    [/^vpm\.encoder\.layers\.(\d+)\.mlp\.fc2\./, 'v.blk.$1.ffn_down.'],
  ],
} as const;

/**
 * A model of MiniCPM-V's shape as the pair of files that llama.cpp reads: the language model, and the vision tower with the
 * resampler, whose bare matrix is transposed, whose fused projections are split and whose position table is written out.
 */
export function miniCpmToGguf(
  model: ForgedModel,
  widths: MiniCpmWidths,
  names: keyof typeof feedForwardNames = 'legacy',
): { readonly text: GgufContent; readonly mmproj: GgufContent } {
  const language = new Map(
    [...model].flatMap(([name, tensor]) => (name.startsWith('llm.') ? [[name.slice(4), tensor] as const] : [])),
  );
  const tensors: GgufTensor[] = [];
  for (const [name, tensor] of model) {
    if (name.startsWith('vpm.')) {
      tensors.push(stored(renamed(name, [...visionNames, ...feedForwardNames[names]]), tensor));
    }
    if (name.startsWith('resampler.')) tensors.push(...resamplerTensors(name, tensor));
  }
  const positions = positionTable(Math.round(Math.sqrt(widths.positions)), widths.hidden);
  tensors.push({ name: 'resampler.pos_embed_k', dtype: 'F32', ...positions });
  const metadata: GgufMetadata = {
    'general.architecture': ['string', 'clip'],
    'clip.has_vision_encoder': ['bool', true],
    'clip.projector_type': ['string', 'resampler'],
    'clip.minicpmv_version': ['i32', 2],
    'clip.minicpmv_query_num': ['u32', widths.queries],
    'clip.vision.image_size': ['u32', 448],
    'clip.vision.patch_size': ['u32', widths.patch],
    'clip.vision.embedding_length': ['u32', widths.visionHidden],
    'clip.vision.feed_forward_length': ['u32', widths.visionFeedForward],
    'clip.vision.block_count': ['u32', visionLayers],
    'clip.vision.attention.head_count': ['u32', widths.visionHeads],
    'clip.vision.image_mean': ['array', 'f32', [0.5, 0.5, 0.5]],
  };
  const config = {
    num_attention_heads: widths.heads,
    num_key_value_heads: widths.keyValueHeads,
    num_hidden_layers: 32,
    hidden_size: widths.hidden,
    intermediate_size: widths.feedForward,
    vocab_size: widths.vocabulary,
    max_position_embeddings: 8192,
    rms_norm_eps: 1e-5,
  };
  return { text: llamaToGguf(language, config), mmproj: { metadata, tensors } };
}

function resamplerTensors(name: string, tensor: ForgedTensor): readonly GgufTensor[] {
  if (name === 'resampler.proj') return [stored('resampler.proj.weight', transposed(tensor))];
  const part = /^resampler\.attn\.in_proj_(weight|bias)$/.exec(name)?.[1];
  if (part === undefined) {
    return [stored(name.replace('kv_proj', 'kv').replace('attn.out_proj', 'attn.out'), tensor)];
  }
  const [rows = 0, ...rest] = tensor.shape;
  const size = tensor.values.length / 3;
  return ['q', 'k', 'v'].map((letter, i) => {
    const values = tensor.values.slice(i * size, (i + 1) * size);
    return stored(`resampler.attn.${letter}.${part}`, forgedTensor([rows / 3, ...rest], tensor.dtype, values));
  });
}

function renamed(name: string, rules: readonly (readonly [from: RegExp, to: string])[]): string {
  const rule = rules.find(([from]) => from.test(name));
  if (rule === undefined) throw new RangeError(`no converter knows ${name}`);
  return name.replace(rule[0], rule[1]);
}

/** Vectors in 32 bits; matrices in their own type, or in the asked one with llama.cpp's way out where rows do not fit it. */
function stored(name: string, { shape, dtype, values }: ForgedTensor, options: LlamaToGguf = {}): GgufTensor {
  if (shape.length < 2) return { name, dtype: 'F32', shape, values };
  const columns = shape.at(-1) as number;
  const type = options.dtype === undefined ? dtype : fittingType(options.dtype, columns);
  if (!isBlockType(type)) return { name, dtype: type, shape, values };
  const { quantise } = options;
  if (quantise === undefined) throw new RangeError(`${type} takes a quantiser`);
  return { name, dtype: type, shape, values: () => quantise(type, values, columns) };
}

/** What llama.cpp takes where rows are no multiple of 256 elements. */
const fallbacks: { readonly [type in BlockType]?: BlockType } = {
  IQ1_S: 'IQ4_NL',
  IQ1_M: 'IQ4_NL',
  IQ2_XXS: 'IQ4_NL',
  IQ2_XS: 'IQ4_NL',
  IQ2_S: 'IQ4_NL',
  IQ3_XXS: 'IQ4_NL',
  IQ3_S: 'IQ4_NL',
  IQ4_XS: 'IQ4_NL',
  Q2_0: 'Q4_0',
  Q2_K: 'Q4_0',
  Q3_K: 'Q4_0',
  TQ1_0: 'Q4_0',
  TQ2_0: 'Q4_0',
  Q4_K: 'Q5_0',
  Q5_K: 'Q5_1',
  Q6_K: 'Q8_0',
};

/** The type that rows of this length get: the asked one, its fallback, or halves. */
export function fittingType(dtype: DType, columns: number): DType {
  const fits = (type: DType): boolean => !isBlockType(type) || columns % blockTypes[type].elements === 0;
  if (fits(dtype)) return dtype;
  const other = isBlockType(dtype) ? (fallbacks[dtype] ?? dtype) : dtype;
  return fits(other) ? other : 'F16';
}

/** Rows of each head with those half a head apart side by side: the pairs that a rotary embedding turns. */
export function permuted({ shape, dtype, values }: ForgedTensor, heads: number): ForgedTensor {
  const [rows = 0] = shape;
  const columns = values.length / rows;
  const half = rows / heads / 2;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const within = row % (2 * half);
    const to = row - within + 2 * (within % half) + Math.floor(within / half);
    out.set(values.subarray(row * columns, (row + 1) * columns), to * columns);
  }
  return { shape, dtype, values: out };
}

function transposed({ shape, dtype, values }: ForgedTensor): ForgedTensor {
  const [rows = 0, columns = 0] = shape;
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  return { shape: [columns, rows], dtype, values: out };
}

/** Gains after the addition, in 32 bits whatever they were stored in, as a converter computes and keeps them. */
function raised(tensor: ForgedTensor, raise: number): ForgedTensor {
  if (raise === 0) return tensor;
  return { ...tensor, dtype: 'F32', values: tensor.values.map((value) => value + raise) };
}

/** Sines and cosines of both coordinates of a square grid, as the resampler's code computes them. */
function positionTable(side: number, width: number): { shape: number[]; values: Float32Array } {
  const quarter = width / 4;
  const values = new Float32Array(side * side * width);
  for (let at = 0; at < side * side; at++) {
    for (let i = 0; i < quarter; i++) {
      const frequency = 10_000 ** (-i / quarter);
      const [x, y] = [(at % side) * frequency, Math.floor(at / side) * frequency];
      values.set([Math.sin(x)], at * width + i);
      values.set([Math.cos(x)], at * width + quarter + i);
      values.set([Math.sin(y)], at * width + 2 * quarter + i);
      values.set([Math.cos(y)], at * width + 3 * quarter + i);
    }
  }
  return { shape: [side * side, width], values };
}
