// Attacks on the safetensors reader: each ends in a typed refusal or in the stated acceptance, and soon.
import { describe, expect, it } from 'vitest';
import { counted } from '../../src/bytes/counted.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { safetensorsFormat } from '../../src/formats/safetensors/safetensors.ts';
import { craftSafetensors as craft, entry } from './crafted-safetensors.ts';
import { checkPromises, outcome } from './outcome.ts';

const fine = entry('test', 'I32', '[2,2]', 0, 16);
const max = '18446744073709551615';

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty file', 'format', () => new Uint8Array(0)],
  ['seven bytes', 'format', () => new Uint8Array(7)],
  ['a length of 2^64 less a little', 'limit', () => craft(`{${fine}}`, 16, 0xffff_ff00_0000_003cn)],
  ['a length just above the limit', 'limit', () => craft('{}', 0, 100_000_001n)],
  ['a length beyond the file', 'source', () => craft('', 0, 60n)],
  ['an empty header', 'format', () => craft('')],
  ['a header that is not UTF-8', 'format', () => craft(Uint8Array.of(0xff))],
  ['a name that is not UTF-8', 'format', () => craft(Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d))],
  [
    'an overlong encoding in a name',
    'format',
    () => craft(Uint8Array.of(0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d)),
  ],
  ['a header that is not JSON', 'format', () => craft('{')],
  ['white space before the header', 'format', () => craft('\t\n{}\r ')],
  ['a byte order mark', 'format', () => craft('\ufeff{}')],
  ['a second document', 'format', () => craft('{}{}')],
  ['NUL padding', 'format', () => craft('{}\0\0')],
  ['a trailing comma', 'format', () => craft(`{${fine},}`, 16)],
  ['a comment', 'format', () => craft(`{/* */${fine}}`, 16)],
  ['single quotes', 'format', () => craft("{'a':1}")],
  ['NaN as an offset', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, 'NaN')}}`, 1)],
  ['a list as the header', 'format', () => craft('[]')],
  ['a control character in a name', 'format', () => craft('{"a\nb":1}')],
  [
    'a lone surrogate in a name',
    'format',
    () => craft(`{"\\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, 1),
  ],
  ['a bad escape', 'format', () => craft('{"\\x41":1}')],
  ['a size that contradicts the shape', 'format', () => craft(`{${entry('test', 'I32', '[2,2]', 0, 4)}}`, 4)],
  [
    'a shape whose product overflows',
    'limit',
    () => craft(`{${entry('t', 'I32', '[2,18446744073709551614]', 0, 16)}}`, 16),
  ],
  [
    'a shape whose bytes overflow',
    'limit',
    () => craft(`{${entry('t', 'I32', '[2,9223372036854775807]', 0, 16)}}`, 16),
  ],
  [
    'a product that passes 2^53 in safe steps',
    'limit',
    () => craft(`{${entry('t', 'U8', '[94906267,94906267,2]', 0, 16)}}`, 16),
  ],
  [
    'a product that overflows before a zero',
    'limit',
    () => craft(`{${entry('t', 'U8', '[4503599627370496,4096,0]', 0, 0)}}`),
  ],
  [
    'ten names for the same bytes',
    'format',
    () => craft(`{${Array.from({ length: 10 }, (_, i) => entry(`w${i}`, 'F32', '[2,2]', 0, 16)).join(',')}}`, 16),
  ],
  [
    'a partial overlap',
    'format',
    () => craft(`{${entry('a', 'U8', '[8]', 0, 8)},${entry('b', 'U8', '[8]', 4, 12)}}`, 12),
  ],
  [
    'a hole between tensors',
    'format',
    () => craft(`{${entry('a', 'U8', '[4]', 0, 4)},${entry('b', 'U8', '[4]', 5, 9)}}`, 9),
  ],
  ['a hole before the first tensor', 'format', () => craft(`{${entry('a', 'U8', '[4]', 1, 5)}}`, 5)],
  ['an end before its beginning', 'format', () => craft(`{${entry('a', 'U8', '[0]', 4, 0)}}`, 4)],
  ['three offsets', 'format', () => craft('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}', 1)],
  ['one offset', 'format', () => craft('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}', 1)],
  ['an offset of 2^53 + 1', 'limit', () => craft(`{${entry('a', 'U8', '[1]', 0, '9007199254740993')}}`, 1)],
  [
    'an offset that passes 2^53 with the header',
    'limit',
    () => craft(`{${entry('a', 'U8', '[1]', '9007199254740990', '9007199254740991')}}`, 1),
  ],
  ['the largest 64-bit offset', 'limit', () => craft(`{${entry('a', 'U8', '[1]', 0, max)}}`, 1)],
  ['a negative offset', 'format', () => craft(`{${entry('a', 'U8', '[1]', -1, 0)}}`, 1)],
  ['minus zero', 'format', () => craft(`{${entry('a', 'U8', '[1]', '-0', 1)}}`, 1)],
  ['a fraction as an offset', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, 1.5)}}`, 1)],
  ['an exponent as an offset', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, '1e0')}}`, 1)],
  ['1e999 as an offset', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, '1e999')}}`, 1)],
  ['a leading zero', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, '01')}}`, 1)],
  ['a number of a thousand digits', 'limit', () => craft(`{${entry('a', 'U8', '[1]', 0, '1'.repeat(1000))}}`, 1)],
  ['a string as an offset', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, '"1"')}}`, 1)],
  ['no dtype', 'format', () => craft('{"a":{"shape":[1],"data_offsets":[0,1]}}', 1)],
  ['no shape', 'format', () => craft('{"a":{"dtype":"U8","data_offsets":[0,1]}}', 1)],
  ['no offsets', 'format', () => craft('{"a":{"dtype":"U8","shape":[1]}}', 1)],
  ['null as a shape', 'format', () => craft('{"a":{"dtype":"U8","shape":null,"data_offsets":[0,1]}}', 1)],
  ['a list as a tensor', 'format', () => craft('{"a":["U8",[1],[0,1]]}', 1)],
  ['a string as a tensor', 'format', () => craft('{"a":"U8"}')],
  ['null as a tensor', 'format', () => craft('{"a":null}')],
  ['a number as a dtype', 'format', () => craft('{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}', 1)],
  ['a name twice', 'format', () => craft(`{${entry('a', 'U8', '[1]', 0, 1)},${entry('a', 'U8', '[1]', 1, 2)}}`, 2)],
  [
    'a name twice, once escaped',
    'format',
    () => craft(`{${entry('a', 'U8', '[1]', 0, 1)},"\\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}`, 2),
  ],
  [
    'a key twice in a tensor',
    'format',
    () => craft('{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}', 1),
  ],
  ['metadata twice', 'format', () => craft('{"__metadata__":{},"__metadata__":{}}')],
  ['a metadata key twice', 'format', () => craft('{"__metadata__":{"a":"1","a":"2"}}')],
  ['a number in the metadata', 'format', () => craft('{"__metadata__":{"a":1}}')],
  ['an object in the metadata', 'format', () => craft('{"__metadata__":{"a":{}}}')],
  [
    'a flood of metadata',
    'limit',
    () => craft(`{"__metadata__":{${Array.from({ length: 100_001 }, (_, i) => `"${i}":""`).join(',')}}}`),
  ],
  ['half a nibble', 'format', () => craft(`{${entry('a', 'F4', '[3]', 0, 2)}}`, 2)],
  ['a name of more than 1,024 characters', 'limit', () => craft(`{${entry('n'.repeat(1025), 'U8', '[1]', 0, 1)}}`, 1)],
  ['nine dimensions', 'limit', () => craft(`{${entry('a', 'U8', '[1,1,1,1,1,1,1,1,1]', 0, 1)}}`, 1)],
  ['nesting below an unknown key', 'limit', () => craft('{"a":{"x":[[[[]]]]}}')],
  ['a million open lists', 'limit', () => craft(`{"a":{"x":${'['.repeat(1_000_000)}`)],
  ['a million open objects', 'limit', () => craft('{"a":'.repeat(1_000_000))],
  ['eight megabytes of empty lists', 'format', () => craft(`{"a":{"x":[${'[],'.repeat(2_700_000)}[]]}}`)],
  ['an endless name', 'limit', () => craft(`{"${'a'.repeat(20_000_000)}`)],
];

describe('safetensorsFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(safetensorsFormat, make())).toBe(code);
  });

  const accepted: readonly (readonly [name: string, tensors: number, make: () => Uint8Array])[] = [
    ['a plain file', 1, () => craft(`{${fine}}`, 16)],
    ['a scalar', 1, () => craft(`{${entry('test', 'I32', '[]', 0, 4)}}`, 4)],
    ['a tensor without elements', 1, () => craft(`{${entry('test', 'I32', '[2,0]', 0, 0)}}`)],
    [
      'tensors without elements between others',
      3,
      () =>
        craft(
          `{${entry('z', 'U8', '[0]', 4, 4)},${fine.replace('0,16', '4,20')},${entry('a', 'U8', '[4]', 0, 4)}}`,
          20,
        ),
    ],
    ['no tensors', 0, () => craft('{}      ')],
    ['metadata only', 0, () => craft('{"__metadata__":{"framework":"pt"}}')],
    ['null for the metadata', 0, () => craft('{"__metadata__":null}')],
    ['every kind of white space after the header', 0, () => craft('{}\r \t\n')],
    ['tensors in any order', 2, () => craft(`{${entry('b', 'U8', '[1]', 1, 2)},${entry('a', 'U8', '[1]', 0, 1)}}`, 2)],
    ['a tensor called __proto__', 1, () => craft(`{${entry('__proto__', 'U8', '[1]', 0, 1)}}`, 1)],
    ['a tensor without a name', 1, () => craft(`{${entry('', 'U8', '[1]', 0, 1)}}`, 1)],
    [
      'keys that the format does not define',
      1,
      () => craft('{"a":{"x":{"dtype":[1]},"dtype":"U8","y":null,"shape":[1],"data_offsets":[0,1]}}', 1),
    ],
    ['two nibbles to the byte', 1, () => craft(`{${entry('a', 'F4', '[2,3]', 0, 3)}}`, 3)],
  ];

  it.for(accepted)('accepts %s without a problem', async ([, tensors, make]) => {
    const bytes = make();
    const header = await outcome(safetensorsFormat, bytes);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.tensors.length).toBe(tensors);
    expect(header.problems).toEqual([]);
    expect(header.undeclaredBytes).toBe(0);
    await checkPromises(header, bytes);
  });

  it('reports what stands behind the last tensor, such as a second file', async () => {
    const header = await outcome(safetensorsFormat, craft(`{${fine}}`, new Uint8Array(16 + 34)));
    expect(header).toMatchObject({ undeclaredBytes: 34, problems: [{ code: 'format', lost: [] }] });
  });

  it('keeps the tensors before the place where the file was cut', async () => {
    const two = `{${entry('a', 'U8', '[4]', 0, 4)},${entry('b', 'U8', '[4]', 4, 8)}}`;
    const header = await outcome(safetensorsFormat, craft(two, 7));
    expect(header).toMatchObject({
      tensors: [{ name: 'a' }],
      problems: [
        { code: 'source', expected: `${8 + two.length + 8} bytes`, found: `${8 + two.length + 7} bytes`, lost: ['b'] },
      ],
    });
  });

  it('loses only the tensor whose type it does not know', async () => {
    const header = await outcome(
      safetensorsFormat,
      craft(`{${entry('a', 'F1', '[8]', 0, 1)},${entry('b', 'U8', '[1]', 1, 2)}}`, 2),
    );
    expect(header).toMatchObject({ tensors: [{ name: 'b' }], problems: [{ code: 'unsupported', lost: ['a'] }] });
  });

  it('says once that many types are unknown', async () => {
    const entries = Array.from({ length: 5000 }, (_, i) => entry(`t${i}`, `X${i}`, '[1]', i, i + 1));
    const header = await outcome(safetensorsFormat, craft(`{${entries.join(',')}}`, 5000));
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'unsupported', lost: { length: 5000 } }] });
  });

  it('does not take constructor or toString for a type', async () => {
    const header = await outcome(safetensorsFormat, craft(`{${entry('a', 'toString', '[8]', 0, 1)}}`, 1));
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'unsupported', lost: ['a'] }] });
  });

  it('reads a header of nine megabytes in the time and memory of its size', { timeout: 2000 }, async () => {
    const entries = Array.from({ length: 100_000 }, (_, i) =>
      entry(`model.layers.${i}.weight`, 'F16', '[1,2]', 4 * i, 4 * i + 4),
    );
    const header = await outcome(safetensorsFormat, craft(`{${entries.join(',')}}`, 400_000));
    expect(header).toMatchObject({ problems: [], tensors: { length: 100_000 } });
  });

  it('reads the header of a small file in one read', async () => {
    const lengths: number[] = [];
    const bytes = craft(`{${fine}}`, 16);
    await safetensorsFormat.readHeader(counted(memorySource(bytes), (length) => lengths.push(length)));
    expect(lengths).toEqual([bytes.length]);
  });

  it('does not read the tensors of a large file', async () => {
    let total = 0;
    const bytes = craft(`{${entry('a', 'U8', '[8388608]', 0, 8_388_608)}}`, 8_388_608);
    await safetensorsFormat.readHeader(counted(memorySource(bytes), (length) => (total += length)));
    expect(total).toBeLessThanOrEqual(256 * 1024);
  });
});
