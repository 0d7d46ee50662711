// Quantised weights whose parts lie about one another: the model opens, the tensors stay as stored, and the fault is named.
import { describe, expect, it } from 'vitest';
import type { TensorToWrite } from '../../forgeries/write-safetensors.ts';
import { bits4Weight, bits8Weight } from '../../forgeries/writers/bitsandbytes.ts';
import { packedWeight } from '../../forgeries/writers/compressed-tensors.ts';
import { fp4Weight, fp8Weight } from '../../forgeries/writers/float8.ts';
import { awqWeight, gptqWeight } from '../../forgeries/writers/gptq.ts';
import { mlxWeight } from '../../forgeries/writers/mlx.ts';
import type { Matrix, QuantisedWeight } from '../../forgeries/writers/quantised.ts';
import { ForebearError } from '../../src/errors.ts';
import { createRandom } from '../../src/math/random.ts';
import type { Model } from '../../src/model/model.ts';
import { openQuantised } from '../model/schemes/quantised-models.ts';

const random = createRandom(1);
const matrix: Matrix = {
  stem: 'x',
  rows: 64,
  columns: 64,
  values: Float32Array.from({ length: 4_096 }, () => random.normal()),
};
const bystander: TensorToWrite = {
  name: 'norm.weight',
  dtype: 'F32',
  shape: [64],
  values: new Float32Array(64).fill(1),
};

const gptq = gptqWeight(matrix, { bits: 4, group: 32 });
const awq = awqWeight(matrix, { group: 32, version: 'gemm' });
const gemv = awqWeight(matrix, { group: 32, version: 'gemv' });
const nf4 = bits4Weight(matrix, { type: 'nf4', block: 64, nested: true });
const int8 = bits8Weight(matrix);
const fp8 = fp8Weight(matrix, { scales: 'tile', tile: 32 });
const packed = packedWeight(matrix, { bits: 4, group: 32, symmetric: false, order: createRandom(2) });
const nvfp4 = fp4Weight(matrix, 'compressed-tensors');
const blocks = fp4Weight(matrix, 'mxfp4-blocks');
const mlx = mlxWeight(matrix, { bits: 4, group: 64 });

type Change = (part: TensorToWrite) => TensorToWrite | undefined;

/** The parts with the one whose name ends so changed, or left out. */
function changed({ parts }: QuantisedWeight, ending: string, change: Change): readonly TensorToWrite[] {
  const at = parts.findIndex(({ name }) => name.endsWith(ending));
  if (at < 0) throw new Error(`no part ends in ${ending}`);
  return parts.flatMap((part, i) => (i === at ? (change(part) ?? []) : [part]));
}

const without: Change = () => undefined;
const zeros =
  (dtype: TensorToWrite['dtype'], width: number, ...shape: readonly number[]): Change =>
  ({ name }) => ({
    name,
    dtype,
    shape,
    values: new Uint8Array(shape.reduce((product, side) => product * side, width)),
  });
const numbers =
  (...values: readonly number[]): Change =>
  ({ name, dtype, shape }) => ({
    name,
    dtype,
    shape,
    values: Float32Array.from({ length: shape[0] as number }, (_, i) => values[i % values.length] as number),
  });
const sides =
  (...values: readonly bigint[]): Change =>
  ({ name }) => ({
    name,
    dtype: 'I64',
    shape: [values.length],
    values: new Uint8Array(BigInt64Array.from(values).buffer),
  });
const state =
  (change: object | string): Change =>
  (part) => {
    const text = new TextDecoder().decode(part.values as Uint8Array);
    const json = typeof change === 'string' ? change : JSON.stringify({ ...(JSON.parse(text) as object), ...change });
    const values = new TextEncoder().encode(json);
    return { ...part, shape: [values.length], values };
  };

const lies: readonly (readonly [name: string, parts: readonly TensorToWrite[], code: string])[] = [
  ['GPTQ without scales', changed(gptq, '.scales', without), 'format'],
  ['GPTQ without zeros', changed(gptq, '.qzeros', without), 'format'],
  ['GPTQ with a group beyond the last', changed(gptq, '.g_idx', numbers(0, 2)), 'format'],
  ['GPTQ with a negative group', changed(gptq, '.g_idx', numbers(0, -1)), 'format'],
  ['GPTQ with too short an order', changed(gptq, '.g_idx', zeros('I32', 4, 32)), 'format'],
  ['GPTQ with an order of floats', changed(gptq, '.g_idx', zeros('F32', 4, 64)), 'format'],
  ['GPTQ with no group at all', changed(gptq, '.scales', zeros('F16', 2, 0, 64)), 'format'],
  ['GPTQ with zeros of five bits', changed(gptq, '.qzeros', zeros('I32', 4, 2, 10)), 'format'],
  ['GPTQ with zeros for other groups', changed(gptq, '.qzeros', zeros('I32', 4, 3, 8)), 'format'],
  ['GPTQ with scales that are no floats', changed(gptq, '.scales', zeros('I16', 2, 2, 64)), 'format'],
  ['GPTQ with codes of one byte', changed(gptq, '.qweight', zeros('I8', 1, 8, 64)), 'format'],
  ['GPTQ with 2^40 inputs and no output', changed(gptq, '.qweight', zeros('I32', 4, 2 ** 40, 0)), 'format'],
  ['GPTQ with half a word of inputs', changed(gptq, '.qweight', zeros('I32', 4, 7, 64)), 'format'],
  [
    'AWQ with 2^40 inputs and no output',
    [
      ...changed(
        { parts: changed(awq, '.qweight', zeros('I32', 4, 2 ** 40, 0)), expected: awq.expected },
        '.scales',
        zeros('F16', 2, 2 ** 20, 0),
      ),
    ],
    'format',
  ],
  ['AWQ with groups that do not divide', changed(awq, '.scales', zeros('F16', 2, 3, 64)), 'format'],
  ['AWQ with short zeros', changed(awq, '.qzeros', zeros('I32', 4, 2, 7)), 'format'],
  [
    'AWQ for GEMV with zeros of another width',
    changed(
      { parts: changed(gemv, '.qzeros', zeros('I32', 4, 64, 5)), expected: gemv.expected },
      '.scales',
      zeros('F16', 2, 64, 40),
    ),
    'format',
  ],
  ['AWQ for GEMV-fast', changed(gemv, '.qweight', zeros('I16', 2, 16, 64)), 'unsupported'],
  ['NF4 without its state', changed(nf4, 'bitsandbytes__nf4', without), 'format'],
  ['NF4 without its codes', changed(nf4, '.weight', without), 'format'],
  ['NF4 with a state that is no JSON', changed(nf4, 'bitsandbytes__nf4', state('{"shape":')), 'format'],
  [
    'NF4 with a state that repeats a key',
    changed(nf4, 'bitsandbytes__nf4', state('{"shape":[1],"shape":[2]}')),
    'format',
  ],
  ['NF4 with a state that is a list', changed(nf4, 'bitsandbytes__nf4', state('[]')), 'format'],
  ['NF4 with a state nested deep', changed(nf4, 'bitsandbytes__nf4', state('['.repeat(50))), 'limit'],
  ['NF4 with a state of 100 kB', changed(nf4, 'bitsandbytes__nf4', state(`{"a":"${'a'.repeat(100_000)}"}`)), 'limit'],
  ['NF4 that says it is FP4', changed(nf4, 'bitsandbytes__nf4', state({ quant_type: 'fp4' })), 'format'],
  [
    'NF4 with a shape of 2^80 elements',
    changed(nf4, 'bitsandbytes__nf4', state({ shape: [2 ** 40, 2 ** 40] })),
    'limit',
  ],
  ['NF4 with a larger shape than its bytes', changed(nf4, 'bitsandbytes__nf4', state({ shape: [64, 65] })), 'format'],
  ['NF4 with a negative side', changed(nf4, 'bitsandbytes__nf4', state({ shape: [-64, -64] })), 'format'],
  ['NF4 with a broken side', changed(nf4, 'bitsandbytes__nf4', state({ shape: [64.5, 64] })), 'format'],
  ['NF4 with blocks of nothing', changed(nf4, 'bitsandbytes__nf4', state({ blocksize: 0 })), 'format'],
  ['NF4 with blocks of 2^40', changed(nf4, 'bitsandbytes__nf4', state({ nested_blocksize: 2 ** 40 })), 'format'],
  ['NF4 with an offset that is a text', changed(nf4, 'bitsandbytes__nf4', state({ nested_offset: '1' })), 'format'],
  ['NF4 with a short table', changed(nf4, '.nested_quant_map', zeros('F32', 4, 255)), 'format'],
  ['NF4 without outer maxima', changed(nf4, '.nested_absmax', without), 'format'],
  ['NF4 with too few maxima', changed(nf4, '.absmax', zeros('U8', 1, 63)), 'format'],
  ['eight bits with too few maxima', changed(int8, '.SCB', zeros('F32', 4, 63)), 'format'],
  [
    'eight bits in a form for another machine',
    changed(int8, '.weight_format', (part) => ({ ...part, values: Uint8Array.of(3) })),
    'unsupported',
  ],
  ['eight bits whose codes are floats', changed(int8, '.weight', zeros('F16', 2, 64, 64)), 'format'],
  ['FP8 with tiles that fit no side', changed(fp8, '_scale_inv', zeros('F32', 4, 3, 7)), 'format'],
  ['FP8 with scales deeper than the weight', changed(fp8, '_scale_inv', zeros('F32', 4, 2, 2, 2)), 'format'],
  ['FP8 with scales that are whole numbers', changed(fp8, '_scale_inv', zeros('I32', 4, 2, 2)), 'format'],
  ['packed codes with a shape of 2^62', changed(packed, '_shape', sides(2n ** 62n, 64n)), 'format'],
  ['packed codes with a shape of 2^60 elements', changed(packed, '_shape', sides(2n ** 40n, 2n ** 20n)), 'limit'],
  ['packed codes with a negative shape', changed(packed, '_shape', sides(-64n, -64n)), 'format'],
  ['packed codes with an empty shape', changed(packed, '_shape', sides(0n, 64n)), 'format'],
  ['packed codes with another shape', changed(packed, '_shape', sides(64n, 99n)), 'format'],
  ['packed codes with a group beyond the last', changed(packed, '_g_idx', numbers(0, 2)), 'format'],
  ['packed codes with zero points for fewer rows', changed(packed, '_zero_point', zeros('I32', 4, 7, 2)), 'format'],
  ['packed codes without scales', changed(packed, '_scale', without), 'format'],
  ['NVFP4 with scales for another group', changed(nvfp4, '_scale', zeros('F8_E4M3', 1, 64, 2)), 'format'],
  ['NVFP4 with scales that are bytes', changed(nvfp4, '_scale', zeros('U8', 1, 64, 4)), 'format'],
  [
    'bytes with one scale',
    changed(fp4Weight(matrix, 'modelopt'), '_scale_2', without).map((part) =>
      part.name.endsWith('_scale') ? zeros('F32', 4, 1)(part)! : part,
    ),
    'unsupported',
  ],
  ['blocks without exponents', changed(blocks, '_scales', without), 'format'],
  ['blocks with exponents for other rows', changed(blocks, '_scales', zeros('U8', 1, 63, 2)), 'format'],
  ['MLX with scales for other rows', changed(mlx, '.scales', zeros('F16', 2, 63, 1)), 'format'],
  ['MLX with no group', changed(mlx, '.scales', zeros('F16', 2, 64, 0)), 'format'],
  ['MLX with biases of another shape', changed(mlx, '.biases', zeros('F16', 2, 64, 2)), 'format'],
  ['MLX without biases and with scales of two bytes', changed(mlx, '.biases', without), 'format'],
  ['GPTQ beside a weight of the same name', [...gptq.parts, { ...bystander, name: 'x.weight' }], 'format'],
];

/** Reads all of every tensor in small pieces, and replays what can be replayed. */
async function readAll(model: Model): Promise<void> {
  for (const tensor of model.tensors) {
    const step = 1_000;
    for (let from = 0; from < tensor.elements; from += step) {
      const values = await model.read(tensor, from, Math.min(tensor.elements, from + step));
      expect(values.length).toBe(Math.min(tensor.elements, from + step) - from);
      const back = await model.requantise(tensor, from, values);
      expect(back?.length ?? values.length).toBe(values.length);
    }
  }
}

describe('a weight whose parts contradict one another', () => {
  it.for(lies)('stays as stored: %s', async ([, parts, code]) => {
    const model = await openQuantised({ tensors: [...parts, bystander], config: {} });
    expect(model.tensors.map(({ name }) => name).toSorted()).toEqual(
      [...parts, bystander].map(({ name }) => name).toSorted(),
    );
    expect(model.problems.map((problem) => problem.code)).toContain(code);
    expect(model.problems.flatMap(({ lost }) => lost)).toContain('x.weight');
    await readAll(model);
  });

  it('does not keep the other weights from being read', async () => {
    const other = gptqWeight({ ...matrix, stem: 'y' }, { bits: 4, group: 32 });
    const model = await openQuantised({
      tensors: [...changed(gptq, '.g_idx', numbers(9)), ...other.parts],
      config: {},
    });
    const weight = model.tensors.find(({ name }) => name === 'y.weight');
    expect(await model.read(weight!, 0, 4_096)).toEqual(other.expected);
  });

  it('is one problem however many weights share the fault', async () => {
    const parts = Array.from({ length: 40 }, (_, i) =>
      changed(gptqWeight({ ...matrix, stem: `layers.${i}` }, { bits: 4, group: 32 }), '.g_idx', numbers(2 + i)),
    );
    const model = await openQuantised({ tensors: parts.flat(), config: {} });
    expect(model.problems.length).toBe(1);
    expect(model.problems[0]?.lost.length).toBe(40);
    expect(model.problems[0]?.found).toMatch(/39 more weights like it$/);
  });

  it('is read where only its numbers are strange', async () => {
    const strange = changed(blocks, '_scales', (part) => ({ ...part, values: new Uint8Array(128).fill(255) }));
    const infinite = changed(gptq, '.scales', (part) => ({ ...part, values: new Uint8Array(256).fill(0x7c) }));
    const empty = changed(int8, '.SCB', zeros('F32', 4, 64));
    for (const parts of [strange, infinite, empty]) {
      const model = await openQuantised({ tensors: parts, config: {} });
      expect(model.problems).toEqual([]);
      await readAll(model);
    }
  });
});

describe('a range outside a weight', () => {
  it('is refused with a code', async () => {
    const model = await openQuantised({ tensors: gptq.parts, config: {} });
    const [weight] = model.tensors;
    for (const [from, to] of [
      [-64, 0],
      [4_000, 5_000],
      [9, 3],
      [Number.NaN, 4],
    ] as const) {
      await expect(model.read(weight!, from, to)).rejects.toThrow(ForebearError);
    }
    await expect(model.requantise(weight!, 4_090, new Float32Array(7))).rejects.toThrow(ForebearError);
  });
});
