// Is the difference plain noise? One width everywhere, normal in shape, without direction, and a stranger to one of the two models.
import type { Row } from './explain.ts';
import { noiseEdge, sigmaTolerance } from './thresholds.ts';
import type { Direction } from './verdict.ts';

export interface Noise {
  readonly sigma: number;
  /** 95 % interval of sigma from the elements read (normal theory). */
  readonly low: number;
  readonly high: number;
  readonly tensors: number;
  /** Excess kurtosis of the pooled difference; 0 for a normal distribution. */
  readonly kurtosis: number;
  readonly correlationSuspect: number;
  readonly correlationCandidate: number;
  readonly direction: Direction;
}

const figureOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);

/** Tensors this small say nothing about the shape of their difference. */
const leastElements = 64;
/** Where rounding makes up more of the difference than this, its shape is the rounding's (gains near 1 in BF16). */
const roundingLimit = 0.25;
/** Sampling error allowed to every tensor, in standard errors: five over a thousand tensors are chance once in 1,700 cases. */
const errors = 5;
/** z by which one model's correlation with the noise must stand out, while the other's stays within sampling error. */
const directionZ = 8;
const silentZ = 4.5;

/** So few tensors may be of one width by chance, as two tables are after many updates: what else was changed must agree. */
const fewestTensors = 4;
/** By how much the width of noise may differ between the parts of a model. */
const widthTolerance = 0.05;

/** Whether the text stack speaks against noise that was found in few tensors: changed itself, and not by noise of this width. */
export function isContradicted(noise: Noise, text: readonly Row[]): boolean {
  const changed = text.filter((row) => figureOf(row, 'bitEqual') < 1);
  if (noise.tensors >= fewestTensors || changed.length === 0) return false;
  const isFlat = (row: Row): boolean => typeof row.edgeRatio !== 'number' || row.edgeRatio <= noiseEdge;
  const other = findNoise(changed) ?? findNoise(changed.filter(isFlat));
  return other === undefined || Math.abs(other.sigma / noise.sigma - 1) > widthTolerance;
}

/**
 * The noise model, or undefined where any tensor contradicts it. Every changed tensor must be changed throughout, share
 * sigma within 2 % or five standard errors, have no excess kurtosis, no singular value above the Marchenko–Pastur edge,
 * and be uncorrelated with one and the same of the two models (noise is independent of what it was added to).
 */
export function findNoise(changed: readonly Row[]): Noise | undefined {
  const usable = changed.filter(
    (row) => figureOf(row, 'elements') >= leastElements && figureOf(row, 'roundingShare') <= roundingLimit,
  );
  const elements = usable.reduce((sum, row) => sum + figureOf(row, 'elements'), 0);
  const all = changed.reduce((sum, row) => sum + figureOf(row, 'elements'), 0);
  if (usable.length === 0 || elements < 1_024 || elements < 0.5 * all) return undefined;
  const own = (row: Row): number => figureOf(row, 'sigma') * Math.sqrt(1 - figureOf(row, 'roundingShare'));
  const mean = (of: (row: Row) => number): number =>
    usable.reduce((sum, row) => sum + of(row) * figureOf(row, 'elements'), 0) / elements;
  const sigma = Math.sqrt(mean((row) => own(row) ** 2));
  for (const row of usable) {
    const n = figureOf(row, 'elements');
    if (Math.abs(own(row) / sigma - 1) > Math.max(sigmaTolerance, errors / Math.sqrt(2 * n))) return undefined;
    if (Math.abs(figureOf(row, 'kurtosis')) > Math.max(0.05, errors * Math.sqrt(24 / n))) return undefined;
    if (typeof row.edgeRatio === 'number' && row.edgeRatio > noiseEdge) return undefined;
  }
  const z = (name: string): number => {
    let cross = 0;
    for (const row of usable) cross += figureOf(row, name) * Math.sqrt(figureOf(row, 'elements'));
    return cross / Math.sqrt(usable.length);
  };
  const quiet = (name: string): boolean =>
    Math.abs(z(name)) <= silentZ &&
    usable.every(
      (row) => Math.abs(figureOf(row, name)) <= Math.max(0.01, errors / Math.sqrt(figureOf(row, 'elements'))),
    );
  const fromCandidate = quiet('diffCandidate');
  const fromSuspect = quiet('diffSuspect');
  if (!fromCandidate && !fromSuspect) return undefined;
  const error = sigma / Math.sqrt(2 * elements);
  let direction: Direction = 'undecided';
  if (fromCandidate && z('diffSuspect') > directionZ) direction = 'suspect-from-candidate';
  else if (fromSuspect && z('diffCandidate') < -directionZ) direction = 'candidate-from-suspect';
  return {
    sigma,
    low: sigma - 1.96 * error,
    high: sigma + 1.96 * error,
    tensors: usable.length,
    kurtosis: mean((row) => figureOf(row, 'kurtosis')),
    correlationSuspect: mean((row) => figureOf(row, 'diffSuspect')),
    correlationCandidate: mean((row) => figureOf(row, 'diffCandidate')),
    direction,
  };
}
