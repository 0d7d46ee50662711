// Attacks on the ONNX reader: each ends in a typed refusal or in the stated acceptance, and soon.
import { describe, expect, it } from 'vitest';
import { field, graph, join, model, modelOf, nestedModel, node, tensor, varint } from '../../forgeries/writers/onnx.ts';
import { counted } from '../../src/bytes/counted.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { onnxFormat } from '../../src/formats/onnx/onnx.ts';
import { checkPromises, outcome } from './outcome.ts';

const four = new Uint8Array(4);
const fine = tensor({ name: 'w', dims: [1], raw: four });

/** A field of kind bytes whose length is a lie. */
function lying(number: number, length: number | bigint, ...payload: readonly Uint8Array[]): Uint8Array {
  return join(varint(number * 8 + 2), varint(length), ...payload);
}

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty file', 'format', () => new Uint8Array(0)],
  ['a model without a graph', 'format', () => field(1, 8)],
  ['a model with two graphs', 'format', () => model(graph([fine]), field(7, graph([fine])))],
  ['a tag that does not end', 'format', () => join(field(1, 8), Uint8Array.of(0xff))],
  ['a varint of eleven bytes', 'format', () => join(field(1, 8), varint(8), new Uint8Array(11).fill(0x80))],
  ['a varint cut off by the end', 'format', () => join(field(1, 8), varint(5 * 8), Uint8Array.of(0x80))],
  ['a length of 2^63', 'format', () => join(field(1, 8), lying(7, 2n ** 63n))],
  ['a length of 2^64 - 1', 'format', () => join(field(1, 8), lying(7, 2n ** 64n - 1n))],
  ['a length of 2^53', 'format', () => join(field(1, 8), lying(7, 2n ** 53n))],
  ['a graph longer than the file', 'source', () => join(field(1, 8), lying(7, 1000, graph([fine])))],
  ['a tensor longer than its graph', 'format', () => model(lying(5, 1000, fine))],
  ['field number 0', 'format', () => join(field(1, 8), field(0, 1))],
  ['a field number of 2^29', 'format', () => join(field(1, 8), varint(2 ** 32), varint(1))],
  ['a group', 'format', () => join(field(1, 8), varint(7 * 8 + 3), varint(7 * 8 + 4))],
  ['wire kind 6', 'format', () => join(field(1, 8), varint(7 * 8 + 6))],
  ['wire kind 7', 'format', () => join(field(1, 8), varint(7 * 8 + 7))],
  ['half of a fixed number', 'source', () => join(field(1, 8), varint(3 * 8 + 1), four)],
  ['graphs nested a hundred deep', 'limit', () => nestedModel(100)],
  ['graphs nested two thousand deep', 'limit', () => nestedModel(2000)],
  [
    'more than a million fields in a message',
    'limit',
    () => model(join(...Array.from({ length: 1001 }, () => manyFields))),
  ],
];

const manyFields = join(...Array.from({ length: 1000 }, () => field(99, 1)));

describe('onnxFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 4000 }, async ([, code, make]) => {
    expect(await outcome(onnxFormat, make())).toBe(code);
  });

  const lost: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
    ['a negative dimension', 'limit', () => modelOf({ name: 'w', dims: [-1], raw: four })],
    ['a dimension of 2^63 - 1', 'limit', () => modelOf({ name: 'w', dims: [2n ** 63n - 1n], raw: four })],
    ['dimensions whose product overflows', 'limit', () => modelOf({ name: 'w', dims: [2 ** 40, 2 ** 40], raw: four })],
    ['nine dimensions', 'limit', () => modelOf({ name: 'w', dims: [1, 1, 1, 1, 1, 1, 1, 1, 1], raw: four })],
    ['too few bytes', 'format', () => modelOf({ name: 'w', dims: [2], raw: four })],
    ['too many bytes', 'format', () => modelOf({ name: 'w', dims: [1], raw: new Uint8Array(5) })],
    ['no bytes', 'format', () => modelOf({ name: 'w', dims: [1] })],
    ['data given twice', 'unsupported', () => modelOf({ name: 'w', dims: [1], raw: four, extra: [field(9, four)] })],
    [
      'floats in the field for integers',
      'format',
      () => modelOf({ name: 'w', dims: [1], extra: [field(7, varint(1))] }),
    ],
    [
      'numbers one by one',
      'unsupported',
      () => modelOf({ name: 'w', dims: [2], type: 7, extra: [field(7, 1), field(7, 2)] }),
    ],
    [
      'a float spelled as a varint of four bytes',
      'unsupported',
      () => modelOf({ name: 'w', dims: [1], extra: [field(4, 2 ** 27)] }),
    ],
    [
      'more elements than varints could be',
      'format',
      () => modelOf({ name: 'w', dims: [2 ** 30], type: 6, extra: [field(5, four)] }),
    ],
    ['an undefined type', 'unsupported', () => modelOf({ name: 'w', dims: [1], type: 0, raw: four })],
    ['an unknown type', 'unsupported', () => modelOf({ name: 'w', dims: [1], type: 99, raw: four })],
    ['a type of 2^64 - 1', 'unsupported', () => model(graph([join(field(2, -1), field(8, 'w'), field(9, four))]))],
    ['complex128', 'unsupported', () => modelOf({ name: 'w', dims: [1], type: 15, raw: new Uint8Array(16) })],
    ['a segment', 'unsupported', () => modelOf({ name: 'w', dims: [1], raw: four, extra: [field(3, field(1, 0))] })],
    ...[
      '../../etc/passwd',
      'a/../../b',
      '/etc/passwd',
      'C:\\w',
      'c:/w',
      'a\\..\\..\\b',
      'a\0b',
      '',
      '..',
      '.',
      'a//b',
      '%2e%2e/b',
      'a/./b',
    ].map((location): readonly [string, ErrorCode, () => Uint8Array] => [
      `external data at “${location.replace('\0', '␀')}”`,
      'containment',
      () => modelOf({ name: 'w', dims: [1], external: { location } }),
    ]),
    [
      'external data without a location',
      'containment',
      () => modelOf({ name: 'w', dims: [1], external: { offset: '0' } }),
    ],
    ...(
      [
        ['-1', 'format'],
        ['NaN', 'format'],
        ['1e3', 'format'],
        ['0x10', 'format'],
        ['', 'format'],
        [' 1', 'format'],
        ['1.5', 'format'],
        ['9223372036854775807', 'limit'],
        ['9007199254740991', 'limit'],
      ] as const
    ).map(([offset, code]): readonly [string, ErrorCode, () => Uint8Array] => [
      `an external offset of “${offset}”`,
      code,
      () => modelOf({ name: 'w', dims: [1], external: { location: 'w.bin', offset } }),
    ]),
    [
      'an external length of a petabyte',
      'format',
      () => modelOf({ name: 'w', dims: [1], external: { location: 'w.bin', length: '1125899906842624' } }),
    ],
    [
      'a negative external length',
      'format',
      () => modelOf({ name: 'w', dims: [1], external: { location: 'w.bin', length: '-4' } }),
    ],
    [
      'a location given twice',
      'format',
      () => {
        const location = (path: string): Uint8Array => field(13, join(field(1, 'location'), field(2, path)));
        return modelOf({ name: 'w', dims: [1], extra: [location('a'), location('b'), field(14, 1)] });
      },
    ],
  ];

  it.for(lost)('loses only the tensor with %s', { timeout: 2000 }, async ([, code, make]) => {
    const header = await outcome(onnxFormat, make());
    expect(header).toMatchObject({ tensors: [], problems: [{ code, subject: 'w', lost: ['w'] }] });
  });

  it('follows no external data in a sparse tensor, wherever it stands', async () => {
    const values = field(1, tensor({ name: 'v', dims: [1], external: { location: '../secret' } }));
    const sparse = model(
      join(graph([], [node('Constant', 'c', 'out', 'sparse_value', field(22, values))]), field(15, values)),
    );
    const header = await outcome(onnxFormat, sparse);
    expect(header).toMatchObject({
      tensors: [],
      problems: [
        { code: 'unsupported', lost: ['sparse_initializer'] },
        { code: 'unsupported', lost: ['out'] },
      ],
    });
  });

  it('ignores keys of external data that mean nothing, and says so once', async () => {
    const external = { location: './w.bin', offset: '4096', length: '4', __class__: 'x' };
    const header = await outcome(
      onnxFormat,
      modelOf({ name: 'a', dims: [1], external }, { name: 'b', dims: [1], external }),
    );
    expect(header).toMatchObject({
      tensors: [
        { name: 'a', file: 'w.bin', start: 4096, end: 4100 },
        { name: 'b', file: 'w.bin' },
      ],
      problems: [{ code: 'unsupported', subject: 'a', lost: [] }],
    });
  });

  it('does not let external entries move a tensor that is stored inside', async () => {
    const entries = field(13, join(field(1, 'location'), field(2, '../secret')));
    const header = await outcome(onnxFormat, modelOf({ name: 'w', dims: [1], raw: four, extra: [entries] }));
    expect(header).toMatchObject({ tensors: [{ name: 'w', file: '' }], problems: [] });
  });

  it('counts bytes in fields that the format does not have', async () => {
    const header = await outcome(onnxFormat, model(graph([fine]), field(99, new Uint8Array(1000))));
    expect(header).toMatchObject({
      undeclaredBytes: 1000,
      tensors: [{ name: 'w' }],
      problems: [{ code: 'format', lost: [] }],
    });
  });

  it('gives equal names numbers, even where the numbered name is taken', async () => {
    const names = ['w', 'w', 'w#2', 'w', 'w#2'];
    const bytes = modelOf(...names.map((name) => ({ name, dims: [1], raw: four })));
    const header = await outcome(onnxFormat, bytes);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(new Set(header.tensors.map((info) => info.name)).size).toBe(5);
    await checkPromises(header, bytes);
  });

  it('stays linear where thirty thousand names are equal', { timeout: 2000 }, async () => {
    const header = await outcome(
      onnxFormat,
      modelOf(...Array.from({ length: 30_000 }, () => ({ name: 'w', dims: [1], raw: four }))),
    );
    expect(header).toMatchObject({ tensors: { length: 30_000 } });
  });

  it('accepts graphs nested sixteen deep', async () => {
    expect(await outcome(onnxFormat, nestedModel(16))).toMatchObject({ tensors: [{ dtype: 'F32' }], problems: [] });
  });

  it('reads a small file once', async () => {
    const lengths: number[] = [];
    const bytes = modelOf({ name: 'w', dims: [1], raw: four });
    await onnxFormat.readHeader(counted(memorySource(bytes), (length) => lengths.push(length)));
    expect(lengths.length).toBeLessThanOrEqual(3);
  });

  it('skips the tensors of a large file', async () => {
    let total = 0;
    const raw = new Uint8Array(4_194_304);
    const bytes = modelOf({ name: 'a', dims: [1_048_576], raw }, { name: 'b', dims: [1_048_576], raw });
    await onnxFormat.readHeader(counted(memorySource(bytes), (length) => (total += length)));
    expect(total).toBeLessThanOrEqual(256 * 1024);
  });
});
