// The ways in which merging tools mix models: linear, spherical, and sparse sums of what was added to a common base.
import type { TensorSample } from './mixture-sample.ts';
import type { Recipe } from './replay-merge.ts';
import { stored } from './replay-merge.ts';

/** Σ w_k N_k in 64-bit arithmetic. */
export function linear(members: readonly number[], weights: readonly number[]): Recipe {
  return (tensor) => mixed(tensor, members, weights);
}

function mixed(tensor: TensorSample, members: readonly number[], weights: readonly number[]): Float32Array {
  const sum = new Float64Array(tensor.suspect.length);
  for (const [k, member] of members.entries()) {
    const values = tensor.parents[member] as Float32Array;
    const weight = weights[k] as number;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (values[i] as number);
  }
  return new Float32Array(sum);
}

/** The same in the suspect's own type: weights, products and sums are each rounded, as tools do that work in half precision. */
export function linearInType(members: readonly number[], weights: readonly number[]): Recipe {
  return (tensor) => {
    const rounded = stored(tensor, Float32Array.from(weights));
    const products = members.map((member, k) => stored(tensor, scaled(tensor.parents[member], rounded[k])));
    const [total = 1] = stored(tensor, Float32Array.of(rounded.reduce((sum, w) => sum + w, 0)));
    const sum = new Float64Array(tensor.suspect.length);
    for (const values of products)
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (values[i] as number);
    return scaled(stored(tensor, new Float32Array(sum)), 1 / total);
  };
}

function scaled(values: Float32Array = new Float32Array(), factor = 1): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = (values[i] as number) * factor;
  return out;
}

/** Vectors this nearly parallel are mixed linearly: the arc between them is a line. */
const parallel = 0.9995;

/** Spherical interpolation of two members, tensor by tensor (Shoemake 1985): t = 0 is the first. */
export function slerp([first, second]: readonly [number, number], t: number): Recipe {
  return (tensor) => {
    const [a, b] = [tensor.parents[first] as Float32Array, tensor.parents[second] as Float32Array];
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [a[i] as number, b[i] as number];
      ab += x * y;
      aa += x * x;
      bb += y * y;
    }
    const cosine = aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 1;
    if (Math.abs(cosine) > parallel) return mixed(tensor, [first, second], [1 - t, t]);
    const angle = Math.acos(cosine);
    const scale = Math.sin(angle);
    return mixed(tensor, [first, second], [Math.sin((1 - t) * angle) / scale, Math.sin(t * angle) / scale]);
  };
}

export interface TiesTerms {
  readonly base: number;
  readonly tuned: readonly number[];
  /** Of each tuned model's change, the share of largest entries that is kept. */
  readonly density: number;
  readonly weights: readonly number[];
  /** Factor of the merged change. */
  readonly scale: number;
}

/**
 * TIES (Yadav et al. 2023, algorithm 1): each change trimmed to its largest entries, tensor by tensor; the sign of the
 * weighted sum elected; the mean, by weights, of those entries that have it.
 */
export function ties({ base, tuned, density, weights, scale }: TiesTerms): Recipe {
  return (tensor) => {
    const origin = tensor.parents[base] as Float32Array;
    const merged = tiesChange(changesOf(tensor, base, tuned), density, weights);
    const out = new Float32Array(origin.length);
    for (let i = 0; i < out.length; i++) out[i] = (origin[i] as number) + scale * (merged[i] as number);
    return out;
  };
}

/** What one model added to the base in a tensor, and the sizes of its entries in ascending order. */
export interface Change {
  readonly entries: Float64Array;
  readonly sizes: Float64Array;
}

/** What each of the tuned models added to the base. */
export function changesOf(tensor: TensorSample, base: number, tuned: readonly number[]): readonly Change[] {
  const origin = tensor.parents[base] as Float32Array;
  return tuned.map((member) => {
    const values = tensor.parents[member] as Float32Array;
    const entries = new Float64Array(values.length);
    for (let i = 0; i < entries.length; i++) entries[i] = (values[i] as number) - (origin[i] as number);
    return { entries, sizes: entries.map(Math.abs).sort() };
  });
}

/** The size from which an entry is among the share `density` of the largest. */
function thresholdOf({ sizes }: Change, density: number): number {
  const kept = Math.floor(density * sizes.length);
  if (kept >= sizes.length) return 0;
  return kept <= 0 ? Number.POSITIVE_INFINITY : (sizes[sizes.length - kept] as number);
}

/** The merged change alone, before its factor. */
export function tiesChange(changes: readonly Change[], density: number, weights: readonly number[]): Float64Array {
  const thresholds = changes.map((change) => thresholdOf(change, density));
  const merged = new Float64Array(changes[0]?.entries.length ?? 0);
  const kept = (k: number, i: number): number => {
    const value = changes[k]?.entries[i] as number;
    return Math.abs(value) < (thresholds[k] as number) ? 0 : value;
  };
  for (let i = 0; i < merged.length; i++) {
    let elected = 0;
    for (let k = 0; k < changes.length; k++) elected += (weights[k] as number) * kept(k, i);
    let sum = 0;
    let total = 0;
    for (let k = 0; k < changes.length; k++) {
      const value = kept(k, i);
      if (value === 0 || value > 0 !== elected > 0) continue;
      sum += (weights[k] as number) * value;
      total += weights[k] as number;
    }
    merged[i] = total === 0 ? 0 : sum / total;
  }
  return merged;
}

export interface DareTerms {
  readonly base: number;
  readonly tuned: readonly number[];
  /** What a kept entry of each tuned model's change is multiplied by: its weight over the share that was kept. */
  readonly factors: readonly number[];
}

/**
 * DARE (Yu et al. 2024, equation 2): entries of each change dropped at random and the others enlarged. Which were dropped
 * is not known, so that of the 2^k sums at each place the nearest to the suspect is taken; `replay` of a recipe with
 * factors that mean nothing tells how often one of them fits by chance.
 */
export function dare({ base, tuned, factors }: DareTerms): Recipe {
  return (tensor) => {
    const origin = tensor.parents[base] as Float32Array;
    const out = new Float32Array(origin.length);
    for (let i = 0; i < out.length; i++)
      out[i] = (origin[i] as number) + nearestSum(tensor, origin, tuned, factors, i).sum;
    return out;
  };
}

/** Of the sums of any of the enlarged entries at place i, the one nearest to the suspect's change; `mask` tells which it is made of. */
export function nearestSum(
  tensor: TensorSample,
  origin: Float32Array,
  tuned: readonly number[],
  factors: readonly number[],
  i: number,
): { readonly sum: number; readonly mask: number } {
  const target = (tensor.suspect[i] as number) - (origin[i] as number);
  let best = 0;
  let mask = 0;
  for (let subset = 1; subset < 1 << tuned.length; subset++) {
    let sum = 0;
    for (let k = 0; k < tuned.length; k++) {
      if ((subset & (1 << k)) === 0) continue;
      const value = tensor.parents[tuned[k] as number]?.[i] as number;
      sum += (factors[k] as number) * (value - (origin[i] as number));
    }
    if (Math.abs(target - sum) < Math.abs(target - best)) {
      best = sum;
      mask = subset;
    }
  }
  return { sum: best, mask };
}
