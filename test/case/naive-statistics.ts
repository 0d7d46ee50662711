// The statistics that public accusations were built on, as they were computed: for tests that show whom they convict.
import type { ForgedModel } from '../../forgeries/forged-model.ts';

function valuesOf(model: ForgedModel, names: RegExp): Float32Array[] {
  return [...model].filter(([name]) => names.test(name)).map(([, { values }]) => values);
}

/** The cosine of two models' tensors of these names laid end to end, not centred. */
export function plainCosine(first: ForgedModel, second: ForgedModel, names: RegExp): number {
  const [a, b] = [first, second].map((model) => valuesOf(model, names).flatMap((values) => [...values]));
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  return dot(a!, b!) / Math.sqrt(dot(a!, a!) * dot(b!, b!));
}

export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  return (sab - (sa * sb) / n) / Math.sqrt((saa - (sa * sa) / n) * (sbb - (sb * sb) / n));
}

/** r times the root of the number of values in each tensor, as if all values were independent, and Stouffer's sum over tensors. */
export function combinedZ(first: ForgedModel, second: ForgedModel, names: RegExp): number {
  const [a, b] = [valuesOf(first, names), valuesOf(second, names)];
  const z = a.map((values, i) => pearson(values, b[i]!) * Math.sqrt(values.length));
  return z.reduce((sum, value) => sum + value, 0) / Math.sqrt(z.length);
}

/** Pearson correlation of the standard deviations of the named matrices along the layers, each curve over its own mean. */
export function curveCorrelation(first: ForgedModel, second: ForgedModel, names: readonly RegExp[]): number {
  const curve = (model: ForgedModel): number[] =>
    names.flatMap((name) => {
      const deviations = valuesOf(model, name).map((values) => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      });
      const level = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
      return deviations.map((value) => value / level);
    });
  return pearson(curve(first), curve(second));
}
