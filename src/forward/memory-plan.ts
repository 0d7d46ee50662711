// What a forward pass will hold, from headers alone: told before a weight is read, and refused where it cannot fit.
import { ForebearError } from '../errors.ts';
import { type Model, storedBytes } from '../model/model.ts';
import type { ForwardShape } from './shape.ts';

export interface MemoryPlan {
  /** Bytes of all weights as they are stored. */
  readonly weights: number;
  /** Of the largest layer with what is read beside it: what is held at least. */
  readonly largestLayer: number;
  /** Keys and values of `tokens` tokens, in 32 bits. */
  readonly cache: number;
  /** The largest activations that stand side by side: attention's scores, the wide products, the features of an image. */
  readonly activations: number;
  /** Tokens that are planned for. */
  readonly tokens: number;
  /** `resident` keeps all weights; `streaming` reads a layer when its turn comes, again for every token. */
  readonly mode: 'resident' | 'streaming';
  /** Bytes held at most in this mode. */
  readonly held: number;
}

/** Rows of prompt that go through at once, as `reply.ts` cuts them. */
const rowsAtOnce = 512;

/** Patches of an image or slice: the area of 448² in patches of 14, a fifth more for the roundest of shapes. */
const mostPatches = 1_229;

/**
 * @param budget bytes that may be held in all
 * @param tokens of prompt and reply together
 * Throws `limit` where not even one layer after another fits, with the numbers.
 */
export function planMemory(model: Model, { text, vision }: ForwardShape, budget: number, tokens: number): MemoryPlan {
  const layers = new Map<string, number>();
  let weights = 0;
  for (const tensor of model.tensors) {
    const bytes = storedBytes(tensor);
    weights += bytes;
    // Embeddings are read by rows; everything else with the layer it belongs to.
    if (tensor.name === `${text.prefix}model.embed_tokens.weight` && !text.tied) continue;
    const layer = /^(?<layer>.*?layers\.\d+)\./.exec(tensor.name)?.groups?.['layer'] ?? tensor.name;
    layers.set(layer, (layers.get(layer) ?? 0) + bytes);
  }
  const largestLayer = Math.max(0, ...layers.values());
  const cache = 2 * 4 * text.layers * text.keyValueHeads * text.headSize * tokens;
  const rows = Math.min(rowsAtOnce, tokens);
  const wide = 4 * rows * (4 * text.hidden + 2 * text.feedForward + 2 * text.heads * text.headSize) + 8 * rows * tokens;
  const seen =
    vision === undefined
      ? 0
      : 4 *
        mostPatches *
        (6 * vision.hidden + vision.feedForward + 3 * text.hidden + 2 * mostPatches + 3 * vision.patch ** 2);
  const activations = Math.max(wide, seen) + 4 * tokens * text.hidden + 4 * text.vocabulary;
  const rest = cache + activations;
  const resident = weights + rest <= budget;
  // Two layers: the next is read while memory of the last waits to be freed.
  const held = resident ? weights + rest : 2 * largestLayer + rest;
  if (held > budget)
    throw new ForebearError(
      'limit',
      model.id,
      `at most ${budget} bytes for one layer after another`,
      `${held}: two layers of ${largestLayer}, a cache of ${cache}, activations of ${activations}`,
    );
  return { weights, largestLayer, cache, activations, tokens, mode: resident ? 'resident' : 'streaming', held };
}
