// Attacks on the TensorFlow Lite reader: each ends in a typed refusal or in the stated acceptance, and soon.
import { describe, expect, it } from 'vitest';
import {
  encodeFlatBuffer,
  type FlatFields,
  flatNumbers,
  flatTables,
  flatText,
} from '../../forgeries/writers/flatbuffer.ts';
import {
  encodeTfliteModel,
  type TfliteQuantisation,
  type TfliteTensor,
  tfliteTypes,
} from '../../forgeries/writers/tflite.ts';
import { type Sparsity, sparsified } from '../../forgeries/writers/tflite-sparsity.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { tfliteFormat } from '../../src/formats/tflite/tflite.ts';
import { craftBehind, craftTflite, oneFloat } from './crafted-tflite.ts';
import { checkPromises, outcome } from './outcome.ts';
import { extended, patched, placeOf } from './patches.ts';

const fine = craftTflite(oneFloat());
const root = new DataView(fine.buffer).getUint32(0, true);
const slots = root - new DataView(fine.buffer).getInt32(root, true);
const view = new DataView(fine.buffer);
/** Where the offset in a slot of the root table stands, and where it leads. */
const field = (slot: number): number => root + view.getUint16(slots + 4 + 2 * slot, true);
const target = (slot: number): number => field(slot) + view.getUint32(field(slot), true);
const subgraphs = 2;
const buffers = 4;

/** A root table of the right version around other tables. */
const rootOf = (graphs: readonly FlatFields[], data: readonly FlatFields[] = [[]]): FlatFields => {
  return [{ u32: 3 }, flatTables([]), flatTables(graphs), undefined, flatTables(data)];
};

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty file', 'format', () => new Uint8Array(0)],
  ['the identifier and nothing else', 'format', () => fine.slice(0, 8)],
  ['a root beyond the file', 'format', () => patched(fine, 0, fine.length)],
  ['a root at 2^32 - 1', 'format', () => patched(fine, 0, 0xffff_ffff)],
  ['a root in the identifier', 'format', () => patched(fine, 0, 4)],
  ['a description before the file', 'format', () => patched(fine, root, 0x7fff_ffff)],
  ['a description behind the file', 'format', () => patched(fine, root, 0x8000_0000)],
  ['a description of no length', 'format', () => patched(fine, slots, 0, 2)],
  ['a description longer than the file', 'format', () => patched(fine, slots, 0xffff, 2)],
  ['a table of no length', 'format', () => patched(fine, slots + 2, 0, 2)],
  ['a table longer than the file', 'format', () => patched(fine, slots + 2, 0xffff, 2)],
  ['a slot beyond its table', 'format', () => patched(fine, slots + 4 + 2 * subgraphs, 0x1000, 2)],
  ['a slot in the offset of its table', 'format', () => patched(fine, slots + 4 + 2 * subgraphs, 2, 2)],
  ['version 2', 'unsupported', () => encodeTfliteModel({ version: 2, subgraphs: [] })],
  ['version 2^32 - 1', 'unsupported', () => encodeTfliteModel({ version: -1, subgraphs: [] })],
  ['a list at no place', 'format', () => patched(fine, field(subgraphs), 0xffff_fff0)],
  ['a list of 2^32 - 1 tables', 'format', () => patched(fine, target(subgraphs), 0xffff_ffff)],
  ['a list one longer than the file', 'format', () => patched(fine, target(buffers), fine.length / 4)],
  ['a table of a list beyond the file', 'format', () => patched(fine, target(subgraphs) + 4, fine.length)],
  ['a table of a list that is the list', 'format', () => patched(fine, target(subgraphs) + 4, 0)],
  [
    'a thousand names for a thousand tensors',
    'limit',
    () => {
      const tensor: FlatFields = [flatNumbers([1]), { i8: 0 }, { u32: 1 }, flatText('w')];
      const graph: FlatFields = [flatTables(Array.from({ length: 1000 }, () => tensor))];
      return encodeFlatBuffer(
        rootOf(
          Array.from({ length: 1000 }, () => graph),
          [[], [flatNumbers(new Uint8Array(4))]],
        ),
        'TFL3',
      );
    },
  ],
  [
    'two hundred thousand tensors in one table',
    'limit',
    () => {
      const tensor: FlatFields = [flatNumbers([1]), { i8: 0 }, { u32: 1 }, flatText('w')];
      const graph: FlatFields = [flatTables(Array.from({ length: 200_000 }, () => tensor))];
      return encodeFlatBuffer(rootOf([graph], [[], [flatNumbers(new Uint8Array(4))]]), 'TFL3');
    },
  ],
];

const lying = (changes: Partial<TfliteTensor>): (() => Uint8Array) => {
  return () => craftTflite(oneFloat(changes));
};
const codes = (quantisation: TfliteQuantisation): (() => Uint8Array) => {
  return lying({ type: tfliteTypes.I8, shape: [2, 2], quantisation });
};
const external = (file: string, packing?: string): (() => Uint8Array) => {
  return () =>
    encodeTfliteModel({
      subgraphs: [{ tensors: [{ name: 'w', type: tfliteTypes.F32, shape: [1], externalBuffer: 1 }] }],
      external: [{ file, start: 0, length: 4, ...(packing === undefined ? {} : { packing }) }],
    });
};

const lost: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['a buffer that is not there', 'format', lying({ buffer: 2 })],
  ['buffer 2^32 - 1', 'format', lying({ buffer: 0xffff_ffff })],
  ['an unknown type', 'unsupported', lying({ type: 99 })],
  ['a negative type', 'unsupported', lying({ type: -1 })],
  ['complex128', 'unsupported', lying({ type: tfliteTypes.C128 })],
  ['numbers of two bits', 'unsupported', lying({ type: tfliteTypes.I2 })],
  ['a negative side', 'format', lying({ shape: [-1] })],
  ['sides whose product overflows', 'limit', lying({ shape: [0x7fff_ffff, 0x7fff_ffff, 2] })],
  ['nine dimensions', 'limit', lying({ shape: [1, 1, 1, 1, 1, 1, 1, 1, 1] })],
  ['too few bytes', 'format', lying({ shape: [2] })],
  ['too many bytes', 'format', lying({ data: new Uint8Array(8) })],
  ['half a number', 'format', lying({ data: new Uint8Array(3) })],
  ['a scale too many', 'format', codes({ scale: [1, 1, 1], axis: 0 })],
  ['scales along an axis that is not there', 'format', codes({ scale: [1, 1], axis: 2 })],
  ['scales along axis -1', 'format', codes({ scale: [1, 1], axis: -1 })],
  ['a zero point too many', 'format', codes({ scale: [1, 1], zero: [0, 0, 0], axis: 0 })],
  ['two zero points for one scale', 'format', codes({ scale: [1], zero: [0, 0] })],
  ['a negative scale', 'format', codes({ scale: [-1] })],
  ['a scale of NaN', 'format', codes({ scale: [1, Number.NaN], axis: 0 })],
  ['an infinite scale', 'format', codes({ scale: [Number.POSITIVE_INFINITY] })],
  ['quantisation in blocks', 'unsupported', codes({ scale: [1], details: 2 })],
  ['quantisation of its own', 'unsupported', codes({ scale: [1], details: 1 })],
  ['data beyond the file', 'source', () => craftBehind(new Uint8Array(4), 1)],
  ['external data in no file', 'format', lying({ externalBuffer: 5 })],
  ['external data packed', 'unsupported', external('a.bin', 'nibbles')],
  ...['../a.bin', '/etc/passwd', 'a/../../b', 'c:\\w', 'a\\b', '', '%2e%2e/b', 'file\0name'].map(
    (name): readonly [string, ErrorCode, () => Uint8Array] => {
      return [`external data at “${name.replace('\0', '␀')}”`, 'containment', external(name)];
    },
  ),
];

/** A tensor of three by four numbers with this description, after `change` has had its way with the table's fields. */
function sparse(
  change: (fields: FlatFields) => FlatFields,
  sparsity: Sparsity = { order: [0, 1], listed: [1] },
): () => Uint8Array {
  return () => {
    const { stored, table } = sparsified([1, 0, 2, 3, 0, 4, 0, 0, 0, 0, 0, 5], [3, 4], sparsity);
    const data = new Uint8Array(Float32Array.from(stored).buffer);
    return craftTflite({ name: 'w', type: tfliteTypes.F32, shape: [3, 4], data, sparsity: change(table) });
  };
}
const levels = (...list: readonly FlatFields[]): FlatFields => [flatNumbers([0, 1]), undefined, flatTables(list)];
const denseLevel = (size: number): FlatFields => [{ i8: 0 }, { i32: size }];
const listedLevel = (segments: readonly number[], indices: readonly number[]): FlatFields => {
  return [
    { i8: 1 },
    undefined,
    { u8: 1 },
    { table: [flatNumbers(segments)] },
    { u8: 1 },
    { table: [flatNumbers(indices)] },
  ];
};
const [good, goodIndices] = [
  [0, 3, 4, 5],
  [0, 2, 3, 1, 3],
];

const sparseLies: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['no order', 'format', sparse(([, ...rest]) => [undefined, ...rest])],
  ['an order that names a dimension twice', 'format', sparse(([, ...rest]) => [flatNumbers([0, 0]), ...rest])],
  ['an order of negative dimensions', 'format', sparse(([, ...rest]) => [flatNumbers([0, -1]), ...rest])],
  ['an order of a thousand dimensions', 'limit', sparse(([, ...rest]) => [flatNumbers(new Int32Array(1000)), ...rest])],
  ['a block of no dimension', 'format', sparse(([order, , levels]) => [order, flatNumbers([7]), levels])],
  ['no levels', 'format', sparse(([order]) => [order])],
  ['one level too few', 'format', sparse(() => levels(denseLevel(12)))],
  ['a level that is too long', 'format', sparse(() => levels(denseLevel(4), listedLevel(good, goodIndices)))],
  ['a level of 2^31 - 1', 'format', sparse(() => levels(denseLevel(0x7fff_ffff), listedLevel(good, goodIndices)))],
  ['a level of no length', 'format', sparse(() => levels(denseLevel(0), listedLevel(good, goodIndices)))],
  ['a level of unknown kind', 'unsupported', sparse(() => levels(denseLevel(3), [{ i8: 2 }, { i32: 4 }]))],
  ['no lists of indices', 'format', sparse(() => levels(denseLevel(3), [{ i8: 1 }]))],
  ['bounds that run backwards', 'format', sparse(() => levels(denseLevel(3), listedLevel([0, 4, 3, 5], goodIndices)))],
  ['bounds of another length', 'format', sparse(() => levels(denseLevel(3), listedLevel([0, 5], goodIndices)))],
  ['bounds beyond the indices', 'format', sparse(() => levels(denseLevel(3), listedLevel([0, 3, 4, 6], goodIndices)))],
  ['an index beyond its side', 'format', sparse(() => levels(denseLevel(3), listedLevel(good, [0, 2, 4, 1, 3])))],
  ['a negative index', 'format', sparse(() => levels(denseLevel(3), listedLevel(good, [0, 2, -1, 1, 3])))],
  ['an index twice', 'format', sparse(() => levels(denseLevel(3), listedLevel(good, [0, 2, 2, 1, 3])))],
  ['fewer numbers than indices', 'format', sparse(() => levels(denseLevel(3), denseLevel(4)))],
  [
    'a number to the billion zeros',
    'limit',
    () => {
      const table = levels(listedLevel([0, 1], [5]), listedLevel([0, 1], [6]));
      return craftTflite(oneFloat({ shape: [40_000, 40_000], sparsity: table }));
    },
  ],
  [
    'complex numbers',
    'unsupported',
    () => craftTflite(oneFloat({ type: tfliteTypes.C64, data: new Uint8Array(8), sparsity: [] })),
  ],
];

describe('tfliteFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(tfliteFormat, make())).toBe(code);
  });

  it.for([...lost, ...sparseLies])('loses only the tensor with %s', { timeout: 2000 }, async ([, code, make]) => {
    const header = await outcome(tfliteFormat, make());
    expect(header).toMatchObject({ tensors: [], problems: [{ code, lost: ['w'] }] });
  });

  it('refuses an offset of 2^63', async () => {
    const bytes = craftBehind(new Uint8Array(4));
    const buffer = placeOf(bytes, new Uint8Array(BigUint64Array.of(BigInt(bytes.length - 4)).buffer));
    expect(await outcome(tfliteFormat, patched(bytes, buffer, 2n ** 63n, 8))).toBe('limit');
  });

  it('reads the others where one is broken', async () => {
    const header = await outcome(tfliteFormat, craftTflite(oneFloat({ shape: [2] }), oneFloat({ name: 'v' })));
    expect(header).toMatchObject({ tensors: [{ name: 'v' }], problems: [{ lost: ['w'] }] });
  });

  it('keeps the tensors whose data is there where a file was cut off', async () => {
    const tensors = Array.from({ length: 20 }, (_, i) =>
      oneFloat({ name: `t${i}`, shape: [64], data: new Uint8Array(256) }),
    );
    const bytes = craftTflite(...tensors);
    const header = await outcome(tfliteFormat, bytes.slice(0, bytes.length - 600));
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header.tensors.length).toBeGreaterThan(10);
    expect(header.tensors.length + header.problems.length).toBe(20);
    await checkPromises(header, bytes.slice(0, bytes.length - 600));
  });

  it('reports what stands behind the model, such as an archive', async () => {
    const header = await outcome(tfliteFormat, extended(fine, 5000));
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    // What fills up the model's own end counts with it.
    expect(header.undeclaredBytes).toBeGreaterThanOrEqual(5000);
    expect(header.undeclaredBytes).toBeLessThan(5016);
    expect(header).toMatchObject({
      tensors: [{ name: 'w' }],
      problems: [{ code: 'format', lost: [] }],
    });
  });

  it('gives equal names numbers, even where the numbered name is taken', async () => {
    const names = ['w', 'w', 'w#2', 'w', '__proto__', '__proto__'];
    const bytes = craftTflite(...names.map((name) => oneFloat({ name })));
    const header = await outcome(tfliteFormat, bytes);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(new Set(header.tensors.map(({ name }) => name)).size).toBe(6);
    await checkPromises(header, bytes);
  });

  it('stays linear where ten thousand names are equal', { timeout: 2000 }, async () => {
    const header = await outcome(tfliteFormat, craftTflite(...Array.from({ length: 10_000 }, () => oneFloat())));
    expect(header).toMatchObject({ tensors: { length: 10_000 }, problems: [] });
  });

  it('makes bad UTF-8 in a name visible', async () => {
    const at = placeOf(fine, 'w\0');
    const header = await outcome(tfliteFormat, patched(fine, at, 0xff, 1));
    expect(header).toMatchObject({ tensors: [{ name: '\ufffd' }] });
  });
});
