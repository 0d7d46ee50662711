// Values by element range: types narrower than a byte, varints, complex numbers, external files and closing.
import { describe, expect, it } from 'vitest';
import { join, varint } from '../../../forgeries/writers/onnx.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { DType } from '../../../src/formats/numbers/dtype.ts';
import { byteLength, decode, numbersPerElement } from '../../../src/formats/numbers/values.ts';
import { createRandom } from '../../../src/math/random.ts';
import type { Tensor } from '../../../src/model/model.ts';
import { type FileDoors, openTensorReader } from '../../../src/model/values/tensor-reader.ts';
import { memoryFolder } from '../memory-model.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'ForebearError', code: name });

function doors(sources: FileDoors['sources'], folder: FileDoors['folder']): FileDoors {
  return { sources, members: new Map(), joined: new Map(), folder };
}

function tensorOf(dtype: DType, count: number, bytes: Uint8Array, more: Partial<Tensor> = {}): Tensor {
  const elements = count * numbersPerElement(dtype);
  const place = { file: 'file', start: 0, end: bytes.length, encoding: 'raw' } as const;
  return { name: 't', dtype, shape: [count], elements, ...place, ...more };
}

describe('openTensorReader', () => {
  it.for(['F4', 'F6_E2M3', 'F6_E3M2', 'F8_E4M3', 'F16', 'BF16', 'F32', 'F64', 'I64', 'BOOL', 'C64'] as const)(
    'reads any range of %s as a slice of the whole',
    async (dtype) => {
      const count = 24;
      const random = createRandom(1);
      const bytes = Uint8Array.from({ length: byteLength(dtype, count) }, () =>
        dtype === 'BOOL' ? 1 : random.integer(60),
      );
      const whole = decode(dtype, bytes, count);
      const padded = join(new Uint8Array(8), bytes, new Uint8Array(8));
      const reader = openTensorReader(doors(new Map([['file', memorySource(padded)]]), undefined));
      const tensor = tensorOf(dtype, count, bytes, { start: 8, end: 8 + bytes.length });
      for (let from = 0; from <= tensor.elements; from++)
        for (let to = from; to <= tensor.elements; to++)
          expect(await reader.read(tensor, from, to)).toEqual(whole.slice(from, to));
    },
  );

  it('reads a sub-byte tensor whose last byte is not full', async () => {
    const bytes = Uint8Array.of(0x21, 0x43, 0x05);
    const reader = openTensorReader(doors(new Map([['file', memorySource(bytes)]]), undefined));
    const tensor = tensorOf('F4', 5, bytes);
    const whole = await reader.read(tensor, 0, 5);
    expect(whole.length).toBe(5);
    expect(await reader.read(tensor, 3, 5)).toEqual(whole.slice(3));
    expect(await reader.read(tensor, 4, 5)).toEqual(whole.slice(4));
  });

  it('reads varints, once, and gives fresh arrays', async () => {
    const bytes = join(...[5, -1, 300, 0, 7].map((value) => varint(value)));
    const reader = openTensorReader(doors(new Map([['file', memorySource(bytes)]]), undefined));
    const tensor = tensorOf('I64', 5, bytes, { encoding: 'varint' });
    const first = await reader.read(tensor, 1, 4);
    expect([...first]).toEqual([-1, 300, 0]);
    first.fill(9);
    expect([...(await reader.read(tensor, 0, 5))]).toEqual([5, -1, 300, 0, 7]);
    expect(reader.bytesRead()).toBe(bytes.length);
  });

  it('does not hold more varints than any honest file has', async () => {
    const reader = openTensorReader(doors(new Map([['file', memorySource(new Uint8Array(8))]]), undefined));
    const tensor = tensorOf('I64', 4_194_305, new Uint8Array(8), { encoding: 'varint' });
    await expect(reader.read(tensor, 0, 1)).rejects.toThrow(code('limit'));
  });

  it('refuses ranges outside the tensor', async () => {
    const bytes = new Uint8Array(16);
    const reader = openTensorReader(doors(new Map([['file', memorySource(bytes)]]), undefined));
    for (const [from, to] of [
      [-1, 2],
      [3, 2],
      [0, 5],
    ] as const)
      await expect(reader.read(tensorOf('F32', 4, bytes), from, to)).rejects.toThrow(code('usage'));
  });

  it('opens external files strictly, once even for reads side by side, and closes them', async () => {
    const folder = memoryFolder({ 'data.bin': new Uint8Array(64) });
    const reader = openTensorReader(doors(new Map(), folder));
    const tensor = tensorOf('F32', 4, new Uint8Array(16), { file: 'data.bin' });
    await Promise.all([reader.read(tensor, 0, 4), reader.read(tensor, 0, 4), reader.read(tensor, 1, 2)]);
    const opened = folder.calls.filter(({ verb }) => verb === 'open');
    expect(opened.map(({ path, strict }) => [path, strict])).toEqual([['data.bin', true]]);
    await reader.close();
    expect(folder.calls.filter(({ verb }) => verb === 'close').length).toBe(1);
  });

  it('tries again to open what could not be opened', async () => {
    const files: Record<string, Uint8Array> = {};
    const reader = openTensorReader(doors(new Map(), memoryFolder(files)));
    const tensor = tensorOf('F32', 1, new Uint8Array(4), { file: 'late.bin' });
    await expect(reader.read(tensor, 0, 1)).rejects.toThrow(code('source'));
    files['late.bin'] = new Uint8Array(4);
    expect([...(await reader.read(tensor, 0, 1))]).toEqual([0]);
  });

  it('reads elements that lie apart in row-major order, and their bytes once', async () => {
    const stored = Float32Array.of(0, 10, 1, 11, 2, 12);
    const bytes = new Uint8Array(stored.buffer);
    const reader = openTensorReader(doors(new Map([['file', memorySource(bytes)]]), undefined));
    const more = { shape: [2, 3], elements: 6, strides: [1, 2] };
    const tensor = tensorOf('F32', 6, bytes, more);
    expect([...(await reader.read(tensor, 0, 6))]).toEqual([0, 1, 2, 10, 11, 12]);
    for (let from = 0; from < 6; from++) expect((await reader.read(tensor, from, from + 1)).length).toBe(1);
    expect([...(await reader.readExact(tensor, 2, 4))]).toEqual([2, 10]);
    expect(reader.bytesRead()).toBe(24);
    const affine = { axis: 0, scale: Float32Array.of(2, 3), zero: new Float32Array(2), offset: Float32Array.of(1, 0) };
    const coded = tensorOf('F32', 6, bytes, { ...more, affine });
    expect([...(await reader.read(coded, 1, 5))]).toEqual([3, 5, 30, 33]);
  });

  it('reads complex elements that lie apart as two numbers each', async () => {
    const bytes = new Uint8Array(Float32Array.of(0, 1, 10, 11, 20, 21, 30, 31).buffer);
    const reader = openTensorReader(doors(new Map([['file', memorySource(bytes)]]), undefined));
    const tensor = tensorOf('C64', 4, bytes, { shape: [2, 2], elements: 8, strides: [1, 2] });
    expect([...(await reader.read(tensor, 0, 8))]).toEqual([0, 1, 20, 21, 10, 11, 30, 31]);
    expect([...(await reader.read(tensor, 3, 6))]).toEqual([21, 10, 11]);
  });

  it('refuses strides that lead out of the bytes', async () => {
    const bytes = new Uint8Array(16);
    const reader = openTensorReader(doors(new Map([['file', memorySource(bytes)]]), undefined));
    const tensor = tensorOf('F32', 4, bytes, { shape: [2, 2], elements: 4, strides: [3, 1] });
    await expect(reader.read(tensor, 0, 4)).rejects.toThrow(code('format'));
  });

  it('cannot read external files without a folder', async () => {
    const tensor = tensorOf('F32', 1, new Uint8Array(4), { file: 'elsewhere.bin' });
    await expect(openTensorReader(doors(new Map(), undefined)).read(tensor, 0, 1)).rejects.toThrow(code('source'));
  });

  it('refuses to leave the folder', async () => {
    const reader = openTensorReader(doors(new Map(), memoryFolder({})));
    for (const file of ['../secret', '/etc/passwd', '..%2fsecret', 'a\\b'])
      await expect(reader.read(tensorOf('F32', 1, new Uint8Array(4), { file }), 0, 1)).rejects.toThrow(
        code('containment'),
      );
  });
});
