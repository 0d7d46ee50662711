// Attacks on the GGUF reader: each ends in a typed refusal, in a problem, or in the stated acceptance, and soon.
// The first four lists are the cases that ggml's own test hand-crafts, made anew; `theirs` says what ggml does with each.
import { beforeAll, describe, expect, it } from 'vitest';
import { counted } from '../../src/bytes/counted.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { ggufFormat } from '../../src/formats/gguf/gguf.ts';
import { ggufOracle } from '../oracles/gguf.ts';
import { craftGguf, type GgufParts, join, list, pair, string, tensor, type, u8, u32, u64 } from './crafted-gguf.ts';
import { checkPromises, outcome } from './outcome.ts';

const ggml = ggufOracle();

const most = 2n ** 64n - 1n;
const F32 = 0;
const Q4_0 = 2;
const I8 = 24;
const I64 = 27;

/** The pairs of ggml's cases: one of each kind. */
const pairs: readonly Uint8Array[] = [
  pair('my_key_0', type.uint32, u32(7)),
  pair('my_key_1', type.string, string('text')),
  pair('my_key_2', type.array, list(type.uint8, 3, u8(1), u8(2), u8(3))),
  pair('my_key_3', type.array, list(type.string, 2, string('a'), string(''))),
  pair('my_key_4', type.bool, u8(7)),
  pair('my_key_5', type.uint64, u64(most)),
];
const alignment = (value: number, valueType = type.uint32): Uint8Array =>
  pair('general.alignment', valueType, u32(value));

/** The tensors of ggml's cases: 40 bytes that are padded, and 36 that are not, to `step`. */
function tensors(step = 32): readonly Uint8Array[] {
  return [tensor('my_tensor_0', [5, 2], F32, 0), tensor('my_tensor_1', [32, 2], Q4_0, Math.ceil(40 / step) * step)];
}
const whole = { pairs, tensors: tensors(), data: 64 + 64 };

type Outcome = ErrorCode | 'accepted' | readonly [problem: ErrorCode, lost: number];

/** What the reader makes of the parts, in one word or pair. */
async function answer(bytes: Uint8Array): Promise<Outcome> {
  const header = await outcome(ggufFormat, bytes);
  if (typeof header === 'string') return header;
  await checkPromises({ ...header, tensors: header.tensors.filter(({ dtype }) => dtype === 'F32') }, bytes);
  const [problem] = header.problems;
  return problem === undefined ? 'accepted' : [problem.code, problem.lost.length];
}

type Case = readonly [name: string, ours: Outcome, theirs: 'refuses' | 'accepts', parts: GgufParts];

const headers: readonly Case[] = [
  ['a wrong magic', 'format', 'refuses', { magic: 'FUGG' }],
  ['version 0', 'format', 'refuses', { version: 0 }],
  // Read as version 1, whose counts have four bytes, this is an empty file with eight more.
  ['version 1 in the form of version 3', 'accepted', 'refuses', { version: 1 }],
  ['a version of the future', 'unsupported', 'refuses', { version: 4 }],
  ['2^64 - 1 tensors', 'limit', 'refuses', { tensorCount: most }],
  ['2^64 - 1 pairs', 'limit', 'refuses', { pairCount: most }],
  ['nothing in it', 'accepted', 'accepts', {}],
];

const keyValues: readonly Case[] = [
  ['a key of 2^64 - 1 bytes', 'limit', 'refuses', { pairs: [join(string('my_key_0', most), u32(4), u32(7))] }],
  ['an empty key', 'format', 'refuses', { pairs: [pair('', type.uint32, u32(7)), ...pairs] }],
  ['an unknown type of value', 'format', 'refuses', { pairs: [pair('my_key_0', type.unknown, u8(1))] }],
  ['a key twice', 'format', 'refuses', { pairs: [pairs[0]!, pairs[0]!] }],
  ['an alignment of 13', 'format', 'refuses', { pairs: [...pairs, alignment(13)], alignment: 13 }],
  ['an alignment that is an int32', 'format', 'refuses', { pairs: [...pairs, alignment(32, type.int32)] }],
  ['pairs and no tensors', 'accepted', 'accepts', { pairs }],
];

const long = `my_tensor_0_${'with_a_very_long_name_'.repeat(4)}`;

const tensorEntries: readonly Case[] = [
  // ggml keeps 63 bytes of a name, we 1,024.
  ['a name longer than ggml’s', 'accepted', 'refuses', { ...whole, tensors: [tensor(long, [10], F32, 0)], data: 64 }],
  ['five sides', 'format', 'refuses', { ...whole, tensors: [tensor('t', [1, 1, 1, 1, 1], F32, 0)], data: 32 }],
  ['a side of -1', 'limit', 'refuses', { ...whole, tensors: [tensor('t', [-1, -1], F32, 0)] }],
  [
    'a side of 0',
    'accepted',
    'accepts',
    { ...whole, tensors: [tensor('t', [5, 0], F32, 0), tensor('u', [8], F32, 0)], data: 32 },
  ],
  [
    'more elements than 64 bits count',
    'limit',
    'refuses',
    { ...whole, tensors: [tensor('t', [2 ** 33 - 4, 2 ** 33 - 4], F32, 0)] },
  ],
  [
    'more bytes than 64 bits count',
    'limit',
    'refuses',
    { ...whole, tensors: [tensor('t', [1_533_884_301, 1_533_884_301], I64, 0)] },
  ],
  // ggml has no way to go on; we lose one tensor.
  [
    'an unknown element type',
    ['unsupported', 1],
    'refuses',
    { ...whole, tensors: [tensor('t', [10], 43, 0)], data: 64 },
  ],
  ['an offset of 2^64 - 1', 'limit', 'refuses', { ...whole, tensors: [tensor('t', [10], F32, most)] }],
  ['a name twice', 'format', 'refuses', { ...whole, tensors: [tensor('t', [8], F32, 0), tensor('t', [8], F32, 32)] }],
  ['an alignment of 13', 'format', 'refuses', { ...whole, pairs: [...pairs, alignment(13)], alignment: 13 }],
  ['offsets for another alignment', 'format', 'refuses', { ...whole, tensors: tensors(1) }],
  ['entries without data', ['source', 2], 'accepts', { pairs, tensors: tensors() }],
  [
    'entries for an alignment of 1',
    ['source', 2],
    'accepts',
    { pairs: [...pairs, alignment(1)], tensors: tensors(1), alignment: 1 },
  ],
];

const huge = 2n ** 63n - 64n;

const datas: readonly Case[] = [
  [
    'one byte of data too few',
    ['source', 1],
    'refuses',
    { pairs: [...pairs, alignment(1)], tensors: tensors(1), alignment: 1, data: 75 },
  ],
  [
    'an alignment of 13',
    'format',
    'refuses',
    { pairs: [...pairs, alignment(13)], tensors: tensors(13), alignment: 13, data: 76 },
  ],
  ['offsets for another alignment', 'format', 'refuses', { ...whole, tensors: tensors(1), data: 76 }],
  [
    'sizes that overflow in sum',
    'limit',
    'refuses',
    { ...whole, tensors: [tensor('t', [huge], I8, 0), tensor('u', [huge], I8, huge)], data: 32 },
  ],
  ['all of it', 'accepted', 'accepts', whole],
  [
    'an alignment of 1',
    'accepted',
    'accepts',
    { pairs: [...pairs, alignment(1)], tensors: tensors(1), alignment: 1, data: 76 },
  ],
];

describe('ggufFormat, given ggml’s own cases', () => {
  it('has all thirty-three', () => {
    expect([headers, keyValues, tensorEntries, datas].map((cases) => cases.length)).toEqual([7, 7, 13, 6]);
  });

  it.for(headers)('header: %s: %j', { timeout: 2000 }, async ([, ours, , parts]) => {
    const bytes = craftGguf(parts);
    expect(await answer(bytes)).toEqual(ours);
  });

  it.for(keyValues)('pairs: %s: %j', { timeout: 2000 }, async ([, ours, , parts]) => {
    expect(await answer(craftGguf(parts))).toEqual(ours);
  });

  it.for(tensorEntries)('tensors: %s: %j', { timeout: 2000 }, async ([, ours, , parts]) => {
    expect(await answer(craftGguf(parts))).toEqual(ours);
  });

  it.for(datas)('data: %s: %j', { timeout: 2000 }, async ([, ours, , parts]) => {
    expect(await answer(craftGguf(parts))).toEqual(ours);
  });

  it('differs from ggml in four of them, and accepts what ggml accepts', () => {
    const differing = [headers, keyValues, tensorEntries, datas]
      .flat()
      .filter(([, ours, theirs]) => (typeof ours === 'string' && ours !== 'accepted') !== (theirs === 'refuses'))
      .map(([name]) => name);
    expect(differing).toEqual([
      'version 1 in the form of version 3',
      'a name longer than ggml’s',
      'an unknown element type',
      'one byte of data too few',
    ]);
  });

  it.skipIf(ggml === undefined)('says of ggml what ggml does', () => {
    for (const cases of [headers, keyValues, tensorEntries, datas]) {
      for (const [name, , theirs, parts] of cases) {
        const opened = ggml!.open(craftGguf(parts), cases === datas);
        expect([name, opened === undefined ? 'refuses' : 'accepts']).toEqual([name, theirs]);
      }
    }
  });

  it('keeps the texts of ggml’s pairs', async () => {
    const header = await outcome(ggufFormat, craftGguf(whole));
    expect(header).toMatchObject({ undeclaredBytes: 0, tensors: [{ shape: [2, 5] }, { shape: [2, 32] }] });
    expect(typeof header === 'string' ? {} : Object.fromEntries(header.metadata)).toEqual({
      my_key_0: '7',
      my_key_1: 'text',
      my_key_2: '[1, 2, 3]',
      my_key_3: '["a", ""]',
      my_key_4: 'true',
      my_key_5: '18446744073709551615',
    });
  });
});

const one = tensor('t', [8], F32, 0);
const withPair = (...value: readonly Uint8Array[]): Uint8Array =>
  craftGguf({ pairs: [join(...value)], tensors: [one], data: 32 });

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty file', 'source', () => new Uint8Array(0)],
  ['the magic alone', 'source', () => new TextEncoder().encode('GGUF')],
  ['a header that ends in a count', 'source', () => craftGguf().slice(0, 20)],
  ['version 4 in big-endian order', 'unsupported', () => craftGguf({ version: 0x04_00_00_00 })],
  ['a version that is large in either order', 'unsupported', () => craftGguf({ version: 0x01_02_03_04 })],
  // The shape of CVE-2024-21802: counts times sizes that wrap around.
  ['2^60 pairs', 'limit', () => craftGguf({ pairCount: 2n ** 60n })],
  ['2^53 - 1 pairs', 'source', () => craftGguf({ pairCount: 2 ** 53 - 1 })],
  ['a million pairs in a small file', 'source', () => craftGguf({ pairCount: 1_000_000 })],
  ['2^53 - 1 tensors', 'source', () => craftGguf({ tensorCount: 2 ** 53 - 1 })],
  [
    'more pairs than honest files have',
    'limit',
    () => join(craftGguf({ pairCount: 100_001 }), new Uint8Array(2_000_000)),
  ],
  [
    'more tensors than honest files have',
    'limit',
    () => join(craftGguf({ tensorCount: 1_000_001 }), new Uint8Array(25_000_000)),
  ],
  ['a key longer than the specification allows', 'limit', () => withPair(string('k'.repeat(65_536)), u32(4), u32(1))],
  ['a key beyond the file', 'source', () => withPair(string('k', 1000), u32(4), u32(1))],
  ['a key that is not UTF-8', 'format', () => withPair(string(Uint8Array.of(0xc3, 0x28)), u32(4), u32(1))],
  ['a key with NUL', 'format', () => withPair(string('a\0b'), u32(4), u32(1))],
  ['a string of 2^62 bytes', 'limit', () => withPair(pair('k', type.string, u64(2n ** 62n)))],
  ['a string beyond the file', 'source', () => withPair(pair('k', type.string, string('x', 4096)))],
  ['a string of more than 64 MiB', 'limit', () => withPair(pair('k', type.string, string(new Uint8Array(67_108_865))))],
  ['a list of 2^63 numbers', 'limit', () => withPair(pair('k', type.array, list(type.uint8, 2n ** 63n)))],
  [
    'a list of 2^61 numbers of eight bytes',
    'limit',
    () => withPair(pair('k', type.array, list(type.uint64, 2n ** 61n))),
  ],
  ['a list beyond the file', 'source', () => withPair(pair('k', type.array, list(type.uint64, 1000)))],
  [
    'a list of strings beyond the file',
    'source',
    () => withPair(pair('k', type.array, list(type.string, 1000, string('x')))),
  ],
  [
    'a list with a string beyond the file',
    'source',
    () => withPair(pair('k', type.array, list(type.string, 2, string('x'), u64(2 ** 40)))),
  ],
  [
    'a list with a string of 2^62 bytes',
    'limit',
    () => withPair(pair('k', type.array, list(type.string, 1, u64(2n ** 62n)))),
  ],
  [
    'a list of more than ten million',
    'limit',
    () => withPair(pair('k', type.array, list(type.uint8, 10_000_001, new Uint8Array(10_000_001)))),
  ],
  ['a list of an unknown type', 'format', () => withPair(pair('k', type.array, list(type.unknown, 1, u8(1))))],
  ['lists five deep', 'limit', () => withPair(pair('k', type.array, nested(5)))],
  ['lists a hundred thousand deep', 'limit', () => withPair(pair('k', type.array, nested(100_000)))],
  // The two files that hung or killed other readers: a list of absurd length at the end of the file.
  [
    'the 49 bytes that killed a server',
    'limit',
    () => craftGguf({ pairs: [pair('k', type.array, list(type.uint32, most))], alignment: 1 }),
  ],
  [
    'the same with a length that could be',
    'source',
    () => craftGguf({ pairs: [pair('k', type.array, list(type.string, 2 ** 40))], alignment: 1 }),
  ],
  ['an alignment of 0', 'format', () => craftGguf({ pairs: [alignment(0)], tensors: [one], data: 32 })],
  ['an alignment of 2^30', 'limit', () => craftGguf({ pairs: [alignment(2 ** 30)], tensors: [one], data: 32 })],
  [
    'an alignment of 2^32 - 1',
    'format',
    () => craftGguf({ pairs: [alignment(2 ** 32 - 1)], tensors: [one], data: 32 }),
  ],
  [
    'an alignment that is a text',
    'format',
    () => craftGguf({ pairs: [pair('general.alignment', type.string, string('32'))] }),
  ],
  [
    'an alignment that is a list',
    'format',
    () => craftGguf({ pairs: [pair('general.alignment', type.array, list(type.uint32, 1, u32(32)))] }),
  ],
  ['an alignment given twice', 'format', () => craftGguf({ pairs: [alignment(32), alignment(64)] })],
  ['2^32 - 1 sides', 'limit', () => craftGguf({ tensors: [tensor('t', [8], F32, 0, 2 ** 32 - 1)], data: 32 })],
  ['nine sides', 'limit', () => craftGguf({ tensors: [tensor('t', [1, 1, 1, 1, 1, 1, 1, 1, 1], F32, 0)], data: 32 })],
  [
    'a name of more than 1 KiB',
    'limit',
    () => craftGguf({ tensors: [tensor('n'.repeat(1025), [8], F32, 0)], data: 32 }),
  ],
  [
    'a name that is not UTF-8',
    'format',
    () => craftGguf({ tensors: [tensor(Uint8Array.of(0xff), [8], F32, 0)], data: 32 }),
  ],
  [
    'a name with NUL, which other readers cut short',
    'format',
    () => craftGguf({ tensors: [tensor('t\0a', [8], F32, 0)], data: 32 }),
  ],
  [
    'rows that are no whole number of blocks',
    'format',
    () => craftGguf({ tensors: [tensor('t', [33], Q4_0, 0)], data: 64 }),
  ],
  // 16 × 2 elements are one block in all, but no row of 16 is.
  ['blocks that reach over rows', 'format', () => craftGguf({ tensors: [tensor('t', [16, 2], Q4_0, 0)], data: 32 })],
  ['a scalar of a block type', 'format', () => craftGguf({ tensors: [tensor('t', [], Q4_0, 0)], data: 32 })],
  // The shapes of CVE-2025-53630 and its bypass: sizes that wrap to something small.
  [
    'a size that wraps to zero',
    'limit',
    () => craftGguf({ tensors: [tensor('t', [2n ** 32n, 2n ** 32n], F32, 0)], data: 32 }),
  ],
  [
    'a size that wraps when it is padded',
    'limit',
    () => craftGguf({ tensors: [tensor('t', [2n ** 53n - 1n], I8, 0)], data: 32 }),
  ],
  [
    'an exabyte in four megabytes',
    'limit',
    () => craftGguf({ tensors: [tensor('t', [2n ** 58n], F32, 0)], data: 4_194_304 }),
  ],
  ['sizes that pass 2^53 together', 'limit', () => craftGguf({ tensors: manyHuge(10), data: 32 })],
  ['a misaligned offset', 'format', () => craftGguf({ tensors: [tensor('t', [8], F32, 8)], data: 64 })],
  ['a hole before the first tensor', 'format', () => craftGguf({ tensors: [tensor('t', [8], F32, 32)], data: 64 })],
  ['a hole between tensors', 'format', () => craftGguf({ tensors: [one, tensor('u', [8], F32, 64)], data: 96 })],
  [
    'an overlap',
    'format',
    () => craftGguf({ tensors: [tensor('t', [16], F32, 0), tensor('u', [8], F32, 32)], data: 96 }),
  ],
  [
    'ten names for the same bytes',
    'format',
    () => craftGguf({ tensors: Array.from({ length: 10 }, (_, i) => tensor(`t${i}`, [8], F32, 0)), data: 32 }),
  ],
  [
    'tensors in another order than their data',
    'format',
    () => craftGguf({ tensors: [tensor('u', [8], F32, 32), one], data: 64 }),
  ],
  [
    'an overlap behind an unknown type',
    'format',
    () => craftGguf({ tensors: [one, tensor('x', [8], 99, 32), tensor('u', [8], F32, 0)], data: 96 }),
  ],
  ['an offset of 2^53', 'limit', () => craftGguf({ tensors: [tensor('t', [8], F32, 2n ** 53n)], data: 32 })],
  ['an entry that breaks off', 'source', () => craftGguf({ tensors: [one] }).slice(0, 24 + 20)],
];

/** Lists in lists, the innermost of one number. */
function nested(depth: number): Uint8Array {
  const level = join(u32(type.array), u64(1));
  const out = new Uint8Array(level.length * depth + 1);
  for (let at = 0; at < level.length * depth; at += level.length) out.set(level, at);
  out.set(list(type.uint8, 1, u8(1)), level.length * (depth - 1));
  return out;
}

/** Tensors of 2^49 bytes each, one behind the other. */
function manyHuge(count: number): Uint8Array[] {
  return Array.from({ length: count * 2 }, (_, i) => tensor(`t${i}`, [2n ** 49n], I8, BigInt(i) * 2n ** 49n));
}

describe('ggufFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(ggufFormat, make())).toBe(code);
  });

  it('is as long as the file that killed a server', () => {
    expect(craftGguf({ pairs: [pair('k', type.array, list(type.uint32, most))], alignment: 1 }).length).toBe(49);
  });

  const accepted: readonly (readonly [name: string, tensors: number, parts: GgufParts])[] = [
    ['a scalar', 1, { tensors: [tensor('t', [], F32, 0)], data: 32 }],
    ['four sides, of which three are one', 1, { tensors: [tensor('t', [8, 1, 1, 1], F32, 0)], data: 32 }],
    ['a tensor without elements whose sides are absurd', 1, { tensors: [tensor('t', [2 ** 52, 2 ** 52, 0], F32, 0)] }],
    ['a last tensor without its padding', 1, { tensors: [tensor('t', [3], F32, 0)], data: 12 }],
    ['an alignment of 1 MiB', 1, { pairs: [alignment(2 ** 20)], tensors: [one], alignment: 2 ** 20, data: 2 ** 20 }],
    ['a tensor called __proto__', 1, { tensors: [tensor('__proto__', [8], F32, 0)], data: 32 }],
    ['a key called __proto__', 1, { pairs: [pair('__proto__', type.uint32, u32(1))], tensors: [one], data: 32 }],
    ['a tensor without a name', 1, { tensors: [tensor('', [8], F32, 0)], data: 32 }],
    [
      'a value that is not UTF-8',
      1,
      { pairs: [pair('k', type.string, string(Uint8Array.of(0xff)))], tensors: [one], data: 32 },
    ],
    ['lists four deep', 1, { pairs: [pair('k', type.array, nested(4))], tensors: [one], data: 32 }],
    ['no tensors and no padding', 0, { alignment: 1 }],
  ];

  it.for(accepted)('accepts %s without a problem', { timeout: 2000 }, async ([, count, parts]) => {
    const bytes = craftGguf(parts);
    const header = await outcome(ggufFormat, bytes);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.problems).toEqual([]);
    expect(header.tensors.length).toBe(count);
    expect(header.undeclaredBytes).toBe(0);
    await checkPromises(header, bytes);
  });

  it('reports what stands behind the last tensor, such as a second file', async () => {
    const header = await outcome(ggufFormat, craftGguf({ tensors: [one], data: 32 + 34 }));
    expect(header).toMatchObject({ undeclaredBytes: 34, problems: [{ code: 'format', lost: [] }] });
  });

  it('reports what stands behind a header without tensors', async () => {
    const header = await outcome(ggufFormat, craftGguf({ data: 5 }));
    expect(header).toMatchObject({ undeclaredBytes: 5, tensors: [] });
  });

  it('keeps the tensors before the place where the file was cut', async () => {
    const bytes = craftGguf({ tensors: [one, tensor('u', [8], F32, 32), tensor('v', [8], F32, 64)], data: 63 });
    const header = await outcome(ggufFormat, bytes);
    expect(header).toMatchObject({
      tensors: [{ name: 't' }],
      problems: [
        { code: 'source', expected: `${bytes.length + 33} bytes`, found: `${bytes.length} bytes`, lost: ['u', 'v'] },
      ],
    });
  });

  it('loses a tensor of exabytes that a file of megabytes declares below 2^53 bits', async () => {
    const header = await outcome(ggufFormat, craftGguf({ tensors: [tensor('t', [2 ** 47], F32, 0)], data: 4096 }));
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'source', lost: ['t'] }] });
  });

  it('loses only the tensor whose type it does not know, and names its number', async () => {
    const entries = [one, tensor('old', [32], 31, 32), tensor('u', [8], F32, 96), tensor('new', [32], 99, 128)];
    const header = await outcome(ggufFormat, craftGguf({ tensors: entries, data: 200 }));
    expect(header).toMatchObject({
      tensors: [{ name: 't' }, { name: 'u' }],
      undeclaredBytes: 0,
      problems: [
        { code: 'unsupported', found: 'number 31 (Q4_0_4_4, no longer in use), number 99', lost: ['old', 'new'] },
      ],
    });
  });

  it('says once that many types are unknown', async () => {
    const entries = Array.from({ length: 5000 }, (_, i) => tensor(`t${i}`, [8], 100 + i, 32 * i));
    const header = await outcome(ggufFormat, craftGguf({ tensors: entries, data: 32 * 5000 }));
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'unsupported', lost: { length: 5000 } }] });
  });

  describe('with many tensors', () => {
    let bytes = new Uint8Array(0);
    beforeAll(() => {
      const entries = Array.from({ length: 30_000 }, (_, i) => tensor(`blk.${i}.weight`, [4, 2], F32, 32 * i));
      bytes = new Uint8Array(craftGguf({ tensors: entries, data: 960_000 }));
    });

    it('reads their header in the time of its size', { timeout: 2000 }, async () => {
      const header = await outcome(ggufFormat, bytes);
      expect(header).toMatchObject({ problems: [], tensors: { length: 30_000 } });
    });
  });

  it('skips lists without reading them', async () => {
    let total = 0;
    const bytes = withPair(pair('k', type.array, list(type.uint64, 1_000_000, new Uint8Array(8_000_000))));
    await ggufFormat.readHeader(counted(memorySource(bytes), (length) => (total += length)));
    expect(total).toBeLessThan(3_000_000);
  });
});
