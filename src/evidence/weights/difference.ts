// What is the difference like? Size, shape and company of suspect minus candidate, tensor by tensor. docs/tests/difference.md
import { slot, slots } from '../../math/row-sums.ts';
import { storageOf } from '../../model/model.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import type { PairScan } from './pair-scan.ts';

export const difference: Test = { id: 'difference', version: 2, family: 'difference', run };

const columns = [
  'tensor',
  'role',
  'block',
  'expert',
  'elements',
  'sigma',
  'relative',
  'kurtosis',
  'correlation',
  'diffCandidate',
  'diffSuspect',
  'bitEqual',
  'edgeRatio',
  'zeroFraction',
  'roundingShare',
  'bins',
  'edgeRows',
  'edgeColumns',
  'cast',
  'castEqual',
  'suspectDtype',
  'candidateDtype',
  'castBack',
  'rowCosine',
  'suspectStorage',
  'candidateStorage',
  'requantised',
  'requantisedError',
  'requantisedBack',
  'candidateTensor',
] as const;

/** Measures every comparable pair that carries information. Sums over tensors are of centred products, so that scales cannot fake a correlation. */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const rows: Cell[][] = [];
  const scans: PairScan[] = [];
  let weightedCorrelation = 0;
  let matrixElements = 0;
  for (const pair of subject.pairs) {
    const scan = await subject.scan(pair, options);
    if (scan === undefined || scan.elements === 0) continue;
    if (scan.information === 'constant' || scan.information === 'deterministic') continue;
    scans.push(scan);
    if (pair.columns > 1 && scan.correlation !== null) {
      weightedCorrelation += scan.correlation * scan.elements;
      matrixElements += scan.elements;
    }
    rows.push([
      pair.suspect.tensor.name,
      pair.role?.kind ?? null,
      pair.role?.block ?? null,
      pair.role?.expert ?? null,
      scan.elements,
      scan.sigma,
      scan.relative,
      scan.kurtosis,
      scan.correlation,
      scan.diffCandidate,
      scan.diffSuspect,
      scan.bitEqual,
      scan.edgeRatio,
      scan.newZeros,
      scan.roundingShare,
      scan.bins.join(' '),
      scan.edgeRows,
      scan.edgeColumns,
      scan.cast?.dtype ?? null,
      scan.cast?.equal ?? null,
      pair.suspect.tensor.dtype,
      pair.candidate.tensor.dtype,
      scan.castBack,
      scan.rowCosine,
      storageOf(pair.suspect.tensor),
      storageOf(pair.candidate.tensor),
      scan.requantised?.equal ?? null,
      scan.requantised === null || scan.sigma === 0 ? null : scan.requantised.error / scan.sigma,
      scan.requantisedBack?.equal ?? null,
      pair.candidate.tensor.name,
    ]);
  }
  if (scans.length === 0) return inapplicable(difference, subject, 'reason.no-tensors');
  const elements = scans.reduce((sum, scan) => sum + scan.elements, 0);
  const mean = (of: (scan: PairScan) => number): number =>
    scans.reduce((sum, scan) => sum + of(scan) * scan.elements, 0) / elements;
  const variance = mean((scan) => scan.sigma ** 2);
  return measured(
    difference,
    subject,
    elements,
    {
      tensors: scans.length,
      elements,
      sigma: Math.sqrt(variance),
      sigmaSpread: spread(scans),
      kurtosis: mean((scan) => scan.kurtosis ?? 0),
      correlation: matrixElements === 0 ? null : weightedCorrelation / matrixElements,
      bitEqualFraction: mean((scan) => scan.bitEqual),
      newZeroFraction: mean((scan) => scan.newZeros),
      ...pooledZ(scans),
    },
    columns,
    rows,
  );
}

/** Coefficient of variation of sigma over tensors, weighted by elements. */
function spread(scans: readonly PairScan[]): number | null {
  let weight = 0;
  let mean = 0;
  for (const scan of scans) {
    weight += scan.elements;
    mean += scan.sigma * scan.elements;
  }
  mean /= weight;
  if (mean === 0) return null;
  const variance = scans.reduce((sum, scan) => sum + scan.elements * (scan.sigma - mean) ** 2, 0) / weight;
  return Math.sqrt(variance) / mean;
}

/**
 * z of the covariance of d with the candidate and with the suspect, summed over tensors: sum of n cov over the root of the
 * sum of n var(d) var(w), which is standard normal where d is independent of w.
 */
function pooledZ(scans: readonly PairScan[]): { zDiffCandidate: number | null; zDiffSuspect: number | null } {
  let crossP = 0;
  let crossS = 0;
  let scaleP = 0;
  let scaleS = 0;
  for (const { sums } of scans) {
    const s = (name: keyof typeof slot): number => (slot[name] < slots ? (sums[slot[name]] as number) : 0);
    const n = s('count');
    if (n < 2) continue;
    const varS = s('aa') - (s('a') * s('a')) / n;
    const varP = s('bb') - (s('b') * s('b')) / n;
    const cross = s('ab') - (s('a') * s('b')) / n;
    const varD = Math.max(0, s('d2') - (s('d') * s('d')) / n);
    crossP += cross - varP;
    crossS += varS - cross;
    scaleP += (varD * varP) / n;
    scaleS += (varD * varS) / n;
  }
  return {
    zDiffCandidate: scaleP > 0 ? crossP / Math.sqrt(scaleP) : null,
    zDiffSuspect: scaleS > 0 ? crossS / Math.sqrt(scaleS) : null,
  };
}
