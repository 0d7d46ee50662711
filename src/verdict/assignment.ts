// How much an assignment of units is worth: an empirical null, used no further than the comparisons behind it reach.
import type { Cell, Evidence, Measured } from '../evidence/evidence.ts';
import { lnFisher } from '../math/tails.ts';
import { type Statement, statement } from '../wording/statement.ts';
import { figure, records, resultOf } from './statistics.ts';
import { assignmentNull } from './thresholds.ts';

export interface AssignmentFinding {
  /** Natural logarithm of the p-value that the null comparisons support; 0 where no block reached the share. */
  readonly lnP: number;
  /** Blocks in which the share of units was reached, and all blocks. */
  readonly blocks: number;
  readonly layers: number;
  /** Both halves of the blocks, each in a basis that the other gave, hold such a block. */
  readonly inBothHalves: boolean;
  /** The candidate's block of each block found, where they are not the same numbers. */
  readonly map: readonly (readonly [block: number, candidate: number])[];
}

type Row = { readonly [column: string]: Cell | undefined };

const isFound = (row: Row): boolean =>
  typeof row.agreements === 'number' &&
  typeof row.asked === 'number' &&
  row.asked >= assignmentNull.leastAsked &&
  row.agreements >= assignmentNull.share * row.asked;

/**
 * Of N blocks of unrelated models none reached the share, so that one does with a probability of at most 3 / N (95 %). The
 * labels of different blocks being independent, blocks multiply (Fisher); a block that was looked for among more candidates
 * than those of the null pays for it.
 */
export function assignmentOf(result: Measured | undefined): AssignmentFinding {
  const rows = records(result);
  const found = rows.map(isFound);
  const among = Math.max(1, (figure(result, 'candidateLayers') ?? 1) / assignmentNull.candidateLayers);
  const lnBlock = Math.min(0, Math.log((3 * among) / assignmentNull.comparisons));
  return {
    lnP: lnFisher(found.map((is) => (is ? lnBlock : 0))),
    blocks: found.filter(Boolean).length,
    layers: rows.length,
    inBothHalves: [0, 1].every((parity) => found.some((is, i) => is && i % 2 === parity)),
    map: rows
      .filter((row, i) => found[i] === true && row.block !== row.candidateBlock)
      .map((row) => [Number(row.block), Number(row.candidateBlock)] as const),
  };
}

/** The finding in words. */
export function assignmentStatement(result: Measured, { blocks, layers, lnP }: AssignmentFinding): Statement {
  const values = {
    agreements: figure(result, 'agreements') ?? 0,
    asked: figure(result, 'asked') ?? 0,
    blocks,
    layers,
    lnP,
    comparisons: assignmentNull.comparisons,
    largest: assignmentNull.largestShare,
    elements: result.elementsRead,
  };
  return statement(blocks > 0 ? 'assignment.found' : 'assignment.none', values);
}

/** Why units that were found do not decide. */
export function assignmentDoubt({ blocks, lnP }: AssignmentFinding): Statement {
  return statement('assignment.unsupported', { blocks, lnP, comparisons: assignmentNull.comparisons });
}

/** What was done to the residual basis, by the rotation that units gave. */
export type Basis = 'same' | 'permuted' | 'turned';

/** Half of a channel's length in its own place is far beyond what any other basis has of 64 or more channels. */
const ownPlace = 0.5;
/** A channel that went to one other, noise and all. */
const onePlace = 0.8;

/** Undefined where no units were found, or a version did not measure it. */
export function basisOf(result: Measured | undefined, { blocks }: AssignmentFinding): Basis | undefined {
  const [diagonal, inPlace, peak] = ['basisDiagonal', 'basisInPlace', 'basisPeak'].map((name) => figure(result, name));
  if (blocks === 0 || diagonal === undefined || inPlace === undefined || peak === undefined) return undefined;
  if (diagonal >= ownPlace) return 'same';
  return peak >= onePlace && inPlace < ownPlace ? 'permuted' : 'turned';
}

/** A block counts as another's only where that is beyond chance by itself. */
const lnPlaced = Math.log(1e-6);

/**
 * Which block of the candidate each block stands for, `–` where none was found, by the test that finds most of them;
 * undefined where none is out of place.
 */
export function blockMapOf(evidence: readonly Evidence[]): readonly (number | string)[] | undefined {
  const maps = (['unit-gram', 'unit-assignment', 'unit-coincidence'] as const).flatMap((test) => {
    const result = resultOf(evidence, test);
    if ((figure(result, 'reordered') ?? 0) === 0) return [];
    const isPlaced = (row: Row): boolean =>
      test === 'unit-assignment' ? isFound(row) : typeof row.lnP === 'number' && row.lnP <= lnPlaced;
    return [records(result).map((row) => (isPlaced(row) ? Number(row.candidateBlock) : '–'))];
  });
  const placed = (map: readonly (number | string)[]): number => map.filter((entry) => typeof entry === 'number').length;
  return maps.toSorted((a, b) => placed(b) - placed(a))[0];
}

/** Units kept of each block, `0-3 5` for the numbers of the candidate's; undefined where none were removed or they were not found. */
export function keptUnitsOf(evidence: readonly Evidence[]): readonly string[] | undefined {
  const kept = records(resultOf(evidence, 'unit-assignment')).map((row) => row.keptUnits);
  return kept.length > 0 && kept.every((runs) => typeof runs === 'string') ? kept.map(String) : undefined;
}
