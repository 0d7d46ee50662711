// How the suspect was made from the candidate, as far as the difference tells: noise, casts, zeros, training, parts.
import type { Cell, Evidence } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { blockMapOf } from './assignment.ts';
import { duplicatedBlocks, duplicateStatement } from './direction.ts';
import type { Kinship } from './kinship.ts';
import { byLowRank, lowRankOverNoise } from './low-rank.ts';
import { byMerge } from './merged.ts';
import { findNoise, isContradicted, type Noise } from './noise.ts';
import { byFinerSuspect, byRequantisation, storedAnew } from './requantised.ts';
import { byLevels, byZerosAndMore, onItsLevels } from './rounded.ts';
import { byShare } from './share.ts';
import { figure, records, resultOf } from './statistics.ts';
import { storedCoarser } from './storage.ts';
import { lastBits, noiseEdge, replayed } from './thresholds.ts';
import { byTraining } from './training.ts';
import type { Direction, Operation } from './verdict.ts';

export interface Explanation {
  readonly operations: readonly Operation[];
  readonly direction: Direction;
  readonly because: readonly Statement[];
  readonly against: readonly Statement[];
  /** Values are copied or replayed exactly, differ by pure noise, or are held at one share: more than an initialisation is shared, however little the gains correlate. */
  readonly exact: boolean;
}

export type Row = { readonly [column: string]: Cell | undefined };

const nothing: Explanation = { operations: [], direction: 'undecided', because: [], against: [], exact: false };

/** Tries the explanations from the most to the least specific and gives the first that holds; a reused part is said in any case. */
export function explain(evidence: readonly Evidence[], kinship: Kinship, text: readonly Evidence[]): Explanation {
  const rows = records(resultOf(evidence, 'difference'));
  const changed = rows.filter((row) => number(row.bitEqual) < 1);
  const order = symmetries(kinship);
  const map = blockMap(evidence);
  // Behind a symmetry or another order of blocks the elements do not stand beside their origins, and their differences say nothing.
  const found =
    order.operations.length > 0 || map.length > 0
      ? nothing
      : (byMerge(evidence, nothing) ??
        byArithmetic(changed) ??
        byCast(changed) ??
        byRequantisation(changed, nothing) ??
        byFinerSuspect(changed, nothing) ??
        byLevels(changed, evidence, nothing) ??
        byLowRank(changed, evidence, nothing) ??
        byNoise(changed, evidence, records(resultOf(text, 'difference'))) ??
        byZeros(rows, changed) ??
        byZerosAndMore(rows, evidence, nothing) ??
        byPart(rows) ??
        byFolding(changed, evidence) ??
        byScale(changed) ??
        byShare(evidence, text, nothing) ??
        byTraining(rows, changed, evidence, nothing));
  const main = found ?? undetermined(changed, evidence);
  const copies = map.length > 0 ? duplicatedBlocks(evidence) : [];
  return {
    operations: [...order.operations, ...main.operations, ...storageOf(main, changed, evidence)],
    // A block that stands twice, unchanged, was put there a second time.
    direction: copies.length > 0 ? 'suspect-from-candidate' : main.direction,
    because: [...map, ...(copies.length > 0 ? [duplicateStatement(copies)] : []), ...order.because, ...main.because],
    against: [...order.against, ...main.against],
    exact: main.exact,
  };
}

/** How the suspect is stored, where that is an operation that the main explanation does not name. */
function storageOf(main: Explanation, changed: readonly Row[], evidence: readonly Evidence[]): readonly Operation[] {
  if (main.operations.some(({ operation }) => operation === 'requantised' || operation === 'cast')) return [];
  const stored =
    storedAnew(changed) ??
    onItsLevels(changed, evidence) ??
    (main.operations.length > 0 ? storedCoarser(changed) : undefined);
  return stored === undefined ? [] : [stored];
}

/** Where blocks were found under other numbers, which stands for which. */
function blockMap(evidence: readonly Evidence[]): Statement[] {
  const map = blockMapOf(evidence);
  return map === undefined ? [] : [statement('depth.map', { map: map.join(' ') })];
}

export const number = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : 0);

const everyElement = (rows: readonly Row[], share: (row: Row) => number): number => {
  const elements = rows.reduce((sum, row) => sum + number(row.elements), 0);
  return elements === 0 ? 0 : rows.reduce((sum, row) => sum + share(row) * number(row.elements), 0) / elements;
};

/** Which of the symmetries a network does not notice were used: the tests that see through one hold where the plain one fails. */
function symmetries(kinship: Kinship): Explanation {
  const operations: Operation[] = [];
  // Rows in another order hide the channels as well: where the units gave the basis, it is what it is, and not guessed.
  const isSeen = kinship.responses || kinship.grams;
  const basis = kinship.basis ?? (isSeen && kinship.channelsMeasured && !kinship.channels ? 'turned' : 'same');
  if (basis === 'turned') operations.push({ operation: 'rotated', parameters: {}, reconstructed: null });
  const inPlace = kinship.units || kinship.responses || kinship.grams;
  const unitsMoved = kinship.unitsMeasured && !inPlace && kinship.matched && (kinship.channels || kinship.assigned);
  const targets = [...(basis === 'permuted' ? ['channels'] : []), ...(unitsMoved ? ['units'] : [])];
  if (targets.length > 0) operations.push({ operation: 'permuted', parameters: { targets }, reconstructed: null });
  return { ...nothing, operations };
}

function byCast(changed: readonly Row[]): Explanation | undefined {
  if (changed.length === 0) return undefined;
  const types = [...new Set(changed.map((row) => row.cast))];
  const from = String(changed[0]?.candidateDtype);
  const to = String(changed[0]?.suspectDtype);
  if (types.length === 1 && typeof types[0] === 'string' && changed.every((row) => number(row.castEqual) >= replayed)) {
    const fraction = everyElement(changed, (row) => number(row.castEqual));
    return {
      ...nothing,
      exact: true,
      direction: 'suspect-from-candidate',
      operations: [{ operation: 'cast', parameters: { from, to: types[0] }, reconstructed: fraction }],
      because: [statement('cast.lossy', { from, to: types[0], fraction })],
    };
  }
  if (changed.every((row) => typeof row.castBack === 'number' && row.castBack >= replayed)) {
    const fraction = everyElement(changed, (row) => number(row.castBack));
    return {
      ...nothing,
      exact: true,
      operations: [{ operation: 'cast', parameters: { from, to }, reconstructed: null }],
      because: [statement('cast.finer', { from, to, fraction })],
      against: [statement('direction.undecided')],
    };
  }
  return undefined;
}

/** Names that speak of a normalisation multiplied into the layer before it. */
const foldedName = /fused?_?(?:bn|batch)|batch_?norm/i;

/** Everything differs in the last bits alone: the same numbers, computed once more on the way. */
function byArithmetic(changed: readonly Row[]): Explanation | undefined {
  const within = changed.every(
    (row) => row.suspectDtype === 'F32' && row.candidateDtype === 'F32' && number(row.relative) <= lastBits,
  );
  if (changed.length === 0 || !within) return undefined;
  const relative = Math.max(...changed.map((row) => number(row.relative)));
  const folded = changed.filter((row) => foldedName.test(`${row.tensor} ${row.candidateTensor}`)).length;
  return {
    ...nothing,
    exact: true,
    operations: folded === 0 ? [] : [{ operation: 'folded', parameters: { tensors: folded }, reconstructed: null }],
    because: [
      statement('difference.last-bits', { relative, tensors: changed.length }),
      ...(folded === 0 ? [] : [statement('difference.folded', { tensors: folded })]),
    ],
    against: [statement('direction.undecided')],
  };
}

/** The noise model on its own, or beside directions that stand above it in some of the matrices. */
function byNoise(
  changed: readonly Row[],
  evidence: readonly Evidence[],
  text: readonly Row[],
): Explanation | undefined {
  const found = (rows: readonly Row[]): Noise | undefined => {
    const noise = findNoise(rows);
    return noise === undefined || isContradicted(noise, text) ? undefined : noise;
  };
  const alone = noiseOf(found(changed));
  if (alone !== undefined) return alone;
  const isFlat = (row: Row): boolean => typeof row.edgeRatio !== 'number' || row.edgeRatio <= noiseEdge;
  const flat = found(changed.filter(isFlat));
  const explained = noiseOf(flat);
  if (flat === undefined || explained === undefined) return undefined;
  const update = lowRankOverNoise(changed, evidence, flat.sigma);
  if (update === undefined) return undefined;
  const names = new Set(update.found.map(({ tensor }) => tensor));
  if (changed.some((row) => !isFlat(row) && !names.has(String(row.tensor)))) return undefined;
  return {
    ...explained,
    operations: [update.operation, ...explained.operations],
    because: [update.because, ...explained.because],
  };
}

function noiseOf(noise: Noise | undefined): Explanation | undefined {
  if (noise === undefined) return undefined;
  const because = [
    statement('difference.noise', { sigma: noise.sigma, tensors: noise.tensors, kurtosis: noise.kurtosis }),
  ];
  const companions = { correlationSuspect: noise.correlationSuspect, correlationCandidate: noise.correlationCandidate };
  if (noise.direction === 'suspect-from-candidate') because.push(statement('difference.noise-direction', companions));
  if (noise.direction === 'candidate-from-suspect')
    because.push(statement('difference.noise-direction-reverse', companions));
  return {
    ...nothing,
    exact: true,
    direction: noise.direction,
    because,
    operations: [
      {
        operation: 'noised',
        parameters: { sigma: noise.sigma, interval: [noise.low, noise.high] },
        reconstructed: null,
      },
    ],
    against: noise.direction === 'undecided' ? [statement('direction.undecided')] : [],
  };
}

function byZeros(rows: readonly Row[], changed: readonly Row[]): Explanation | undefined {
  const zeros = everyElement(rows, (row) => number(row.zeroFraction));
  const kept = everyElement(changed, (row) => number(row.bitEqual) + number(row.zeroFraction));
  if (zeros < 0.01 || kept < replayed) return undefined;
  const elsewhere = everyElement(
    changed,
    (row) => number(row.bitEqual) / Math.max(1e-12, 1 - number(row.zeroFraction)),
  );
  return {
    ...nothing,
    exact: true,
    direction: 'suspect-from-candidate',
    operations: [
      {
        operation: 'pruned',
        parameters: { zeroFraction: zeros },
        reconstructed: everyElement(rows, (row) => number(row.bitEqual) + number(row.zeroFraction)),
      },
    ],
    because: [statement('pruned.zeros', { fraction: zeros, elsewhereEqual: Math.min(1, elsewhere) })],
  };
}

const parts: readonly { readonly part: string; readonly roles: RegExp }[] = [
  { part: 'attention', roles: /^attn_(q|k|v|qkv|output)$/ },
  { part: 'feed-forward', roles: /^ffn_(gate|up|gate_up|down)$/ },
];

/** One of attention and feed-forward is the candidate's, the other is not. */
function byPart(rows: readonly Row[]): Explanation | undefined {
  const agreement = parts.map(({ part, roles }) => {
    const mine = rows.filter((row) => roles.test(String(row.role ?? '')));
    return { part, mine, correlation: everyElement(mine, (row) => number(row.correlation)) };
  });
  const own = agreement.filter(({ mine, correlation }) => mine.length > 0 && Math.abs(correlation) < 0.05);
  const taken = agreement.filter(({ mine, correlation }) => mine.length > 0 && correlation > 0.5);
  if (own.length === 0 || taken.length === 0) return undefined;
  const targets = taken.map(({ part }) => part);
  return {
    ...nothing,
    exact: taken.every(({ mine }) => everyElement(mine, (row) => number(row.bitEqual)) >= replayed),
    operations: [{ operation: 'component-reused', parameters: { targets }, reconstructed: null }],
    because: [statement('part.only', { parts: targets.join(', ') })],
    against: [statement('against.independent-residue', { parts: own.map(({ part }) => part).join(', ') })],
  };
}

/** Factors that agree this well with a norm's, and differ this much among themselves, are the norm's. */
const foldedError = 0.01;
const foldedSpread = 0.05;

/** Kernels are the candidate's, times what the candidate's own batch norms multiply their channels by. */
function byFolding(changed: readonly Row[], evidence: readonly Evidence[]): Explanation | undefined {
  const result = resultOf(evidence, 'norm-folding');
  if (result === undefined) return undefined;
  const explained = new Set(
    records(result)
      .filter((row) => number(row.spread) >= foldedSpread && number(row.factorError) <= foldedError)
      .map((row) => row.tensor),
  );
  const matrices = changed.filter((row) => typeof row.rowCosine === 'number' || explained.has(row.tensor));
  const folded = matrices.filter((row) => explained.has(row.tensor));
  if (folded.length === 0 || folded.length * 2 < matrices.length) return undefined;
  const error = Math.max(
    ...records(result)
      .filter((row) => explained.has(row.tensor))
      .map((row) => number(row.factorError)),
  );
  return {
    ...nothing,
    exact: true,
    operations: [{ operation: 'folded', parameters: { tensors: folded.length }, reconstructed: null }],
    because: [statement('difference.norms-folded', { tensors: folded.length, error })],
    against: [statement('direction.undecided')],
  };
}

/** Rows point the same way and only their lengths differ. */
function byScale(changed: readonly Row[]): Explanation | undefined {
  const matrices = changed.filter((row) => typeof row.rowCosine === 'number');
  const scaled = matrices.filter(
    (row) =>
      typeof row.rowCosine === 'number' &&
      row.rowCosine > 0.9999 &&
      (number(row.correlation) < 0.999 || Math.abs(number(row.diffCandidate)) > 0.99),
  );
  if (scaled.length === 0 || scaled.length * 4 < matrices.length) return undefined;
  return {
    ...nothing,
    exact: true,
    operations: [{ operation: 'rescaled', parameters: { tensors: scaled.length }, reconstructed: null }],
    because: [statement('difference.rescaled', { tensors: scaled.length })],
    against: [statement('direction.undecided')],
  };
}

function undetermined(changed: readonly Row[], evidence: readonly Evidence[]): Explanation {
  if (changed.length === 0) {
    const fraction = figure(resultOf(evidence, 'difference'), 'bitEqualFraction');
    return fraction === undefined
      ? nothing
      : {
          ...nothing,
          exact: true,
          because: [statement('difference.bit-equal', { fraction })],
          against: [statement('direction.undecided')],
        };
  }
  return {
    ...nothing,
    because: [statement('difference.undetermined', { relative: everyElement(changed, (row) => number(row.relative)) })],
    against: [statement('direction.undecided')],
  };
}
