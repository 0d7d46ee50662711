// Are the suspect's kernels the candidate's, channel by channel times what the candidate's own batch norms multiply by? docs/tests/norm-folding.md
import type { Alignment, Pair } from '../../align/alignment.ts';
import { bothRows, wholeValues } from '../../align/pair-values.ts';
import { chunkValues } from '../../model/model.ts';
import type { Plane } from '../../model/values/plane.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { type BatchNorm, batchNormsIn } from './batch-norms.ts';

export const normFolding: Test = { id: 'norm-folding', version: 1, family: 'difference', run };

/** What frameworks add to a variance: PyTorch, TensorFlow, Keras, and those who set their own. */
const epsilons: readonly number[] = [1e-5, 1e-3, 1e-6, 1e-4, 2e-5, 1e-2];

/** Channels of which a factor must have been read. */
const fewestChannels = 8;

/** A norm's factors: one for each channel and each ε that is tried. */
interface Factors {
  readonly norm: BatchNorm;
  readonly perEpsilon: readonly Float64Array[];
}

/** Sums over a channel's elements: of the products, and of the squares of either side. */
interface ChannelSums {
  readonly products: Float64Array;
  readonly suspects: Float64Array;
  readonly candidates: Float64Array;
}

interface Fit {
  readonly factors: Factors;
  readonly epsilon: number;
  readonly channels: number;
  readonly factorError: number;
  readonly spread: number;
  readonly elementError: number;
}

/** Whether the candidate has batch norms that the suspect lacks: without them there is nothing to ask. */
export function lacksNorms({ unpairedCandidate }: Alignment): boolean {
  return batchNormsIn(unpairedCandidate).length > 0;
}

/** Looks for the norm that explains a pair best, among all of a fitting number of channels. */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const { alignment } = subject;
  const norms: Factors[] = [];
  for (const norm of batchNormsIn(alignment.unpairedCandidate)) {
    const factors = await factorsOf(alignment, norm, options);
    if (factors !== undefined) norms.push(factors);
  }
  if (norms.length === 0) return inapplicable(normFolding, subject, 'reason.no-batch-norms');
  const rows: Cell[][] = [];
  let [elements, tried] = [0, 0];
  for (const pair of subject.pairs) {
    const sides = sidesOf(pair.candidate);
    const fitting = norms.filter(({ norm }) => sides.includes(norm.channels));
    if (fitting.length === 0 || sides.length < 2 || !pair.comparable) continue;
    options.signal?.throwIfAborted();
    const count = Math.max(1, Math.min(pair.rows, Math.floor(chunkValues / pair.columns)));
    const indices = Uint32Array.from({ length: count }, (_, i) => i);
    const both = await bothRows(alignment, pair, indices, options);
    elements += both.suspect.length;
    tried += fitting.length;
    const fit = best(pair, both, fitting);
    if (fit === undefined) continue;
    const { factors, epsilon, channels, factorError, spread, elementError } = fit;
    const names = [pair.suspect.tensor.name, pair.candidate.tensor.name, factors.norm.name];
    rows.push([...names, both.suspect.length, channels, epsilon, factorError, spread, elementError]);
  }
  if (rows.length === 0) return inapplicable(normFolding, subject, 'reason.no-batch-norms');
  return measured(
    normFolding,
    subject,
    elements,
    { tensors: rows.length, norms: norms.length, tried },
    ['tensor', 'candidateTensor', 'norm', 'elements', 'channels', 'epsilon', 'factorError', 'spread', 'elementError'],
    rows,
  );
}

async function factorsOf({ candidate }: Alignment, norm: BatchNorm, options: RunOptions): Promise<Factors | undefined> {
  const variance = await wholeValues(candidate, norm.variance, options);
  const gain = norm.gain === undefined ? undefined : await wholeValues(candidate, norm.gain, options);
  if (variance === undefined || (norm.gain !== undefined && gain === undefined)) return undefined;
  const perEpsilon = epsilons.map((epsilon) =>
    Float64Array.from(variance, (value, i) => (gain?.[i] ?? 1) / Math.sqrt(value + epsilon)),
  );
  return { norm, perEpsilon };
}

function best(
  pair: Pair,
  values: { readonly suspect: Float32Array; readonly candidate: Float32Array },
  norms: readonly Factors[],
): Fit | undefined {
  const shape = sidesOf(pair.candidate);
  const sums = new Map<number, ChannelSums>();
  let found: Fit | undefined;
  for (const factors of norms) {
    for (const [axis, side] of shape.entries()) {
      if (side !== factors.norm.channels) continue;
      const known = sums.get(axis) ?? channelSums(values, side, strideOf(shape, axis));
      sums.set(axis, known);
      for (const [i, perChannel] of factors.perEpsilon.entries()) {
        const fit = fitOf(factors, epsilons[i] ?? 0, perChannel, known);
        if (fit !== undefined && (found === undefined || fit.factorError < found.factorError)) found = fit;
      }
    }
  }
  return found;
}

/** The candidate's sides in the order in which its plane is read. */
function sidesOf({ tensor, transposed }: Plane): readonly number[] {
  const sides = tensor.shape.filter((n) => n !== 1);
  return transposed ? [...sides.slice(-1), ...sides.slice(0, -1)] : sides;
}

const strideOf = (shape: readonly number[], axis: number): number =>
  shape.slice(axis + 1).reduce((product, side) => product * side, 1);

function channelSums(
  { suspect, candidate }: { readonly suspect: Float32Array; readonly candidate: Float32Array },
  side: number,
  stride: number,
): ChannelSums {
  const sums = {
    products: new Float64Array(side),
    suspects: new Float64Array(side),
    candidates: new Float64Array(side),
  };
  for (let i = 0; i < suspect.length; i++) {
    const channel = Math.floor(i / stride) % side;
    const [x, y] = [suspect[i] as number, candidate[i] as number];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    sums.products[channel] = (sums.products[channel] as number) + x * y;
    sums.suspects[channel] = (sums.suspects[channel] as number) + x * x;
    sums.candidates[channel] = (sums.candidates[channel] as number) + y * y;
  }
  return sums;
}

/** How far the factor that each channel shows is from the norm's, and what is left of the elements once it is applied. */
function fitOf(factors: Factors, epsilon: number, perChannel: Float64Array, sums: ChannelSums): Fit | undefined {
  const shown: number[] = [];
  const expected: number[] = [];
  let [left, energy] = [0, 0];
  for (let c = 0; c < perChannel.length; c++) {
    const factor = perChannel[c] as number;
    const [xy, xx, yy] = [sums.products[c] as number, sums.suspects[c] as number, sums.candidates[c] as number];
    if (!(xx > 0 && yy > 0) || !Number.isFinite(factor)) continue;
    shown.push(xy / yy);
    expected.push(factor);
    left += xx - 2 * factor * xy + factor * factor * yy;
    energy += xx;
  }
  if (shown.length < fewestChannels) return undefined;
  const size = Math.sqrt(expected.reduce((sum, factor) => sum + factor * factor, 0) / expected.length);
  const mean = expected.reduce((sum, factor) => sum + factor, 0) / expected.length;
  if (!(size > 0)) return undefined;
  const rms = (distance: (i: number) => number): number =>
    Math.sqrt(expected.reduce((sum, _, i) => sum + distance(i) ** 2, 0) / expected.length) / size;
  return {
    factors,
    epsilon,
    channels: shown.length,
    factorError: rms((i) => (shown[i] as number) - (expected[i] as number)),
    spread: rms((i) => (expected[i] as number) - mean),
    // Rounding may leave a little less than nothing.
    elementError: Math.sqrt(Math.max(0, left) / energy),
  };
}
