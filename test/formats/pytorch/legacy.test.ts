// PyTorch's files before 1.6, of real PyTorch and of our own writer.
import { describe, expect, it } from 'vitest';
import { encodeLegacy } from '../../../forgeries/writers/pytorch.ts';
import { counted } from '../../../src/bytes/counted.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { legacyFormat } from '../../../src/formats/pytorch/legacy.ts';
import { sniff } from '../../../src/formats/sniff.ts';
import { counting, fixture, openFile } from './fixtures.ts';

const state = (bias: string): unknown => ({
  'layer.weight': ['F32', [2, 3], counting(6, 0.5, -1)],
  'layer.bias': [bias, [3], counting(3)],
  steps: ['I64', [], [7]],
  bytes: ['U8', [3], counting(3)],
});

describe('legacyFormat', () => {
  it.for([
    ['legacy-1.0.pt', 'F32'],
    ['legacy-1.4-python2.pt', 'F32'],
    ['legacy-2.13.pt', 'F16'],
  ] as const)('reads %s', async ([name, bias]) => {
    const { header, tensors } = await openFile(legacyFormat, fixture(name));
    expect(Object.fromEntries(tensors)).toEqual(state(bias));
    expect(header).toMatchObject({ format: 'pytorch-legacy', problems: [], undeclaredBytes: 0 });
  });

  it('reads views of a storage', async () => {
    const { header, tensors } = await openFile(legacyFormat, fixture('legacy-1.4.pt'));
    expect(header.problems).toEqual([]);
    expect(tensors.get('transposed')).toEqual(['F32', [4, 3], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]]);
    expect(tensors.get('rows')).toEqual(['F32', [2, 2], [4, 6, 8, 10]]);
    expect(tensors.get('expanded')).toEqual(['F32', [3, 2], [1, 1, 1, 1, 1, 1]]);
    expect(tensors.get('last')).toEqual(['F32', [1, 4], [8, 9, 10, 11]]);
  });

  it('reads scales of channels that stand in the pickle as numbers', async () => {
    const { header, tensors } = await openFile(legacyFormat, fixture('quantised-1.4.pt'));
    expect(header.problems).toEqual([]);
    expect(Object.fromEntries(tensors)).toEqual({
      tensor: ['U8', [2, 3], counting(6)],
      channels: ['I8', [2, 3], counting(6)],
    });
  });

  it('reads what our own writer makes, and only its head', async () => {
    const file = encodeLegacy([
      { name: 'a', dtype: 'BF16', shape: [2], values: Float32Array.of(1, 2) },
      { name: 'b', dtype: 'F32', shape: [500_000], values: new Float32Array(500_000).fill(3) },
      { name: 'c', dtype: 'F64', shape: [1], values: Float64Array.of(4) },
    ]);
    let total = 0;
    const header = await legacyFormat.readHeader(counted(memorySource(file), (bytes) => (total += bytes)));
    expect(header.problems).toEqual([]);
    expect(total).toBeLessThan(300_000);
    const { tensors } = await openFile(legacyFormat, file);
    expect(tensors.get('a')).toEqual(['BF16', [2], [1, 2]]);
    expect(tensors.get('c')).toEqual(['F64', [1], [4]]);
  });

  it('is told by its magic number in every protocol', async () => {
    const number = (...bytes: readonly number[]): Uint8Array => Uint8Array.of(...bytes, 0x8a, 10, ...magic, 0x2e);
    const magic = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
    const matches = (head: Uint8Array): boolean => legacyFormat.matches(head, 1000);
    expect(matches(number(0x80, 2))).toBe(true);
    expect(matches(number(0x80, 4, 0x95, 13, 0, 0, 0, 0, 0, 0, 0))).toBe(true);
    expect(matches(new TextEncoder().encode('L119547037146038801333356L\n.'))).toBe(true);
    expect(matches(number(...new Uint8Array(17)))).toBe(false);
    expect(matches(Uint8Array.of(0x80, 2, 0x8a, 10))).toBe(false);
    const recognised = await sniff(memorySource(fixture('legacy-1.0.pt')));
    expect(recognised).toMatchObject({ format: { id: 'pytorch-legacy' } });
  });
});
