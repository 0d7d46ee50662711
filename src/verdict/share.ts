// Does one side hold the other whole, the same share of it in every tensor? Slopes of one on the other, tensor by tensor and in the gains.
import type { Evidence } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { Explanation, Row } from './explain.ts';
import { figure, records, resultOf } from './statistics.ts';
import { evenRest, evenShare, gainShareTolerance, heldGainSpread, shareRange, shareRest } from './thresholds.ts';

/** Which side is held by the other. */
export type Held = 'candidate' | 'suspect';

/** Slopes of the holding side on the held one, over the matrices of a component. */
export interface Slopes {
  readonly held: Held;
  /** Their mean: the share. */
  readonly share: number;
  /** Standard deviation of the slopes beyond what sampling gives them; 0 where it gives them all. */
  readonly deviation: number;
  /** The same at its upper bound, the variance two standard errors higher. */
  readonly deviationLimit: number;
  /** Median of what the slope leaves, over the standard deviation of the held side times what is not the share. */
  readonly rest: number;
  readonly tensors: number;
}

/** Fewer matrices say nothing of how even a share is. */
const fewestTensors = 8;
/** A matrix with fewer values has too uncertain a slope. */
const fewestElements = 256;
/** Where rounding makes up more of the difference than this, the slope is the rounding's. */
const roundingLimit = 0.25;
/** Sampling error allowed to the single matrices of a part without gains, in standard errors. */
const errors = 4;

interface Slope {
  readonly slope: number;
  /** sd of what the slope leaves, over the sd of the held side. */
  readonly rest: number;
  /** Of the slope, from sampling. */
  readonly variance: number;
}

const numberIn = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : Number.NaN);

/** A matrix's slope from a row of `difference`, whose d is suspect minus candidate; undefined where the row does not give it. */
function slopeOf(row: Row, held: Held): Slope | undefined {
  const [elements, withCandidate] = [numberIn(row, 'elements'), numberIn(row, 'diffCandidate')];
  const relative = numberIn(row, 'relative');
  // In standard deviations of the candidate: the covariance of the two, what it leaves of the suspect, and the suspect.
  const covariance = 1 + relative * withCandidate;
  const left = relative * Math.sqrt(Math.max(0, 1 - withCandidate ** 2));
  const square = covariance ** 2 + left ** 2;
  if (!(square > 0) || !(elements >= fewestElements)) return undefined;
  const [slope, rest] = held === 'candidate' ? [covariance, left] : [covariance / square, left / square];
  return { slope, rest, variance: rest ** 2 / elements };
}

/** The slopes of a component's matrices; undefined where one is an exact copy, or where there are too few. */
export function slopesOf(evidence: readonly Evidence[], held: Held): Slopes | undefined {
  const slopes = matrixSlopes(evidence, held);
  const tensors = slopes?.length ?? 0;
  if (slopes === undefined || tensors < fewestTensors) return undefined;
  const mean = (of: (one: Slope) => number): number => slopes.reduce((sum, one) => sum + of(one), 0) / tensors;
  const share = mean(({ slope }) => slope);
  const within = mean((one) => one.variance);
  const variance = (mean(({ slope }) => (slope - share) ** 2) * tensors) / (tensors - 1) - within;
  const error = Math.sqrt((2 * mean((one) => (Math.max(0, variance) + one.variance) ** 2)) / tensors);
  const rests = slopes.map(({ rest }) => rest).toSorted((a, b) => a - b);
  return {
    held,
    share,
    deviation: Math.sqrt(Math.max(0, variance)),
    deviationLimit: Math.sqrt(Math.max(0, variance + 2 * error)),
    rest: (rests[Math.floor(tensors / 2)] as number) / Math.abs(1 - share),
    tensors,
  };
}

function matrixSlopes(evidence: readonly Evidence[], held: Held): readonly Slope[] | undefined {
  const rows = records(resultOf(evidence, 'difference'));
  // Where a tensor was copied as it is, the share is not the same in all of them.
  if (rows.some((row) => row.bitEqual === 1 && numberIn(row, 'elements') >= fewestElements)) return undefined;
  return rows
    .filter((row) => typeof row.edgeRatio === 'number' && !(numberIn(row, 'roundingShare') > roundingLimit))
    .flatMap((row) => slopeOf(row, held) ?? []);
}

/** The gains' own share in the same direction: they start at one, so theirs is a share of what was trained alone. */
interface GainShare {
  readonly slope: number;
  readonly error: number;
  /** Of the held side's gains. */
  readonly spread: number;
}

function gainShareOf(evidence: readonly Evidence[], held: Held): GainShare | undefined {
  const result = resultOf(evidence, 'norm-gains');
  const back = held === 'suspect';
  const slope = figure(result, back ? 'slopeBack' : 'slope');
  const error = figure(result, back ? 'slopeBackError' : 'slopeError');
  const spread = figure(result, back ? 'suspectSpread' : 'candidateSpread');
  return slope === undefined || error === undefined || spread === undefined ? undefined : { slope, error, spread };
}

/** Whether slopes are as even as those of a share, and that share one which can be told from a small change. */
function isEven({ share, deviationLimit, rest }: Slopes): boolean {
  return (
    share >= shareRange[0] &&
    share <= shareRange[1] &&
    deviationLimit <= Math.min(evenShare * share, evenRest * (1 - share)) &&
    rest >= shareRest[0] &&
    rest <= shareRest[1]
  );
}

/** Whether the gains are there, were trained, and are held at the share of the weights. */
function isGainsToo({ slope, error, spread }: GainShare, share: number): boolean {
  return (
    spread >= heldGainSpread &&
    slope > 2 * error &&
    slope >= share / 2 &&
    Math.abs(slope - share) <= gainShareTolerance * share + 2 * error
  );
}

interface FoundShare {
  readonly slopes: Slopes;
  readonly gains: GainShare;
}

function findShare(evidence: readonly Evidence[]): FoundShare | undefined {
  for (const held of ['candidate', 'suspect'] as const) {
    const [slopes, gains] = [slopesOf(evidence, held), gainShareOf(evidence, held)];
    if (slopes !== undefined && gains !== undefined && isEven(slopes) && isGainsToo(gains, slopes.share))
      return { slopes, gains };
  }
  return undefined;
}

/** A part without gains of its own: every matrix of it at the share that the text stack was found to have. */
function agrees(evidence: readonly Evidence[], { slopes: { held, share } }: FoundShare): boolean {
  const own = matrixSlopes(evidence, held) ?? [];
  const room = Math.min(evenShare * share, evenRest * (1 - share));
  return (
    own.length > 0 && own.every(({ slope, variance }) => Math.abs(slope - share) <= room + errors * Math.sqrt(variance))
  );
}

/**
 * Whether a part without gains holds the very share that the text stack was found to have, or is held at it. Beside channels
 * in their order that is a second line of evidence: an anchored part would have the weights of nobody, or all of somebody's.
 */
export function sharesWithText(evidence: readonly Evidence[], text: readonly Evidence[]): boolean {
  if (resultOf(evidence, 'norm-gains') !== undefined) return false;
  const found = findShare(text);
  return found !== undefined && agrees(evidence, found);
}

/**
 * One side is a share of the other plus something that is a stranger to it: initial weights and what training made of them
 * are held alike, in every matrix and in the gains. Two trainings from one start share the initial weights only.
 */
export function byShare(
  evidence: readonly Evidence[],
  text: readonly Evidence[],
  otherwise: Explanation,
): Explanation | undefined {
  const hasGains = resultOf(evidence, 'norm-gains') !== undefined;
  const found = findShare(hasGains ? evidence : text);
  if (found === undefined || (!hasGains && !agrees(evidence, found))) return undefined;
  const { slopes, gains } = found;
  // Coarse codes of the candidate itself are a share of it too, the rest being their rounding: no mixture is named then.
  const isCoded = records(resultOf(evidence, 'difference')).some((row) => typeof row['requantised'] === 'number');
  const because: Statement[] = [
    statement(slopes.held === 'candidate' ? 'share.even' : 'share.even-reverse', {
      share: slopes.share,
      deviation: slopes.deviationLimit,
      tensors: slopes.tensors,
      gains: gains.slope,
      error: gains.error,
    }),
  ];
  return {
    ...otherwise,
    exact: true,
    operations:
      slopes.held === 'candidate' && !isCoded
        ? [{ operation: 'merged', parameters: { method: 'linear', alpha: slopes.share }, reconstructed: null }]
        : [],
    because,
    against: [statement('share.other-unknown'), statement('direction.undecided')],
  };
}
