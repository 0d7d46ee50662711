// Replays a merge on a sample: how often does the mixture, rounded as the suspect is stored, give the suspect's very values?
import type { RoundableDType } from '../../formats/numbers/values.ts';
import { roundTrip } from '../../formats/numbers/values.ts';
import type { TensorSample } from './mixture-sample.ts';

/** The mixture of a tensor before it is rounded, element by element. */
export type Recipe = (tensor: TensorSample) => Float32Array;

const roundable: readonly RoundableDType[] = ['F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2'];

/** The values as the suspect's type would hold them; the given array may be overwritten. */
export function stored({ dtype }: TensorSample, values: Float32Array): Float32Array {
  const type = roundable.find((one) => one === dtype);
  if (type === undefined || type === 'F32') return values;
  return type === 'BF16' ? toBfloat16(values) : roundTrip(type, values);
}

/** To nearest, ties to even, in place: a search rounds the same values a hundred times. Values must be finite. */
function toBfloat16(values: Float32Array): Float32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    words[i] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000;
  }
  return values;
}

export interface Replay {
  readonly elements: number;
  readonly equal: number;
  /** Σ (suspect − mixture)² over the variance that rounding all models leaves, per element. */
  readonly rest: number;
}

/** Width of rounding in a tensor: the suspect's own and the parents' mean, since a merge may have been made of finer parents. */
export function roundingOf({ rounding }: TensorSample): number {
  const [own = 0] = rounding.slice(-1);
  const parents = rounding.slice(0, -1);
  return own + parents.reduce((sum, one) => sum + one, 0) / Math.max(1, parents.length);
}

/** Runs the recipe over all tensors. */
export function replay(tensors: readonly TensorSample[], recipe: Recipe): Replay {
  let [elements, equal, rest] = [0, 0, 0];
  for (const tensor of tensors) {
    const { suspect } = tensor;
    const mixture = recipe(tensor);
    const width = roundingOf(tensor);
    let square = 0;
    for (let i = 0; i < mixture.length; i++) square += ((suspect[i] as number) - (mixture[i] as number)) ** 2;
    const rounded = stored(tensor, mixture);
    for (let i = 0; i < rounded.length; i++) if (rounded[i] === suspect[i]) equal += 1;
    elements += rounded.length;
    if (width > 0) rest += square / width;
  }
  return { elements, equal, rest: elements === 0 ? 0 : rest / elements };
}

/** Where a recipe gives the suspect's value: one byte an element, tensor by tensor. */
export function hitsOf(tensors: readonly TensorSample[], recipe: Recipe): readonly Uint8Array[] {
  return tensors.map((tensor) => {
    const rounded = stored(tensor, recipe(tensor));
    const hits = new Uint8Array(rounded.length);
    for (let i = 0; i < hits.length; i++) hits[i] = rounded[i] === tensor.suspect[i] ? 1 : 0;
    return hits;
  });
}

/** Places that the first has hit and the second not, less those the other way round, in standard errors of chance (McNemar 1947). */
export function betterBy(first: readonly Uint8Array[], second: readonly Uint8Array[]): number {
  let mine = 0;
  let other = 0;
  for (const [t, hits] of first.entries()) {
    const others = second[t] as Uint8Array;
    for (let i = 0; i < hits.length; i++) {
      const [x, y] = [hits[i] as number, others[i] as number];
      if (x > y) mine += 1;
      else if (y > x) other += 1;
    }
  }
  return mine === other ? 0 : (mine - other) / Math.sqrt(mine + other);
}

/** Every so many-th element, at most `most` of them over all tensors: enough for a search. */
export function thinned(tensors: readonly TensorSample[], most: number): readonly TensorSample[] {
  const total = tensors.reduce((sum, { suspect }) => sum + suspect.length, 0);
  const stride = Math.ceil(total / most);
  if (stride <= 1) return tensors;
  const thin = (values: Float32Array): Float32Array => {
    const out = new Float32Array(Math.ceil(values.length / stride));
    for (let i = 0; i < out.length; i++) out[i] = values[i * stride] as number;
    return out;
  };
  return tensors.map((tensor) => ({ ...tensor, suspect: thin(tensor.suspect), parents: tensor.parents.map(thin) }));
}
