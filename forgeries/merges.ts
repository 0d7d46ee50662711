// Merges of models of one shape, as merging tools make them: in 64-bit arithmetic, rounded once at the end.
import { type ForgedModel, type ForgedTensor, forgedTensor } from './forged-model.ts';
import { randomFor } from './random.ts';

/** A model and its weight, or its factor. */
export type Part = readonly [model: ForgedModel, weight: number];

function merge(first: ForgedModel, value: (name: string, tensor: ForgedTensor) => ArrayLike<number>): ForgedModel {
  return new Map(
    [...first].map(([name, tensor]) => [
      name,
      forgedTensor(tensor.shape, tensor.dtype, Float32Array.from(value(name, tensor))),
    ]),
  );
}

function valuesOf(model: ForgedModel, name: string): Float32Array {
  const tensor = model.get(name);
  if (tensor === undefined) throw new RangeError(`no tensor called ${name}`);
  return tensor.values;
}

/** Σ w N. Hopes to pass for a fine-tune of one of them. */
export function mergeLinear(parts: readonly Part[]): ForgedModel {
  const [[first]] = parts as readonly [Part];
  return merge(first, (name, { values }) =>
    Float64Array.from(values, (_, i) =>
      parts.reduce((sum, [model, weight]) => sum + weight * (valuesOf(model, name)[i] as number), 0),
    ),
  );
}

/** The point t of the arc from the first to the second, tensor by tensor. Hopes to pass for a linear merge. */
export function mergeSlerp(first: ForgedModel, second: ForgedModel, t: number): ForgedModel {
  return merge(first, (name, { values: a }) => {
    const b = valuesOf(second, name);
    const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);
    const angle = Math.acos(Math.min(1, dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
    const [u, v] =
      Math.cos(angle) > 0.9995
        ? [1 - t, t]
        : [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
    return Float64Array.from(a, (x, i) => u * x + v * (b[i] as number));
  });
}

/** The base and a multiple of what each of the others has added to it (Ilharco et al. 2023). */
export function mergeTasks(base: ForgedModel, parts: readonly Part[]): ForgedModel {
  const rest = parts.reduce((sum, [, factor]) => sum - factor, 1);
  return mergeLinear([[base, rest], ...parts]);
}

/** TIES (Yadav et al. 2023): changes trimmed to the share `density`, signs elected, the mean of those that agree. */
export function mergeTies(base: ForgedModel, models: readonly ForgedModel[], density: number, factor = 1): ForgedModel {
  return merge(base, (name, { values: origin }) => {
    const changes = models.map((model) => {
      const change = Float64Array.from(valuesOf(model, name), (x, i) => x - (origin[i] as number));
      const order = [...change.keys()].toSorted(
        (i, j) => Math.abs(change[j] as number) - Math.abs(change[i] as number),
      );
      for (const i of order.slice(Math.floor(density * order.length))) change[i] = 0;
      return change;
    });
    return Float64Array.from(origin, (x, i) => {
      const entries = changes.map((change) => change[i] as number);
      const sign = Math.sign(entries.reduce((sum, entry) => sum + entry, 0));
      const agreeing = entries.filter((entry) => entry !== 0 && Math.sign(entry) === sign);
      return agreeing.length === 0 ? x : x + (factor * agreeing.reduce((sum, e) => sum + e, 0)) / agreeing.length;
    });
  });
}

/** DARE (Yu et al. 2024): entries of each change dropped with probability `dropped`, the others enlarged, and added by weight. */
export function mergeDare(base: ForgedModel, parts: readonly Part[], dropped: number, seed: number): ForgedModel {
  return merge(base, (name, { values: origin }) => {
    const sum = Float64Array.from(origin);
    for (const [k, [model, weight]] of parts.entries()) {
      const random = randomFor(seed, `dare ${k} ${name}`);
      const values = valuesOf(model, name);
      for (let i = 0; i < sum.length; i++) {
        if (random.uniform() < dropped) continue;
        sum[i] = (sum[i] as number) + (weight * ((values[i] as number) - (origin[i] as number))) / (1 - dropped);
      }
    }
    return sum;
  });
}
