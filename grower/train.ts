// Trains a small model by a recipe: the same recipe gives the same weights, bit for bit.
import { randomFor } from '../forgeries/random.ts';
import { AdamW } from './adamw.ts';
import { createLanguage, writeText } from './language.ts';
import { Network } from './network.ts';
import { type GrownShape, slotsOf } from './shape.ts';

/** Everything that decides a training. Seeds of four kinds, so that any of them can be shared or not. */
export interface Recipe {
  readonly shape: GrownShape;
  /** Of the initial weights. */
  readonly initSeed: number;
  /** Of the language: other seeds are other data. */
  readonly dataSeed: number;
  /** Of the order in which the data is seen. */
  readonly orderSeed: number;
  readonly steps: number;
  /** Sequences of a step, and tokens of each. */
  readonly batch: number;
  readonly length: number;
  /** The highest learning rate: reached after `warmup` steps, fading by a cosine to a tenth at the last. */
  readonly rate: number;
  readonly warmup: number;
}

/** Trained parameters in the order of `slotsOf`, and the loss of each step in nats. */
export interface Grown {
  readonly parameters: Float32Array;
  readonly losses: readonly number[];
}

/** Tokens of a corpus: far more than a training sees twice. */
export const corpusTokens = 65_536;

/** Initial weights: gains of one; matrices normal, those that write into the stream smaller by the root of twice the depth. */
export function initialParameters(shape: GrownShape, seed: number): Float32Array {
  const slots = slotsOf(shape);
  const last = slots.at(-1);
  const parameters = new Float32Array(last === undefined ? 0 : last.at + last.size);
  for (const { name, shape: sides, at, size } of slots) {
    if (sides.length === 1) {
      parameters.fill(1, at, at + size);
      continue;
    }
    const random = randomFor(seed, name);
    const inputs = sides[1] as number;
    const depth = /o_proj|down_proj/.test(name) ? Math.sqrt(2 * shape.layers) : 1;
    const deviation = /embed_tokens/.test(name) ? 0.1 : 0.7 / Math.sqrt(inputs) / depth;
    for (let i = 0; i < size; i++) parameters[at + i] = deviation * random.normal();
  }
  return parameters;
}

const corpora = new Map<string, Uint8Array>();
/** Texts kept at once, 64 KiB each. */
const keptCorpora = 64;

/** The text that the recipe's data seed stands for, written once however many learn from it. */
export function corpusFor({ dataSeed, shape: { vocabulary } }: Pick<Recipe, 'dataSeed' | 'shape'>): Uint8Array {
  const key = `${dataSeed} ${vocabulary}`;
  const known = corpora.get(key) ?? writeText(createLanguage(dataSeed, vocabulary), dataSeed, corpusTokens);
  if (corpora.size >= keptCorpora) corpora.clear();
  corpora.set(key, known);
  return known;
}

/** A network for the recipe's batches. Trainings of one size may share it, one after another. */
export function networkFor({ shape, batch, length }: Recipe): Network {
  return new Network(shape, batch, length);
}

/** What a step learns from: tokens in, and what should come out. */
export interface Batch {
  readonly tokens: Uint8Array;
  readonly targets: Uint8Array;
}

/** The batch of every step in turn: windows of the corpus at random places. */
export function* batchesOf(recipe: Recipe): Generator<Batch> {
  const { batch, length, orderSeed } = recipe;
  const corpus = corpusFor(recipe);
  const random = randomFor(orderSeed, 'order');
  for (;;) {
    const tokens = new Uint8Array(batch * length);
    const targets = new Uint8Array(batch * length);
    for (let s = 0; s < batch; s++) {
      const at = random.integer(corpus.length - length - 1);
      tokens.set(corpus.subarray(at, at + length), s * length);
      targets.set(corpus.subarray(at + 1, at + 1 + length), s * length);
    }
    yield { tokens, targets };
  }
}

/**
 * Trains by the recipe, from its own initial weights or from `start`. `teach` replaces the next tokens as what should come
 * out, for learning from another model's distributions. `onStep` is told of every step.
 */
export function grow(
  recipe: Recipe,
  options: {
    readonly network?: Network;
    readonly start?: Float32Array;
    readonly teach?: (tokens: Uint8Array) => Float32Array;
    readonly onStep?: (step: number, loss: number) => void;
  } = {},
): Grown {
  const network = options.network ?? networkFor(recipe);
  network.parameters().set(options.start ?? initialParameters(recipe.shape, recipe.initSeed));
  const adam = new AdamW(network.arena, slotsOf(recipe.shape));
  const losses: number[] = [];
  const batches = batchesOf(recipe);
  for (let step = 0; step < recipe.steps; step++) {
    const { tokens, targets } = batches.next().value as Batch;
    network.forward(tokens);
    const loss = network.loss(options.teach === undefined ? targets : options.teach(tokens));
    network.backward();
    adam.step(network.addresses.parameters, network.addresses.gradients, rateAt(recipe, step));
    losses.push(loss);
    options.onStep?.(step, loss);
  }
  return { parameters: network.parameters().slice(), losses };
}

/** The learning rate of a step, counted from 0. */
export function rateAt({ rate, warmup, steps }: Pick<Recipe, 'rate' | 'warmup' | 'steps'>, step: number): number {
  if (step < warmup) return (rate * (step + 1)) / warmup;
  const gone = (step - warmup) / Math.max(1, steps - warmup);
  return rate * (0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI * gone)));
}

/** The mean loss on `count` batches of the recipe's data that another order gives; nothing is learned. */
export function heldOutLoss(network: Network, recipe: Recipe, parameters: Float32Array, count: number): number {
  network.parameters().set(parameters);
  const batches = batchesOf({ ...recipe, orderSeed: recipe.orderSeed + 0x5eed });
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const { tokens, targets } = batches.next().value as Batch;
    network.forward(tokens);
    sum += network.loss(targets);
  }
  return sum / count;
}
