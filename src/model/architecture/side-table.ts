// Names of tensors that stand beside the parameters: tables that code computes, and what quantised weights keep with them.

interface BufferRow {
  /** The last segments of the name. */
  readonly ending: string;
  /** Elements in the sizes of a template, factor by factor; empty where they do not follow from them. */
  readonly shape: readonly string[];
  /** How many times as many there may be: a relative may turn all of a head where the template turns a quarter. */
  readonly times?: readonly number[];
  /** Bytes of an element, one of these. An index may count the bits of a mask. */
  readonly bytes: readonly number[];
  readonly seen: string;
}

export const buffers: readonly BufferRow[] = [
  {
    ending: 'rotary_emb.inv_freq',
    shape: ['rotaryAngles'],
    times: [1, 4],
    bytes: [2, 4],
    seen: 'Llama before 2023-09, GPT-NeoX',
  },
  { ending: 'rotary_pos_emb.inv_freq', shape: ['rotaryAngles'], bytes: [2, 4], seen: 'ChatGLM, once' },
  { ending: 'rotary_emb.cos_cached', shape: [], bytes: [2, 4], seen: 'early Llama ports' },
  { ending: 'rotary_emb.sin_cached', shape: [], bytes: [2, 4], seen: 'early Llama ports' },
  { ending: 'attn.bias', shape: ['positions', 'positions'], bytes: [0.125, 1, 4], seen: 'GPT-2, the causal mask' },
  { ending: 'attn.masked_bias', shape: ['1'], bytes: [2, 4], seen: 'GPT-2' },
  { ending: 'attention.bias', shape: ['positions', 'positions'], bytes: [0.125, 1], seen: 'GPT-NeoX, the causal mask' },
  { ending: 'attention.masked_bias', shape: ['1'], bytes: [2, 4], seen: 'GPT-NeoX' },
  { ending: 'embeddings.position_ids', shape: ['positions'], bytes: [8], seen: 'BERT' },
  { ending: 'text_model.embeddings.position_ids', shape: ['positions'], bytes: [8], seen: 'CLIP' },
  { ending: 'vision_model.embeddings.position_ids', shape: ['vision.positions'], bytes: [8], seen: 'CLIP' },
  { ending: 'rope_freqs.weight', shape: ['rotaryAngles'], bytes: [4], seen: 'GGUF of Llama 3.1' },
  { ending: 'rope.freqs', shape: ['rotaryAngles'], bytes: [2, 4], seen: 'Llama (Meta)' },
  { ending: 'num_batches_tracked', shape: ['1'], bytes: [8], seen: 'batch normalisation' },
];

/** Endings of packed weights, and the ending of the weight they stand for; '' where they only stand beside one. */
export const packedEndings: readonly (readonly [ending: string, plain: string])[] = [
  ['qweight', 'weight'],
  ['weight_packed', 'weight'],
  ['qzeros', ''],
  ['scales', ''],
  ['biases', ''],
  ['g_idx', ''],
  ['weight_g_idx', ''],
  ['weight_scale', ''],
  ['weight_scale_2', ''],
  ['weight_scale_inv', ''],
  ['weight_global_scale', ''],
  ['weight_zero_point', ''],
  ['weight_shape', ''],
  ['input_scale', ''],
  ['output_scale', ''],
  ['k_scale', ''],
  ['v_scale', ''],
  ['SCB', ''],
  ['weight_format', ''],
  ['weight.absmax', ''],
  ['weight.quant_map', ''],
  ['weight.nested_absmax', ''],
  ['weight.nested_quant_map', ''],
  ['weight.quant_state.bitsandbytes__nf4', ''],
  ['weight.quant_state.bitsandbytes__fp4', ''],
];
