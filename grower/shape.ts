// The sizes of a grown model, and where each of its tensors lies in one run of parameters.

/** A Llama-style model: RMSNorm, rotary positions, grouped keys and values, a gated feed-forward part, no biases. */
export interface GrownShape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly feedForward: number;
  /** At most 256: tokens are bytes. */
  readonly vocabulary: number;
  /** The token table is the output head too. */
  readonly tied?: boolean;
}

/** One tensor under its Hugging Face name. `at` and `size` count elements of the run; vectors are gains. */
export interface Slot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly at: number;
  readonly size: number;
}

export const epsilon = 1e-5;
const ropeBase = 10_000;

/** Elements of one head. */
export function headSize({ width, heads }: GrownShape): number {
  return width / heads;
}

/** Throws `RangeError` where the kernels, which take four elements at a time, cannot hold the shape. */
export function checkShape(shape: GrownShape): void {
  const { width, heads, keyValueHeads, feedForward, vocabulary } = shape;
  for (const side of [width, feedForward, vocabulary, headSize(shape)])
    if (side % 4 !== 0) throw new RangeError(`a side of ${side}: expected a multiple of 4`);
  if (heads % keyValueHeads !== 0) throw new RangeError(`${heads} heads for ${keyValueHeads} of keys and values`);
  if (vocabulary > 256) throw new RangeError(`a vocabulary of ${vocabulary}: tokens are bytes`);
}

/** Every tensor of the model in the order in which it is stored, one after another without gaps. */
export function slotsOf(shape: GrownShape): readonly Slot[] {
  const { layers, width, keyValueHeads, feedForward, vocabulary, tied } = shape;
  const keyValue = headSize(shape) * keyValueHeads;
  const slots: Slot[] = [];
  let at = 0;
  const add = (name: string, ...sides: number[]): void => {
    const size = sides.reduce((product, side) => product * side, 1);
    slots.push({ name, shape: sides, at, size });
    at += size;
  };
  add('model.embed_tokens.weight', vocabulary, width);
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `model.layers.${layer}`;
    add(`${prefix}.input_layernorm.weight`, width);
    add(`${prefix}.self_attn.q_proj.weight`, width, width);
    add(`${prefix}.self_attn.k_proj.weight`, keyValue, width);
    add(`${prefix}.self_attn.v_proj.weight`, keyValue, width);
    add(`${prefix}.self_attn.o_proj.weight`, width, width);
    add(`${prefix}.post_attention_layernorm.weight`, width);
    add(`${prefix}.mlp.gate_proj.weight`, feedForward, width);
    add(`${prefix}.mlp.up_proj.weight`, feedForward, width);
    add(`${prefix}.mlp.down_proj.weight`, width, feedForward);
  }
  add('model.norm.weight', width);
  if (tied !== true) add('lm_head.weight', vocabulary, width);
  return slots;
}

/** Parameters of the model. */
export function parameterCount(shape: GrownShape): number {
  return slotsOf(shape).reduce((sum, { size }) => sum + size, 0);
}

/** Cosines and sines of every position and every pair of a head's elements, positions × size / 2. */
export function ropeTables(shape: GrownShape, length: number): { cosines: Float32Array; sines: Float32Array } {
  const size = headSize(shape);
  const half = size / 2;
  const cosines = new Float32Array(length * half);
  const sines = new Float32Array(length * half);
  for (let p = 0; p < length; p++) {
    for (let i = 0; i < half; i++) {
      const angle = p * ropeBase ** ((-2 * i) / size);
      cosines[p * half + i] = Math.cos(angle);
      sines[p * half + i] = Math.sin(angle);
    }
  }
  return { cosines, sines };
}

/** The model's config.json. */
export function configOf(shape: GrownShape): object {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    torch_dtype: 'bfloat16',
    tie_word_embeddings: shape.tied === true,
    hidden_size: shape.width,
    intermediate_size: shape.feedForward,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.keyValueHeads,
    vocab_size: shape.vocabulary,
    rms_norm_eps: epsilon,
    rope_theta: ropeBase,
    max_position_embeddings: 256,
  };
}
