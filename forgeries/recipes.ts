// Every disguise that we know by name, as small seeded steps that can be taken one after another.
import { addNoise, anonymise, extendVocabulary, graft, keepLayers, rename } from './disguises.ts';
import type { ForgedModel } from './forged-model.ts';
import { permuteHeads, rebaseValues, turnRotaryPairs } from './head-symmetries.ts';
import { randomFor } from './random.ts';
import { fuse, insertBlock, narrowHeads, narrowUnits, upcycle } from './reshaped.ts';
import { flipChannels, flipUnits, permuteChannels } from './stream-symmetries.ts';
import { permuteUnits, rescaleUnits, rotateResidual } from './symmetries.ts';
import { fineTune, type TinyLlamaShape, tinyLlama } from './tiny-llama.ts';
import { permuteVocabulary, replaceVocabulary } from './vocabularies.ts';

/** What a disguise does to what the model computes. */
export type Effect =
  /** Logits stay, token by token. */
  | 'same'
  /** Logits stay, in the order of the permuted vocabulary. */
  | 'reordered'
  | 'changed';

export interface Disguise {
  readonly name: string;
  readonly effect: Effect;
  /** Must come after those of a smaller number: what changes shapes and names comes last. */
  readonly turn: number;
  readonly apply: (model: ForgedModel, shape: TinyLlamaShape, seed: number) => ForgedModel;
  /** The heads that a configuration must declare afterwards, where they are others. */
  readonly heads?: (shape: TinyLlamaShape) => TinyLlamaShape;
}

const share = (count: number, part: number): number => Math.max(1, Math.round(count * part));

/** Disguises that leave the function of a model as it is. */
export const symmetries: readonly Disguise[] = [
  { name: 'units permuted', effect: 'same', turn: 1, apply: (model, _, seed) => permuteUnits(model, seed) },
  { name: 'units rescaled', effect: 'same', turn: 1, apply: (model, _, seed) => rescaleUnits(model, seed) },
  { name: 'unit signs flipped', effect: 'same', turn: 1, apply: (model, _, seed) => flipUnits(model, seed) },
  { name: 'heads permuted', effect: 'same', turn: 1, apply: permuteHeads },
  { name: 'values re-based', effect: 'same', turn: 1, apply: rebaseValues },
  { name: 'rotary pairs turned', effect: 'same', turn: 1, apply: turnRotaryPairs },
  { name: 'channels permuted', effect: 'same', turn: 1, apply: (model, _, seed) => permuteChannels(model, seed) },
  { name: 'channel signs flipped', effect: 'same', turn: 1, apply: (model, _, seed) => flipChannels(model, seed) },
  { name: 'stream rotated', effect: 'same', turn: 1, apply: (model, _, seed) => rotateResidual(model, seed) },
  {
    name: 'vocabulary permuted',
    effect: 'reordered',
    turn: 1,
    apply: (model, _, seed) => permuteVocabulary(model, seed),
  },
];

/** Disguises that change names, shapes or the vocabulary. */
export const reshapings: readonly Disguise[] = [
  {
    name: 'vocabulary extended',
    effect: 'changed',
    turn: 2,
    apply: (model, _, seed) => extendVocabulary(model, 13, seed),
  },
  {
    name: 'new tokenizer',
    effect: 'changed',
    turn: 2,
    apply: (model, shape, seed) => replaceVocabulary(model, shape, shape.vocabulary + 37, seed + 7_000),
  },
  {
    name: 'block dropped',
    effect: 'changed',
    turn: 3,
    apply: (model, { layers }) =>
      keepLayers(model, Array.from({ length: layers }, (_, i) => i).toSpliced(layers - 2, 1)),
  },
  { name: 'block inserted', effect: 'same', turn: 3, apply: (model, { layers }) => insertBlock(model, 0, layers - 1) },
  {
    name: 'blocks duplicated',
    effect: 'changed',
    turn: 3,
    apply: (model, { layers }) => keepLayers(model, [...range(0, layers - 1), ...range(1, layers)]),
  },
  {
    name: 'blocks scrambled',
    effect: 'changed',
    turn: 3,
    apply: (model, { layers }) => keepLayers(model, [...range(1, layers), 0]),
  },
  {
    name: 'units removed',
    effect: 'changed',
    turn: 3,
    apply: (model, { feedForward }, seed) => narrowUnits(model, share(feedForward, 0.7), seed),
  },
  {
    name: 'heads removed',
    effect: 'changed',
    turn: 3,
    apply: (model, shape) => narrowHeads(model, shape, shape.keyValueHeads - 1),
    heads: (shape) => ({
      ...shape,
      heads: (shape.heads / shape.keyValueHeads) * (shape.keyValueHeads - 1),
      keyValueHeads: shape.keyValueHeads - 1,
    }),
  },
  { name: 'experts of a dense model', effect: 'changed', turn: 4, apply: (model, _, seed) => upcycle(model, 4, seed) },
  { name: 'projections fused', effect: 'changed', turn: 4, apply: (model) => fuse(model) },
  {
    name: 'feed-forward transplanted',
    effect: 'changed',
    turn: 0,
    apply: (model, shape, seed) => graft(tinyLlama(seed + 9_000, shape), model, (name) => name.includes('.mlp.')),
  },
  { name: 'renamed', effect: 'changed', turn: 5, apply: (model) => rename(model, [['model.', 'm.']]) },
  { name: 'nameless', effect: 'changed', turn: 6, apply: (model, _, seed) => anonymise(model, seed) },
];

/** What is done to weights before or after a disguise. */
export const changes: readonly Disguise[] = [
  { name: 'noise', effect: 'changed', turn: 0, apply: (model, _, seed) => addNoise(model, 0.002, seed) },
  { name: 'fine-tune', effect: 'changed', turn: 0, apply: (model, shape, seed) => fineTune(model, seed, shape) },
];

function range(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, i) => from + i);
}

/** Several disguises as one, in the order in which they can be taken; none twice. */
export function together(parts: readonly Disguise[]): Disguise {
  const ordered = [...new Set(parts)].toSorted((a, b) => a.turn - b.turn);
  return {
    name: ordered.map(({ name }) => name).join(' + '),
    effect: ordered.some(({ effect }) => effect === 'changed')
      ? 'changed'
      : ordered.some(({ effect }) => effect === 'reordered')
        ? 'reordered'
        : 'same',
    turn: ordered.at(-1)?.turn ?? 0,
    apply: (model, shape, seed) => ordered.reduce((made, { apply }, i) => apply(made, shape, seed + 101 * i), model),
  };
}

/** `count` different pairs or triples (`size`) of the symmetries and the shapes, each with a change of values before it. */
export function combinations(size: number, count: number, seed: number): readonly Disguise[] {
  const pool = [...symmetries, ...reshapings.filter(({ name }) => !alone.has(name))];
  const found = new Map<string, Disguise>();
  const random = randomFor(seed, `combinations ${size}`);
  // Few of the draws are taken twice; the limit only ends a request for more than there are.
  for (let tries = 0; found.size < count && tries < 100 * count; tries++) {
    const chosen = [...random.sample(pool.length, size)].map((i) => pool[i] as Disguise);
    if (new Set(chosen.map(({ turn }) => turn)).size < chosen.length && chosen.some(({ turn }) => turn > 1)) continue;
    const change = changes[random.integer(changes.length)] as Disguise;
    const one = together([change, ...chosen]);
    found.set(one.name, one);
  }
  return [...found.values()];
}

/** These leave no room for another beside them. */
const alone: ReadonlySet<string> = new Set(['feed-forward transplanted', 'nameless']);
