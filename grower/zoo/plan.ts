// The zoo that anyone can grow: bases, trainings of every kinship, and disguises of them, each with its parents.
import { addNoise, cast, extendVocabulary, graft, keepLayers, prune, rename } from '../../forgeries/disguises.ts';
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { permuteUnits, rescaleUnits, rotateResidual } from '../../forgeries/symmetries.ts';
import type { GrownShape } from '../shape.ts';
import type { Recipe } from '../train.ts';
import { dropUnits, mergeLinear } from './changes.ts';
import type { Garden, Planted } from './garden.ts';

const shape: GrownShape = {
  layers: 4,
  width: 64,
  heads: 8,
  keyValueHeads: 4,
  feedForward: 128,
  vocabulary: 96,
};

/** Apart from all initial seeds: the same seed and tensor name give the same normal draws, to noise and to a start alike. */
const forgerySeed = 1001;

/** Steps of a base. */
const full = 320;
const rate = 0.008;
const [data, otherData] = [1, 2];

const recipe: Recipe = {
  shape,
  initSeed: 1,
  dataSeed: data,
  orderSeed: 1,
  steps: full,
  batch: 8,
  length: 32,
  rate,
  warmup: 24,
};

const narrow: GrownShape = { ...shape, width: 48, heads: 6, keyValueHeads: 3, feedForward: 96 };
const tied: GrownShape = { ...shape, tied: true };
const every = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];

/** A model that starts from nothing, or from another's start. */
function base(name: string, how: string, change: Partial<Recipe>, parents: readonly string[] = []): Planted {
  const mine = { ...recipe, ...change };
  return { name, parents, how, shape: mine.shape, make: (garden) => garden.trained(mine) };
}

/** A model that goes on from another. */
function tuned(name: string, from: string, how: string, change: Partial<Recipe>): Planted {
  const mine = { ...recipe, rate: rate / 4, warmup: 8, ...change };
  return { name, parents: [from], how, shape, make: (garden) => garden.trained(mine, from) };
}

/** A model made from others without training. */
function forged(
  name: string,
  parents: readonly string[],
  how: string,
  make: (garden: Garden) => ForgedModel,
  change: Partial<GrownShape> = {},
): Planted {
  return { name, parents, how, shape: { ...shape, ...change }, make };
}

function sameStart(steps: number, dataSeed: number): Planted {
  const words = dataSeed === data ? 'same' : 'other';
  const how = `the initial weights of base-0, ${steps} steps on ${words} data in another order`;
  return base(`sameinit-${words}-${steps}`, how, { steps, dataSeed, orderSeed: 30 + steps }, ['base-0~init']);
}

/** Every model of the zoo; parents stand before their children. */
export const zooPlan: readonly Planted[] = [
  base('base-0', `trained from scratch, seed 1, data 1, ${full} steps`, {}),
  base('base-1', 'as base-0 on the same data in the same order, other seed', { initSeed: 2 }),
  base('base-2', 'as base-0 on the same data in another order, other seed', { initSeed: 3, orderSeed: 3 }),
  base('base-3', 'as base-0 on other data, other seed', { initSeed: 4, dataSeed: otherData, orderSeed: 4 }),
  base('base-4-narrow', 'other width, other seed', { shape: narrow, initSeed: 5, orderSeed: 5 }),
  base('base-5-tied', 'the token table is the head as well, other seed', { shape: tied, initSeed: 6, orderSeed: 6 }),
  {
    name: 'untrained',
    parents: [],
    how: 'initial weights only',
    shape,
    make: (garden) => garden.untrained({ ...recipe, initSeed: 7 }),
  },
  ...[20, 80, full].flatMap((steps) => [sameStart(steps, data), sameStart(steps, otherData)]),
  tuned('finetuned-same', 'base-0', 'full fine-tune, 60 steps on the same data', { steps: 60, orderSeed: 41 }),
  tuned('finetuned-other', 'base-0', 'full fine-tune, 150 steps on other data', {
    steps: 150,
    dataSeed: otherData,
    orderSeed: 42,
  }),
  tuned('finetuned-of-1', 'base-1', 'base-1 fine-tuned on the batches of finetuned-other: no kin of base-0', {
    steps: 150,
    dataSeed: otherData,
    orderSeed: 42,
  }),
  tuned('continued', 'base-0', `continued at the full rate, ${full / 2} steps on other data`, {
    steps: full / 2,
    rate,
    dataSeed: otherData,
    orderSeed: 43,
  }),
  ...(
    [
      ['lora-r4', 4, ['q_proj', 'v_proj']],
      ['lora-r8', 8, every],
    ] as const
  ).map(([name, rank, targets]) =>
    forged(name, ['base-0'], `LoRA rank ${rank} on ${targets.join(', ')}, 100 steps on other data, merged`, (garden) =>
      garden.adapted(
        { ...recipe, steps: 100, rate: rate / 4, dataSeed: otherData, orderSeed: 44, initSeed: rank },
        { rank, targets, scale: 2 },
        'base-0',
      ),
    ),
  ),
  forged('distilled', ['base-0~distilled'], 'own initial weights, trained on the distributions of base-0', (garden) =>
    garden.taught({ ...recipe, initSeed: 8, orderSeed: 8 }, 'base-0'),
  ),
  forged('copy-f32', ['base-0'], 'the same weights stored as float32', (garden) => cast(garden.get('base-0'), 'F32')),
  forged('copy-f16-renamed', ['base-0'], 'cast to float16, every tensor renamed', (garden) =>
    rename(cast(garden.get('base-0'), 'F16'), [
      ['model.layers.', 'net.blocks.'],
      ['model.', 'net.'],
      ['lm_head', 'net.head'],
    ]),
  ),
  ...[0.002, 0.01, 0.05].map((sigma) =>
    forged(`noised-${sigma}`, ['base-0'], `normal noise, sigma ${sigma}, added to every tensor`, (garden) =>
      addNoise(garden.get('base-0'), sigma, forgerySeed),
    ),
  ),
  forged('pruned-50', ['base-0'], 'half of every projection zeroed by magnitude', (garden) =>
    prune(garden.get('base-0'), 0.5),
  ),
  forged('permuted', ['base-0'], 'hidden units permuted, function unchanged', (garden) =>
    permuteUnits(garden.get('base-0'), forgerySeed),
  ),
  forged('rescaled', ['base-0'], 'hidden units rescaled, function unchanged', (garden) =>
    rescaleUnits(garden.get('base-0'), forgerySeed),
  ),
  forged('rotated', ['base-0'], 'norm gains folded, residual stream rotated, function unchanged', (garden) =>
    rotateResidual(garden.get('base-0'), forgerySeed),
  ),
  forged('merge-linear', ['finetuned-other', 'finetuned-same'], 'linear merge 0.6 / 0.4 of two siblings', (garden) =>
    mergeLinear(garden.get('finetuned-other'), garden.get('finetuned-same'), 0.6),
  ),
  forged('frankenstein', ['base-0', 'base-1'], 'feed-forward parts of base-0, everything else of base-1', (garden) =>
    graft(garden.get('base-1'), garden.get('base-0'), (name) => name.includes('.mlp.')),
  ),
  forged('layer-dropped', ['base-0'], 'layer 2 removed', (garden) => keepLayers(garden.get('base-0'), [0, 1, 3]), {
    layers: 3,
  }),
  forged(
    'upscaled',
    ['base-0'],
    'depth up-scaled: layers 0 1 2 1 2 3',
    (garden) => keepLayers(garden.get('base-0'), [0, 1, 2, 1, 2, 3]),
    { layers: 6 },
  ),
  forged(
    'narrowed',
    ['finetuned-same'],
    'fine-tuned, then a quarter of the hidden units removed',
    (garden) => dropUnits(garden.get('finetuned-same'), 0.75, forgerySeed),
    { feedForward: 96 },
  ),
  forged(
    'vocab-extended',
    ['base-0'],
    '16 tokens appended to the vocabulary',
    (garden) => extendVocabulary(garden.get('base-0'), 16, forgerySeed),
    { vocabulary: 112 },
  ),
];
