// From scores to a token: the likeliest, or one drawn by temperature from the likeliest few.
import type { Random } from '../math/random.ts';

export interface SamplingRule {
  /** 0 is greedy. */
  readonly temperature: number;
  /** The smallest set of likeliest tokens whose chances reach it; 1 for all. */
  readonly topP: number;
  /** So many of the likeliest; 0 for all. */
  readonly topK: number;
}

/** ln of the chances, log-softmax of the scores in 64 bits. */
export function lnChances(scores: Float32Array): Float64Array {
  let most = -Infinity;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - most);
  const ln = Math.log(sum);
  return Float64Array.from(scores, (score) => score - most - ln);
}

/** Numbers of the `count` largest values, the largest first, the lower number first of equals. */
export function largest(values: Float64Array, count: number): number[] {
  const order = [...values.keys()].toSorted((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  return order.slice(0, count);
}

/** The number of the token that is taken. Greedy is the largest, the lowest number of equals; `random` is used otherwise only. */
export function takeToken(ln: Float64Array, { temperature, topP, topK }: SamplingRule, random: Random): number {
  if (temperature === 0) {
    let best = 0;
    for (let i = 1; i < ln.length; i++) if ((ln[i] as number) > (ln[best] as number)) best = i;
    return best;
  }
  const order = largest(ln, topK === 0 ? ln.length : Math.min(topK, ln.length));
  const top = ln[order[0] as number] as number;
  const chances = order.map((token) => Math.exp(((ln[token] as number) - top) / temperature));
  let sum = chances.reduce((total, chance) => total + chance, 0);
  let kept = order.length;
  if (topP < 1) {
    let reached = 0;
    kept = 0;
    while (kept < order.length && reached < topP * sum) reached += chances[kept++] as number;
    sum = reached;
  }
  let left = random.uniform() * sum;
  for (let at = 0; at < kept; at++) {
    left -= chances[at] as number;
    if (left < 0) return order[at] as number;
  }
  return order[Math.max(0, kept - 1)] as number;
}
