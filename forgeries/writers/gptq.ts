// A writer of GPTQ's and AWQ's layouts, by rounding to nearest.
import type { Random } from '../../src/math/random.ts';
import type { ForgedModel } from '../forged-model.ts';
import {
  concat,
  halfBytes,
  inOrder,
  type Matrix,
  packColumns,
  packRows,
  packWords,
  type QuantisedModel,
  type QuantisedWeight,
  quantiseIntegers,
  quantiseLinear,
  turned,
} from './quantised.ts';

export interface GptqOptions {
  readonly bits: number;
  readonly group: number;
  readonly symmetric?: boolean;
  /** 1 stores zeros less one, 2 as they are. */
  readonly form?: 1 | 2;
  /** Draws an order of the columns, as act-order does. */
  readonly order?: Random;
  /** Leaves g_idx out, as the oldest files do. */
  readonly withoutOrder?: boolean;
}

export function encodeGptq(model: ForgedModel, options: GptqOptions): QuantisedModel {
  const form = options.form === 2 ? { checkpoint_format: 'gptq_v2' } : { checkpoint_format: 'gptq' };
  const config = { quant_method: 'gptq', bits: options.bits, group_size: options.group, ...form };
  return quantiseLinear(model, { quantization_config: config }, (matrix) => gptqWeight(matrix, options));
}

export function gptqWeight(matrix: Matrix, options: GptqOptions): QuantisedWeight {
  const { stem, rows, columns } = matrix;
  const { bits, group, symmetric = true, form = 1 } = options;
  let groupOf = inOrder(columns, group);
  if (options.order !== undefined) {
    const order = options.order.permutation(columns);
    groupOf = Array.from(order, (place) => Math.floor(place / group));
  }
  const { codes, scales, zeros, groups, expected } = quantiseIntegers(matrix, bits, groupOf, symmetric);
  const mask = 2 ** bits - 1;
  const stored = turned(zeros, rows, groups).map((zero) => (form === 1 ? zero - 1 : zero) & mask);
  const parts: QuantisedWeight['parts'] = [
    {
      name: `${stem}.qweight`,
      dtype: 'I32',
      shape: [(columns / 32) * bits, rows],
      values: packColumns(turned(codes, rows, columns), columns, rows, bits),
    },
    {
      name: `${stem}.qzeros`,
      dtype: 'I32',
      shape: [groups, (rows / 32) * bits],
      values: packRows(stored, groups, rows, bits),
    },
    { name: `${stem}.scales`, dtype: 'F16', shape: [groups, rows], values: halfBytes(turned(scales, rows, groups)) },
    { name: `${stem}.g_idx`, dtype: 'I32', shape: [columns], values: Float32Array.from(groupOf) },
  ];
  return { parts: options.withoutOrder === true ? parts.slice(0, 3) : parts, expected };
}

export interface AwqOptions {
  readonly group: number;
  readonly version: 'gemm' | 'gemv';
}

export function encodeAwq(model: ForgedModel, options: AwqOptions): QuantisedModel {
  const config = {
    quant_method: 'awq',
    bits: 4,
    group_size: options.group,
    version: options.version,
    zero_point: true,
  };
  return quantiseLinear(model, { quantization_config: config }, (matrix) => awqWeight(matrix, options));
}

/** The place in its word that holds output 8 k + i, by i. */
const places = [0, 4, 1, 5, 2, 6, 3, 7];

export function awqWeight(matrix: Matrix, { group, version }: AwqOptions): QuantisedWeight {
  const { stem, rows, columns } = matrix;
  const { codes, scales, zeros, groups, expected } = quantiseIntegers(matrix, 4, inOrder(columns, group), false);
  if (version === 'gemv') {
    const words = gemvWords(groups, group);
    const padded = Float32Array.from({ length: rows * words * 8 }, (_, i) => {
      const place = i % (words * 8);
      return place < groups ? (scales[Math.floor(i / (words * 8)) * groups + place] as number) : 0;
    });
    const zeroRows = Array.from({ length: rows }, (_, r) =>
      packWords(
        Array.from({ length: words * 8 }, (_, g) => (g < groups ? (zeros[r * groups + g] as number) : 0)),
        4,
      ),
    );
    const parts: QuantisedWeight['parts'] = [
      { name: `${stem}.qweight`, dtype: 'I32', shape: [rows, columns / 8], values: packRows(codes, rows, columns, 4) },
      { name: `${stem}.qzeros`, dtype: 'I32', shape: [rows, words], values: concat(zeroRows) },
      { name: `${stem}.scales`, dtype: 'F16', shape: [rows, words * 8], values: halfBytes(padded) },
    ];
    return { parts, expected };
  }
  const parts: QuantisedWeight['parts'] = [
    {
      name: `${stem}.qweight`,
      dtype: 'I32',
      shape: [columns, rows / 8],
      values: shuffled(turned(codes, rows, columns), columns, rows),
    },
    {
      name: `${stem}.qzeros`,
      dtype: 'I32',
      shape: [groups, rows / 8],
      values: shuffled(turned(zeros, rows, groups), groups, rows),
    },
    { name: `${stem}.scales`, dtype: 'F16', shape: [groups, rows], values: halfBytes(turned(scales, rows, groups)) },
  ];
  return { parts, expected };
}

function shuffled(codes: Int32Array, rows: number, columns: number): Uint8Array {
  const ordered = codes.map((_, i) => {
    const place = places.indexOf(i % 8);
    return codes[i - (i % 8) + place] as number;
  });
  return packRows(ordered, rows, columns, 4);
}

function gemvWords(groups: number, group: number): number {
  const multiple = group >= 128 ? 1 : group === 64 ? 2 : 4;
  return Math.ceil(Math.ceil(groups / 8) / multiple) * multiple;
}
