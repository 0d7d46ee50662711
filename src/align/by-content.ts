// Pairs tensors whose names say nothing, by their values: equal multisets first, then the hits themselves.
import { countHits, nearestRows, pickRows, standardise } from '../math/coincidence.ts';
import { createRandom } from '../math/random.ts';
import { lnCoincidence } from '../math/tails.ts';
import type { Model, Tensor } from '../model/model.ts';
import { hasOutputsLast } from '../model/values/plane.ts';
import type { RunOptions } from '../run.ts';
import { matchNetworks } from './network-pairs.ts';
import { multisetOf, permuteAxes, wholeValues } from './pair-values.ts';

export interface ContentPair {
  readonly suspect: Tensor;
  readonly candidate: Tensor;
  /** The suspect's axes (those above 1) in the candidate's order. */
  readonly axes: readonly number[];
}

/** A tensor of the suspect that was held against every tensor of its sides, and found in none. */
export interface Searched {
  readonly tensor: Tensor;
  /** Pairs of a tensor and an order of axes that were tried. */
  readonly hypotheses: number;
  /** Rows that asked, and rows among which they looked. */
  readonly asked: number;
  readonly crowd: number;
  readonly columns: number;
  /** The smallest ln p of all tries. */
  readonly smallestLnP: number;
}

/** Larger tensors are paired by name or not at all: matching by value holds both whole. */
export const elementLimit = 4_194_304;
/** Pairs of tensors looked into; a model of one shape repeated a thousand times would otherwise cost a million. */
const tryLimit = 4_096;
/** With more leftovers than this the names were not lost but never there to be read. */
const tensorLimit = 8_192;
/** Fewer rows cannot reach a small p-value: 8 hits of 8 have 1/8! = 2.5e-5. */
const leastRows = 8;
const sampledRows = 64;
/** A content pair must be far from chance before anything is measured on it; the tries are counted in the correction too. */
const lnAccept = Math.log(1e-8);

/** Pairs leftovers of both sides; `tried` counts every hypothesis about a pair and an order of axes that was looked at. */
export async function pairByContent(
  suspect: Model,
  suspects: readonly Tensor[],
  candidate: Model,
  candidates: readonly Tensor[],
  options?: RunOptions,
): Promise<{ pairs: readonly ContentPair[]; searched: readonly Searched[]; tried: number }> {
  if (Math.max(suspects.length, candidates.length) > tensorLimit) return { pairs: [], searched: [], tried: 0 };
  const groups = new Map<string, { left: Tensor[]; right: Tensor[] }>();
  const networks = await matchNetworks(suspect, suspects, candidate, candidates, elementLimit, options);
  const add = (tensor: Tensor, side: 'left' | 'right'): void => {
    const network = networks(tensor, side === 'left' ? 'suspect' : 'candidate');
    if (tensor.elements < 2 || tensor.elements > elementLimit || network === undefined) return;
    const sides = dimensions(tensor).toSorted((a, b) => a - b);
    const key = `${sides.join('x')} ${network}`;
    const group = groups.get(key) ?? { left: [], right: [] };
    group[side].push(tensor);
    groups.set(key, group);
  };
  for (const tensor of suspects) add(tensor, 'left');
  for (const tensor of candidates) add(tensor, 'right');

  const pairs: ContentPair[] = [];
  const searched: Searched[] = [];
  let tried = 0;
  let looked = 0;
  // Small groups first: a crowd of one shape must not use up the tries of the rest.
  const all = [...groups.values()]
    .filter((group) => group.left.length > 0 && group.right.length > 0)
    .toSorted((a, b) => a.left.length * a.right.length - b.left.length * b.right.length);
  for (const [done, group] of all.entries()) {
    options?.onProgress?.({ stage: 'align', subject: suspect.id, done, total: all.length, unit: 'tensors' });
    const left = new Set(group.left);
    const right = new Set(group.right);
    const equal = await equalMultisets(suspect, group.left, candidate, group.right, options);
    for (const tensor of equal.unreadable) {
      left.delete(tensor);
      right.delete(tensor);
    }
    for (const pair of equal.pairs) {
      if (!left.has(pair.suspect) || !right.has(pair.candidate)) continue;
      left.delete(pair.suspect);
      right.delete(pair.candidate);
      pairs.push(pair);
    }
    const vectors = await nearlyEqualVectors(suspect, left, candidate, right, options);
    tried += vectors.tried;
    for (const pair of vectors.pairs) {
      left.delete(pair.suspect);
      right.delete(pair.candidate);
      pairs.push(pair);
    }
    const found: { pair: ContentPair; lnP: number }[] = [];
    const searches: Searched[] = [];
    for (const a of left) {
      let hypotheses = 0;
      let smallestLnP = 0;
      let last: Hits | undefined;
      let complete = true;
      for (const b of right) {
        if (!hasTellingRows(b)) continue;
        if (looked >= tryLimit) {
          complete = false;
          break;
        }
        looked += 1;
        for (const axes of axisOrders(dimensions(a), dimensions(b))) {
          last = await hitsBetween(suspect, a, candidate, b, axes, options);
          hypotheses += 1;
          smallestLnP = Math.min(smallestLnP, last.lnP);
          if (last.lnP <= lnAccept) found.push({ pair: { suspect: a, candidate: b, axes }, lnP: last.lnP });
        }
      }
      tried += hypotheses;
      if (complete && last !== undefined) searches.push({ tensor: a, hypotheses, smallestLnP, ...last.counts });
    }
    found.sort((x, y) => x.lnP - y.lnP);
    for (const { pair } of found) {
      if (!left.delete(pair.suspect)) continue;
      if (right.delete(pair.candidate)) pairs.push(pair);
      else left.add(pair.suspect);
    }
    searched.push(...searches.filter(({ tensor, smallestLnP }) => left.has(tensor) && smallestLnP > lnAccept));
  }
  return { pairs, searched, tried };
}

const dimensions = (tensor: Tensor): readonly number[] => tensor.shape.filter((n) => n !== 1);

/** Tensors that hold the same values in whatever order; where several do, they are paired in the order they stand. */
async function equalMultisets(
  suspect: Model,
  left: readonly Tensor[],
  candidate: Model,
  right: readonly Tensor[],
  options?: RunOptions,
): Promise<{ pairs: readonly ContentPair[]; unreadable: readonly Tensor[] }> {
  const byDigest = new Map<string, Tensor[]>();
  const unreadable: Tensor[] = [];
  for (const tensor of right) {
    const values = await wholeValues(candidate, tensor, options);
    if (values === undefined) {
      unreadable.push(tensor);
      continue;
    }
    const digest = multisetOf(values);
    byDigest.set(digest, [...(byDigest.get(digest) ?? []), tensor]);
  }
  const pairs: ContentPair[] = [];
  for (const tensor of left) {
    const values = await wholeValues(suspect, tensor, options);
    if (values === undefined) {
      unreadable.push(tensor);
      continue;
    }
    const partners = byDigest.get(multisetOf(values));
    const partner = partners?.shift();
    if (partner === undefined) continue;
    const target = await candidate.read(partner, 0, partner.elements, options);
    const orders = axisOrders(dimensions(tensor), dimensions(partner));
    const exact = orders.find((axes) => equalValues(permuteAxes(values, dimensions(tensor), axes), target));
    if (exact !== undefined) pairs.push({ suspect: tensor, candidate: partner, axes: exact });
    else partners?.unshift(partner);
  }
  return { pairs, unreadable };
}

function equalValues(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}

/** The orders of a's axes that give b's shape; at most 24, the plain one first. */
function axisOrders(a: readonly number[], b: readonly number[]): number[][] {
  if (a.length !== b.length || a.length > 4) return [];
  const orders: number[][] = [];
  const extend = (order: number[]): void => {
    if (order.length === a.length) orders.push(order);
    else
      for (let axis = 0; axis < a.length; axis++)
        if (!order.includes(axis) && a[axis] === b[order.length]) extend([...order, axis]);
  };
  extend([]);
  return orders;
}

/** The order in which the last of the axes comes first. */
export const lastFirst = (axes: readonly number[]): number[] => [...axes.slice(-1), ...axes.slice(0, -1)];

const rowsOf = (tensor: Tensor): number => dimensions(tensor).at(hasOutputsLast(tensor.shape) ? -1 : 0) ?? 0;

/** Vectors and small tables cannot be told apart by their rows; looking at them would only use up the tries of matrices. */
function hasTellingRows(tensor: Tensor): boolean {
  const rows = rowsOf(tensor);
  return rows >= leastRows && tensor.elements / rows >= 4;
}

/** Differences this small beside the spread of a vector are those of arithmetic, not of another training. */
const arithmeticShare = 1e-3;

/**
 * Vectors that differ by no more than the last bits: biases into which the same normalisation was folded twice, by two
 * programs. Eight values within a thousandth of their spread agree by chance once in 1e24.
 */
async function nearlyEqualVectors(
  suspect: Model,
  left: ReadonlySet<Tensor>,
  candidate: Model,
  right: ReadonlySet<Tensor>,
  options?: RunOptions,
): Promise<{ pairs: readonly ContentPair[]; tried: number }> {
  const isVector = (tensor: Tensor): boolean => dimensions(tensor).length === 1 && tensor.elements >= leastRows;
  const pairs: ContentPair[] = [];
  let tried = 0;
  const free = new Map<Tensor, Float32Array>();
  for (const b of right) if (isVector(b)) free.set(b, await candidate.read(b, 0, b.elements, options));
  for (const a of left) {
    if (free.size === 0 || !isVector(a)) continue;
    const values = await suspect.read(a, 0, a.elements, options);
    for (const [b, others] of free) {
      if (tried >= tryLimit) return { pairs, tried };
      tried += 1;
      if (!nearlyEqual(values, others)) continue;
      pairs.push({ suspect: a, candidate: b, axes: [0] });
      free.delete(b);
      break;
    }
  }
  return { pairs, tried };
}

function nearlyEqual(a: Float32Array, b: Float32Array): boolean {
  let mean = 0;
  for (const x of b) mean += x / b.length;
  let square = 0;
  for (const x of b) square += (x - mean) ** 2;
  const most = arithmeticShare * Math.sqrt(square / b.length);
  return most > 0 && a.every((x, i) => Math.abs(x - (b[i] as number)) <= most);
}

interface Hits {
  readonly lnP: number;
  readonly counts: { readonly asked: number; readonly crowd: number; readonly columns: number };
}

async function hitsBetween(
  suspect: Model,
  a: Tensor,
  candidate: Model,
  b: Tensor,
  axes: readonly number[],
  options?: RunOptions,
): Promise<Hits> {
  const rows = rowsOf(b);
  const columns = b.elements / rows;
  const isTurned = hasOutputsLast(b.shape);
  const random = createRandom(options?.seed ?? 0);
  const units = random.sample(rows, 256);
  const asked = random.sample(units.length, sampledRows);
  const order = isTurned ? lastFirst(axes) : axes;
  const left = permuteAxes(await suspect.read(a, 0, a.elements, options), dimensions(a), order);
  const stored = await candidate.read(b, 0, b.elements, options);
  const right = isTurned ? permuteAxes(stored, dimensions(b), lastFirst([...dimensions(b).keys()])) : stored;
  const x = standardise(pickRows(left, columns, units), units.length, columns);
  const y = standardise(pickRows(right, columns, units), units.length, columns);
  const hits = countHits(asked, nearestRows(x, asked, y, units.length, columns));
  return {
    lnP: lnCoincidence(hits, asked.length, units.length),
    counts: { asked: asked.length, crowd: units.length, columns },
  };
}
