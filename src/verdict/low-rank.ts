// Is the difference a merged adapter, or an edit along few directions? The ranks of suspect minus candidate, read back from the evidence.
import type { Cell, Evidence } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { Explanation, Row } from './explain.ts';
import { records, resultOf } from './statistics.ts';
import { quietCompany, replayed, sigmaTolerance } from './thresholds.ts';
import type { Direction, Operation } from './verdict.ts';

/** A matrix whose difference has few directions. */
export interface LowRankMatrix {
  readonly row: Row;
  readonly tensor: string;
  readonly module: string;
  readonly rank: number;
}

const figureOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : 0);

/** The module as adapters name it: `q_proj` for `model.layers.3.self_attn.q_proj.weight`. */
function moduleOf(tensor: Cell | undefined): string {
  const segments = String(tensor)
    .replace(/\.(weight|kernel)$/, '')
    .split('.');
  return segments.at(-1) ?? '';
}

/** Lines that changed must be this many times the rank: a few replaced rows are no update of few directions. */
const linesPerRank = 2;

/** The last counted singular value stands this far above the floor; a spectrum that sinks through it has no last one. */
const leastGap = 1.5;
/** What is left beside the counted directions is no wider than rounding of both sides: 0.7…1.0 times it on adapters, 1.6 and more on quantised copies. */
const restLimit = 1.25;

/** A rank that is exact: with a gap above the floor, and nothing but rounding below it. */
function isExact(row: Row, rank: number): boolean {
  return gapOf(row, rank) >= leastGap && figureOf(row, 'restSigma') <= restLimit * figureOf(row, 'roundingSigma');
}

/** Reads the ranks; `above` names the column that counts them: over rounding, or over the noise that is left. */
function matricesOf(evidence: readonly Evidence[], above: 'rank' | 'residualRank'): readonly LowRankMatrix[] {
  return records(resultOf(evidence, 'low-rank')).flatMap((row) => {
    const rank = row[above];
    if (typeof rank !== 'number' || rank === 0) return [];
    const lines = Math.min(figureOf(row, 'changedRows'), figureOf(row, 'changedColumns'));
    if (lines < linesPerRank * rank || (above === 'rank' && !isExact(row, rank))) return [];
    return [{ row, tensor: String(row.tensor), module: moduleOf(row.tensor), rank }];
  });
}

/**
 * An update of few directions in some matrices, everything else equal. Undefined where any changed tensor is not of that
 * kind. Matrices that a sample left out count as those of their module in the other blocks.
 */
export function byLowRank(
  changed: readonly Row[],
  evidence: readonly Evidence[],
  otherwise: Explanation,
): Explanation | undefined {
  const found = matricesOf(evidence, 'rank');
  if (found.length === 0) return undefined;
  const measured = new Set(records(resultOf(evidence, 'low-rank')).map(({ tensor }) => String(tensor)));
  const low = new Set(found.map(({ tensor }) => tensor));
  const modules = new Set(found.map(({ module }) => module));
  const unexplained = changed.filter((row) => {
    const name = String(row.tensor);
    // Rounded to the suspect's type and nothing else.
    if (figureOf(row, 'castEqual') >= replayed) return false;
    return measured.has(name) ? !low.has(name) : !(isMatrix(row) && modules.has(moduleOf(name)));
  });
  if (unexplained.length > 0) return undefined;
  return byDirection(found, otherwise) ?? mergedOrEdited(found, changed, evidence, otherwise);
}

const isMatrix = (row: Row): boolean => typeof row.edgeRatio === 'number';

/** A direction of the residual stream in common to this degree, and an update that is a side's own share along it. */
const sharedCosine = 0.95;
const ownCosine = 0.95;
/** What a side still has along a direction that was taken out of it, beside what a direction has on average: rounding puts a little back. */
const nothingLeft = 0.1;
/** Fewer matrices than this have no direction in common. */
const fewestShared = 3;

/** One direction of the residual stream scaled or taken out of everything that writes into it: abliteration. */
function byDirection(found: readonly LowRankMatrix[], otherwise: Explanation): Explanation | undefined {
  const shared = (row: Row): number => Math.max(figureOf(row, 'sharedLeft'), figureOf(row, 'sharedRight'));
  const cosine = Math.min(...found.map(({ row }) => shared(row)));
  const least = (name: string): number => Math.min(...found.map(({ row }) => figureOf(row, name)));
  const own = Math.max(least('candidateShare'), least('suspectShare'));
  const isEmpty = (name: string): boolean =>
    found.every(({ row }) => typeof row[name] === 'number' && row[name] <= nothingLeft);
  const isGone = least('candidateShare') >= ownCosine && isEmpty('suspectLevel') && !isEmpty('candidateLevel');
  const wasThere = least('suspectShare') >= ownCosine && isEmpty('candidateLevel') && !isEmpty('suspectLevel');
  const isShared = found.length >= fewestShared && cosine >= sharedCosine;
  // A token table alone has no other to share a direction with; its own tells as much.
  const isOwn = found.every((one) => one.rank === 1) && (least('candidateShare') >= ownCosine || wasThere);
  if (!isShared && !isOwn) return undefined;
  const direction: Direction = isGone ? 'suspect-from-candidate' : wasThere ? 'candidate-from-suspect' : 'undecided';
  const rank = Math.max(...found.map((one) => one.rank));
  const targets = modulesOf(found);
  return {
    ...otherwise,
    exact: true,
    direction,
    operations: [{ operation: 'edited', parameters: { rank, targets }, reconstructed: replayOf(found) }],
    because: [
      isShared
        ? statement('edited.direction', { tensors: found.length, targets: targets.join(', '), cosine })
        : statement('edited.alone', { tensors: found.length, targets: targets.join(', ') }),
      ...(own >= ownCosine ? [statement('edited.own-share', { own })] : []),
      ...(direction === 'undecided' ? [] : [statement(isGone ? 'edited.removed' : 'edited.added')]),
    ],
    against: direction === 'undecided' ? [statement('direction.undecided')] : [],
  };
}

/** Modules with their ranks, by module name. */
function ranksOf(found: readonly LowRankMatrix[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number[]>();
  for (const { module, rank } of found) ranks.set(module, [...(ranks.get(module) ?? []), rank]);
  return new Map(
    [...ranks].toSorted((a, b) => (a[0] < b[0] ? -1 : 1)).map(([module, all]) => [module, Math.max(...all)]),
  );
}

const modulesOf = (found: readonly LowRankMatrix[]): string[] => [...ranksOf(found).keys()];

/** An adapter has the same rank in all blocks; a matrix whose last direction sank below the floor is allowed this often. */
const evenShare = 0.75;
/** An adapter sits in the blocks it was asked for, an edit in a few of them. */
const adaptedBlocks = 0.5;

function mergedOrEdited(
  found: readonly LowRankMatrix[],
  changed: readonly Row[],
  evidence: readonly Evidence[],
  otherwise: Explanation,
): Explanation | undefined {
  const ranks = ranksOf(found);
  const even = found.filter(({ module, rank }) => rank === ranks.get(module)).length >= evenShare * found.length;
  const isAdapter = blocksShare(changed, evidence) >= adaptedBlocks;
  // A training of which most sank below rounding leaves a few directions too, here more and there fewer.
  if (!even) return undefined;
  const targets = [...ranks.keys()];
  const rank = Math.max(...ranks.values());
  const differ = new Set(ranks.values()).size > 1;
  const parameters: Operation['parameters'] = {
    rank,
    targets,
    ...(differ ? { ranks: targets.map((module) => `${module} ${ranks.get(module) ?? 0}`) } : {}),
  };
  const values = {
    rank,
    tensors: changed.length,
    targets: targets.join(', '),
    least: Math.min(...found.map(({ row, rank: count }) => gapOf(row, count))),
    measured: found.length,
  };
  return {
    ...otherwise,
    exact: true,
    operations: [{ operation: isAdapter ? 'lora-merged' : 'edited', parameters, reconstructed: replayOf(found) }],
    because: [statement(isAdapter ? 'low-rank.merged' : 'low-rank.edited', values), ...companyOf(found)],
    against: [statement('direction.undecided')],
  };
}

/** Of the blocks in which a matrix of the changed kinds stands, the share in which one changed. */
function blocksShare(changed: readonly Row[], evidence: readonly Evidence[]): number {
  const kinds = new Set(changed.map((row) => row.role));
  const all = new Set(
    records(resultOf(evidence, 'difference')).flatMap((row) =>
      kinds.has(row.role) && typeof row.block === 'number' ? [row.block] : [],
    ),
  );
  const touched = new Set(changed.flatMap((row) => (typeof row.block === 'number' ? [row.block] : [])));
  return all.size === 0 ? 1 : touched.size / all.size;
}

/** How far the last counted singular value stands above the floor. */
function gapOf(row: Row, rank: number): number {
  const values = String(row.values).split(' ').map(Number);
  return (values[rank - 1] ?? 0) / Math.max(Number.MIN_VALUE, figureOf(row, 'floor'));
}

function replayOf(found: readonly LowRankMatrix[]): number | null {
  const replays = found.filter(({ row }) => typeof row.replayed === 'number');
  const weight = replays.reduce((sum, { row }) => sum + figureOf(row, 'elements'), 0);
  if (weight === 0) return null;
  return replays.reduce((sum, { row }) => sum + figureOf(row, 'replayed') * figureOf(row, 'elements'), 0) / weight;
}

/** Which of the two the update knows nothing of: a hint which way round, and no more, since siblings' adapters can look alike. */
function companyOf(found: readonly LowRankMatrix[]): Statement[] {
  const company = median(found.map(({ row }) => figureOf(row, 'candidateCompany')));
  if (Math.abs(company) <= quietCompany) return [statement('low-rank.hint', { company })];
  if (Math.abs(company + 1) <= quietCompany) return [statement('low-rank.hint-reverse', { company: company + 1 })];
  return [];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Directions above noise that is the same as in the matrices without any: a merged adapter with noise beside it.
 * `sigma` is the width of the noise where it is alone.
 */
export function lowRankOverNoise(
  changed: readonly Row[],
  evidence: readonly Evidence[],
  sigma: number,
):
  | { readonly found: readonly LowRankMatrix[]; readonly operation: Operation; readonly because: Statement }
  | undefined {
  const found = matricesOf(evidence, 'residualRank').filter(
    ({ row, rank }) =>
      Math.abs(figureOf(row, 'residualSigma') / sigma - 1) <= Math.max(sigmaTolerance, noiseError(row, rank)),
  );
  const ranks = ranksOf(found);
  const even = found.filter(({ module, rank }) => rank === ranks.get(module)).length >= evenShare * found.length;
  const mine = new Set(found.map(({ tensor }) => tensor));
  const inBlocks = blocksShare(
    changed.filter((row) => mine.has(String(row.tensor))),
    evidence,
  );
  if (found.length === 0 || !even || inBlocks < adaptedBlocks) return undefined;
  const [rank, targets] = [Math.max(...ranks.values()), [...ranks.keys()]];
  return {
    found,
    operation: { operation: 'lora-merged', parameters: { rank, targets }, reconstructed: null },
    because: statement('low-rank.over-noise', { rank, tensors: found.length, targets: targets.join(', ') }),
  };
}

/** Five standard errors of a width measured over what the rank left free, with one in fifty more for the edge's own stray. */
function noiseError(row: Row, rank: number): number {
  const free = (figureOf(row, 'rows') - rank) * (figureOf(row, 'columns') - rank);
  return sigmaTolerance + 5 / Math.sqrt(2 * Math.max(1, free));
}
