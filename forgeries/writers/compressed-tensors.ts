// A writer of compressed-tensors' whole numbers: packed into words, with zero points and act-order, and one a byte.
import type { Random } from '../../src/math/random.ts';
import type { ForgedModel } from '../forged-model.ts';
import {
  inOrder,
  type Matrix,
  packColumns,
  packRows,
  type QuantisedModel,
  type QuantisedWeight,
  quantiseIntegers,
  quantiseLinear,
  rounded,
} from './quantised.ts';

export interface PackedOptions {
  readonly bits: number;
  readonly group: number;
  readonly symmetric?: boolean;
  readonly order?: Random;
}

export function encodePacked(model: ForgedModel, options: PackedOptions): QuantisedModel {
  const weights = {
    num_bits: options.bits,
    group_size: options.group,
    type: 'int',
    symmetric: options.symmetric ?? true,
  };
  const config = {
    quant_method: 'compressed-tensors',
    format: 'pack-quantized',
    config_groups: { group_0: { weights } },
  };
  return quantiseLinear(model, { quantization_config: config }, (matrix) => packedWeight(matrix, options));
}

export function packedWeight(matrix: Matrix, { bits, group, symmetric = true, order }: PackedOptions): QuantisedWeight {
  const { stem, rows, columns } = matrix;
  const drawn = order?.permutation(columns);
  const groupOf =
    drawn === undefined ? inOrder(columns, group) : Array.from(drawn, (place) => Math.floor(place / group));
  const { codes, scales, zeros, groups, expected } = quantiseIntegers(matrix, bits, groupOf, symmetric);
  const shape = new Uint8Array(BigInt64Array.of(BigInt(rows), BigInt(columns)).buffer);
  const parts: QuantisedWeight['parts'] = [
    {
      name: `${stem}.weight_packed`,
      dtype: 'I32',
      shape: [rows, Math.ceil((columns * bits) / 32)],
      values: packRows(codes, rows, columns, bits),
    },
    { name: `${stem}.weight_scale`, dtype: 'F32', shape: [rows, groups], values: scales },
    { name: `${stem}.weight_shape`, dtype: 'I64', shape: [2], values: shape },
    ...(symmetric
      ? []
      : [
          {
            name: `${stem}.weight_zero_point`,
            dtype: 'I32',
            shape: [Math.ceil((rows * bits) / 32), groups],
            values: packColumns(zeros, rows, groups, bits),
          } as const,
        ]),
    ...(drawn === undefined
      ? []
      : [
          { name: `${stem}.weight_g_idx`, dtype: 'I32', shape: [columns], values: Float32Array.from(groupOf) } as const,
        ]),
  ];
  return { parts, expected };
}

export function encodeBytes(model: ForgedModel, symmetric = true): QuantisedModel {
  const config = { quantization_config: { quant_method: 'compressed-tensors', format: 'int-quantized' } };
  return quantiseLinear(model, config, (matrix) => bytesWeight(matrix, symmetric));
}

/** One scale a row, and a zero point where not symmetric. */
export function bytesWeight({ stem, rows, columns, values }: Matrix, symmetric: boolean): QuantisedWeight {
  const scales = new Float32Array(rows);
  const zeros = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    const row = values.subarray(r * columns, (r + 1) * columns);
    const high = row.reduce((most, x) => Math.max(most, symmetric ? Math.abs(x) : x), 0);
    const low = row.reduce((least, x) => Math.min(least, symmetric ? -high : x), symmetric ? -high : 0);
    scales[r] = (high - low) / 255 || 1;
    zeros[r] = symmetric ? 0 : rounded(-128 - low / (scales[r] as number), -128, 127);
  }
  const of = (i: number): readonly [number, number] => [
    scales[Math.floor(i / columns)] as number,
    zeros[Math.floor(i / columns)] as number,
  ];
  const codes = Float32Array.from(values, (x, i) => rounded(x / of(i)[0] + of(i)[1], -128, 127));
  const parts: QuantisedWeight['parts'] = [
    { name: `${stem}.weight`, dtype: 'I8', shape: [rows, columns], values: codes },
    { name: `${stem}.weight_scale`, dtype: 'F32', shape: [rows, 1], values: scales },
    ...(symmetric
      ? []
      : [{ name: `${stem}.weight_zero_point`, dtype: 'I8', shape: [rows, 1], values: zeros } as const]),
  ];
  return { parts, expected: codes.map((code, i) => (code - of(i)[1]) * of(i)[0]) };
}
