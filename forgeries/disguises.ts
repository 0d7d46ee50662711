// Disguises that change names, storage or values: small functions from a model to a model, each saying what it hopes to fool.
import { elementCount, type ForgedDType, type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';
import { randomFor } from './random.ts';

type Change = (tensor: ForgedTensor, name: string) => ForgedTensor;

function change(model: ForgedModel, to: Change): ForgedModel {
  return new Map([...model].map(([name, tensor]) => [name, to(tensor, name)]));
}

/** Replaces leading parts of names, the first rule that fits. Hopes to fool whoever pairs tensors by name. */
export function rename(model: ForgedModel, rules: readonly (readonly [from: string, to: string])[]): ForgedModel {
  return new Map(
    [...model].map(([name, tensor]) => {
      const rule = rules.find(([from]) => name.startsWith(from));
      return [rule === undefined ? name : rule[1] + name.slice(rule[0].length), tensor];
    }),
  );
}

/** Numbers in place of all names, in a shuffled order. Hopes to leave nothing but the contents to go by. */
export function anonymise(model: ForgedModel, seed: number): ForgedModel {
  const entries = [...model.values()];
  const order = randomFor(seed, 'anonymise').permutation(entries.length);
  return new Map([...order].map((from, i) => [`t.${i}`, entries[from] as ForgedTensor]));
}

/** Stores every tensor in another type. Hopes to fool file hashes. */
export function cast(model: ForgedModel, dtype: ForgedDType): ForgedModel {
  return change(model, ({ shape, values }) => forgedTensor(shape, dtype, values));
}

/**
 * Adds normal noise of standard deviation `sigma` to every element of every tensor, in 64-bit arithmetic before the
 * rounding to the stored type. Hopes to fool hashes and counts of equal values; the founding case's disguise.
 */
export function addNoise(model: ForgedModel, sigma: number, seed: number): ForgedModel {
  return change(model, ({ shape, dtype, values }, name) => {
    const random = randomFor(seed, name);
    const noised = new Float32Array(values.length);
    for (let i = 0; i < values.length; i++) noised[i] = (values[i] as number) + sigma * random.normal();
    return forgedTensor(shape, dtype, noised);
  });
}

/** Multiplies every matrix by `factor`, gains and biases not. Hopes to fool comparisons of absolute distance. */
export function scale(model: ForgedModel, factor: number): ForgedModel {
  return change(model, (tensor) => {
    if (tensor.shape.length < 2) return tensor;
    return forgedTensor(
      tensor.shape,
      tensor.dtype,
      tensor.values.map((value) => value * factor),
    );
  });
}

/** Zeroes the smallest `fraction` of every matrix but the embeddings. Hopes to fool correlation thresholds. */
export function prune(model: ForgedModel, fraction: number): ForgedModel {
  return change(model, (tensor, name) => {
    if (tensor.shape.length < 2 || isVocabulary(name)) return tensor;
    const sizes = tensor.values.map(Math.abs).sort();
    const threshold = sizes[Math.floor(fraction * sizes.length)] ?? Number.POSITIVE_INFINITY;
    return { ...tensor, values: tensor.values.map((value) => (Math.abs(value) < threshold ? 0 : value)) };
  });
}

/**
 * Builds a model of other depth from a layer list: `keepLayers(model, [0, 1, 3])` drops layer 2, `[0, 1, 1, 2]` doubles
 * layer 1. Hopes to fool comparisons layer by layer.
 */
export function keepLayers(model: ForgedModel, layers: readonly number[]): ForgedModel {
  const out = new Map<string, ForgedTensor>();
  const pattern = /^(.*\blayers\.)(\d+)(\..*)$/;
  for (const [name, tensor] of model) if (!pattern.test(name)) out.set(name, tensor);
  for (const [to, from] of layers.entries()) {
    for (const [name, tensor] of model) {
      const [, before, number, after] = pattern.exec(name) ?? [];
      if (before !== undefined && after !== undefined && Number(number) === from) out.set(before + to + after, tensor);
    }
  }
  return out;
}

/**
 * Appends `count` rows to the embeddings and the head, each near the mean row as new tokens are. Hopes to fool
 * comparisons that want equal shapes.
 */
export function extendVocabulary(model: ForgedModel, count: number, seed: number): ForgedModel {
  return change(model, (tensor, name) => {
    if (!isVocabulary(name)) return tensor;
    const [rows = 0, ...rest] = tensor.shape;
    const width = elementCount(rest);
    const random = randomFor(seed, name);
    const values = new Float32Array((rows + count) * width);
    values.set(tensor.values);
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += tensor.values[i * width + j] as number;
      for (let i = rows; i < rows + count; i++) values[i * width + j] = sum / rows + 0.01 * random.normal();
    }
    return forgedTensor([rows + count, ...rest], tensor.dtype, values);
  });
}

/** The tensors in a shuffled order, so that shards cut them elsewhere. Hopes to fool comparisons file by file. */
export function reshard(model: ForgedModel, seed: number): ForgedModel {
  const entries = [...model];
  const order = randomFor(seed, 'reshard').permutation(entries.length);
  return new Map([...order].map((from) => entries[from] as [string, ForgedTensor]));
}

/** Each tensor from `second` where `takes` says so, else from `first`. Hopes that the foreign part goes unnoticed. */
export function graft(first: ForgedModel, second: ForgedModel, takes: (name: string) => boolean): ForgedModel {
  return change(first, (tensor, name) => (takes(name) ? (second.get(name) ?? tensor) : tensor));
}

function isVocabulary(name: string): boolean {
  return /embed_tokens|lm_head/.test(name);
}
