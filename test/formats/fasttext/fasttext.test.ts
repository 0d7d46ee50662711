// fastText's models of our own writer, read back; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import { encodeFasttext, encodeFasttextModel, type QuantisedMatrix } from '../../../forgeries/writers/fasttext.ts';
import { counted } from '../../../src/bytes/counted.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { fasttextFormat } from '../../../src/formats/fasttext/fasttext.ts';
import type { Header } from '../../../src/formats/format.ts';
import { valuesByName } from '../read-values.ts';

const read = (bytes: Uint8Array): Promise<Header> => fasttextFormat.readHeader(memorySource(bytes, 'model.bin'));
const count = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i / 4);
const dense = (rows: number, columns: number): { rows: number; columns: number; values: Float32Array } => {
  return { rows, columns, values: count(rows * columns) };
};
const quantised = (rows: number, columns: number, width: number): QuantisedMatrix => {
  const pieces = Math.ceil(columns / width);
  const codes = Uint8Array.from({ length: rows * pieces }, (_, i) => i);
  return { rows, columns, width, codes, centroids: count(256 * columns) };
};

describe('fasttextFormat', () => {
  it('reads back what was written: two matrices, and the settings', async () => {
    const bytes = encodeFasttext([
      { name: 'input', dtype: 'F32', shape: [3, 4], values: count(12) },
      { name: 'output', dtype: 'F32', shape: [2, 4], values: count(8) },
    ]);
    const header = await read(bytes);
    expect(header).toMatchObject({ format: 'fasttext', problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['input', 'F32', [3, 4]],
      ['output', 'F32', [2, 4]],
    ]);
    expect(await valuesByName(header, 'output', bytes)).toEqual([...count(8)]);
    for (const [key, value] of Object.entries({
      dim: '4',
      ws: '5',
      loss: 'ns',
      model: 'sg',
      words: '3',
      labels: '0',
    })) {
      expect(header.metadata.get(key)).toBe(value);
    }
  });

  it('reads codes, centroids and norms of quantised matrices', async () => {
    const norms = { codes: Uint8Array.of(5, 6, 7), centroids: count(256) };
    const bytes = encodeFasttextModel({
      words: ['the', '竹简'],
      labels: ['__label__en'],
      pruned: [[0, 0]],
      input: { ...quantised(3, 4, 2), norms },
      output: quantised(2, 4, 4),
    });
    const header = await read(bytes);
    expect(header).toMatchObject({ problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['input.centroids', 'F32', [2, 256, 2]],
      ['input.codes', 'U8', [3, 2]],
      ['input.norm.codes', 'U8', [3]],
      ['input.norm.centroids', 'F32', [1, 256, 1]],
      ['output.centroids', 'F32', [1, 256, 4]],
      ['output.codes', 'U8', [2, 1]],
    ]);
    expect(await valuesByName(header, 'input.codes', bytes)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await valuesByName(header, 'input.norm.codes', bytes)).toEqual([5, 6, 7]);
    expect(header.metadata.get('pruned')).toBe('1');
    expect(header.metadata.get('quantised')).toBe('yes');
  });

  it('reads rows whose last piece is shorter', async () => {
    const bytes = encodeFasttextModel({ input: quantised(2, 5, 2), output: dense(1, 5) });
    const header = await read(bytes);
    expect(header.problems).toEqual([]);
    expect(header.tensors.map(({ name, shape }) => [name, shape])).toEqual([
      ['input.centroids', [1280]],
      ['input.codes', [2, 3]],
      ['output', [1, 5]],
    ]);
  });

  it('goes through a dictionary longer than one piece, wherever a piece ends', async () => {
    const words = Array.from({ length: 9000 }, (_, i) => 'w'.repeat(i % 17));
    const bytes = encodeFasttextModel({ words, input: dense(1, 2), output: dense(1, 2) });
    expect(await read(bytes)).toMatchObject({ problems: [], undeclaredBytes: 0, tensors: { length: 2 } });
  });

  it('does not read the matrices of a large file', async () => {
    let total = 0;
    const bytes = encodeFasttextModel({ input: dense(100_000, 20), output: dense(1, 20) });
    await fasttextFormat.readHeader(counted(memorySource(bytes), (length) => (total += length)));
    expect(total).toBeLessThanOrEqual(1024 * 1024);
  });

  it('recognises its files by content and no others', () => {
    const bytes = encodeFasttextModel({ input: dense(1, 2), output: dense(1, 2) });
    expect(fasttextFormat.matches(bytes, bytes.length)).toBe(true);
    expect(fasttextFormat.matches(bytes.subarray(0, 50), 50)).toBe(false);
    expect(fasttextFormat.matches(new Uint8Array(100), 100)).toBe(false);
  });
});
