// Pickles of NumPy arrays and of tensors that went without torch.save.
import { describe, expect, it } from 'vitest';
import { encodeArrayPickle } from '../../../forgeries/writers/pytorch.ts';
import { counted } from '../../../src/bytes/counted.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { pickleFormat } from '../../../src/formats/pytorch/plain-pickle.ts';
import { sniff } from '../../../src/formats/sniff.ts';
import { counting, fixture, openFile } from './fixtures.ts';

const arrays = {
  rows: ['F32', [2, 3], counting(6)],
  columns: ['F64', [2, 3], counting(6)],
  big: ['I16', [4], counting(4, 1, -2)],
  bools: ['BOOL', [2], [1, 0]],
  scalar: ['F64', [], [2.5]],
  none: ['F32', [0, 3], []],
  'list.0': ['U8', [3], counting(3)],
};

describe('pickleFormat', () => {
  it.for(['arrays-numpy1-4.pkl', 'arrays-numpy2-5.pkl', 'arrays-python2.pkl'])(
    'reads the arrays of %s',
    async (name) => {
      const { header, tensors } = await openFile(pickleFormat, fixture(name));
      expect(Object.fromEntries(tensors)).toEqual(arrays);
      expect(header).toMatchObject({ format: 'pickle', problems: [], undeclaredBytes: 0 });
      const byName = new Map(header.tensors.map((info) => [info.name, info]));
      expect(byName.get('columns')?.strides).toEqual([1, 2]);
      expect(byName.get('big')?.byteOrder).toBe('big');
    },
  );

  it('loses arrays whose bytes were written as text', async () => {
    const { header, tensors } = await openFile(pickleFormat, fixture('arrays-numpy2-2.pkl'));
    expect([...tensors]).toEqual([]);
    expect(header.problems).toMatchObject([
      { code: 'unsupported', lost: ['rows', 'columns', 'big', 'bools', 'scalar', 'list.0'] },
    ]);
  });

  it('reads tensors whose storages are files in bytes', async () => {
    const { header, tensors } = await openFile(pickleFormat, fixture('pickled-2.13.pkl'));
    expect([...tensors]).toEqual([['w', ['F32', [3], counting(3)]]]);
    expect(header.problems).toEqual([]);
  });

  it('reads what our own writer makes, and none of its arrays', async () => {
    const values = new Float32Array(500_000).fill(3);
    const file = encodeArrayPickle([
      { name: 'a', dtype: 'F32', shape: [500_000], values },
      { name: 'b', dtype: 'I8', shape: [2, 1], values: Float32Array.of(-1, 2) },
    ]);
    let total = 0;
    const header = await pickleFormat.readHeader(counted(memorySource(file), (bytes) => (total += bytes)));
    expect(header.problems).toEqual([]);
    expect(total).toBeLessThan(200_000);
    expect((await openFile(pickleFormat, file)).tensors.get('b')).toEqual(['I8', [2, 1], [-1, 2]]);
  });

  it.for(['0', '1', '2', '3', '4', '5', 'python2'])('recognises protocol %s', async (protocol) => {
    const recognised = await sniff(memorySource(fixture(`values-${protocol}.pkl`)));
    expect(recognised).toMatchObject({ kind: 'format', format: { id: 'pickle' } });
  });

  it.for([
    'Invalid username or password.',
    'cat, dog\nbird\n',
    '(parenthesis) and more of the same\n',
    '}\n}\n',
    '](link)',
    'import os\nos.system("ls")\n',
    '\u0080\u0001',
    '\u0080\u0006N.',
  ])('takes %j for something else', (content) => {
    const head = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
    expect(pickleFormat.matches(head, head.length)).toBe(false);
  });
});
