// Kin of known history: trained apart from one start, one from the other, or mixed with a stranger, over many lengths and data.
import { examine } from '../../src/case/examine.ts';
import { slopesOf } from '../../src/verdict/share.ts';
import { forgedFrom, openWeights, weightFile } from '../grown-model.ts';
import type { Network } from '../network.ts';
import { grow, type Recipe } from '../train.ts';
import { measuredOf } from './null-counts.ts';
import { strangerRecipe } from './population.ts';

/** How the two models of a pair are akin. */
export type Bond = 'same start' | 'continued' | 'mixed';

/** A pair to be made: two trainings from one initialisation, a training and its continuation, or its mixture with a stranger. */
export interface KinCase {
  readonly bond: Bond;
  /** Steps of the first model (the candidate). */
  readonly first: number;
  /** Steps of the second, counted from the same start or from where the first ended; of the stranger in a mixture. */
  readonly second: number;
  readonly data: 'same' | 'other';
  /** Highest learning rate of the second. */
  readonly rate: number;
  /** How much of the first is in a mixture; the rest is a stranger's. */
  readonly part?: number;
}

/** What was measured on a pair. */
export interface KinFinding extends KinCase {
  readonly family: number;
  /** Centred Pearson of the norm gains, and the smaller of the two spreads; null where every gain is constant. */
  readonly gains: number | null;
  readonly spread: number | null;
  /** Mean correlation of the text component's weights. */
  readonly correlation: number;
  /** Mean slope of the second on the first over the matrices of the text component, and the upper bound of their spread. */
  readonly share?: number | null;
  readonly shareLimit?: number | null;
  /** The gains' slope, its standard error, and the spread of the first model's gains. */
  readonly gainShare?: number | null;
  readonly gainShareError?: number | null;
  readonly heldSpread?: number | null;
  /** Of the pair, of the text component and of the embeddings. */
  readonly answer: string;
  readonly text: string;
  readonly embeddings: string;
  readonly operations: readonly string[];
}

const full = strangerRecipe.rate;
const low = full / 10;

/** Every case of one family (one initial seed); lengths from a barely moved start to four times the strangers' training. */
export const kinCases: readonly KinCase[] = [
  ...[2, 5, 10, 20, 40, 80, 160, 320, 640].flatMap((steps) =>
    both({ bond: 'same start', first: steps, second: steps }),
  ),
  ...[
    [160, 5],
    [40, 320],
    [320, 40],
    [160, 640],
    [640, 160],
  ].flatMap(([first = 0, second = 0]) => both({ bond: 'same start', first, second })),
  // At low rates two trainings on the same data take the same path for long: the hardest cases of all.
  ...[40, 160].flatMap((steps) => both({ bond: 'same start', first: steps, second: steps, rate: low })),
  ...[320, 640, 1280].map((steps) => slow(steps, low)),
  ...[40, 160, 640].map((steps) => slow(steps, 3 * low)),
  slow(640, 0.3 * low),
  ...[[5, 10], [5, 160], ...[40, 320].flatMap((first) => [10, 40, 160, 640].map((second) => [first, second]))].flatMap(
    ([first = 0, second = 0]) => [
      ...both({ bond: 'continued', first, second }),
      ...both({ bond: 'continued', first, second, rate: low }),
    ],
  ),
  ...[160, 640].flatMap((steps) =>
    [0.95, 0.75, 0.5, 0.25, 0.1, 0.05].flatMap((part) => both({ bond: 'mixed', first: steps, second: steps, part })),
  ),
];

function slow(steps: number, rate: number): KinCase {
  return { bond: 'same start', first: steps, second: steps, data: 'same', rate };
}

function both(one: Omit<KinCase, 'data' | 'rate'> & { readonly rate?: number }): KinCase[] {
  return (['same', 'other'] as const).map((data) => ({ rate: full, ...one, data }));
}

const firstFamily = 50_000;
const firstOrder = 60_000;
const secondOrder = 70_000;
/** Of the strangers that are mixed in: no family's own. */
const mixedIn = 90_000;
const commonData = 1;
const otherData = 2;

/**
 * Trains and examines every case of a family, the whole product on each pair. The second of two trainings has an order of
 * its own; low rates hold for both where they start together.
 */
export async function studyFamily(family: number, network: Network): Promise<readonly KinFinding[]> {
  const initSeed = firstFamily + family;
  const trained = new Map<string, Float32Array>();
  const first = (steps: number, rate: number): Float32Array => {
    const key = `${steps} ${rate}`;
    const known = trained.get(key) ?? train({ initSeed, orderSeed: firstOrder + family, steps, rate });
    trained.set(key, known);
    return known;
  };
  const train = (what: Partial<Recipe> & { readonly steps: number }, start?: Float32Array): Float32Array => {
    const warmup = Math.min(strangerRecipe.warmup, Math.floor(what.steps / 4));
    const recipe: Recipe = { ...strangerRecipe, initSeed, dataSeed: commonData, orderSeed: 0, ...what, warmup };
    return grow(recipe, start === undefined ? { network } : { network, start }).parameters;
  };
  const strangers = new Map<string, Float32Array>();
  const stranger = (steps: number, dataSeed: number): Float32Array => {
    const key = `${steps} ${dataSeed}`;
    const seed = mixedIn + family;
    const known = strangers.get(key) ?? train({ initSeed: seed, orderSeed: seed, steps, rate: full, dataSeed });
    strangers.set(key, known);
    return known;
  };
  const findings: KinFinding[] = [];
  for (const one of kinCases) {
    const dataSeed = one.data === 'same' ? commonData : otherData;
    const candidate = first(one.first, one.bond === 'same start' ? one.rate : full);
    const second = { orderSeed: secondOrder + family, steps: one.second, rate: one.rate, dataSeed };
    const suspect =
      one.bond === 'mixed'
        ? mixture(candidate, stranger(one.second, dataSeed), one.part ?? 1)
        : train(second, one.bond === 'continued' ? candidate : undefined);
    findings.push({ ...one, family, ...(await findingsOf(suspect, candidate)) });
  }
  return findings;
}

const mixture = (a: Float32Array, b: Float32Array, part: number): Float32Array =>
  a.map((value, i) => part * value + (1 - part) * (b[i] as number));

async function findingsOf(
  suspect: Float32Array,
  candidate: Float32Array,
): Promise<Omit<KinFinding, keyof KinCase | 'family'>> {
  const { shape } = strangerRecipe;
  const open = (name: string, parameters: Float32Array) =>
    openWeights(name, shape, weightFile(forgedFrom(shape, parameters)));
  const { comparisons } = await examine(await open('suspect', suspect), [await open('candidate', candidate)]);
  const comparison = comparisons[0];
  if (comparison === undefined) throw new RangeError('a case without a comparison');
  const gains = measuredOf(comparison.evidence, 'norm-gains', 'text')?.statistics;
  const slopes = slopesOf(
    comparison.evidence.filter(({ component }) => component === 'text'),
    'candidate',
  );
  const answerOf = (component: string): string =>
    comparison.components.find((one) => one.component === component)?.verdict.answer ?? '';
  return {
    gains: gains?.['pearson'] ?? null,
    spread: gains?.['spread'] ?? null,
    correlation: measuredOf(comparison.evidence, 'difference', 'text')?.statistics['correlation'] ?? 0,
    share: slopes?.share ?? null,
    shareLimit: slopes?.deviationLimit ?? null,
    gainShare: gains?.['slope'] ?? null,
    gainShareError: gains?.['slopeError'] ?? null,
    heldSpread: gains?.['candidateSpread'] ?? null,
    answer: comparison.verdict.answer,
    text: answerOf('text'),
    embeddings: answerOf('embeddings'),
    operations: comparison.verdict.operations.map(({ operation }) => operation),
  };
}
