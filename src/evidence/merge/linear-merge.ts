// Finds the linear or spherical mixture that comes nearest: least squares first, then a search for the most equal values.
import { addProducts, jackknifeErrors, type Mixture, nearestMixture } from '../../math/mixture.ts';
import { type FoundMerge, type MergePart, measured } from './found-merge.ts';
import type { TensorSample } from './mixture-sample.ts';
import { linear, linearInType, slerp } from './recipes.ts';
import { betterBy, hitsOf, type Recipe, replay, roundingOf, thinned } from './replay-merge.ts';

/** Blocks that the jackknife leaves out one at a time. */
const blockCount = 16;
/** Elements that a search replays at every step, and those that its interval is read from. */
const searchedElements = 65_536;
const comparedElements = 262_144;
/** With more left than this many times rounding there is nothing to be searched for. */
const searchedRest = 2;
/** A further parent must take this share of what is left, by a weight this many standard errors from nothing. */
const leastGain = 0.1;
const leastErrors = 5;
const mostParents = 5;

/** Inner products of all candidates and, last, the suspect, by block; each tensor in units of its own rounding. */
export interface Sums {
  readonly count: number;
  readonly elements: number;
  readonly blocks: readonly Float64Array[];
  readonly total: Float64Array;
}

export function sumsOf(tensors: readonly TensorSample[], candidates: number): Sums {
  const count = candidates + 1;
  const blocks = Array.from({ length: blockCount }, () => new Float64Array(count * count));
  let elements = 0;
  for (const tensor of tensors) {
    const width = roundingOf(tensor);
    if (!(width > 0)) continue;
    const length = tensor.suspect.length;
    elements += length;
    for (const [b, block] of blocks.entries()) {
      const [from, to] = [Math.floor((b * length) / blockCount), Math.floor(((b + 1) * length) / blockCount)];
      const mine = new Float64Array(count * count);
      addProducts(
        mine,
        [...tensor.parents, tensor.suspect].map((values) => values.subarray(from, to)),
      );
      for (let i = 0; i < mine.length; i++) block[i] = (block[i] as number) + (mine[i] as number) / width;
    }
  }
  const total = new Float64Array(count * count);
  for (const block of blocks)
    for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (block[i] as number);
  return { count, elements, blocks, total };
}

/** The nearest mixture of as few candidates as leave no tenth of the rest to another. */
export function selectParents({ count, total, blocks }: Sums): Mixture | undefined {
  const target = count - 1;
  const all = Array.from({ length: target }, (_, i) => i);
  let best = nearest(all.flatMap((i) => all.filter((j) => j > i).map((j) => [i, j])));
  while (best !== undefined && best.members.length < Math.min(mostParents, target)) {
    const { members } = best;
    const next = nearest(all.filter((i) => !members.includes(i)).map((i) => [...members, i]));
    if (next === undefined || next.rest > (1 - leastGain) * best.rest) break;
    const errors = jackknifeErrors(blocks, count, next.members, target);
    const sure = next.weights.every((w, k) => Math.abs(w) > leastErrors * (errors?.[k] ?? Number.POSITIVE_INFINITY));
    if (!sure) break;
    best = next;
  }
  return best;

  function nearest(choices: readonly (readonly number[])[]): Mixture | undefined {
    return choices
      .flatMap((members) => nearestMixture(total, count, members, target) ?? [])
      .toSorted((a, b) => a.rest - b.rest)[0];
  }
}

/** Mean rest of the best single candidate, which a mixture must beat, and its number. */
export function bestSingle({ count, total, elements }: Sums): { readonly candidate: number; readonly rest: number } {
  const target = count - 1;
  const rests = Array.from(
    { length: target },
    (_, i) => nearestMixture(total, count, [i], target)?.rest ?? Number.POSITIVE_INFINITY,
  );
  const rest = Math.min(...rests);
  return { candidate: rests.indexOf(rest), rest: rest / Math.max(1, elements) };
}

/** The best linear or spherical mixture of the given parents, with the interval of every weight. */
export function findLinear(tensors: readonly TensorSample[], sums: Sums, start: Mixture): FoundMerge {
  const { members } = start;
  const few = thinned(tensors, searchedElements);
  const exact = (weights: readonly number[]): Recipe => linear(members, weights);
  // Least squares leaves the least; where that is far more than rounding, no other weights leave less.
  const isNear = start.rest <= searchedRest * sums.elements;
  const climbed = isNear
    ? climb(start.weights, (weights) => share(few, exact(weights)), members.length === 2 ? 'line' : 'anywhere')
    : start.weights;
  const found: { weights: readonly number[]; make: (weights: readonly number[]) => Recipe }[] = [
    { weights: start.weights, make: exact },
    ...(isNear
      ? [
          { weights: climbed, make: exact },
          // Whoever merges writes down a round number.
          { weights: rounded(start.weights), make: exact },
          { weights: rounded(climbed), make: exact },
          { weights: rounded(climbed), make: (weights: readonly number[]) => linearInType(members, weights) },
        ]
      : []),
  ];
  const candidates = found.map(({ weights, make }) => ({ weights, make, ...measured(tensors, make(weights)) }));
  const best = candidates.toSorted((a, b) => b.replayed - a.replayed)[0] as (typeof candidates)[number];
  const straight: FoundMerge = {
    method: 'linear',
    parts: partsOf(tensors, sums, members, best),
    base: null,
    density: null,
    dropped: null,
    recipe: best.recipe,
    replayed: best.replayed,
    rest: best.rest,
    chance: 0,
  };
  return members.length === 2 ? rounder(tensors, few, members as [number, number], straight) : straight;
}

/** The spherical mixture where it gives clearly more of the values than the straight one. */
function rounder(
  tensors: readonly TensorSample[],
  few: readonly TensorSample[],
  members: readonly [number, number],
  straight: FoundMerge,
): FoundMerge {
  const make = ([, t = 0]: readonly number[]): Recipe => slerp(members, t);
  const start = straight.parts.map(({ weight }) => weight);
  if (replay(few, make(start)).rest > searchedRest) return straight;
  const climbed = climb(start, (weights) => share(few, make(weights)), 'near');
  const best = [climbed, rounded(climbed)]
    .map((weights) => ({ weights, make, ...measured(tensors, make(weights)) }))
    .toSorted((a, b) => b.replayed - a.replayed)[0];
  if (best === undefined) return straight;
  if (betterBy(hitsOf(tensors, best.recipe), hitsOf(tensors, straight.recipe)) <= leastErrors) return straight;
  const parts = partsOf(tensors, undefined, members, best);
  return { ...straight, method: 'slerp', parts, recipe: best.recipe, replayed: best.replayed, rest: best.rest };
}

function share(tensors: readonly TensorSample[], recipe: Recipe): number {
  const { elements, equal } = replay(tensors, recipe);
  return elements === 0 ? 0 : equal / elements;
}

/** Three decimals, the sum kept at 1 by the first. */
function rounded(weights: readonly number[]): readonly number[] {
  const rest = weights.slice(1).map((w) => Math.round(w * 1_000) / 1_000);
  return [Math.round((1 - rest.reduce((sum, w) => sum + w, 0)) * 1_000) / 1_000, ...rest];
}

const climbingSteps: readonly number[] = [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003];

/** Goes uphill in ever smaller steps, one weight against the first at a time; of two parents the whole line is looked at first. */
function climb(
  start: readonly number[],
  score: (weights: readonly number[]) => number,
  where: 'line' | 'anywhere' | 'near',
): readonly number[] {
  let best = start;
  let most = score(start);
  const consider = (weights: readonly number[]): boolean => {
    const found = score(weights);
    if (found <= most) return false;
    [best, most] = [weights, found];
    return true;
  };
  // Where changes are near the unit of the last place, least squares is off by up to a half (science: a slope of 0.9 for 0.6).
  if (where === 'line') for (let w = -10; w <= 30; w++) consider([1 - w / 20, w / 20]);
  for (const step of climbingSteps.filter((one) => where === 'anywhere' || one <= 0.03)) {
    for (let moved = true; moved; ) {
      moved = false;
      for (let k = 1; k < start.length; k++) {
        for (const sign of [step, -step]) {
          const weights = best.map((w, i) => (i === k ? w + sign : i === 0 ? w - sign : w));
          if (consider(weights)) moved = true;
        }
      }
    }
  }
  return best;
}

interface Fitted {
  readonly weights: readonly number[];
  readonly make: (weights: readonly number[]) => Recipe;
  readonly recipe: Recipe;
  readonly replayed: number;
}

/** With fewer equal values than this their number is no measure of a weight. */
const tellingShare = 0.3;

/** Each part's weight with its 95 % interval: from the equal values where they tell, else from the jackknife. */
function partsOf(
  tensors: readonly TensorSample[],
  sums: Sums | undefined,
  members: readonly number[],
  { weights, make, recipe, replayed }: Fitted,
): readonly MergePart[] {
  const errors = sums === undefined ? undefined : jackknifeErrors(sums.blocks, sums.count, members, sums.count - 1);
  const some = thinned(tensors, comparedElements);
  const hits = hitsOf(some, recipe);
  const reached = new Map<string, number>();
  return members.map((candidate, k) => {
    const weight = weights[k] as number;
    if (replayed < tellingShare) {
      const error = 1.96 * (errors?.[k] ?? 0);
      return { candidate, weight, low: weight - error, high: weight + error };
    }
    // Of two weights one is what the other leaves.
    const [low, high] =
      k === 1 && members.length === 2
        ? [weight - reachOf(0, 1), weight + reachOf(0, -1)]
        : [weight - reachOf(k, -1), weight + reachOf(k, 1)];
    return { candidate, weight, low, high };
  });

  function reachOf(k: number, sign: number): number {
    const key = `${k} ${sign}`;
    const known = reached.get(key) ?? reach(k, sign);
    reached.set(key, known);
    return known;
  }

  /** How far weight k can be moved before clearly fewer values are given (McNemar's test at two standard errors). */
  function reach(k: number, sign: number): number {
    const isWorse = (by: number): boolean => {
      return betterBy(hits, hitsOf(some, make(moved(k, sign * by)))) > 1.96;
    };
    let [inside, outside] = [0, 0.000_5];
    while (!isWorse(outside) && outside < 0.5) [inside, outside] = [outside, 2 * outside];
    for (let round = 0; round < 4; round++) {
      const middle = (inside + outside) / 2;
      if (isWorse(middle)) outside = middle;
      else inside = middle;
    }
    return outside;
  }

  /** Weight k moved, the others giving way in proportion to their size. */
  function moved(k: number, by: number): readonly number[] {
    const others = weights.reduce((sum, w, i) => (i === k ? sum : sum + Math.abs(w)), 0);
    return weights.map((w, i) => (i === k ? w + by : w - (others === 0 ? 0 : (by * Math.abs(w)) / others)));
  }
}
