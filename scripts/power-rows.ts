// What the power of a comparison is measured on: every operation at several strengths, each a seeded pair of models.
import { addNoise, cast, keepLayers, prune, rename } from '../forgeries/disguises.ts';
import type { ForgedModel } from '../forgeries/forged-model.ts';
import { ablateDirection, mergeLora } from '../forgeries/low-rank-edits.ts';
import { mergeDare, mergeLinear, mergeSlerp, mergeTies } from '../forgeries/merges.ts';
import { changes, type Disguise, reshapings, symmetries } from '../forgeries/recipes.ts';
import { fineTune, type TinyLlamaShape, tinyLlama, tinyLlamaConfig } from '../forgeries/tiny-llama.ts';
import { quantise } from '../forgeries/writers/ggml-quantise.ts';
import type { Model } from '../src/model/model.ts';
import { openModel } from '../src/model/open.ts';
import type { OperationName } from '../src/verdict/verdict.ts';
import { openForged } from '../test/case/in-memory.ts';
import { memoryFolder } from '../test/model/memory-model.ts';
import { type Form, forms, ggufForms } from './formats-forms.ts';

/** A suspect and the candidates of its case, the one that is asked about first. */
export interface PowerPair {
  readonly suspect: Model;
  readonly candidates: readonly Model[];
}

export interface PowerRow {
  readonly group: string;
  readonly strength: string;
  /** The names that say what was done; none where a disguise may hide it, or where one candidate cannot show it. */
  readonly methods: readonly OperationName[];
  make(seed: number): Promise<PowerPair>;
}

const shape: TinyLlamaShape = { layers: 4, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };

/** Every side is wide enough for 64 directions to be few: at most half of it. */
const wide: TinyLlamaShape = { ...shape, layers: 3, width: 160, keyValueHeads: 8, feedForward: 320 };

/** The usual spread of a weight in a forged model, that noise is measured by. */
const usualSpread = 0.02;

function row(
  group: string,
  strength: string,
  methods: readonly OperationName[],
  change: (base: ForgedModel, seed: number) => ForgedModel,
  of: TinyLlamaShape = shape,
): PowerRow {
  return {
    group,
    strength,
    methods,
    make: async (seed) => {
      const base = tinyLlama(seed, of);
      const config = tinyLlamaConfig(of);
      return {
        suspect: await openForged(change(base, seed + 100_000), { config }),
        candidates: [await openForged(base, { config })],
      };
    },
  };
}

const tuned = (model: ForgedModel, rounds: number, seed: number): ForgedModel => {
  let moved = model;
  for (let round = 0; round < rounds; round++) moved = fineTune(moved, seed + round, shape);
  return moved;
};

function stored(form: Form): PowerRow {
  return {
    group: 'requantised',
    strength: form.name.replace('GGUF ', ''),
    methods: ['requantised'],
    make: async (seed) => {
      const base = tinyLlama(seed, shape);
      const config = tinyLlamaConfig(shape);
      const files = Object.fromEntries(form.make(base, config));
      const folder = memoryFolder(files, 'form');
      return {
        suspect: await openModel({ kind: 'folder', name: 'form', folder }),
        candidates: [await openForged(base, { config })],
      };
    },
  };
}

/** Two fine-tunes of one base mixed; both and the base are candidates. */
function mixed(
  name: string,
  mix: (base: ForgedModel, first: ForgedModel, second: ForgedModel, seed: number) => ForgedModel,
): PowerRow {
  return {
    group: 'merged, all parents given',
    strength: name,
    methods: ['merged'],
    make: async (seed) => {
      const base = tinyLlama(seed, shape);
      const [first, second] = [tuned(base, 2, seed + 1_000), tuned(base, 2, seed + 2_000)];
      const config = tinyLlamaConfig(shape);
      const open = (model: ForgedModel, called: string): Promise<Model> => openForged(model, { config, name: called });
      return {
        suspect: await open(mix(base, first, second, seed), 'mixed'),
        candidates: [await open(first, 'first'), await open(second, 'second'), await open(base, 'base')],
      };
    },
  };
}

/** Two models that are strangers to one another, mixed; both are candidates, and the one with this share is asked about. */
function ofStrangers(alpha: number): PowerRow {
  return {
    group: 'mixed with a stranger, both given',
    strength: String(alpha),
    methods: ['merged'],
    make: async (seed) => {
      const [base, stranger] = [tinyLlama(seed, shape), tinyLlama(seed + 500_000, shape)];
      const config = tinyLlamaConfig(shape);
      const open = (model: ForgedModel, name: string): Promise<Model> => openForged(model, { config, name });
      const suspect = mergeLinear([
        [base, alpha],
        [stranger, 1 - alpha],
      ]);
      return {
        suspect: await open(suspect, 'mixed'),
        candidates: [await open(base, 'base'), await open(stranger, 'stranger')],
      };
    },
  };
}

function disguised(group: string, methods: readonly OperationName[], disguise: Disguise): PowerRow {
  return {
    group,
    strength: disguise.name,
    methods,
    make: async (seed) => {
      const base = tinyLlama(seed, shape);
      const heads = disguise.heads?.(shape) ?? shape;
      return {
        suspect: await openForged(disguise.apply(base, shape, seed + 100_000), { config: tinyLlamaConfig(heads) }),
        candidates: [await openForged(base, { config: tinyLlamaConfig(shape) })],
      };
    },
  };
}

const wideNoise = (ratio: number): PowerRow =>
  row('noised, σ of noise over σ of weights', String(ratio), ['noised'], (base, seed) =>
    addNoise(cast(base, 'F32'), ratio * usualSpread, seed),
  );

const isStored = ({ name }: Form): boolean =>
  /^(?:GPTQ of [248] bits|AWQ|bitsandbytes NF4|FP8 with one scale|MLX of [24] bits)$/.test(name);

/** Every row, in the order of the table. */
export const powerRows: readonly PowerRow[] = [
  row('renamed', 'all names', ['renamed'], (base) => rename(base, [['model.', 'net.']])),
  ...(['F16', 'F32'] as const).map((dtype) => row('cast', `BF16 to ${dtype}`, [], (base) => cast(base, dtype))),
  {
    ...row('cast', 'F32 to BF16', ['cast'], (base) => base),
    make: async (seed) => {
      const base = tinyLlama(seed, shape, 'F32');
      return { suspect: await openForged(cast(base, 'BF16')), candidates: [await openForged(base)] };
    },
  },
  ...[0.01, 0.03, 0.1, 0.3, 1, 2].map(wideNoise),
  ...[1, 3, 10, 30, 100].map((rounds) =>
    row('fine-tuned, rounds of 2 to 13 %', String(rounds), ['fine-tuned', 'continued'], (base, seed) =>
      tuned(base, rounds, seed),
    ),
  ),
  ...[1, 2, 4, 8, 16, 32, 64].map((rank) =>
    row(
      'lora-merged, rank',
      String(rank),
      ['lora-merged'],
      (base, seed) => mergeLora(base, { rank, targets: ['q_proj', 'v_proj', 'up_proj'] }, seed),
      wide,
    ),
  ),
  row('edited', 'one direction removed', ['edited'], (base, seed) => ablateDirection(base, seed), wide),
  ...[0.1, 0.3, 0.5, 0.7, 0.9].map((share) =>
    row('pruned, share of zeros', String(share), ['pruned'], (base) => prune(base, share)),
  ),
  ...ggufForms(quantise, '', ['Q8_0', 'Q5_0', 'Q4_0', 'Q2_0', 'MXFP4']).map(stored),
  ...forms.filter(isStored).map(stored),
  ...[0.95, 0.75, 0.5, 0.25, 0.1, 0.05].map((alpha) =>
    row('mixed with a stranger, share of the candidate', String(alpha), [], (base, seed) =>
      mergeLinear([
        [base, alpha],
        [tinyLlama(seed, shape), 1 - alpha],
      ]),
    ),
  ),
  ...[0.05, 0.25, 0.5].map((alpha) => ofStrangers(alpha)),
  ...[0.05, 0.3, 0.5, 0.6, 0.95].map((alpha) =>
    mixed(`linear, α ${alpha}`, (_, first, second) =>
      mergeLinear([
        [first, alpha],
        [second, 1 - alpha],
      ]),
    ),
  ),
  mixed('slerp, t 0.4', (_, first, second) => mergeSlerp(first, second, 0.4)),
  mixed('TIES, density 0.5', (base, first, second) => mergeTies(base, [first, second], 0.5)),
  mixed('DARE, half dropped', (base, first, second, seed) =>
    mergeDare(
      base,
      [
        [first, 0.5],
        [second, 0.5],
      ],
      0.5,
      seed,
    ),
  ),
  row('layers dropped', '1 of 4', ['layers-dropped'], (base) => keepLayers(base, [0, 1, 3])),
  row('layers repeated', '2 of 4', ['depth-upscaled'], (base) => keepLayers(base, [0, 1, 2, 1, 2, 3])),
  ...symmetries.map((disguise) => disguised('disguised', [], disguise)),
  ...reshapings.map((disguise) => disguised('reshaped', [], disguise)),
  ...changes.map((disguise) => disguised('changed', [], disguise)),
];
