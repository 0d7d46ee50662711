// The tiny model as llama.cpp wants it: a language model and a projector file, rows of queries and keys in its own order.

import type { TinyMiniCpm, TinyTensor } from './tiny-minicpm.ts';
import { isSpecial, tinyMerges, tinyVocabulary } from './tiny-vocabulary.ts';
import { encodeGguf, type GgufMetadata, type GgufTensor } from './writers/gguf.ts';

export interface TinyGguf {
  readonly model: Uint8Array;
  readonly projector: Uint8Array;
}

export function tinyGguf(model: TinyMiniCpm): TinyGguf {
  return { model: languageFile(model), projector: projectorFile(model) };
}

function tensorOf({ tensors }: TinyMiniCpm, name: string): TinyTensor {
  const found = tensors.get(name);
  if (found === undefined) throw new RangeError(`no tensor ${name}`);
  return found;
}

const plain = (name: string, { shape, values }: TinyTensor): GgufTensor => ({ name, dtype: 'F32', shape, values });

function languageFile(model: TinyMiniCpm): Uint8Array {
  const { widths, ropeTheta } = model;
  const id = (token: string): number => tinyVocabulary.indexOf(token);
  const metadata: GgufMetadata = {
    'general.architecture': ['string', 'llama'],
    'general.name': ['string', 'tiny'],
    'llama.block_count': ['u32', widths.textLayers],
    'llama.context_length': ['u32', 8192],
    'llama.embedding_length': ['u32', widths.hidden],
    'llama.feed_forward_length': ['u32', widths.feedForward],
    'llama.attention.head_count': ['u32', widths.heads],
    'llama.attention.head_count_kv': ['u32', widths.keyValueHeads],
    'llama.attention.layer_norm_rms_epsilon': ['f32', 1e-5],
    'llama.rope.dimension_count': ['u32', widths.hidden / widths.heads],
    'llama.rope.freq_base': ['f32', ropeTheta],
    'llama.vocab_size': ['u32', tinyVocabulary.length],
    'tokenizer.ggml.model': ['string', 'gpt2'],
    'tokenizer.ggml.pre': ['string', 'llama-bpe'],
    'tokenizer.ggml.tokens': ['array', 'string', tinyVocabulary],
    'tokenizer.ggml.token_type': ['array', 'i32', tinyVocabulary.map((token) => (isSpecial(token) ? 3 : 1))],
    'tokenizer.ggml.merges': ['array', 'string', tinyMerges],
    'tokenizer.ggml.bos_token_id': ['u32', id('<|begin_of_text|>')],
    'tokenizer.ggml.eos_token_id': ['u32', id('<|end_of_text|>')],
    'tokenizer.ggml.eot_token_id': ['u32', id('<|eot_id|>')],
    'tokenizer.ggml.unknown_token_id': ['u32', id('<unk>')],
    'tokenizer.ggml.add_bos_token': ['bool', false],
  };
  const tensors: GgufTensor[] = [plain('token_embd.weight', tensorOf(model, 'llm.model.embed_tokens.weight'))];
  for (let layer = 0; layer < widths.textLayers; layer++) {
    const from = `llm.model.layers.${layer}`;
    const to = `blk.${layer}`;
    const put = (name: string, released: string): void => {
      tensors.push(plain(`${to}.${name}.weight`, tensorOf(model, `${from}.${released}.weight`)));
    };
    put('attn_norm', 'input_layernorm');
    const query = tensorOf(model, `${from}.self_attn.q_proj.weight`);
    const key = tensorOf(model, `${from}.self_attn.k_proj.weight`);
    tensors.push(plain(`${to}.attn_q.weight`, paired(query, widths.heads)));
    tensors.push(plain(`${to}.attn_k.weight`, paired(key, widths.keyValueHeads)));
    put('attn_v', 'self_attn.v_proj');
    put('attn_output', 'self_attn.o_proj');
    put('ffn_norm', 'post_attention_layernorm');
    put('ffn_gate', 'mlp.gate_proj');
    put('ffn_up', 'mlp.up_proj');
    put('ffn_down', 'mlp.down_proj');
  }
  tensors.push(plain('output_norm.weight', tensorOf(model, 'llm.model.norm.weight')));
  tensors.push(plain('output.weight', tensorOf(model, 'llm.lm_head.weight')));
  return encodeGguf({ metadata, tensors });
}

/** Halves of each head interleaved: llama.cpp turns neighbours, the released code turns halves. */
function paired({ shape, values }: TinyTensor, heads: number): TinyTensor {
  const [rows, columns] = shape as [number, number];
  const size = rows / heads;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const within = row % size;
    const target = row - within + (within < size / 2 ? 2 * within : 2 * (within - size / 2) + 1);
    out.set(values.subarray(row * columns, (row + 1) * columns), target * columns);
  }
  return { shape, values: out };
}

function transposed({ shape, values }: TinyTensor): TinyTensor {
  const [rows, columns] = shape as [number, number];
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  return { shape: [columns, rows], values: out };
}

function projectorFile(model: TinyMiniCpm): Uint8Array {
  const { widths } = model;
  const metadata: GgufMetadata = {
    'general.architecture': ['string', 'clip'],
    'general.file_type': ['u32', 0],
    'clip.has_text_encoder': ['bool', false],
    'clip.has_vision_encoder': ['bool', true],
    'clip.has_minicpmv_projector': ['bool', true],
    'clip.projector_type': ['string', 'resampler'],
    'clip.minicpmv_version': ['i32', 2],
    'clip.minicpmv_query_num': ['u32', widths.queries],
    'clip.vision.image_size': ['u32', 448],
    'clip.vision.patch_size': ['u32', 14],
    'clip.vision.embedding_length': ['u32', widths.visionHidden],
    'clip.vision.feed_forward_length': ['u32', widths.visionFeedForward],
    'clip.vision.projection_dim': ['u32', 0],
    'clip.vision.attention.head_count': ['u32', widths.visionHeads],
    'clip.vision.attention.layer_norm_epsilon': ['f32', 1e-6],
    'clip.vision.block_count': ['u32', widths.visionLayers],
    'clip.vision.image_mean': ['array', 'f32', [0.5, 0.5, 0.5]],
    'clip.vision.image_std': ['array', 'f32', [0.5, 0.5, 0.5]],
    'clip.use_gelu': ['bool', true],
  };
  const tensors: GgufTensor[] = [];
  const both = (name: string, released: string): void => {
    for (const end of ['weight', 'bias']) tensors.push(plain(`${name}.${end}`, tensorOf(model, `${released}.${end}`)));
  };
  both('v.patch_embd', 'vpm.embeddings.patch_embedding');
  tensors.push(plain('v.position_embd.weight', tensorOf(model, 'vpm.embeddings.position_embedding.weight')));
  for (let layer = 0; layer < widths.visionLayers; layer++) {
    const [from, to] = [`vpm.encoder.layers.${layer}`, `v.blk.${layer}`];
    both(`${to}.attn_q`, `${from}.self_attn.q_proj`);
    both(`${to}.attn_k`, `${from}.self_attn.k_proj`);
    both(`${to}.attn_v`, `${from}.self_attn.v_proj`);
    both(`${to}.attn_out`, `${from}.self_attn.out_proj`);
    both(`${to}.ln1`, `${from}.layer_norm1`);
    both(`${to}.ffn_up`, `${from}.mlp.fc1`);
    both(`${to}.ffn_down`, `${from}.mlp.fc2`);
    both(`${to}.ln2`, `${from}.layer_norm2`);
  }
  both('v.post_ln', 'vpm.post_layernorm');
  tensors.push(plain('resampler.query', tensorOf(model, 'resampler.query')));
  tensors.push(plain('resampler.proj.weight', transposed(tensorOf(model, 'resampler.proj'))));
  tensors.push(plain('resampler.kv.weight', tensorOf(model, 'resampler.kv_proj.weight')));
  const { hidden } = widths;
  // Loaded and used by nothing: llama.cpp computes the positions of keys itself.
  tensors.push(plain('resampler.pos_embed_k', { shape: [4_900, hidden], values: new Float32Array(4_900 * hidden) }));
  const [weight, bias] = ['weight', 'bias'].map((end) => tensorOf(model, `resampler.attn.in_proj_${end}`).values);
  for (const [at, name] of ['q', 'k', 'v'].entries()) {
    const rows = weight?.subarray(at * hidden * hidden, (at + 1) * hidden * hidden) as Float32Array;
    const shifts = bias?.subarray(at * hidden, (at + 1) * hidden) as Float32Array;
    tensors.push(plain(`resampler.attn.${name}.weight`, { shape: [hidden, hidden], values: rows }));
    tensors.push(plain(`resampler.attn.${name}.bias`, { shape: [hidden], values: shifts }));
  }
  both('resampler.attn.out', 'resampler.attn.out_proj');
  for (const name of ['ln_q', 'ln_kv', 'ln_post']) both(`resampler.${name}`, `resampler.${name}`);
  return encodeGguf({ metadata, tensors });
}
