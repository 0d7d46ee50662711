// HDF5 files of our own writer and of HDF5's library, read back, and ours read by the library; refusals are in test/hostile.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NumbersToWrite } from '../../../forgeries/write-safetensors.ts';
import { encodeH5 } from '../../../forgeries/writers/h5.ts';
import { counted } from '../../../src/bytes/counted.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Archive, Member } from '../../../src/containers/container.ts';
import type { Header } from '../../../src/formats/format.ts';
import { kerasArchiveFormat } from '../../../src/formats/hdf5/keras-archive.ts';
import { kerasH5Format } from '../../../src/formats/hdf5/keras-h5.ts';
import { openModel } from '../../../src/model/open.ts';
import { valuesByName, valuesOf } from '../read-values.ts';
import { readByLibrary, writtenByLibrary } from './h5wasm.ts';

const read = (bytes: Uint8Array): Promise<Header> => kerasH5Format.readHeader(memorySource(bytes, 'model.h5'));
const six = Float32Array.of(-2, -1, 0, 1, 2, 3);
const types = ['F64', 'F32', 'F16', 'I64', 'I32', 'I8'] as const;
const typed = types.map((dtype): NumbersToWrite => ({ name: `all/${dtype}`, dtype, shape: [2, 3], values: six }));
const layer: readonly NumbersToWrite[] = [
  { name: 'model_weights/dense/dense/kernel:0', dtype: 'F32', shape: [3, 2], values: six },
  { name: 'model_weights/dense/dense/bias:0', dtype: 'F32', shape: [6], values: six },
];
const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i - length / 2);

/** Holds our reading of a file to the library's. */
async function expectAgreement(bytes: Uint8Array): Promise<Header> {
  const header = await read(bytes);
  const theirs = await readByLibrary(bytes);
  for (const info of header.tensors) {
    expect(theirs.get(info.name)?.shape).toEqual(info.shape);
    expect(theirs.get(info.name)?.values).toEqual(await valuesOf(header, info, bytes));
  }
  return header;
}

describe('kerasH5Format', () => {
  it('reads back what was written: paths as names, types, shapes, values', async () => {
    const bytes = encodeH5([
      ...layer,
      ...typed,
      { name: 'scalar', dtype: 'F32', shape: [], values: Float32Array.of(9) },
    ]);
    const header = await read(bytes);
    expect(header).toMatchObject({ format: 'keras-h5', problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name }) => name)).toEqual([
      ...types.map((dtype) => `all/${dtype}`).toSorted(),
      'model_weights/dense/dense/bias:0',
      'model_weights/dense/dense/kernel:0',
      'scalar',
    ]);
    expect(header.tensors.at(-1)).toMatchObject({ shape: [], dtype: 'F32' });
    for (const dtype of types) expect(await valuesByName(header, `all/${dtype}`, bytes)).toEqual([...six]);
  });

  it('reads small floats, which other libraries write as types of their own', async () => {
    const dtypes = ['BF16', 'F8_E4M3', 'F8_E5M2'] as const;
    const bytes = encodeH5(dtypes.map((dtype) => ({ name: dtype, dtype, shape: [6], values: six })));
    const header = await read(bytes);
    expect(header.tensors.map(({ dtype }) => dtype)).toEqual(dtypes);
    for (const dtype of dtypes) expect(await valuesByName(header, dtype, bytes)).toEqual([...six]);
  });

  it('reads numbers in either order of bytes', async () => {
    const bytes = encodeH5(typed, { byteOrder: 'big' });
    const header = await read(bytes);
    expect(header.tensors.find(({ dtype }) => dtype === 'F32')?.byteOrder).toBe('big');
    expect(header.tensors.find(({ dtype }) => dtype === 'I8')?.byteOrder).toBeUndefined();
    for (const dtype of types) expect(await valuesByName(header, `all/${dtype}`, bytes)).toEqual([...six]);
  });

  it('reads our own files as the library does', async () => {
    const many = Array.from({ length: 70 }, (_, i): NumbersToWrite => {
      return { name: `layers/layer_${i}/kernel:0`, dtype: 'F32', shape: [2], values: Float32Array.of(i, -i) };
    });
    const files = [
      encodeH5([...layer, ...many], { attributes: { backend: 'x' } }),
      encodeH5(layer, { byteOrder: 'big' }),
    ];
    for (const bytes of files) expect((await expectAgreement(bytes)).problems).toEqual([]);
    expect((await readByLibrary(files[0] ?? new Uint8Array(0))).size).toBe(72);
  });

  it.each([false, true])('reads groups of many links as the library keeps them (newest form: %s)', async (newest) => {
    const bytes = await writtenByLibrary((file) => {
      for (const [name, ordered] of [
        ['plain', false],
        ['ordered', true],
      ] as const) {
        const group = file.create_group(name, ordered);
        for (let i = 0; i < 600; i++) group.create_dataset({ name: `v${i}`, data: Float32Array.of(i) });
      }
    }, newest);
    const header = await expectAgreement(bytes);
    expect(header).toMatchObject({ problems: [], tensors: { length: 1200 } });
  });

  it('reads chunks, packed or not, in ranges that cut through them', async () => {
    const bytes = await writtenByLibrary((file) => {
      const data = counting(37 * 19);
      file.create_dataset({
        name: 'packed',
        data,
        shape: [37, 19],
        chunks: [8, 5],
        compression: 'gzip',
        compression_opts: 6,
      });
      file.create_dataset({
        name: 'bare',
        data: Int16Array.from(counting(4 * 3 * 7)),
        shape: [4, 3, 7],
        chunks: [2, 2, 4],
      });
      file.create_dataset({ name: 'line', data: Float64Array.from(data), shape: [703], chunks: [100] });
      file.create_dataset({ name: 'one', data, shape: [37, 19], chunks: [37, 19], compression: 'gzip' });
    });
    const header = await expectAgreement(bytes);
    expect(header).toMatchObject({ problems: [], tensors: { length: 4 }, members: { length: 4 } });
  });

  it('reads one chunk in the newest form, and names the lists of chunks that it does not read', async () => {
    const bytes = await writtenByLibrary((file) => {
      const data = counting(60);
      file.create_dataset({ name: 'one', data, shape: [6, 10], chunks: [6, 10], compression: 'gzip' });
      file.create_dataset({ name: 'several', data, shape: [6, 10], chunks: [3, 5] });
    }, true);
    const header = await expectAgreement(bytes);
    expect(header.tensors.map(({ name }) => name)).toEqual(['one']);
    expect(header.problems).toMatchObject([{ code: 'unsupported', found: 'a fixed array', lost: ['several'] }]);
  });

  it('undoes every filter that h5py offers but lzf, and reads its ways of writing types', async () => {
    const bytes = new Uint8Array(await readFile(join(import.meta.dirname, '../../fixtures/hdf5/filters.h5')));
    const header = await read(bytes);
    const values = Object.fromEntries(
      await Promise.all(header.tensors.map(async (info) => [info.name, await valuesOf(header, info, bytes)] as const)),
    );
    const expected = Array.from({ length: 77 }, (_, i) => i - 38);
    expect(values).toEqual({
      all: expected,
      bfloat16: [1, -2],
      truth: [1, 0],
      empty: [],
    });
    expect(Object.fromEntries(header.metadata)).toEqual({ backend: 'numpy', keras_version: '3.15.1' });
    expect(header.problems.map(({ code, found, lost }) => [code, found, lost])).toEqual([
      ['unsupported', 'compounds', ['complex']],
      ['unsupported', 'lzf', ['lzf']],
      ['format', 'none that were ever written', ['unwritten']],
    ]);
  });

  it('follows names within the file once, and links to other files never', async () => {
    const bytes = await writtenByLibrary((file) => {
      file.create_group('a').create_dataset({ name: 'w', data: six });
      file.create_hard_link('a', 'b');
      file.create_hard_link('a/w', 'again');
      file.create_hard_link('/', 'loop');
      file.create_soft_link('/a/w', 'soft');
      file.create_external_link('/etc/passwd', '/w', 'other');
      file.create_dataset({ name: 'words', data: ['one', 'two'] });
    });
    const header = await read(bytes);
    expect(header.tensors.map(({ name }) => name)).toEqual(['a/w', 'again']);
    expect(header.problems).toMatchObject([{ code: 'unsupported', subject: 'other', lost: ['other'] }]);
  });

  it('carries the texts of the root group', async () => {
    const attributes = { keras_version: '2.4.0', backend: 'tensorflow' };
    expect([...(await read(encodeH5(layer, { attributes }))).metadata]).toEqual(Object.entries(attributes));
    const theirs = await writtenByLibrary((file) => {
      file.create_attribute('keras_version', '2.4.0');
      file.create_attribute('number', 5);
      file.create_dataset({ name: 'w', data: six });
    });
    expect([...(await read(theirs)).metadata]).toEqual([['keras_version', '2.4.0']]);
  });

  it('reads a file that stands behind a block of something else', async () => {
    const bytes = encodeH5(layer);
    const behind = new Uint8Array(512 + bytes.length);
    behind.set(bytes, 512);
    const header = await read(behind);
    expect(header).toMatchObject({ problems: [], tensors: { length: 2 } });
    expect(await valuesByName(header, 'model_weights/dense/dense/kernel:0', behind)).toEqual([...six]);
  });

  it('gives chunks to a model by range', async () => {
    const bytes = await writtenByLibrary((file) => {
      file.create_dataset({ name: 'w', data: counting(100), shape: [10, 10], chunks: [4, 4], compression: 'gzip' });
    });
    const files = [{ path: 'sub/model.h5', source: memorySource(bytes, 'model.h5') }];
    await using model = await openModel({ kind: 'files', name: 'model.h5', files });
    expect([...(await model.read(model.tensors[0] as never, 37, 52))]).toEqual([...counting(100).subarray(37, 52)]);
  });

  it('does not read the tensors of a large file', async () => {
    let total = 0;
    const bytes = encodeH5([{ name: 'w', dtype: 'F32', shape: [2_000_000], values: new Float32Array(2_000_000) }]);
    await kerasH5Format.readHeader(counted(memorySource(bytes), (length) => (total += length)));
    expect(total).toBeLessThanOrEqual(256 * 1024);
  });

  it('recognises its files by content and no others', () => {
    const bytes = encodeH5(layer);
    expect(kerasH5Format.matches(bytes.subarray(0, 4096), bytes.length)).toBe(true);
    expect(kerasH5Format.matches(new Uint8Array(4096), 4096)).toBe(false);
    expect(kerasH5Format.matches(bytes.subarray(1, 4096), bytes.length)).toBe(false);
  });
});

describe('kerasArchiveFormat', () => {
  const memberOf = (path: string, bytes: Uint8Array): Member => {
    return { path, size: bytes.length, open: () => Promise.resolve(memorySource(bytes, path)) };
  };
  const text = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const archive = (...members: readonly Member[]): Archive => {
    return { container: 'zip', members, problems: [], undeclaredBytes: 0 };
  };

  it('finds the weights in the archive, and what it says of its making', async () => {
    const weights = memberOf('model.weights.h5', encodeH5(layer));
    const made = archive(
      memberOf('metadata.json', text({ keras_version: '3.4.1', n: 1 })),
      memberOf('config.json', text({})),
      weights,
    );
    expect(kerasArchiveFormat.matches(made.members)).toBe(true);
    const header = await kerasArchiveFormat.readHeader(made, 'model.keras');
    expect(header.tensors.map(({ name, file }) => [name, file])).toEqual([
      ['model_weights/dense/dense/bias:0', 'model.weights.h5'],
      ['model_weights/dense/dense/kernel:0', 'model.weights.h5'],
    ]);
    expect([...header.metadata]).toEqual([['keras_version', '3.4.1']]);
  });

  it('names chunked weights by their place in the archive', async () => {
    const bytes = await writtenByLibrary((file) => {
      file.create_dataset({ name: 'w', data: counting(9), shape: [9], chunks: [4] });
    });
    const made = archive(memberOf('config.json', text({})), memberOf('model.weights.h5', bytes));
    const header = await kerasArchiveFormat.readHeader(made, 'model.keras');
    expect(header.tensors).toMatchObject([{ name: 'w', file: 'model.weights.h5!/w' }]);
    expect(header.members).toMatchObject([{ path: 'model.weights.h5!/w', size: 36 }]);
  });

  it('leaves other archives alone', () => {
    expect(kerasArchiveFormat.matches([memberOf('model.weights.h5', six as never)])).toBe(false);
    expect(kerasArchiveFormat.matches([memberOf('config.json', text({}))])).toBe(false);
  });
});
