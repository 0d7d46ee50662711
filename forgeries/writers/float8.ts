// A writer of eight-bit and four-bit floats with scales: FP8 by tensor, row or tile, NVFP4 in its two spellings, MXFP4.
import { encode, roundTrip } from '../../src/formats/numbers/values.ts';
import type { ForgedModel } from '../forged-model.ts';
import type { TensorToWrite } from '../write-safetensors.ts';
import { type Matrix, type QuantisedModel, type QuantisedWeight, quantiseLinear } from './quantised.ts';

export interface Fp8Options {
  readonly scales: 'tensor' | 'row' | 'tile';
  readonly tile?: number;
}

const largest8 = 448;

export function encodeFp8(model: ForgedModel, options: Fp8Options): QuantisedModel {
  const tile = options.tile ?? 128;
  const config = { quant_method: 'fp8', ...(options.scales === 'tile' ? { weight_block_size: [tile, tile] } : {}) };
  return quantiseLinear(model, { quantization_config: config }, (matrix) => fp8Weight(matrix, options));
}

export function fp8Weight(
  { stem, rows, columns, values }: Matrix,
  { scales: by, tile = 128 }: Fp8Options,
): QuantisedWeight {
  const [high, wide] = by === 'tensor' ? [rows, columns] : by === 'row' ? [1, columns] : [tile, tile];
  const [down, across] = [Math.ceil(rows / high), Math.ceil(columns / wide)];
  const place = (i: number): number =>
    Math.floor(Math.floor(i / columns) / high) * across + Math.floor((i % columns) / wide);
  const scales = new Float32Array(down * across);
  for (const [i, x] of values.entries())
    scales[place(i)] = Math.max(scales[place(i)] as number, Math.abs(x) / largest8);
  const scaled = values.map((x, i) => x / (scales[place(i)] as number));
  const shape = by === 'tensor' ? [] : by === 'row' ? [rows, 1] : [down, across];
  const parts: QuantisedWeight['parts'] = [
    { name: `${stem}.weight`, dtype: 'F8_E4M3', shape: [rows, columns], values: scaled },
    { name: `${stem}.weight_scale${by === 'tile' ? '_inv' : ''}`, dtype: 'F32', shape, values: scales },
    ...(by === 'tensor'
      ? [{ name: `${stem}.input_scale`, dtype: 'F32', shape: [], values: Float32Array.of(1) } as const]
      : []),
  ];
  return { parts, expected: roundTrip('F8_E4M3', scaled).map((x, i) => x * (scales[place(i)] as number)) };
}

export type Fp4Spelling = 'compressed-tensors' | 'modelopt' | 'mxfp4' | 'mxfp4-blocks';

export function encodeFp4(model: ForgedModel, spelling: Fp4Spelling): QuantisedModel {
  const methods = {
    'compressed-tensors': 'compressed-tensors',
    modelopt: 'modelopt',
    mxfp4: 'compressed-tensors',
    'mxfp4-blocks': 'mxfp4',
  };
  const config = { quantization_config: { quant_method: methods[spelling] } };
  return quantiseLinear(model, config, (matrix) => fp4Weight(matrix, spelling));
}

/** Magnitudes of the eight codes below the sign. */
const magnitudes = [0, 0.5, 1, 1.5, 2, 3, 4, 6];

function code4(wanted: number): number {
  let best = 0;
  for (const [code, value] of magnitudes.entries()) {
    if (Math.abs(value - Math.abs(wanted)) < Math.abs((magnitudes[best] as number) - Math.abs(wanted))) best = code;
  }
  return wanted < 0 ? best + 8 : best;
}

const value4 = (code: number): number => (code >= 8 ? -1 : 1) * (magnitudes[code % 8] as number);

export function fp4Weight({ stem, rows, columns, values }: Matrix, spelling: Fp4Spelling): QuantisedWeight {
  const mx = spelling === 'mxfp4' || spelling === 'mxfp4-blocks';
  const group = mx ? 32 : 16;
  const most = Float32Array.from({ length: values.length / group }, (_, g) =>
    values.subarray(g * group, (g + 1) * group).reduce((high, x) => Math.max(high, Math.abs(x)), 0),
  );
  const global = Math.fround(most.reduce((high, x) => Math.max(high, x), 0) / (6 * 448));
  const local = mx
    ? most.map((high) => 2 ** Math.max(-127, Math.ceil(Math.log2(high / 6 || 2 ** -127))))
    : roundTrip(
        'F8_E4M3',
        most.map((high) => high / 6 / global),
      );
  const divisor = Math.fround(1 / global);
  const whole = local.map((scale) => (mx ? scale : spelling === 'modelopt' ? scale * global : scale / divisor));
  const codes = Array.from(values, (x, i) => {
    const scale = whole[Math.floor(i / group)] as number;
    return scale === 0 ? 0 : code4(x / scale);
  });
  const bytes = Uint8Array.from(
    { length: codes.length / 2 },
    (_, i) => (codes[2 * i] as number) | ((codes[2 * i + 1] as number) << 4),
  );
  const expected = Float32Array.from(codes, (code, i) => value4(code) * (whole[Math.floor(i / group)] as number));
  const exponents = Uint8Array.from(local, (scale) => Math.log2(scale) + 127);
  return {
    parts: partsOf(spelling, stem, rows, columns, bytes, mx ? exponents : encode('F8_E4M3', local), global, divisor),
    expected,
  };
}

function partsOf(
  spelling: Fp4Spelling,
  stem: string,
  rows: number,
  columns: number,
  bytes: Uint8Array,
  scales: Uint8Array,
  global: number,
  divisor: number,
): readonly TensorToWrite[] {
  const name = `${stem}.weight`;
  switch (spelling) {
    case 'compressed-tensors':
      return [
        { name: `${name}_packed`, dtype: 'U8', shape: [rows, columns / 2], values: bytes },
        { name: `${name}_scale`, dtype: 'F8_E4M3', shape: [rows, columns / 16], values: scales },
        { name: `${name}_global_scale`, dtype: 'F32', shape: [1], values: Float32Array.of(divisor) },
      ];
    case 'modelopt':
      return [
        { name, dtype: 'U8', shape: [rows, columns / 2], values: bytes },
        { name: `${name}_scale`, dtype: 'F8_E4M3', shape: [rows, columns / 16], values: scales },
        { name: `${name}_scale_2`, dtype: 'F32', shape: [], values: Float32Array.of(global) },
        { name: `${stem}.input_scale`, dtype: 'F32', shape: [], values: Float32Array.of(1) },
      ];
    case 'mxfp4':
      return [
        { name: `${name}_packed`, dtype: 'U8', shape: [rows, columns / 2], values: bytes },
        { name: `${name}_scale`, dtype: 'U8', shape: [rows, columns / 32], values: scales },
      ];
    case 'mxfp4-blocks':
      return [
        { name: `${name}_blocks`, dtype: 'U8', shape: [rows, columns / 32, 16], values: bytes },
        { name: `${name}_scales`, dtype: 'U8', shape: [rows, columns / 32], values: scales },
      ];
  }
}
