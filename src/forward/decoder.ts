// The language model: a decoder of the Llama family (Touvron et al. 2023; Grattafiori et al. 2024), with what it has seen kept as keys and values.
import { ForebearError } from '../errors.ts';
import { add, attend, gated, rmsNorm } from './layers.ts';
import type { Linear } from './linear.ts';
import type { RopeScaling, TextShape } from './shape.ts';
import type { PassOptions } from './vision.ts';
import type { Weights } from './weights.ts';

/** Keys and values of all places so far, by layer and head. */
export interface Memory {
  /** Places. */
  length: number;
  readonly keys: Float32Array[][];
  readonly values: Float32Array[][];
}

export function emptyMemory({ layers, keyValueHeads }: TextShape): Memory {
  const empty = (): Float32Array[][] =>
    Array.from({ length: layers }, () => Array.from({ length: keyValueHeads }, () => new Float32Array(0)));
  return { length: 0, keys: empty(), values: empty() };
}

/** The rows that stand for tokens, count × hidden. Throws `format` for numbers beyond the vocabulary. */
export async function embedTokens(
  tokens: readonly number[],
  shape: TextShape,
  weights: Weights,
  options?: PassOptions,
): Promise<Float32Array> {
  const beyond = tokens.find((token) => token < 0 || token >= shape.vocabulary);
  if (beyond !== undefined)
    throw new ForebearError('format', 'prompt', `tokens below ${shape.vocabulary}`, `${beyond}`);
  return weights.rows(`${shape.prefix}model.embed_tokens.weight`, tokens, options);
}

/**
 * Takes rows of input through all layers and keeps what later places look at. Gives the scores of the token behind the last row,
 * one for each token of the vocabulary. Throws `limit` beyond the context.
 */
export async function decode(
  input: Float32Array,
  memory: Memory,
  shape: TextShape,
  weights: Weights,
  linear: Linear,
  options?: PassOptions,
): Promise<Float32Array> {
  const { prefix, hidden, layers, heads, keyValueHeads, headSize, feedForward, epsilon } = shape;
  const count = input.length / hidden;
  if (memory.length + count > shape.context)
    throw new ForebearError('limit', 'prompt', `at most ${shape.context} tokens`, `${memory.length + count}`);
  const x = input.slice();
  const product = async (name: string, from: Float32Array, rows: number, n = count): Promise<Float32Array> => {
    const out = new Float32Array(n * rows);
    const bias = weights.has(`${name}.bias`) ? await weights.vector(`${name}.bias`, options) : undefined;
    linear.apply(from, n, await weights.matrix(`${name}.weight`, options), bias, out);
    return out;
  };
  const turns = turnsOf(shape);
  for (let layer = 0; layer < layers; layer++) {
    options?.signal?.throwIfAborted();
    const at = `${prefix}model.layers.${layer}`;
    const normed = rmsNorm(x, hidden, await weights.vector(`${at}.input_layernorm.weight`, options), epsilon);
    const q = await product(`${at}.self_attn.q_proj`, normed, heads * headSize);
    const k = await product(`${at}.self_attn.k_proj`, normed, keyValueHeads * headSize);
    const v = await product(`${at}.self_attn.v_proj`, normed, keyValueHeads * headSize);
    turn(q, heads, headSize, memory.length, turns);
    turn(k, keyValueHeads, headSize, memory.length, turns);
    remember(memory.keys[layer] as Float32Array[], k, headSize);
    remember(memory.values[layer] as Float32Array[], v, headSize);
    const seen = attend(
      linear,
      q,
      memory.keys[layer] as Float32Array[],
      memory.values[layer] as Float32Array[],
      { heads, keyHeads: keyValueHeads, size: headSize, scale: 1 / Math.sqrt(headSize) },
      (row) => memory.length + row + 1,
    );
    add(x, await product(`${at}.self_attn.o_proj`, seen, hidden));
    const inner = rmsNorm(x, hidden, await weights.vector(`${at}.post_attention_layernorm.weight`, options), epsilon);
    const gate = await product(`${at}.mlp.gate_proj`, inner, feedForward);
    gated(gate, await product(`${at}.mlp.up_proj`, inner, feedForward));
    add(x, await product(`${at}.mlp.down_proj`, gate, hidden));
    options?.onActivation?.(at, [count, hidden], x);
  }
  memory.length += count;
  const last = rmsNorm(
    x.subarray((count - 1) * hidden),
    hidden,
    await weights.vector(`${prefix}model.norm.weight`, options),
    epsilon,
  );
  const head = shape.tied ? `${prefix}model.embed_tokens` : `${prefix}lm_head`;
  const scores = await product(head, last, shape.vocabulary, 1);
  options?.onActivation?.(`${prefix}scores`, [shape.vocabulary], scores);
  return scores;
}

/** Rows behind those that are kept, by head. */
function remember(kept: Float32Array[], x: Float32Array, size: number): void {
  const width = kept.length * size;
  const count = x.length / width;
  for (const [head, before] of kept.entries()) {
    const all = new Float32Array(before.length + count * size);
    all.set(before);
    for (let i = 0; i < count; i++)
      all.set(x.subarray(i * width + head * size, i * width + (head + 1) * size), before.length + i * size);
    kept[head] = all;
  }
}

/** Angles of the pairs for one place (Su et al. 2021, equation 15), stretched as Llama 3.1 does where the configuration says so. */
function turnsOf({ headSize, ropeTheta, ropeScaling }: TextShape): readonly number[] {
  return Array.from({ length: headSize / 2 }, (_, i) => {
    const plain = Math.fround(1 / ropeTheta ** ((2 * i) / headSize));
    return ropeScaling === undefined ? plain : stretched(plain, ropeScaling);
  });
}

function stretched(turn: number, { factor, lowFactor, highFactor, original }: RopeScaling): number {
  const wave = (2 * Math.PI) / turn;
  if (wave < original / highFactor) return turn;
  if (wave > original / lowFactor) return turn / factor;
  const share = (original / wave - lowFactor) / (highFactor - lowFactor);
  return ((1 - share) * turn) / factor + share * turn;
}

/** Turns each head's halves against each other, in place; the first row stands at place `from`. */
function turn(x: Float32Array, heads: number, size: number, from: number, turns: readonly number[]): void {
  const half = size / 2;
  const width = heads * size;
  for (let row = 0; row * width < x.length; row++) {
    for (let i = 0; i < half; i++) {
      const angle = Math.fround((from + row) * (turns[i] as number));
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let head = 0; head < heads; head++) {
        const at = row * width + head * size + i;
        const [a, b] = [x[at] as number, x[at + half] as number];
        x[at] = a * cosine - b * sine;
        x[at + half] = b * cosine + a * sine;
      }
    }
  }
}
