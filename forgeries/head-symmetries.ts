// Disguises of attention that leave what it computes unchanged: other order of heads, other bases within a head.
import type { ForgedModel, ForgedTensor } from './forged-model.ts';
import {
  randomInvertible,
  rebuilt,
  rotateColumns,
  rotateRows,
  takeColumns,
  takeRows,
  tensorOf,
  turnedOver,
} from './matrices.ts';
import { randomFor } from './random.ts';

/** Query heads and key-value heads; query head h reads key-value head floor(h / (heads / keyValueHeads)). */
export interface Heads {
  readonly heads: number;
  readonly keyValueHeads: number;
}

const prefixes = (model: ForgedModel): string[] =>
  [...model.keys()].filter((name) => name.endsWith('.self_attn.q_proj.weight')).map((name) => name.slice(0, -13));

/** Replaces the four matrices of every attention by what `change` makes of them. */
function changeAttention(
  model: ForgedModel,
  change: (
    at: string,
    parts: Record<'q' | 'k' | 'v' | 'o', ForgedTensor>,
  ) => Record<'q' | 'k' | 'v' | 'o', ForgedTensor>,
): ForgedModel {
  const out = new Map(model);
  for (const at of prefixes(model)) {
    const of = (part: string): ForgedTensor => tensorOf(model, `${at}${part}_proj.weight`);
    const made = change(at, { q: of('q'), k: of('k'), v: of('v'), o: of('o') });
    for (const part of ['q', 'k', 'v', 'o'] as const) out.set(`${at}${part}_proj.weight`, made[part]);
  }
  return out;
}

/** The rows of whole heads in a new order. */
function rowsOfHeads(order: ArrayLike<number>, width: number): number[] {
  return Array.from(order).flatMap((head) => Array.from({ length: width }, (_, i) => head * width + i));
}

/** Puts the groups of heads in a random order, and the query heads within each. Hopes to fool comparisons of rows. */
export function permuteHeads(model: ForgedModel, { heads, keyValueHeads }: Heads, seed: number): ForgedModel {
  const perGroup = heads / keyValueHeads;
  return changeAttention(model, (at, { q, k, v, o }) => {
    const random = randomFor(seed, `heads ${at}`);
    const groups = random.permutation(keyValueHeads);
    const queries = Array.from(groups).flatMap((group) =>
      Array.from(random.permutation(perGroup), (member) => group * perGroup + member),
    );
    const queryRows = rowsOfHeads(queries, (q.shape[0] ?? 0) / heads);
    const keyRows = rowsOfHeads(groups, (k.shape[0] ?? 0) / keyValueHeads);
    const valueWidth = (v.shape[0] ?? 0) / keyValueHeads;
    return {
      q: takeRows(q, queryRows),
      k: takeRows(k, keyRows),
      v: takeRows(v, rowsOfHeads(groups, valueWidth)),
      o: takeColumns(o, rowsOfHeads(queries, valueWidth)),
    };
  });
}

/**
 * Gives the values of every key-value head another basis and takes it back in the output matrix: V becomes T V, the
 * columns of O that read it O T⁻¹. Hopes to hide values and outputs from every comparison of rows, angles included.
 */
export function rebaseValues(model: ForgedModel, { heads, keyValueHeads }: Heads, seed: number): ForgedModel {
  const perGroup = heads / keyValueHeads;
  return changeAttention(model, (at, { q, k, v, o }) => {
    const random = randomFor(seed, `values ${at}`);
    const width = (v.shape[0] ?? 0) / keyValueHeads;
    let [values, output] = [v, o];
    for (let group = 0; group < keyValueHeads; group++) {
      // rotateRows gives Mᵀ W, rotateColumns W M: with T = Mᵀ the outputs take M⁻ᵀ.
      const { map, inverse } = randomInvertible(random, width, 0.4);
      values = rotateRows(values, map, group * width);
      for (let member = 0; member < perGroup; member++)
        output = rotateColumns(output, turnedOver(inverse), (group * perGroup + member) * width);
    }
    return { q, k, v: values, o: output };
  });
}

/**
 * Turns each pair of rows that the rotary embedding turns together (half a head apart, as Hugging Face stores them) by an
 * angle of its own, the same in queries and keys, and scales queries up by what keys are scaled down. Rotations in the
 * plane commute, so attention is unchanged. Hopes to fool comparisons of Q and K by rows.
 */
export function turnRotaryPairs(model: ForgedModel, { heads, keyValueHeads }: Heads, seed: number): ForgedModel {
  const perGroup = heads / keyValueHeads;
  return changeAttention(model, (at, { q, k, v, o }) => {
    const random = randomFor(seed, `pairs ${at}`);
    const width = (k.shape[0] ?? 0) / keyValueHeads;
    const half = width / 2;
    const turns = Array.from({ length: keyValueHeads * half }, () => ({
      angle: 2 * Math.PI * random.uniform(),
      scale: Math.exp(0.4 * random.normal()),
    }));
    const turned = (tensor: ForgedTensor, groupOf: (head: number) => number, power: 1 | -1): ForgedTensor => {
      const [rows = 0, columns = 0] = tensor.shape;
      return rebuilt(tensor, rows, columns, (i, j) => {
        const head = Math.floor(i / width);
        const within = i % width;
        const isFirst = within < half;
        const { angle, scale } = turns[groupOf(head) * half + (within % half)] as (typeof turns)[number];
        const own = tensor.values[i * columns + j] as number;
        const other = tensor.values[(isFirst ? i + half : i - half) * columns + j] as number;
        return scale ** power * (Math.cos(angle) * own + (isFirst ? -1 : 1) * Math.sin(angle) * other);
      });
    };
    return { q: turned(q, (head) => Math.floor(head / perGroup), 1), k: turned(k, (head) => head, -1), v, o };
  });
}
