// Quantised safetensors: weights come out of their parts under the names and shapes they are used by, value for value.
import { describe, expect, it } from 'vitest';
import { tinyLlama } from '../../../forgeries/tiny-llama.ts';
import type { TensorToWrite } from '../../../forgeries/write-safetensors.ts';
import { bits4Weight } from '../../../forgeries/writers/bitsandbytes.ts';
import { fp4Weight } from '../../../forgeries/writers/float8.ts';
import { gptqWeight } from '../../../forgeries/writers/gptq.ts';
import { mlxWeight } from '../../../forgeries/writers/mlx.ts';
import type { Matrix } from '../../../forgeries/writers/quantised.ts';
import { isForebearError } from '../../../src/errors.ts';
import { createRandom } from '../../../src/math/random.ts';
import type { Model, Tensor } from '../../../src/model/model.ts';
import { type Layout, layouts, openQuantised } from './quantised-models.ts';

const shape = { layers: 1, width: 64, heads: 4, keyValueHeads: 2, feedForward: 96, vocabulary: 40 };
const original = tinyLlama(1, shape);

function find(model: Model, name: string): Tensor {
  const tensor = model.tensors.find((one) => one.name === name);
  if (tensor === undefined) throw new Error(`${name} is not there`);
  return tensor;
}

/** The same numbers with one zero: minus zero is a way of storing it, not another value. */
const plain = (values: Float32Array | undefined): Float32Array | undefined => values?.map((x) => x + 0);

function matrix(rows: number, columns: number, seed = 1): Matrix {
  const random = createRandom(seed);
  return { stem: 'x', rows, columns, values: Float32Array.from({ length: rows * columns }, () => random.normal()) };
}

describe.for(layouts)('$name', ({ encode, scheme, bits }: Layout) => {
  const quantised = encode(original);

  it('gives every weight under its own name and shape, and no part of one', async () => {
    const model = await openQuantised(quantised);
    expect(model.problems).toEqual([]);
    expect(model.tensors.map(({ name }) => name)).toEqual([...original.keys()]);
    for (const { name, shape: sides, dtype, assembly } of model.tensors) {
      expect(sides).toEqual(original.get(name)?.shape);
      expect([dtype, assembly?.scheme]).toEqual(quantised.expected.has(name) ? ['F32', scheme] : ['BF16', undefined]);
    }
  });

  it('gives the values that were written, whatever range is asked', async () => {
    const model = await openQuantised(quantised);
    const random = createRandom(3);
    for (const [name, expected] of quantised.expected) {
      const tensor = find(model, name);
      expect(plain(await model.read(tensor, 0, expected.length))).toEqual(plain(expected));
      for (let i = 0; i < 12; i++) {
        const from = random.integer(expected.length);
        const to = from + random.integer(expected.length - from + 1);
        expect(plain(await model.read(tensor, from, to))).toEqual(plain(expected.slice(from, to)));
      }
    }
  });

  it('replays its own rounding on the original, and changes nothing that it holds', async () => {
    const model = await openQuantised(quantised);
    for (const [name, expected] of quantised.expected) {
      const tensor = find(model, name);
      expect(plain(await model.requantise(tensor, 0, expected))).toEqual(plain(expected));
      const values = original.get(name)!.values.slice(70, 900);
      const replayed = await model.requantise(tensor, 70, values);
      const stored = expected.subarray(70, 900);
      let equal = 0;
      let farther = 0;
      for (const [i, back] of replayed!.entries()) {
        if (back === stored[i]) equal += 1;
        const [ours, theirs] = [
          Math.abs(back - (values[i] as number)),
          Math.abs((stored[i] as number) - (values[i] as number)),
        ];
        if (ours > theirs * (1 + 1e-6)) farther += 1;
      }
      expect(equal / stored.length).toBeGreaterThan(0.98);
      expect(farther).toBe(0);
    }
  });

  it('stays close to the original', async () => {
    const model = await openQuantised(quantised);
    const tensor = find(model, 'model.layers.0.mlp.up_proj.weight');
    const [a, b] = [await model.read(tensor, 0, tensor.elements), original.get(tensor.name)!.values];
    const dot = (x: Float32Array, y: Float32Array): number =>
      x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
    const correlation = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    expect(correlation).toBeGreaterThan(bits <= 2 ? 0.88 : bits === 3 ? 0.96 : 0.98);
  });
});

describe('stacked experts of gpt-oss', () => {
  const experts = [matrix(48, 64, 1), matrix(48, 64, 2)];
  const weights = experts.map((one) => fp4Weight(one, 'mxfp4-blocks'));
  const stacked = (part: number, sides: readonly number[]): TensorToWrite => ({
    name: `model.layers.0.mlp.experts.gate_up_proj_${part === 0 ? 'blocks' : 'scales'}`,
    dtype: 'U8',
    shape: sides,
    values: Uint8Array.from(weights.flatMap(({ parts }) => [...(parts[part]!.values as Uint8Array)])),
  });

  it('are given turned, experts by inputs by outputs, and say that gate and up take turns', async () => {
    const model = await openQuantised({ tensors: [stacked(0, [2, 48, 2, 16]), stacked(1, [2, 48, 2])], config: {} });
    const tensor = find(model, 'model.layers.0.mlp.experts.gate_up_proj');
    expect(tensor.shape).toEqual([2, 64, 48]);
    expect(tensor.assembly?.scheme).toBe('MXFP4, groups of 32, experts turned, gate and up in turns');
    const expected = new Float32Array(2 * 64 * 48);
    for (const [e, { expected: rows }] of weights.entries()) {
      for (let o = 0; o < 48; o++)
        for (let i = 0; i < 64; i++) expected[(e * 64 + i) * 48 + o] = rows[o * 64 + i] as number;
    }
    expect(await model.read(tensor, 0, tensor.elements)).toEqual(expected);
    for (const [from, to] of [
      [0, 1],
      [47, 50],
      [3_000, 3_200],
      [5_000, 6_144],
      [77, 77],
    ] as const) {
      expect(await model.read(tensor, from, to)).toEqual(expected.slice(from, to));
      const back = await model.requantise(tensor, from, expected.slice(from, to));
      expect(plain(back)).toEqual(plain(expected.slice(from, to)));
    }
  });
});

describe('a configuration that says something else than the tensors', () => {
  const said = async (config: object, parts: readonly TensorToWrite[]): Promise<Model> =>
    openQuantised({ tensors: parts, config });

  it('is not believed about bits and zeros of GPTQ, and the model says so', async () => {
    const weight = gptqWeight(matrix(32, 64), { bits: 4, group: 32, form: 2 });
    const model = await said(
      { quantization_config: { quant_method: 'gptq', bits: 8, checkpoint_format: 'gptq' } },
      weight.parts,
    );
    const tensor = find(model, 'x.weight');
    expect(tensor.assembly?.scheme).toBe('GPTQ v2, 4 bits, groups of 32');
    expect(await model.read(tensor, 0, tensor.elements)).toEqual(weight.expected);
    expect(model.problems.map(({ subject, found, lost }) => [subject, found, lost.length])).toEqual([
      ['config.json', 'the form gptq', 0],
      ['config.json', 'bits: 8', 0],
    ]);
  });

  it('is held against the scheme that was found, and against none', async () => {
    const weight = bits4Weight(matrix(32, 64), { type: 'nf4', block: 64 });
    const model = await said({ quantization_config: { quant_method: 'gptq' } }, weight.parts);
    expect(model.problems).toEqual([
      expect.objectContaining({
        subject: 'config.json',
        expected: 'bitsandbytes, 4 bits',
        found: 'quant_method: gptq',
        lost: [],
      }),
    ]);
    const plain: TensorToWrite = { name: 'x.weight', dtype: 'F32', shape: [2], values: Float32Array.of(1, 2) };
    const bare = await said({ quantization_config: { quant_method: 'awq' } }, [plain]);
    expect(bare.problems.map(({ expected }) => expected)).toEqual(['no quantisation, as the tensors are stored']);
  });

  it('is not needed by MLX where the model has the side that only one packing gives', async () => {
    const weight = mlxWeight(matrix(16, 128), { bits: 4, group: 64 });
    const norm: TensorToWrite = {
      name: 'norm.weight',
      dtype: 'F32',
      shape: [128],
      values: new Float32Array(128).fill(1),
    };
    const model = await said({}, [...weight.parts, norm]);
    expect(find(model, 'x.weight').assembly?.scheme).toBe('MLX, 4 bits, groups of 64');
    const lost = await said({}, weight.parts);
    expect(lost.problems).toEqual([expect.objectContaining({ code: 'format', lost: ['x.weight'] })]);
    const contradicted = await said({ quantization: { bits: 8, group_size: 64 } }, [...weight.parts, norm]);
    expect(find(contradicted, 'x.weight').shape).toEqual([16, 128]);
    expect(contradicted.problems.map(({ found }) => found)).toEqual(['bits: 8, group_size: 64']);
  });
});

describe('schemes that are not read', () => {
  it.for([
    ['HQQ', ['x.W_q', 'x.scale', 'x.zero']],
    ['EETQ', ['x.weight', 'x.weight_scales']],
    ['AQLM', ['x.codes', 'x.codebooks', 'x.scales']],
    ['QuIP#', ['x.Qidxs', 'x.SU', 'x.SV']],
    ['ExLlamaV2', ['x.q_weight', 'x.q_scale', 'x.q_groups']],
  ] as const)('are named, and their tensors left as stored: %s', async ([scheme, names]) => {
    const tensors = names.map(
      (name): TensorToWrite => ({ name, dtype: 'U8', shape: [4], values: Uint8Array.of(1, 2, 3, 4) }),
    );
    const model = await openQuantised({ tensors, config: {} });
    expect(model.tensors.map(({ name }) => name)).toEqual([...names]);
    expect(model.problems).toEqual([
      expect.objectContaining({ code: 'unsupported', found: scheme, lost: ['x.weight'] }),
    ]);
  });
});

describe('reading', () => {
  it('stops with the reason of the signal, in the middle of a weight', async () => {
    const model = await openQuantised(layouts[0]!.encode(original));
    const tensor = find(model, 'model.layers.0.mlp.up_proj.weight');
    const reason = new Error('enough');
    await expect(model.read(tensor, 0, 10, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(isForebearError(reason)).toBe(false);
  });
});
