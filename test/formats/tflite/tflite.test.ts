// TensorFlow Lite models of our own writer, read back; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import { encodeTflite, encodeTfliteModel, type TfliteTensor, tfliteTypes } from '../../../forgeries/writers/tflite.ts';
import { counted } from '../../../src/bytes/counted.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Header } from '../../../src/formats/format.ts';
import { encode } from '../../../src/formats/numbers/values.ts';
import { tfliteFormat } from '../../../src/formats/tflite/tflite.ts';
import { craftBehind } from '../../hostile/crafted-tflite.ts';
import { valuesByName } from '../read-values.ts';

const read = (bytes: Uint8Array): Promise<Header> => tfliteFormat.readHeader(memorySource(bytes, 'model.tflite'));
const modelOf = (...tensors: readonly TfliteTensor[]): Uint8Array => encodeTfliteModel({ subgraphs: [{ tensors }] });
const six = Float32Array.of(-2, -1, 0, 1, 2, 3);
const floats = (name: string): TfliteTensor => ({ name, type: tfliteTypes.F32, shape: [6], data: encode('F32', six) });

describe('tfliteFormat', () => {
  it('reads back what was written: names, types, shapes, values', async () => {
    const types = ['F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'I8', 'F8_E4M3', 'F8_E5M2'] as const;
    const bytes = encodeTflite(types.map((dtype) => ({ name: `a/${dtype}`, dtype, shape: [2, 3], values: six })));
    const header = await read(bytes);
    expect(header).toMatchObject({ format: 'tflite', problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual(
      types.map((dtype) => [`a/${dtype}`, dtype, [2, 3]]),
    );
    for (const dtype of types) expect(await valuesByName(header, `a/${dtype}`, bytes)).toEqual([...six]);
  });

  it('reads types that only codes and counters have', async () => {
    const typed = (name: keyof typeof tfliteTypes, shape: readonly number[], data: Uint8Array): TfliteTensor => {
      return { name, type: tfliteTypes[name], shape, data };
    };
    const bytes = modelOf(
      typed('BOOL', [3], Uint8Array.of(0, 1, 2)),
      typed('I16', [2], new Uint8Array(Int16Array.of(-300, 300).buffer)),
      typed('U16', [1], new Uint8Array(Uint16Array.of(65_535).buffer)),
      typed('U32', [1], new Uint8Array(Uint32Array.of(7).buffer)),
      typed('U64', [1], new Uint8Array(BigUint64Array.of(8n).buffer)),
      typed('C64', [1], encode('F32', Float32Array.of(1, -1))),
      typed('I4', [3], Uint8Array.of(0x2f, 0x08)),
      typed('U4', [3], Uint8Array.of(0x2f, 0x08)),
      typed('F32', [], encode('F32', Float32Array.of(9))),
    );
    const header = await read(bytes);
    expect(header.problems).toEqual([]);
    const values = await Promise.all(header.tensors.map(({ name }) => valuesByName(header, name, bytes)));
    expect(values).toEqual([[0, 1, 1], [-300, 300], [65_535], [7], [8], [1, -1], [-1, 2, -8], [15, 2, 8], [9]]);
  });

  it('gives codes their scales, for all elements or for each index along an axis', async () => {
    const codes = Uint8Array.from(Int8Array.of(-1, 0, 1, 2, 3, 4));
    const quantised = (name: string, quantisation: TfliteTensor['quantisation']): TfliteTensor => {
      return { name, type: tfliteTypes.I8, shape: [2, 3], data: codes, ...(quantisation && { quantisation }) };
    };
    const bytes = modelOf(
      quantised('whole', { scale: [0.5], zero: [1] }),
      quantised('rows', { scale: [1, 10], zero: [0, 2], axis: 0 }),
      quantised('columns', { scale: [1, 2, 4], axis: 1 }),
      quantised('plain', undefined),
      { ...floats('float'), quantisation: { scale: [0.5], zero: [1] } },
    );
    const header = await read(bytes);
    expect(header.problems).toEqual([]);
    expect(await valuesByName(header, 'whole', bytes)).toEqual([-1, -0.5, 0, 0.5, 1, 1.5]);
    expect(await valuesByName(header, 'rows', bytes)).toEqual([-1, 0, 1, 0, 10, 20]);
    expect(await valuesByName(header, 'columns', bytes)).toEqual([-1, 0, 4, 2, 6, 16]);
    expect(await valuesByName(header, 'plain', bytes)).toEqual([-1, 0, 1, 2, 3, 4]);
    expect(await valuesByName(header, 'float', bytes)).toEqual([...six]);
  });

  it('reads what the writer quantised within half a step', async () => {
    const bytes = encodeTflite([{ name: 'w', dtype: 'F32', shape: [2, 3], values: six }], 'int8');
    const header = await read(bytes);
    expect(header.tensors).toMatchObject([{ name: 'w', dtype: 'I8', affine: { axis: 0 } }]);
    for (const [i, value] of (await valuesByName(header, 'w', bytes)).entries()) {
      expect(Math.abs(value - (six[i] ?? 0))).toBeLessThanOrEqual(3 / 127 / 2 + 1e-6);
    }
  });

  it('reads all subgraphs, gives equal names numbers, and leaves out what has no numbers', async () => {
    const activation: TfliteTensor = { name: 'x', type: tfliteTypes.F32, shape: [1, 6] };
    const text: TfliteTensor = { name: 'words', type: tfliteTypes.STRING, shape: [1], data: new Uint8Array(12) };
    const bytes = encodeTfliteModel({
      subgraphs: [
        { name: 'main', tensors: [activation, floats('w'), text] },
        { name: 'body', tensors: [floats('w'), floats('x'), { ...floats(''), data: encode('F32', six) }] },
      ],
    });
    const header = await read(bytes);
    expect(header.problems).toEqual([]);
    expect(header.tensors.map(({ name }) => name)).toEqual(['w', 'w#2', 'x', 'unnamed']);
    expect(header.metadata.get('subgraphs')).toBe('main, body');
  });

  it('lets tensors share one buffer', async () => {
    const bytes = modelOf(floats('a'), { name: 'b', type: tfliteTypes.F32, shape: [2, 3], buffer: 1 });
    const header = await read(bytes);
    expect(header.problems).toEqual([]);
    expect(header.tensors[1]?.start).toBe(header.tensors[0]?.start);
    expect(await valuesByName(header, 'b', bytes)).toEqual([...six]);
  });

  it('reads data that lies behind the tables, as in models of more than two gigabytes', async () => {
    const bytes = craftBehind(encode('F32', six));
    const header = await read(bytes);
    expect(header).toMatchObject({ problems: [], undeclaredBytes: 0, tensors: [{ name: 'w', end: bytes.length }] });
    expect(await valuesByName(header, 'w', bytes)).toEqual([...six]);
  });

  it('points to data in other files without opening them', async () => {
    const bytes = encodeTfliteModel({
      subgraphs: [{ tensors: [{ name: 'w', type: tfliteTypes.F16, shape: [4], externalBuffer: 1 }] }],
      external: [{ file: 'weights/part.bin', start: 64, length: 8 }],
    });
    expect((await read(bytes)).tensors).toMatchObject([{ file: 'weights/part.bin', start: 64, end: 72 }]);
  });

  it('carries what the file says about itself', async () => {
    const bytes = encodeTfliteModel({
      subgraphs: [{ name: 'main', tensors: [floats('w')] }],
      description: 'MLIR Converted.',
      metadata: ['min_runtime_version', 'TFLITE_METADATA'],
    });
    expect([...(await read(bytes)).metadata]).toEqual([
      ['description', 'MLIR Converted.'],
      ['version', '3'],
      ['subgraphs', 'main'],
      ['metadata', 'min_runtime_version, TFLITE_METADATA'],
    ]);
  });

  it('recognises its files by content and no others', () => {
    const bytes = modelOf(floats('w'));
    expect(tfliteFormat.matches(bytes.subarray(0, 4096), bytes.length)).toBe(true);
    expect(tfliteFormat.matches(bytes.subarray(0, 7), 7)).toBe(false);
    expect(tfliteFormat.matches(new TextEncoder().encode('TFL3TFL2TFL3'), 12)).toBe(false);
  });

  it('does not read the tensors of a large file', async () => {
    let total = 0;
    const bytes = modelOf({ ...floats('w'), shape: [2_097_152], data: new Uint8Array(8_388_608) }, floats('b'));
    await tfliteFormat.readHeader(counted(memorySource(bytes), (length) => (total += length)));
    expect(total).toBeLessThanOrEqual(256 * 1024);
  });
});
