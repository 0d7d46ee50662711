// Attacks on the TensorFlow.js reader: each ends in a typed refusal or in the stated acceptance, and soon.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import type { Header } from '../../src/formats/format.ts';
import { tfjsFormat } from '../../src/formats/tensorflow-js/tensorflow-js.ts';
import { openModel } from '../../src/model/open.ts';
import { memoryFolder } from '../model/memory-model.ts';
import { craftTfjs, oneGroup, readTfjs } from './crafted-tfjs.ts';
import { outcome } from './outcome.ts';

type Files = ReadonlyMap<string, Uint8Array>;

async function outcomeOf(files: Files): Promise<Header | ErrorCode> {
  try {
    return await readTfjs(files);
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

const w = { name: 'w', shape: [1], dtype: 'float32' };
const at = (path: unknown): Files => craftTfjs([{ paths: [path], weights: [w] }]);
const shaped = (shape: unknown): Files => oneGroup([{ ...w, shape }], 4);

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Files])[] = [
  ['an empty file', 'format', () => new Map()],
  ['no manifest', 'format', () => craftTfjs('{"format":"graph-model"}')],
  ['an object as the manifest', 'format', () => craftTfjs({})],
  ['a number as the manifest', 'format', () => craftTfjs('{"weightsManifest":1}')],
  ['a list as a group', 'format', () => craftTfjs([[]])],
  ['a group without shards', 'format', () => craftTfjs([{ paths: [], weights: [w] }])],
  ['a group without a list of shards', 'format', () => craftTfjs([{ weights: [w] }])],
  ['a group without weights', 'format', () => craftTfjs([{ paths: ['a.bin'] }])],
  ['an object as weights', 'format', () => oneGroup({ w })],
  ['a string as a weight', 'format', () => oneGroup(['w'])],
  ['a weight without a name', 'format', () => oneGroup([{ shape: [1], dtype: 'float32' }])],
  ['a number as a name', 'format', () => oneGroup([{ ...w, name: 1 }])],
  ['a weight without a type', 'format', () => oneGroup([{ name: 'w', shape: [1] }])],
  ['a weight without a shape', 'format', () => oneGroup([{ name: 'w', dtype: 'float32' }])],
  ['a name of three thousand characters', 'limit', () => oneGroup([{ ...w, name: 'w'.repeat(3000) }], 4)],
  ['a name twice in a group', 'format', () => oneGroup([w, w], 8)],
  ['a name in two groups', 'format', () => craftTfjs([1, 2].map((i) => ({ paths: [`${i}.bin`], weights: [w] })))],
  ['a manifest given twice', 'format', () => craftTfjs('{"weightsManifest":[],"weightsManifest":[]}')],
  ['a shape given twice', 'format', () => craftTfjs('[{"paths":["a"],"weights":[{"shape":[],"shape":[]}]}]')],
  ['text as a shape', 'format', () => shaped('1')],
  ['null as a side', 'format', () => shaped([null])],
  ['a negative side', 'format', () => shaped([-1])],
  ['half a side', 'format', () => shaped([0.5])],
  ['a side of 2^53', 'limit', () => shaped([2 ** 53])],
  ['sides whose product overflows', 'limit', () => shaped([2 ** 40, 2 ** 40])],
  ['sides whose product overflows before a zero', 'limit', () => shaped([2 ** 40, 2 ** 40, 0])],
  ['a side of 1e999', 'format', () => craftTfjs('[{"paths":["a"],"weights":[{"name":"w","shape":[1e999]}]}]')],
  ['nine dimensions', 'limit', () => shaped([1, 1, 1, 1, 1, 1, 1, 1, 1])],
  ['a shard twice in a group', 'format', () => craftTfjs([{ paths: ['a.bin', './a.bin'], weights: [w] }])],
  [
    'a shard in two groups',
    'format',
    () => craftTfjs(['v', 'w'].map((name) => ({ paths: ['a.bin'], weights: [{ ...w, name }] }))),
  ],
  [
    'twenty thousand unreadable weights',
    'limit',
    () =>
      oneGroup(Array.from({ length: 20_000 }, (_, i) => ({ ...w, name: `${i}`, quantization: { dtype: 'uint8' } }))),
  ],
  ['a number as a shard', 'format', () => at(7)],
  ...['../a.bin', 'b/../../a.bin', '/etc/passwd', 'c:\\a.bin', 'b\\a.bin', '', '.', 'a//b', '%2e%2e/a.bin', 'a\0'].map(
    (path): readonly [string, ErrorCode, () => Files] => {
      return [`a shard at “${path.replace('\0', '␀')}”`, 'containment', () => at(path)];
    },
  ),
  ['an address as a shard', 'containment', () => at('https://example.org/a.bin')],
  [
    'weights beyond byte 2^53',
    'limit',
    () => oneGroup([1, 2, 3].map((i) => ({ ...w, name: `${i}`, shape: [2 ** 50] }))),
  ],
  ['a million open lists', 'limit', () => craftTfjs(`{"modelTopology":${'['.repeat(1_000_000)}`)],
  ['ten megabytes of empty lists', 'limit', () => craftTfjs(`{"modelTopology":[${'[],'.repeat(3_300_000)}[]]}`)],
  ['a byte order mark', 'format', () => craftTfjs('\ufeff{"weightsManifest":[]}')],
];

const quantised = (quantization: unknown, dtype = 'float32'): Files => oneGroup([{ ...w, dtype, quantization }], 4);

const lost: readonly (readonly [name: string, code: ErrorCode, make: () => Files])[] = [
  ['an unknown type', 'unsupported', () => oneGroup([{ ...w, dtype: 'int64' }], 8)],
  ['a type called toString', 'unsupported', () => oneGroup([{ ...w, dtype: 'toString' }], 8)],
  ['codes of an unknown type', 'unsupported', () => quantised({ dtype: 'uint4', scale: 1, min: 0 })],
  ['codes without a type', 'unsupported', () => quantised({ scale: 1, min: 0 })],
  ['a list as quantisation', 'unsupported', () => quantised([1])],
  ['codes without a scale', 'format', () => quantised({ dtype: 'uint8', min: 0 })],
  ['codes without a minimum', 'format', () => quantised({ dtype: 'uint16', scale: 1 })],
  ['text as a scale', 'format', () => quantised({ dtype: 'uint8', scale: '1', min: 0 })],
  ['a scale that 32 bits cannot hold', 'format', () => quantised({ dtype: 'uint8', scale: 1e300, min: 0 })],
  ['codes for booleans', 'format', () => quantised({ dtype: 'uint8', scale: 1, min: 0 }, 'bool')],
  ['a shard that ends too early', 'source', () => oneGroup([w], 3)],
  ['a shard that is missing', 'source', () => at('b.bin')],
  [
    'text before it that leaves the shard',
    'source',
    () =>
      craftTfjs([{ paths: ['a.bin'], weights: [{ name: 't', shape: [1], dtype: 'string' }, w] }], {
        'a.bin': Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0),
      }),
  ],
  [
    'a trillion texts before it',
    'unsupported',
    () => oneGroup([{ name: 't', shape: [10 ** 12], dtype: 'string' }, w], 8),
  ],
];

describe('tfjsFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcomeOf(make())).toBe(code);
  });

  it.for(lost)('loses only the weight with %s', { timeout: 2000 }, async ([, code, make]) => {
    const header = await outcomeOf(make());
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.tensors).toEqual([]);
    expect(header.problems.filter((problem) => problem.lost.length > 0)).toMatchObject([{ code, lost: ['w'] }]);
  });

  it('loses what lies behind a weight of unknown length, and keeps what lies before it and in other groups', async () => {
    const weight = (name: string, dtype = 'float32'): object => ({ name, shape: [1], dtype });
    const groups = [
      { paths: ['a.bin'], weights: [weight('a'), weight('b', 'int64'), weight('c')] },
      { paths: ['b.bin'], weights: [weight('d')] },
    ];
    const header = await outcomeOf(craftTfjs(groups, { 'a.bin': new Uint8Array(16), 'b.bin': new Uint8Array(4) }));
    expect(header).toMatchObject({
      tensors: [{ name: 'a' }, { name: 'd' }],
      problems: [{ code: 'unsupported', lost: ['b', 'c'] }],
    });
  });

  it('cannot place what lies behind text where nobody opens the shards', async () => {
    const files = oneGroup([{ name: 't', shape: [1], dtype: 'string' }, w], 8);
    const header = await outcome(tfjsFormat, files.get('model.json') ?? new Uint8Array(0));
    expect(header).toMatchObject({ tensors: [], problems: [{ code: 'unsupported', lost: ['w'] }] });
  });

  it('reports what stands behind the last weight', async () => {
    const header = await outcomeOf(oneGroup([w], 4 + 77));
    expect(header).toMatchObject({
      undeclaredBytes: 77,
      tensors: [{ name: 'w' }],
      problems: [{ code: 'format', lost: [] }],
    });
  });

  it('takes a weight called __proto__ for one', async () => {
    const header = await outcomeOf(oneGroup([{ ...w, name: '__proto__' }], 4));
    expect(header).toMatchObject({ tensors: [{ name: '__proto__' }], problems: [] });
  });

  it('reads a manifest of two hundred thousand weights', { timeout: 8000 }, async () => {
    const weights = Array.from({ length: 200_000 }, (_, i) => ({ ...w, name: `w${i}` }));
    const header = await outcomeOf(oneGroup(weights, 800_000));
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.tensors.length).toBe(200_000);
    expect(header.problems).toEqual([]);
  });

  it('closes the shards it opens, whatever is in them', async () => {
    let open = 0;
    const beside = (): Promise<ReturnType<typeof memorySource>> => {
      open += 1;
      const close = (): Promise<void> => {
        open -= 1;
        return Promise.resolve();
      };
      return Promise.resolve({ ...memorySource(new Uint8Array(4)), close });
    };
    const files = oneGroup([
      { ...w, shape: [2 ** 49] },
      { ...w, name: 'v', shape: [2 ** 49] },
    ]);
    await tfjsFormat.readHeader(memorySource(files.get('model.json') ?? new Uint8Array(0)), { beside });
    expect(open).toBe(0);
  });
});

describe('a model of TensorFlow.js, attacked', () => {
  it('is not led to another file by two sets of shards of one name', async () => {
    const manifest = (last: string): Uint8Array =>
      craftTfjs([{ paths: ['a.bin', last], weights: [w] }]).get('model.json') ?? new Uint8Array(0);
    const [one, two] = [manifest('b.bin'), manifest('c.bin')];
    const folder = memoryFolder(Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.bin`, new Uint8Array(2)])));
    const files = [
      { path: 'one.json', source: memorySource(one, 'one.json') },
      { path: 'two.json', source: memorySource(two, 'two.json') },
    ];
    await expect(openModel({ kind: 'files', name: 'm', files, folder })).rejects.toMatchObject({ code: 'format' });
  });
});
