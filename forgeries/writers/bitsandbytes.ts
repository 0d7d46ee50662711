// A writer of bitsandbytes' layouts: NF4 and FP4, plain and double quantised, and eight bits.
import type { ForgedModel } from '../forged-model.ts';
import { type Matrix, type QuantisedModel, type QuantisedWeight, quantiseLinear, rounded } from './quantised.ts';

export interface Bits4Options {
  readonly type: 'nf4' | 'fp4';
  readonly block: number;
  readonly nested?: boolean;
}

const tables: { readonly [type in Bits4Options['type']]: readonly number[] } = {
  nf4: [
    -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
  ],
  fp4: [0, 0.0625, 8, 12, 4, 6, 2, 3, 0, -0.0625, -8, -12, -4, -6, -2, -3].map((x) => Math.fround(x / 12)),
};

const nestedBlock = 256;

export function encodeBits4(model: ForgedModel, options: Bits4Options): QuantisedModel {
  const config = { quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_quant_type: options.type };
  return quantiseLinear(model, { quantization_config: config }, (matrix) => bits4Weight(matrix, options));
}

export function bits4Weight(
  { stem, rows, columns, values }: Matrix,
  { type, block, nested = false }: Bits4Options,
): QuantisedWeight {
  const name = `${stem}.weight`;
  const table = tables[type];
  const blocks = Math.ceil(values.length / block);
  const maxima = Float32Array.from({ length: blocks }, (_, b) =>
    values.subarray(b * block, (b + 1) * block).reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  );
  const double = nested ? nest(maxima) : undefined;
  const used = double?.used ?? maxima;
  const codes = Array.from(values, (x, i) => nearest(table, x / (used[Math.floor(i / block)] as number)));
  const bytes = Uint8Array.from(
    { length: Math.ceil(codes.length / 2) },
    (_, i) => ((codes[2 * i] as number) << 4) | (codes[2 * i + 1] ?? 0),
  );
  const state = {
    quant_type: type,
    blocksize: block,
    dtype: 'bfloat16',
    shape: [rows, columns],
    ...(double === undefined
      ? {}
      : { nested_blocksize: nestedBlock, nested_dtype: 'float32', nested_offset: double.offset }),
  };
  const json = new TextEncoder().encode(JSON.stringify(state));
  const parts: QuantisedWeight['parts'] = [
    { name, dtype: 'U8', shape: [bytes.length, 1], values: bytes },
    ...(double === undefined
      ? ([{ name: `${name}.absmax`, dtype: 'F32', shape: [blocks], values: maxima }] as const)
      : ([
          { name: `${name}.absmax`, dtype: 'U8', shape: [blocks], values: double.codes },
          { name: `${name}.nested_absmax`, dtype: 'F32', shape: [double.maxima.length], values: double.maxima },
          { name: `${name}.nested_quant_map`, dtype: 'F32', shape: [256], values: double.map },
        ] as const)),
    { name: `${name}.quant_map`, dtype: 'F32', shape: [16], values: Float32Array.from(table) },
    { name: `${name}.quant_state.bitsandbytes__${type}`, dtype: 'U8', shape: [json.length], values: json },
  ];
  const expected = Float32Array.from(
    codes,
    (code, i) => Math.fround(table[code] as number) * (used[Math.floor(i / block)] as number),
  );
  return { parts, expected };
}

function nest(maxima: Float32Array) {
  const offset = Math.fround(maxima.reduce((sum, x) => sum + x, 0) / maxima.length);
  const map = Float32Array.from({ length: 256 }, (_, i) => ((i - 128) / 128) * Math.abs((i - 128) / 128));
  const outer = Float32Array.from({ length: Math.ceil(maxima.length / nestedBlock) }, (_, b) =>
    maxima
      .subarray(b * nestedBlock, (b + 1) * nestedBlock)
      .reduce((most, x) => Math.max(most, Math.abs(x - offset)), 1e-6),
  );
  const codes = Uint8Array.from(maxima, (x, i) =>
    nearest([...map], (x - offset) / (outer[Math.floor(i / nestedBlock)] as number)),
  );
  const used = Float32Array.from(
    codes,
    (code, i) => Math.fround((map[code] as number) * (outer[Math.floor(i / nestedBlock)] as number)) + offset,
  );
  return { offset, map, maxima: outer, codes, used };
}

function nearest(table: readonly number[], wanted: number): number {
  let best = 0;
  for (const [code, value] of table.entries()) {
    if (Math.abs(value - wanted) < Math.abs((table[best] as number) - wanted)) best = code;
  }
  return best;
}

export function encodeBits8(model: ForgedModel): QuantisedModel {
  const config = { quantization_config: { quant_method: 'bitsandbytes', load_in_8bit: true } };
  return quantiseLinear(model, config, bits8Weight);
}

export function bits8Weight({ stem, rows, columns, values }: Matrix): QuantisedWeight {
  const maxima = Float32Array.from({ length: rows }, (_, r) =>
    values.subarray(r * columns, (r + 1) * columns).reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  );
  const codes = Array.from(values, (x, i) =>
    rounded((x * 127) / (maxima[Math.floor(i / columns)] as number), -127, 127),
  );
  const step = Math.fround(1 / 127);
  const parts: QuantisedWeight['parts'] = [
    { name: `${stem}.weight`, dtype: 'I8', shape: [rows, columns], values: Float32Array.from(codes) },
    { name: `${stem}.SCB`, dtype: 'F32', shape: [rows], values: maxima },
    { name: `${stem}.weight_format`, dtype: 'U8', shape: [], values: Uint8Array.of(0) },
  ];
  const expected = Float32Array.from(
    codes,
    (code, i) => code * Math.fround((maxima[Math.floor(i / columns)] as number) * step),
  );
  return { parts, expected };
}
