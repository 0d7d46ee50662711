// Is the suspect a mixture of several candidates? The finding of the whole case, read back for one of them.
import type { Cell, Evidence, Measured } from '../evidence/evidence.ts';
import { type Statement, statement } from '../wording/statement.ts';
import type { Explanation } from './explain.ts';
import { figure, records, resultOf } from './statistics.ts';
import type { Direction, Operation } from './verdict.ts';

/** What is left beside the mixture is rounding: 0.5 where stored parents were mixed, 0.7 to 0.8 where finer ones were. */
const cleanRest = 1.15;
/** And beside the best candidate alone there is clearly more. */
const mixtureGain = 2;
/** Where changes are smaller than rounding, so many equal values are no chance, and no single candidate has as many. */
const replayedMerge = 0.99;
const replayedAlone = 0.97;
/**
 * A sum of entries that were chosen place by place fits some values by chance, and many entries may be untouched. Of the
 * others this share must be given. (Entries of one size at the edge of TIES's trim are kept or not as it happens.)
 */
const explainedSparse = 0.6;
/** Fewer elements tell no weights. */
const fewestElements = 1_024;
/** Weights nearer to nothing than this are none, where no interval says more. */
const leastWeight = 0.02;

interface Parent {
  readonly id: string;
  readonly isBase: boolean;
  readonly weight: number;
  readonly low: number;
  readonly high: number;
}

const numberOf = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : 0);

/** Models of the mixture, the base last. */
function parentsOf(result: Measured): readonly Parent[] {
  const parents = records(result).flatMap((row): Parent[] => {
    if (row.part !== 'parent' && row.part !== 'base') return [];
    const [weight, low, high] = [numberOf(row.weight), numberOf(row.low), numberOf(row.high)];
    return [{ id: String(row.candidate), isBase: row.part === 'base', weight, low, high }];
  });
  return parents.toSorted((a, b) => Number(a.isBase) - Number(b.isBase));
}

/** Undefined where the case holds no clean mixture, or this candidate is not in it. */
export function byMerge(evidence: readonly Evidence[], otherwise: Explanation): Explanation | undefined {
  const result = resultOf(evidence, 'merge-fit');
  if (result === undefined || result.elementsRead < fewestElements) return undefined;
  const weight = figure(result, 'weight');
  const isBase = figure(result, 'isBase') === 1;
  if (weight === undefined && !isBase) return undefined;
  const parents = parentsOf(result);
  const method = String(records(result)[0]?.method ?? '');
  const isSparse = method === 'ties' || method === 'dare';
  const mixed = parents.filter((one) => !one.isBase);
  const isReal = ({ weight: w, low, high }: Parent): boolean =>
    Math.abs(w) >= leastWeight && (isSparse || low > 0 || high < 0);
  if (parents.length < 2 || !mixed.every(isReal)) return undefined;
  if (!(isSparse ? fitsPlaceByPlace(result) : fits(result))) return undefined;
  const replayed = figure(result, 'replayed') ?? 0;
  const isExact = replayed >= replayedMerge;
  const direction: Direction = isExact ? 'suspect-from-candidate' : 'undecided';
  const list = parents.map((one) => (one.isBase ? one.id : `${one.id} (${Number(one.weight.toFixed(4))})`)).join(', ');
  const values = {
    parents: list,
    replayed,
    rest: Math.sqrt(figure(result, 'rest') ?? 0),
    alone: Math.sqrt(figure(result, 'singleRest') ?? 0),
    aloneReplayed: figure(result, 'singleReplayed') ?? 0,
    density: figure(result, 'density') ?? 0,
    dropped: figure(result, 'dropped') ?? 0,
    chance: figure(result, 'chance') ?? 0,
    elements: result.elementsRead,
  };
  return {
    ...otherwise,
    exact: true,
    direction,
    operations: [operationOf(method, parents, result, replayed)],
    because: [...sentenceOf(method, values), ...(isExact ? [statement('merge.exact')] : [])],
    against: isExact ? [] : [statement('merge.between'), statement('direction.undecided')],
  };
}

/** Nothing but rounding is left, or nearly all values are given; and no candidate does as well alone. */
function fits(result: Measured): boolean {
  const [rest, single] = [figure(result, 'rest'), figure(result, 'singleRest')];
  const isClean =
    rest !== undefined && single !== undefined && rest <= cleanRest && single >= mixtureGain * Math.max(rest, 0.5);
  const isReplayed =
    (figure(result, 'replayed') ?? 0) >= replayedMerge && (figure(result, 'singleReplayed') ?? 1) <= replayedAlone;
  return isClean || isReplayed;
}

function fitsPlaceByPlace(result: Measured): boolean {
  const [replayed, chance] = [figure(result, 'replayed') ?? 0, figure(result, 'chance') ?? 0];
  const alone = figure(result, 'singleReplayed') ?? 1;
  const trivial = Math.max(chance, alone);
  const isPartial = (figure(result, 'dropped') ?? 0.5) > 0.02 && (figure(result, 'density') ?? 0.5) < 0.99;
  return trivial < 1 && replayed - trivial >= explainedSparse * (1 - trivial) && isPartial;
}

function operationOf(method: string, parents: readonly Parent[], result: Measured, replayed: number): Operation {
  const mixed = parents.filter((one) => !one.isBase);
  const base = parents.find((one) => one.isBase);
  const own = figure(result, 'weight');
  const [low, high] = [figure(result, 'low'), figure(result, 'high')];
  const hasInterval = low !== undefined && high !== undefined && high > low;
  const [density, dropped] = [figure(result, 'density'), figure(result, 'dropped')];
  return {
    operation: 'merged',
    parameters: {
      method,
      ...(own === undefined ? {} : { alpha: own }),
      ...(own !== undefined && hasInterval ? { interval: [low, high] } : {}),
      parents: mixed.map(({ id }) => id),
      weights: mixed.map(({ weight }) => weight),
      ...(base === undefined ? {} : { base: base.id }),
      ...(density === undefined ? {} : { density }),
      ...(dropped === undefined ? {} : { dropped }),
    },
    reconstructed: replayed,
  };
}

function sentenceOf(method: string, values: Statement['values']): Statement[] {
  switch (method) {
    case 'slerp':
      return [statement('merge.slerp', values), statement('merge.alone', values)];
    case 'task-arithmetic':
      return [statement('merge.tasks', values), statement('merge.alone', values)];
    case 'ties':
      return [statement('merge.ties', values)];
    case 'dare':
      return [statement('merge.dare', values)];
    default:
      return [statement('merge.linear', values), statement('merge.alone', values)];
  }
}
