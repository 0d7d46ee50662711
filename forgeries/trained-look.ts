// Values that look trained rather than drawn: scales, outliers, spread gains and heavy-tailed updates of real checkpoints.
import type { Random } from '../src/math/random.ts';
import { elementCount } from './forged-model.ts';
import { randomFor } from './random.ts';

/** What a tensor does, as far as its statistics depend on it. */
export type TensorKind =
  | 'query'
  | 'key'
  | 'value'
  | 'output'
  | 'up'
  | 'down'
  | 'embedding'
  | 'positions'
  | 'latent'
  | 'gain'
  | 'attention-gain'
  | 'last-gain'
  | 'bias';

/** A tensor to be given values. */
export interface TrainedSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly kind: TensorKind;
  /** 0 at the input of its part, 1 at the output. */
  readonly depth: number;
  /** Tensors of one stream share the channels that stand out. */
  readonly stream: string;
}

/** Standard deviation of the dense part of a matrix, of the order found in models of a few billion parameters. */
const matrixScale: { readonly [kind in TensorKind]?: number } = {
  query: 0.026,
  key: 0.031,
  value: 0.017,
  output: 0.015,
  up: 0.021,
  down: 0.018,
  latent: 0.05,
};

/** Singular directions that stand out of the noise, as multiples of the largest singular value noise alone would have. */
const outliers = [2.2, 1.6, 1.3, 1.1];

/** The values of a trained model made from `seed`; every name has a stream of its own. */
export function trainedValues(seed: number, spec: TrainedSpec): Float32Array {
  const random = randomFor(seed, spec.name);
  switch (spec.kind) {
    case 'gain':
    case 'attention-gain':
    case 'last-gain':
      return trainedGain(random, channels(seed, spec), spec);
    case 'bias':
      return heavyVector(random, elementCount(spec.shape), 0.02 + 0.08 * random.uniform());
    case 'positions':
      return positionTable(random, rowsOf(spec.shape), columnsOf(spec.shape));
    case 'embedding':
      return embeddingTable(random, channels(seed, spec), rowsOf(spec.shape), columnsOf(spec.shape));
    default:
      return trainedMatrix(random, channels(seed, spec), spec);
  }
}

/**
 * A fine-tuned version of `base`, moved by the fine-tune `seed`. Gains move by one to three in a hundred; matrices by
 * a relative distance of 0.02 to 0.13 that differs from tensor to tensor, made of a few common directions and of a
 * dense part whose rows and columns differ in size, so that its tails are heavy.
 */
export function fineTunedValues(seed: number, spec: TrainedSpec, base: Float32Array): Float32Array {
  const random = randomFor(seed, spec.name);
  const tuned = Float32Array.from(base);
  if (spec.kind.endsWith('gain')) {
    const step = 0.01 + 0.02 * random.uniform();
    for (let i = 0; i < tuned.length; i++) tuned[i] = (base[i] as number) * (1 + step * random.normal());
    return tuned;
  }
  const distance = 0.02 * 6.5 ** random.uniform();
  const update =
    spec.kind === 'bias' ? heavyVector(random, base.length, 1) : matrixUpdate(random, rowsOf(spec.shape), base.length);
  const size = (distance * rootMeanSquare(base)) / rootMeanSquare(update);
  for (let i = 0; i < tuned.length; i++) tuned[i] = (base[i] as number) + size * (update[i] as number);
  return tuned;
}

/** The square root of the mean square; 0 for no values. */
export function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return values.length === 0 ? 0 : Math.sqrt(sum / values.length);
}

function rowsOf(shape: readonly number[]): number {
  return shape[0] ?? 1;
}

function columnsOf(shape: readonly number[]): number {
  return elementCount(shape.slice(1));
}

/** How far each channel of a stream stands out, the same in all of its layers: one standard normal a channel. */
function channels(seed: number, { stream, shape, kind }: TrainedSpec): Float64Array {
  const writes = kind === 'output' || kind === 'down';
  const width = shape.length === 1 || writes ? rowsOf(shape) : columnsOf(shape);
  return normals(randomFor(seed, `${stream}/channels/${width}`), width);
}

function normals(random: Random, count: number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = random.normal();
  return values;
}

/** Log-normal factors of which `shared` (standard normals) explains a half. */
function factors(random: Random, count: number, spread: number, shared?: Float64Array): Float64Array {
  const half = Math.SQRT1_2 * spread;
  return normals(random, count).map((own, i) =>
    Math.exp(shared === undefined ? spread * own : half * own + half * (shared[i] as number)),
  );
}

function trainedMatrix(random: Random, shared: Float64Array, { shape, kind, depth }: TrainedSpec): Float32Array {
  const rows = rowsOf(shape);
  const columns = columnsOf(shape);
  const writes = kind === 'output' || kind === 'down';
  // Writers into the stream shrink with depth and readers grow a little; every tensor strays by some ten per cent.
  const trend = writes ? 1.15 - 0.4 * depth : 0.85 + 0.3 * depth;
  const scale = (matrixScale[kind] ?? 0.02) * trend * Math.exp(0.12 * random.normal());
  const rowFactors = factors(random, rows, 0.2, writes ? shared : undefined);
  const columnFactors = factors(random, columns, 0.2, writes ? undefined : shared);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const size = scale * (rowFactors[i] as number);
    for (let j = 0; j < columns; j++) values[i * columns + j] = size * (columnFactors[j] as number) * random.normal();
  }
  const edge = scale * (Math.sqrt(rows) + Math.sqrt(columns));
  addOuterProducts(
    random,
    values,
    rows,
    outliers.map((multiple) => multiple * edge),
  );
  return values;
}

/** Adds one product of two random unit vectors per singular value. */
function addOuterProducts(random: Random, values: Float32Array, rows: number, singular: readonly number[]): void {
  const columns = values.length / rows;
  for (const size of singular) {
    const left = normals(random, rows);
    const right = normals(random, columns);
    const unit = size / Math.sqrt(rows * columns);
    for (let i = 0; i < rows; i++) {
      const along = unit * (left[i] as number);
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        values[at] = (values[at] as number) + along * (right[j] as number);
      }
    }
  }
}

function trainedGain(random: Random, shared: Float64Array, { shape, kind, depth }: TrainedSpec): Float32Array {
  const level = kind === 'last-gain' ? 1.3 : kind === 'attention-gain' ? 0.35 + 0.35 * depth : 0.5 + 0.5 * depth;
  const spread = factors(random, rowsOf(shape), 0.22, shared);
  return Float32Array.from(spread, (factor) => level * factor);
}

/** Rows of frequent tokens are shorter, and a common direction runs through all of them. */
function embeddingTable(random: Random, shared: Float64Array, rows: number, columns: number): Float32Array {
  const values = new Float32Array(rows * columns);
  const columnFactors = factors(random, columns, 0.25, shared);
  const common = normals(random, columns);
  for (let i = 0; i < rows; i++) {
    const size = 0.012 * (1 + 0.5 * Math.log1p(i)) ** 0.5 * Math.exp(0.1 * random.normal());
    for (let j = 0; j < columns; j++) {
      values[i * columns + j] = size * (columnFactors[j] as number) * (random.normal() + 0.3 * (common[j] as number));
    }
  }
  const edge = 0.015 * (Math.sqrt(rows) + Math.sqrt(columns));
  addOuterProducts(random, values, rows, [1.8 * edge, 1.4 * edge]);
  return values;
}

/** A square of positions, each channel a sum of smooth waves over it, with noise: what learned tables look like. */
function positionTable(random: Random, rows: number, columns: number): Float32Array {
  const side = Math.ceil(Math.sqrt(rows));
  const values = new Float32Array(rows * columns);
  for (let at = 0; at < values.length; at++) values[at] = 0.012 * random.normal();
  for (let wave = 0; wave < 8; wave++) {
    const weights = normals(random, columns);
    const [down, across] = [wavelet(random, side), wavelet(random, side)];
    for (let i = 0; i < rows; i++) {
      const height = 0.012 * (down[Math.floor(i / side)] as number) * (across[i % side] as number);
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        values[at] = (values[at] as number) + height * (weights[j] as number);
      }
    }
  }
  return values;
}

function wavelet(random: Random, side: number): Float64Array {
  const cycles = 0.3 + 2.5 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  return Float64Array.from({ length: side }, (_, i) => 1.4 * Math.cos(phase + (2 * Math.PI * cycles * i) / side));
}

function heavyVector(random: Random, count: number, scale: number): Float32Array {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = scale * Math.exp(0.4 * random.normal()) * random.normal();
  return values;
}

/** Not yet scaled: a dense part of unit size with uneven rows and columns, and four common directions within it. */
function matrixUpdate(random: Random, rows: number, length: number): Float32Array {
  const columns = length / rows;
  const values = new Float32Array(length);
  const rowFactors = factors(random, rows, 0.28);
  const columnFactors = factors(random, columns, 0.28);
  addOuterProducts(
    random,
    values,
    rows,
    [0.5, 0.4, 0.3, 0.25].map((share) => share * Math.sqrt(length)),
  );
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = i * columns + j;
      const dense = random.normal() + (values[at] as number);
      values[at] = dense * (rowFactors[i] as number) * (columnFactors[j] as number);
    }
  }
  return values;
}
