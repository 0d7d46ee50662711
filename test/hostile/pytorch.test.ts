// Checkpoints that lie about their storages: what contradicts itself is lost or refused with a code, the rest stays readable.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import type { Header } from '../../src/formats/format.ts';
import { checkpointFormat, torchScriptFormat } from '../../src/formats/pytorch/checkpoint.ts';
import { legacyFormat } from '../../src/formats/pytorch/legacy.ts';
import { tarCheckpointFormat } from '../../src/formats/pytorch/tar-checkpoint.ts';
import { archiveOf } from '../formats/pytorch/stored-archive.ts';
import {
  assemble,
  dict,
  global,
  ints,
  type Piece,
  pickleOf,
  type TensorPieces,
  tensor,
  text,
  uint64,
} from './crafted-pickle.ts';
import { outcome } from './outcome.ts';

type Files = Readonly<Record<string, Uint8Array>>;

async function read(files: Files): Promise<Header | ErrorCode> {
  try {
    return await checkpointFormat.readHeader(archiveOf(files), 'model.pt');
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

const eight = new Uint8Array(8);

/** A checkpoint with one honest tensor `fine` over storage 1 and, as `bad`, the pieces; storage 0 has eight bytes. */
function withBad(bad: Piece, files: Files = {}): Files {
  const data = pickleOf(2, dict(['fine', tensor({ key: '1' })], ['bad', bad]));
  return { 'a/data.pkl': data, 'a/data/0': eight, 'a/data/1': eight, ...files };
}

const huge = 2n ** 62n;
const lies: readonly (readonly [name: string, code: ErrorCode, parts: TensorPieces])[] = [
  ['a storage that is not there', 'source', { key: '7' }],
  ['a storage longer than its member', 'format', { numel: 3 }],
  ['a storage shorter than its member', 'format', { numel: 1, shape: [1] }],
  ['a storage of 2^62 elements', 'format', { numel: 2n ** 52n }],
  ['an offset beyond the storage', 'format', { offset: 1 }],
  ['an offset of 2^62', 'format', { offset: huge }],
  ['an offset of 2^53 - 1', 'limit', { offset: 2n ** 53n - 1n }],
  ['a negative offset', 'format', { offset: -1n }],
  ['a shape beyond the storage', 'format', { shape: [3] }],
  ['a shape whose product overflows', 'limit', { shape: [2n ** 40n, 2n ** 40n], strides: [1, 1] }],
  [
    'a shape that overflows before a zero',
    'limit',
    { shape: [2n ** 53n - 1n, 0, 2n ** 53n - 1n], strides: [1, 1, 1], offset: 2n ** 52n },
  ],
  ['a negative side', 'format', { shape: [-2n] }],
  ['a negative stride', 'format', { strides: [-1n] }],
  ['a stride beyond the storage', 'format', { strides: [2] }],
  ['a stride of 2^52', 'limit', { strides: [2n ** 52n] }],
  ['more strides than sides', 'format', { strides: [1, 1] }],
  ['an element that is a petabyte of them', 'limit', { shape: [2n ** 48n], strides: [0] }],
  ['nine dimensions', 'limit', { shape: [2, 1, 1, 1, 1, 1, 1, 1, 1], strides: [1, 1, 1, 1, 1, 1, 1, 1, 1] }],
  ['a view beyond its storage', 'format', { more: [assemble('(', text('v'), ints(1, 2).subarray(1, -1), 't')] }],
  ['a storage of an unknown class', 'unsupported', { storage: 'SecretStorage' }],
  ['a storage of half bytes', 'unsupported', { storage: 'QUInt4x2Storage', numel: 8 }],
  ['a storage that is a class of tensors', 'unsupported', { storage: 'FloatTensor' }],
  ['a storage without a type', 'format', { storage: 'UntypedStorage', numel: 8 }],
];

describe('checkpointFormat, lied to', () => {
  it.for(lies)('loses only the tensor with %s', { timeout: 2000 }, async ([, code, parts]) => {
    const header = await read(withBad(tensor(parts)));
    expect(header).toMatchObject({ tensors: [{ name: 'fine', file: 'a/data/1', start: 0, end: 8 }] });
    const problems = typeof header === 'string' ? [] : header.problems.filter(({ lost }) => lost.length > 0);
    expect(problems).toMatchObject([{ code, lost: ['bad'] }]);
  });

  const broken: readonly (readonly [name: string, code: ErrorCode, make: () => Files])[] = [
    ['a key that leads out', 'containment', () => withBad(tensor({ key: '../../etc/passwd' }))],
    ['an absolute key', 'containment', () => withBad(tensor({ key: '/etc/passwd' }))],
    ['the key ..', 'containment', () => withBad(tensor({ key: '..' }))],
    ['an empty key', 'containment', () => withBad(tensor({ key: '' }))],
    ['a key with a newline', 'containment', () => withBad(tensor({ key: '0\n1' }))],
    [
      'a key that leads out and is not used',
      'containment',
      () =>
        withBad(assemble('(', text('storage'), global('torch', 'FloatStorage'), text('../0'), text('cpu'), 'K\x02tQ')),
    ],
    ['a reference of another kind', 'format', () => withBad(assemble(text('file:///etc/passwd'), 0x85, 'Q'))],
    [
      'a reference without a class',
      'format',
      () => withBad(assemble('(', text('storage'), text('x'), text('0'), text('cpu'), 'K\x02tQ')),
    ],
    ['a reference with a negative length', 'format', () => withBad(tensor({ numel: -1n }))],
    ['a reference with a length of 2^62', 'format', () => withBad(tensor({ numel: huge }))],
    ['a reference with a view of text', 'format', () => withBad(tensor({ more: [text('v')] }))],
    ['a reference with too many items', 'format', () => withBad(tensor({ more: ['N', 'N'] }))],
    [
      'a name of more than 1,024 characters',
      'limit',
      () => ({ 'data.pkl': pickleOf(2, dict(['n'.repeat(1025), tensor()])) }),
    ],
    ['an empty data.pkl', 'source', () => ({ 'a/data.pkl': new Uint8Array(0) })],
    ['a byte order of its own', 'format', () => withBad('N', { 'a/byteorder': assemble('middle') })],
    ['a byte order of a megabyte', 'limit', () => withBad('N', { 'a/byteorder': new Uint8Array(1_000_000) })],
  ];

  it.for(broken)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await read(make())).toBe(code);
  });

  it('gives a thousand bad tensors one problem', async () => {
    const bad = Array.from({ length: 1000 }, (_, i) => [`b${i}`, tensor({ shape: [9] })] as const);
    const header = await read({ 'a/data.pkl': pickleOf(2, dict(...bad)), 'a/data/0': eight });
    expect(header).toMatchObject({
      tensors: [],
      problems: [{ code: 'format', found: expect.stringMatching(/^1000 others/) as unknown }],
    });
  });

  it('reports members that nothing refers to and what stands behind STOP', async () => {
    const data = assemble(pickleOf(2, dict(['w', tensor()])), 'hidden');
    const header = await read({ 'a/data.pkl': data, 'a/data/0': eight, 'a/data/secret': new Uint8Array(100) });
    expect(header).toMatchObject({
      undeclaredBytes: 106,
      tensors: [{ name: 'w' }],
      problems: [
        { code: 'format', found: '1 that nothing refers to, the first “a/data/secret”' },
        { code: 'format', found: '106 undeclared bytes' },
      ],
    });
  });

  it('shows one storage as often as a small file may, and a large one no oftener than layers share weights', async () => {
    const shape = [4_194_304];
    const numel = shape[0]!;
    const many = Array.from({ length: 300 }, (_, i) => [`w${i}`, tensor({ numel, shape })] as const);
    const storage = { path: 'a/data/0', size: 4 * numel, open: () => Promise.reject(new Error('opened')) };
    const archive = archiveOf({ 'a/data.pkl': pickleOf(2, dict(...many)) });
    const header = await checkpointFormat.readHeader(
      { ...archive, members: [...archive.members, storage] },
      'model.pt',
    );
    expect(header.tensors.length).toBe(256);
    expect(header.problems).toMatchObject([{ code: 'limit', lost: { length: 44 } }]);
  });

  it('takes the archive by its contents', async () => {
    const matches = (...paths: readonly string[]): string[] => {
      const { members } = archiveOf(Object.fromEntries(paths.map((path) => [path, eight])));
      return [torchScriptFormat, checkpointFormat, tarCheckpointFormat]
        .filter((format) => format.matches(members))
        .map(({ id }) => id);
    };
    expect(matches('x/data.pkl', 'x/data/0')).toEqual(['pytorch']);
    expect(matches('data.pkl')).toEqual(['pytorch']);
    expect(matches('x/data.pkl', 'x/code/a.py')).toEqual(['torchscript']);
    expect(matches('x/data.pkl', 'x/constants.pkl')).toEqual(['torchscript']);
    expect(matches('x/model.json', 'x/tensors/0', 'x/code/a.py')).toEqual(['torchscript']);
    expect(matches('storages', 'tensors', 'pickle', 'sys_info')).toEqual(['pytorch-legacy']);
    expect(matches('weights.npy', 'xdata.pkl')).toEqual([]);
  });

  it('names the forms that it does not read', async () => {
    const old = archiveOf({ 'x/model.json': eight, 'x/tensors/0': eight, 'x/code/a.py': eight });
    await expect(torchScriptFormat.readHeader(old, 'old.pt')).rejects.toMatchObject({ code: 'unsupported' });
    const tar = archiveOf({ storages: eight, tensors: eight, pickle: eight });
    await expect(tarCheckpointFormat.readHeader(tar, 'old.tar')).rejects.toMatchObject({ code: 'unsupported' });
  });
});

const magic = assemble(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');
const system = (littleEndian: boolean): Uint8Array => pickleOf(2, dict(['little_endian', littleEndian ? 0x88 : 0x89]));
const keys = (...names: readonly string[]): Uint8Array => pickleOf(2, '](', ...names.map(text), 'e');
const legacy = (object: Uint8Array, list: Uint8Array, ...rest: readonly Piece[]): Uint8Array =>
  assemble(magic, pickleOf(2, 'M\xe9\x03'), system(true), object, list, ...rest);
const one = pickleOf(2, dict(['w', tensor()]));

describe('legacyFormat, lied to', () => {
  const broken: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
    ['another number than the magic one', 'format', () => assemble(pickleOf(2, 'K\x01'), one)],
    ['another version', 'unsupported', () => assemble(magic, pickleOf(2, 'M\xea\x03'), one)],
    ['an end after the magic number', 'source', () => magic],
    ['keys that are no list', 'format', () => legacy(one, pickleOf(2, 'N'))],
    ['keys that are numbers', 'format', () => legacy(one, pickleOf(2, '](K\0e'))],
    ['a key twice', 'format', () => legacy(one, keys('0', '0'))],
    ['a key that nothing refers to', 'format', () => legacy(one, keys('0', '1'), uint64(2n), eight)],
    [
      'a storage whose class is unknown',
      'format',
      () => legacy(pickleOf(2, dict(['w', tensor({ storage: 'XStorage' })])), keys('0')),
    ],
    ['a storage with another length', 'format', () => legacy(one, keys('0'), uint64(3n), eight)],
    ['a storage with a length of 2^64 - 1', 'format', () => legacy(one, keys('0'), uint64(2n ** 64n - 1n), eight)],
    ['a length in the order of another machine', 'format', () => legacy(one, keys('0'), uint64(2n << 56n), eight)],
    [
      'storages beyond 2^53',
      'limit',
      () => legacy(pickleOf(2, dict(['w', tensor({ numel: 2n ** 53n - 1n })])), keys('0')),
    ],
    ['a reference in the list of keys', 'format', () => legacy(one, pickleOf(2, ']', text('0'), 0x85, 'Qa'))],
  ];

  it.for(broken)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(legacyFormat, make())).toBe(code);
  });

  it('loses the storages after the place where the file was cut', async () => {
    const two = pickleOf(2, dict(['a', tensor()], ['b', tensor({ key: '1' })]));
    const file = legacy(two, keys('0', '1'), uint64(2n), eight, uint64(2n), eight);
    expect(await outcome(legacyFormat, file.subarray(0, -1))).toMatchObject({
      tensors: [{ name: 'a' }],
      problems: [{ code: 'source', expected: `${file.length} bytes`, found: `${file.length - 1} bytes`, lost: ['b'] }],
    });
    expect(await outcome(legacyFormat, file.subarray(0, -20))).toMatchObject({ problems: [{ lost: ['a', 'b'] }] });
  });

  it('loses tensors over storages that are not listed', async () => {
    expect(await outcome(legacyFormat, legacy(one, keys()))).toMatchObject({
      problems: [{ code: 'format', lost: ['w'] }],
    });
  });

  it('reports what stands behind the last storage', async () => {
    const header = await outcome(legacyFormat, legacy(one, keys('0'), uint64(2n), eight, 'hidden'));
    expect(header).toMatchObject({ undeclaredBytes: 6, tensors: [{ name: 'w' }], problems: [{ code: 'format' }] });
  });

  it('takes lengths of big-endian machines where the file says that it comes from one', async () => {
    const file = assemble(magic, pickleOf(2, 'M\xe9\x03'), system(false), one, keys('0'), uint64(2n << 56n), eight);
    const header = await legacyFormat.readHeader(memorySource(file));
    expect(header.tensors[0]).toMatchObject({ name: 'w', end: file.length });
    expect(header.tensors[0]).not.toHaveProperty('byteOrder');
    expect(header.problems).toEqual([]);
  });
});
