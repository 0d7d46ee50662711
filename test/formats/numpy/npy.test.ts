// Files that NumPy itself wrote (test/fixtures/numpy/make.py) and our writer's, read back and held against npyjs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NumbersToWrite } from '../../../forgeries/write-safetensors.ts';
import { encodeNpy, encodeNpz, npyFile } from '../../../forgeries/writers/numpy.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Header } from '../../../src/formats/format.ts';
import { numpyFormat } from '../../../src/formats/numpy/npy.ts';
import type { Model } from '../../../src/model/model.ts';
import { openModel } from '../../../src/model/open.ts';
import { folderDoor } from '../../model/memory-model.ts';
import { requireOracle } from '../../oracles/packages.ts';

const npyjs = requireOracle('npyjs') as {
  parse(buffer: ArrayBuffer): { data: ArrayLike<number | bigint>; shape: number[]; fortranOrder: boolean };
};

/** (i - 7) / 8 for i from 0: exact in every floating type. */
const values = Float32Array.from({ length: 24 }, (_, i) => (i - 7) / 8);

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'numpy', name)));
}

function header(bytes: Uint8Array): Promise<Header> {
  return numpyFormat.readHeader(memorySource(bytes));
}

async function open(name: string, bytes: Uint8Array): Promise<Model> {
  return openModel(folderDoor({ [name]: bytes }));
}

/** The only tensor's values, as the model reads them. */
async function valuesOf(bytes: Uint8Array): Promise<Float32Array> {
  await using model = await open('array.npy', bytes);
  const [tensor] = model.tensors;
  expect(tensor?.name).toBe('array');
  return await model.read(tensor!, 0, tensor!.elements);
}

describe('numpyFormat', () => {
  it.for([
    ['c-order-f4.npy', 'F32', [2, 3, 4]],
    ['fortran-f8.npy', 'F64', [4, 6]],
    ['big-endian-f4.npy', 'F32', [24]],
    ['half.npy', 'F16', [6, 4]],
  ] as const)('reads %s in row-major order, whatever order it is stored in', async ([name, dtype, shape]) => {
    const bytes = fixture(name);
    expect((await header(bytes)).tensors).toMatchObject([{ name: '', dtype, shape }]);
    expect(await valuesOf(bytes)).toEqual(values);
  });

  it('reads scalars, empty arrays, truth values, complex and whole numbers', async () => {
    expect(await valuesOf(fixture('scalar.npy'))).toEqual(Float32Array.of(42));
    expect(await valuesOf(fixture('bool.npy'))).toEqual(values.map((value) => Number(value > 0)));
    expect(await valuesOf(fixture('int16.npy'))).toEqual(Float32Array.from({ length: 10 }, (_, i) => i - 5));
    const complex = await valuesOf(fixture('complex.npy'));
    expect(complex).toEqual(
      Float32Array.from({ length: 48 }, (_, i) => values[i % 2 === 0 ? i / 2 : 23 - (i - 1) / 2]!),
    );
    expect((await header(fixture('empty.npy'))).tensors).toMatchObject([{ shape: [0, 5], start: 128, end: 128 }]);
  });

  it.for([
    ['objects.npy', 'unsafe'],
    ['structured.npy', 'unsupported'],
    ['text.npy', 'unsupported'],
  ] as const)('refuses %s', async ([name, code]) => {
    await expect(header(fixture(name))).rejects.toThrow(expect.objectContaining({ code }));
  });

  it.for([1, 2, 3] as const)('reads what our writer writes in version %d', async (version) => {
    for (const shape of [[24], [4, 6], [2, 3, 4], []] as const) {
      const own = shape.length === 0 ? values.slice(0, 1) : values;
      const bytes = encodeNpy({ name: 'w', dtype: 'F32', shape, values: own }, version);
      expect(await header(bytes)).toMatchObject({ problems: [], undeclaredBytes: 0, tensors: [{ shape }] });
      expect(await valuesOf(bytes)).toEqual(own);
    }
  });

  it('accepts the header as Python 2 wrote it', async () => {
    const bytes = npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }", new Uint8Array(24));
    expect((await header(bytes)).tensors).toMatchObject([{ shape: [2, 3] }]);
  });

  it('agrees with npyjs', async () => {
    const files = ['c-order-f4.npy', 'half.npy', 'scalar.npy', 'bool.npy', 'int16.npy', 'complex.npy'];
    for (const name of files) {
      const bytes = fixture(name);
      const theirs = npyjs.parse(bytes.buffer as ArrayBuffer);
      const [info] = (await header(bytes)).tensors;
      expect([name, info?.shape]).toEqual([name, theirs.shape]);
      expect([...(await valuesOf(bytes))]).toEqual(Array.from(theirs.data, Number));
    }
    // npyjs gives the elements as they lie.
    const fortran = fixture('fortran-f8.npy');
    const [info] = (await header(fortran)).tensors;
    expect(npyjs.parse(fortran.buffer as ArrayBuffer)).toMatchObject({ shape: info?.shape, fortranOrder: true });
    expect(info?.strides).toEqual([1, 4]);
  });
});

describe('a .npz archive', () => {
  it.for(['two.npz', 'two-compressed.npz'])('is a model: %s as NumPy wrote it', async (name) => {
    await using model = await open(name, fixture(name));
    expect(model.tensors.map((tensor) => [tensor.name, tensor.shape])).toEqual([
      ['layer/weight', [4, 6]],
      ['layer/bias', [6]],
    ]);
    expect(model).toMatchObject({ formats: ['numpy'], problems: [] });
    expect(await model.read(model.tensors[0]!, 0, 24)).toEqual(values);
    expect(await model.read(model.tensors[1]!, 2, 5)).toEqual(values.slice(2, 5));
  });

  it('is a model as our writer writes it', async () => {
    const tensors: readonly NumbersToWrite[] = [
      { name: 'a.weight', dtype: 'F32', shape: [4, 6], values },
      { name: 'a.bias', dtype: 'F16', shape: [24], values },
    ];
    for (const deflate of [false, true]) {
      await using model = await open('weights.npz', encodeNpz(tensors, { deflate }));
      expect(model.tensors.map(({ name }) => name)).toEqual(['a.weight', 'a.bias']);
      for (const tensor of model.tensors) expect(await model.read(tensor, 0, 24)).toEqual(values);
    }
  });

  it('keeps arrays of one name in different folders apart', async () => {
    await using model = await openModel(
      folderDoor({ 'a/w.npy': fixture('c-order-f4.npy'), 'b/w.npy': fixture('scalar.npy') }),
    );
    expect(model.tensors.map(({ name }) => name)).toEqual(['a/w', 'b/w']);
  });
});
