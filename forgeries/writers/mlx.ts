// A writer of MLX's affine quantisation.
import type { ForgedModel } from '../forged-model.ts';
import {
  half,
  halfBytes,
  type Matrix,
  packRows,
  type QuantisedModel,
  type QuantisedWeight,
  quantiseLinear,
  rounded,
} from './quantised.ts';

export interface MlxOptions {
  readonly bits: number;
  readonly group: number;
}

export function encodeMlx(model: ForgedModel, { bits, group }: MlxOptions): QuantisedModel {
  const config = { quantization: { group_size: group, bits } };
  return quantiseLinear(model, config, (matrix) => mlxWeight(matrix, { bits, group }));
}

export function mlxWeight({ stem, rows, columns, values }: Matrix, { bits, group }: MlxOptions): QuantisedWeight {
  const most = 2 ** bits - 1;
  const groups = columns / group;
  const scales = new Float32Array(rows * groups);
  const biases = new Float32Array(rows * groups);
  for (let g = 0; g < scales.length; g++) {
    const part = values.subarray(g * group, (g + 1) * group);
    const low = part.reduce((least, x) => Math.min(least, x), Infinity);
    const high = part.reduce((top, x) => Math.max(top, x), -Infinity);
    scales[g] = half((high - low) / most) || half(1e-4);
    biases[g] = half(low);
  }
  const codes = Array.from(values, (x, i) => {
    const g = Math.floor(i / group);
    return rounded((x - (biases[g] as number)) / (scales[g] as number), 0, most);
  });
  const parts: QuantisedWeight['parts'] = [
    {
      name: `${stem}.weight`,
      dtype: 'U32',
      shape: [rows, (columns * bits) / 32],
      values: packRows(codes, rows, columns, bits),
    },
    { name: `${stem}.scales`, dtype: 'F16', shape: [rows, groups], values: halfBytes(scales) },
    { name: `${stem}.biases`, dtype: 'F16', shape: [rows, groups], values: halfBytes(biases) },
  ];
  const expected = Float32Array.from(codes, (code, i) => {
    const g = Math.floor(i / group);
    return Math.fround(code * (scales[g] as number)) + (biases[g] as number);
  });
  return { parts, expected };
}
