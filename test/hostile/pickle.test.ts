// Pickles that are bombs or no pickles at all: each is refused with a code or read for what it is, in little time and memory.
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors.ts';
import { pickleFormat } from '../../src/formats/pytorch/plain-pickle.ts';
import { assemble, bytes, dict, framed, global, pickleOf, shortText, text, uint32, uint64 } from './crafted-pickle.ts';
import { outcome } from './outcome.ts';
import { bombs, inChild } from './pickle-bombs.ts';

const million = 1_000_000;

const broken: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty pickle', 'source', () => assemble(0x80, 2)],
  ['no STOP', 'source', () => assemble(0x80, 2, ']')],
  ['STOP upon nothing', 'format', () => pickleOf(2)],
  ['two values at STOP', 'format', () => pickleOf(2, 'NN')],
  ['an open mark at STOP', 'format', () => pickleOf(2, 'N(')],
  ['the opcode 0xff', 'format', () => pickleOf(2, 0xff)],
  ['the opcode 0', 'format', () => pickleOf(2, 'N', 0)],
  ['protocol 6', 'unsupported', () => pickleOf(6, 'N')],
  ['protocol 255 in the middle', 'unsupported', () => pickleOf(2, 0x80, 255, 'N')],
  ['POP upon nothing', 'format', () => pickleOf(2, '0N')],
  ['DUP upon a mark', 'format', () => pickleOf(2, 'N(2')],
  ['TUPLE without a mark', 'format', () => pickleOf(2, 'Nt')],
  ['TUPLE2 across a mark', 'format', () => pickleOf(2, 'N(N', 0x86)],
  ['APPEND to a number', 'format', () => pickleOf(2, 'K\x01Na')],
  ['APPENDS to text', 'format', () => pickleOf(2, text('a'), '(Ne')],
  ['SETITEM in a list', 'format', () => pickleOf(2, ']NNs')],
  ['SETITEMS with a key alone', 'format', () => pickleOf(2, '}(Nu')],
  ['ADDITEMS to a dictionary', 'format', () => pickleOf(4, '}(N', 0x90)],
  ['GET of nothing', 'format', () => pickleOf(2, 'h\x05')],
  ['GET of a word', 'format', () => pickleOf(2, 'Nga\n')],
  ['REDUCE without a tuple', 'format', () => pickleOf(2, global('a', 'b'), 'NR')],
  ['REDUCE of a number', 'format', () => pickleOf(2, 'K\x01)R')],
  ['NEWOBJ of text', 'format', () => pickleOf(2, text('os'), ')', 0x81)],
  ['NEWOBJ_EX without named arguments', 'format', () => pickleOf(4, global('a', 'b'), ')', 'N', 0x92)],
  ['OBJ without a class', 'format', () => pickleOf(2, '(o')],
  ['BUILD of a list', 'format', () => pickleOf(2, ']}b')],
  ['STACK_GLOBAL of numbers', 'format', () => pickleOf(4, 'K\x01K\x02', 0x93)],
  ['GLOBAL whose names are no text', 'format', () => pickleOf(2, 'c\xff\nb\n')],
  ['a reference', 'format', () => pickleOf(2, text('a'), 'Q')],
  ['a reference as a line', 'format', () => pickleOf(0, 'Pa\n')],
  ['EXT1', 'unsupported', () => pickleOf(2, 0x82, 1)],
  ['EXT2', 'unsupported', () => pickleOf(2, 0x83, 1, 1)],
  ['EXT4', 'unsupported', () => pickleOf(2, 0x84, uint32(1))],
  ['NEXT_BUFFER', 'unsupported', () => pickleOf(5, 0x97)],
  ['READONLY_BUFFER upon nothing', 'format', () => pickleOf(5, 0x98)],
  ['joblib’s arrays', 'unsupported', () => pickleOf(3, global('joblib.numpy_pickle', 'NumpyArrayWrapper'), ')', 0x81)],
  ['an integer with letters', 'format', () => pickleOf(0, 'I1x\n')],
  ['a hexadecimal integer', 'format', () => pickleOf(0, 'I0x1f\n')],
  ['a float with a word', 'format', () => pickleOf(0, 'Fone\n')],
  ['a string without quotes', 'format', () => pickleOf(0, 'Sabc\n')],
  ['a string with quotes of two kinds', 'format', () => pickleOf(0, 'S"abc\'\n')],
  ['a string that ends in its escape', 'format', () => pickleOf(0, "S'\\'\n")],
  ['a string with an unknown escape', 'format', () => pickleOf(0, "S'\\q'\n")],
  ['text with half an escape', 'format', () => pickleOf(0, 'V\\u00\n')],
  ['text with a character beyond Unicode', 'format', () => pickleOf(0, 'V\\U00110000\n')],
  ['a frame beyond the file', 'source', () => pickleOf(4, framed(['N'], 1000n))],
  ['a frame of 2^64 - 1', 'limit', () => pickleOf(4, framed(['N'], 2n ** 64n - 1n))],
  ['a frame that ends inside an instruction', 'format', () => pickleOf(4, framed([text('abc')], 4n))],
  ['a frame in a frame', 'format', () => pickleOf(4, framed([framed(['N'])]))],
  ['text beyond the file', 'source', () => pickleOf(2, 'X', uint32(100))],
  ['text of 2^32 - 1', 'source', () => pickleOf(2, 'X\xff\xff\xff\xff')],
  ['text of 2^64 - 1', 'limit', () => pickleOf(4, 0x8d, uint64(2n ** 64n - 1n))],
  ['bytes of 2^53', 'limit', () => pickleOf(4, 0x8e, uint64(2n ** 53n))],
  ['bytes of 2^53 - 1', 'source', () => pickleOf(4, 0x8e, uint64(2n ** 53n - 1n))],
  ['a bytearray of 2^63', 'limit', () => pickleOf(5, 0x96, uint64(2n ** 63n))],
  ['a number of 2^32 - 1 bytes', 'source', () => pickleOf(2, 0x8b, '\xff\xff\xff\xff')],
  ['a key twice', 'format', () => pickleOf(2, dict(['a', 'N'], ['a', 'N']))],
  ['a key twice, once as Python 2’s string', 'format', () => pickleOf(2, '}(', text('a'), 'NU\x01aNu')],
  [
    'a key twice in an OrderedDict',
    'format',
    () => pickleOf(2, global('collections', 'OrderedDict'), ')R(', text('a'), 'N', text('a'), 'Nu'),
  ],
  ['an endless line', 'limit', () => assemble('(V', 'a'.repeat(2 * million))],
  ['a million digits', 'limit', () => pickleOf(0, `L${'9'.repeat(million)}L\n`)],
  ['a number of a million bytes', 'limit', () => pickleOf(2, 0x8b, uint32(million), 'a'.repeat(million))],
];

describe('pickleFormat, attacked', () => {
  it.for(broken)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(pickleFormat, make())).toBe(code);
  });

  it.for([
    ['a list in itself', () => pickleOf(2, ']q\x00h\x00a')],
    ['a dictionary in itself', () => pickleOf(2, '}q\x00', text('a'), 'h\x00s')],
    [
      'an object that is its own state',
      () => pickleOf(2, global('collections', 'OrderedDict'), ')Rq\x00}', text('a'), 'h\x00sb'),
    ],
    ['a tuple through a list in itself', () => pickleOf(2, ']q\x00h\x00', 0x85, 'q\x01a')],
    ['a set of itself', () => pickleOf(4, 0x8f, 0x94, '(h\x00', 0x90)],
    [
      'NaN as a key, twice',
      () => pickleOf(2, '}(Gnan'.slice(0, 2), 'G', '\x7f\xf8\0\0\0\0\0\0', 'NG', '\x7f\xf8\0\0\0\0\0\0', 'Nu'),
    ],
    ['the largest number that Python prints', () => pickleOf(0, `L${'9'.repeat(4300)}L\n`)],
    ['text that is not UTF-8', () => pickleOf(2, 'X', uint32(1), '\xff')],
    ['a pickle in a pickle’s bytes', () => pickleOf(3, bytes(pickleOf(2, 'N')))],
    ['an empty frame', () => pickleOf(4, framed([]), 'N')],
    ['a memo with holes', () => pickleOf(2, 'Nr\xff\xff\xff\xffq\0q\x020h\0h\x02', 0x86, 'j\xff\xff\xff\xff0')],
  ] as const)('accepts %s', { timeout: 2000 }, async ([, make]) => {
    const header = await outcome(pickleFormat, make());
    expect(header).toMatchObject({ tensors: [] });
  });

  it('keeps keys that objects of ours would obey', async () => {
    const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
    const file = pickleOf(2, dict(...keys.map((key) => [key, text('polluted')] as const)));
    const header = await outcome(pickleFormat, file);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    for (const key of keys) expect(header.metadata.get(key)).toBe('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('counts what stands behind STOP', async () => {
    const header = await outcome(pickleFormat, assemble(pickleOf(2, 'N'), 'PK\x03\x04'));
    expect(header).toMatchObject({ undeclaredBytes: 4, problems: [{ code: 'format', lost: [] }] });
  });

  it('reads no further than STOP', async () => {
    const header = await outcome(
      pickleFormat,
      assemble(pickleOf(2, 'N'), pickleOf(2, shortText('x'), global('os', 'system'))),
    );
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'format' }] });
  });
});

describe('pickle bombs', () => {
  it.for(bombs.map(({ name }) => name))(
    '%s: ends as expected within 2 s and 256 MB',
    { timeout: 20_000 },
    async (name) => {
      const { code, seconds, megabytes } = await inChild(name);
      expect(code).toBe(bombs.find((bomb) => bomb.name === name)?.code);
      expect(seconds).toBeLessThan(2);
      expect(megabytes).toBeLessThan(256);
    },
  );
});
