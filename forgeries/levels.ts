// Rounding to a few levels in groups and back to plain floats, as quantised models that were stored whole again.
import { type ForgedModel, forgedTensor } from './forged-model.ts';

/**
 * Rounds every matrix to `bits` bits in groups of `group` values (step max|x| / (2^(b−1) − 1)), and stores the result in
 * the type it had. Hopes to pass for noise, or for a fine-tune.
 */
export function roundToLevels(model: ForgedModel, bits: number, group: number): ForgedModel {
  const most = 2 ** (bits - 1) - 1;
  return new Map(
    [...model].map(([name, tensor]) => {
      if (tensor.shape.length < 2) return [name, tensor];
      const values = tensor.values.slice();
      for (let start = 0; start < values.length; start += group) {
        const size = values.subarray(start, start + group).reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
        const step = size / most;
        if (step === 0) continue;
        for (let i = start; i < Math.min(values.length, start + group); i++)
          values[i] = Math.round((values[i] as number) / step) * step;
      }
      return [name, forgedTensor(tensor.shape, tensor.dtype, values)];
    }),
  );
}

/** Sets to zero, in every matrix, what is zero in the same place of `mask`. Hopes to hide a pruning under training that kept it. */
export function withZerosOf(model: ForgedModel, mask: ForgedModel): ForgedModel {
  return new Map(
    [...model].map(([name, tensor]) => {
      const other = mask.get(name);
      if (other === undefined || tensor.shape.length < 2) return [name, tensor];
      return [name, { ...tensor, values: tensor.values.map((x, i) => (other.values[i] === 0 ? 0 : x)) }];
    }),
  );
}
