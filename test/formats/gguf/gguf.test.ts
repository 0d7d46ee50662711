// Files of our own writer, read back in every version and byte order; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import { encodeGguf, type GgufContent, type GgufMetadata, type GgufTensor } from '../../../forgeries/writers/gguf.ts';
import { counted } from '../../../src/bytes/counted.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Header } from '../../../src/formats/format.ts';
import { ggmlTypes as numbered, removedTypes } from '../../../src/formats/gguf/ggml-types-table.ts';
import { ggufFormat } from '../../../src/formats/gguf/gguf.ts';
import { type BlockType, blockTypes, type DType } from '../../../src/formats/numbers/dtype.ts';
import { sniff } from '../../../src/formats/sniff.ts';
import { storedValues } from '../../../src/model/values/stored-values.ts';
import { ggmlTypes } from '../../oracles/ggml.ts';

const read = (content: GgufContent): Promise<Header> => ggufFormat.readHeader(memorySource(encodeGguf(content)));

const values = Float32Array.of(-2, -1, 0, 1, 2, 3);
const plain: readonly DType[] = ['F32', 'F16', 'BF16', 'F64', 'I8', 'I16', 'I32', 'I64'];
const tensors: readonly GgufTensor[] = [
  ...plain.map((dtype): GgufTensor => ({ name: `${dtype}.weight`, dtype, shape: [2, 3], values })),
  { name: 'scalar', dtype: 'F32', shape: [], values: Float32Array.of(42) },
  { name: 'empty', dtype: 'F32', shape: [0, 4], values: new Float32Array(0) },
  { name: 'four', dtype: 'F32', shape: [1, 2, 3, 1], values },
];

const variants = ([1, 2, 3] as const).flatMap((version) =>
  (['little', 'big'] as const).flatMap((endian) => [8, 32, 4096].map((alignment) => ({ version, endian, alignment }))),
);

describe('ggufFormat', () => {
  it.for(variants)('reads back version $version, $endian-endian, aligned to $alignment', async (variant) => {
    const bytes = encodeGguf({ ...variant, tensors });
    const source = memorySource(bytes);
    const header = await ggufFormat.readHeader(source);
    expect(header).toMatchObject({ format: 'gguf', problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape }))).toEqual(
      tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    );
    for (const info of header.tensors) {
      expect(info.start % variant.alignment).toBe(0);
      const count = info.shape.reduce((product, side) => product * side, 1);
      const expected = info.name === 'scalar' ? Float32Array.of(42) : values.subarray(0, count);
      expect(await storedValues(info, source, 0, count, () => undefined)).toEqual(expected);
    }
  });

  it('gives blocks their bytes, for every type that ggml has', async () => {
    const dtypes = Object.keys(blockTypes) as BlockType[];
    const blocks = dtypes.map((dtype, i): GgufTensor => {
      const { elements, bytes } = blockTypes[dtype];
      return { name: dtype, dtype, shape: [2, 3 * elements], values: new Uint8Array(6 * bytes).fill(i) };
    });
    const bytes = encodeGguf({ tensors: blocks });
    const header = await ggufFormat.readHeader(memorySource(bytes));
    expect(header.tensors.map(({ dtype }) => dtype)).toEqual(dtypes);
    for (const [i, { start, end }] of header.tensors.entries()) {
      expect(bytes.subarray(start, end)).toEqual(blocks[i]?.values);
    }
  });

  it('numbers the types as ggml does', () => {
    for (const [dtype, number] of Object.entries(ggmlTypes)) expect(numbered.get(number)).toBe(dtype);
    expect([...numbered.values()].filter((dtype) => dtype in blockTypes).length).toBe(Object.keys(ggmlTypes).length);
    for (const number of removedTypes.keys()) expect(numbered.has(number)).toBe(false);
  });

  it('gives scalars as text, of every type in either byte order', async () => {
    const metadata: GgufMetadata = {
      u8: ['u8', 255],
      i8: ['i8', -128],
      u16: ['u16', 65535],
      i16: ['i16', -32768],
      u32: ['u32', 4294967295],
      i32: ['i32', -2147483648],
      u64: ['u64', 2n ** 64n - 1n],
      i64: ['i64', -(2n ** 63n)],
      f32: ['f32', 1e-5],
      half: ['f32', 0.1 + 2 ** -27],
      f64: ['f64', 0.1],
      yes: ['bool', true],
      no: ['bool', false],
      name: ['string', '竹简 "1"'],
    };
    for (const endian of ['little', 'big'] as const) {
      const header = await read({ endian, metadata, tensors: [] });
      expect(Object.fromEntries(header.metadata)).toEqual({
        u8: '255',
        i8: '-128',
        u16: '65535',
        i16: '-32768',
        u32: '4294967295',
        i32: '-2147483648',
        u64: '18446744073709551615',
        i64: '-9223372036854775808',
        f32: '0.00001',
        half: '0.10000001',
        f64: '0.1',
        yes: 'true',
        no: 'false',
        name: '竹简 "1"',
      });
    }
  });

  it('gives short lists whole and says of long ones how long they are', async () => {
    const numbers = Array.from({ length: 1025 }, (_, i) => i);
    const words = Array.from({ length: 65 }, (_, i) => `token ${i}`);
    const { metadata } = await read({
      metadata: {
        heads: ['array', 'u32', [8, 4, 8]],
        none: ['array', 'string', []],
        words: ['array', 'string', ['a "b"', 'c']],
        perLayer: ['array', 'i32', numbers.slice(0, 1024)],
        perToken: ['array', 'i32', numbers],
        tokens: ['array', 'string', words],
        essays: ['array', 'string', ['x'.repeat(4097)]],
        nested: [
          'array',
          'array',
          [
            ['array', 'u8', [1]],
            ['array', 'string', ['a']],
          ],
        ],
        long: ['string', 'y'.repeat(65_537)],
      },
      tensors: [],
    });
    expect(Object.fromEntries(metadata)).toEqual({
      heads: '[8, 4, 8]',
      none: '[]',
      words: '["a \\"b\\"", "c"]',
      perLayer: `[${numbers.slice(0, 1024).join(', ')}]`,
      perToken: '[1025 numbers]',
      tokens: '[65 strings]',
      essays: '[1 strings]',
      nested: '[2 lists]',
      long: '[string of 65537 bytes]',
    });
  });

  it('passes over a vocabulary of 300,000 tokens in small pieces, and does not touch the data', async () => {
    const tokens = Array.from({ length: 300_000 }, (_, i) => `token ${i}`);
    const bytes = encodeGguf({
      metadata: { tokens: ['array', 'string', tokens], types: ['array', 'i32', tokens.map(() => 1)] },
      tensors: [{ name: 'w', dtype: 'F32', shape: [1_000_000], values: () => new Float32Array(1_000_000) }],
    });
    let total = 0;
    let longest = 0;
    const source = counted(memorySource(bytes), (length) => {
      total += length;
      longest = Math.max(longest, length);
    });
    const header = await ggufFormat.readHeader(source);
    expect(header.metadata.get('tokens')).toBe('[300000 strings]');
    expect(longest).toBeLessThanOrEqual(1_048_576);
    expect(total).toBeLessThan(bytes.length - 4_000_000 + longest);
  });

  it('reads strings that lie across the windows', async () => {
    const metadata: Record<string, GgufMetadata[string]> = {};
    for (let i = 0; i < 60; i++) metadata[`key ${i}`] = ['string', `${i} ${'z'.repeat(60_000 + i)}`];
    const header = await read({ metadata, tensors });
    expect(header.tensors.length).toBe(tensors.length);
    for (let i = 0; i < 60; i++) expect(header.metadata.get(`key ${i}`)).toBe(`${i} ${'z'.repeat(60_000 + i)}`);
  });

  it('keeps no more text than it must, however many essays a file holds', async () => {
    const metadata: Record<string, GgufMetadata[string]> = {};
    for (let i = 0; i < 300; i++) metadata[`key ${i}`] = ['string', 'z'.repeat(65_000)];
    const header = await read({ metadata, tensors: [] });
    const kept = [...header.metadata.values()].reduce((sum, text) => sum + text.length, 0);
    expect(kept).toBeLessThan(17_000_000);
    expect(header.metadata.get('key 299')).toBe('[string of 65000 bytes]');
  });

  it('is recognised by its first bytes, in either byte order', async () => {
    for (const endian of ['little', 'big'] as const) {
      const recognised = await sniff(memorySource(encodeGguf({ endian, tensors })));
      expect(recognised).toMatchObject({ kind: 'format', format: { id: 'gguf' } });
    }
  });

  it('stops between pieces of a long header', async () => {
    const tokens = Array.from({ length: 100_000 }, (_, i) => `token ${i}`);
    const bytes = encodeGguf({ metadata: { tokens: ['array', 'string', tokens] }, tensors: [] });
    const controller = new AbortController();
    const onProgress = (): void => controller.abort('stop');
    const reading = ggufFormat.readHeader(memorySource(bytes), { signal: controller.signal, onProgress });
    await expect(reading).rejects.toBe('stop');
  });
});
