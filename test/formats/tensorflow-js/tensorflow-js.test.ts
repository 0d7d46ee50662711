// TensorFlow.js models of our own writer, read back; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import type { NumbersToWrite } from '../../../forgeries/write-safetensors.ts';
import { encodeTfjs, type TfjsOptions } from '../../../forgeries/writers/tfjs.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Header } from '../../../src/formats/format.ts';
import { encode } from '../../../src/formats/numbers/values.ts';
import { tfjsFormat } from '../../../src/formats/tensorflow-js/tensorflow-js.ts';
import { openModel } from '../../../src/model/open.ts';
import { craftTfjs, readTfjs } from '../../hostile/crafted-tfjs.ts';
import { memoryFolder } from '../../model/memory-model.ts';

const six = Float32Array.of(-2, -1, 0, 1, 2, 3);
const tensors: readonly NumbersToWrite[] = [
  { name: 'dense/kernel', dtype: 'F32', shape: [2, 3], values: six },
  { name: 'dense/bias', dtype: 'F32', shape: [6], values: six },
  { name: 'steps', dtype: 'I32', shape: [], values: Float32Array.of(-7) },
  { name: 'mask', dtype: 'U8', shape: [3], values: Uint8Array.of(0, 1, 255) },
];

async function written(options?: TfjsOptions): Promise<{ header: Header; values: Map<string, number[]> }> {
  const files = encodeTfjs(tensors, options);
  const header = await readTfjs(files);
  await using model = await openModel({ kind: 'folder', name: 'm', folder: memoryFolder(Object.fromEntries(files)) });
  const values = new Map<string, number[]>();
  for (const tensor of model.tensors) values.set(tensor.name, [...(await model.read(tensor, 0, tensor.elements))]);
  return { header, values };
}

describe('tfjsFormat', () => {
  it('reads back what was written: names, types, shapes, values', async () => {
    const { header, values } = await written();
    expect(header).toMatchObject({ format: 'tfjs', problems: [], undeclaredBytes: 0 });
    expect(header.tensors.map(({ name, dtype, shape, file }) => [name, dtype, shape, file])).toEqual([
      ['dense/kernel', 'F32', [2, 3], 'group1-shard1of1.bin'],
      ['dense/bias', 'F32', [6], 'group1-shard1of1.bin'],
      ['steps', 'I32', [], 'group1-shard1of1.bin'],
      ['mask', 'U8', [3], 'group1-shard1of1.bin'],
    ]);
    expect(values.get('dense/kernel')).toEqual([...six]);
    expect(values.get('steps')).toEqual([-7]);
    expect(values.get('mask')).toEqual([0, 1, 255]);
  });

  it('joins shards that cut through numbers', async () => {
    const { header, values } = await written({ shardBytes: 7 });
    expect(header.problems).toEqual([]);
    expect([...(header.joined?.values() ?? [])].map((parts) => parts.length)).toEqual([8]);
    expect(values.get('dense/kernel')).toEqual([...six]);
    expect(values.get('dense/bias')).toEqual([...six]);
    expect(values.get('mask')).toEqual([0, 1, 255]);
  });

  it.each([
    ['uint8', 'U8', 5 / 255],
    ['uint16', 'U16', 5 / 65_535],
    ['float16', 'F16', 0],
  ] as const)('reads codes of %s as the values that they stand for', async (quantise, dtype, step) => {
    const { header, values } = await written({ quantise });
    expect(header.tensors[0]).toMatchObject({ dtype, shape: [2, 3] });
    for (const [i, value] of (values.get('dense/kernel') ?? []).entries()) {
      expect(Math.abs(value - (six[i] ?? 0))).toBeLessThanOrEqual(step / 2 + 1e-6);
    }
    expect(values.get('steps')).toEqual([-7]);
  });

  it('passes over text, and finds what lies behind it', async () => {
    const texts = ['', 'cat', '竹简'].map((text) => new TextEncoder().encode(text));
    const data = texts.flatMap((text) => [...new Uint8Array(Uint32Array.of(text.length).buffer), ...text]);
    const weights = [
      { name: 'labels', shape: [3], dtype: 'string' },
      { name: 'w', shape: [6], dtype: 'float32' },
    ];
    const shard = Uint8Array.from([...data, ...encode('F32', six)]);
    const header = await readTfjs(craftTfjs([{ paths: ['a.bin'], weights }], { 'a.bin': shard }));
    expect(header.problems).toEqual([]);
    expect(header.tensors).toMatchObject([{ name: 'w', start: data.length, end: shard.length }]);
  });

  it('begins each group with its own shards', async () => {
    const group = (path: string, name: string): object => {
      return { paths: [path], weights: [{ name, shape: [1], dtype: 'float32' }] };
    };
    const shards = { 'a.bin': new Uint8Array(4), 'b/c.bin': new Uint8Array(4) };
    const header = await readTfjs(craftTfjs([group('./a.bin', 'x'), group('b/c.bin', 'y')], shards));
    expect(header.tensors.map(({ name, file, start }) => [name, file, start])).toEqual([
      ['x', 'a.bin', 0],
      ['y', 'b/c.bin', 0],
    ]);
  });

  it('carries what the file says about itself', async () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({
        format: 'layers-model',
        generatedBy: 'keras v2.10.0',
        convertedBy: 'TensorFlow.js Converter v3.7.0',
        modelTopology: { keras_version: '2.10.0', backend: 'tensorflow', model_config: {} },
        weightsManifest: [],
      }),
    );
    expect([...(await tfjsFormat.readHeader(memorySource(bytes))).metadata]).toEqual([
      ['format', 'layers-model'],
      ['generatedBy', 'keras v2.10.0'],
      ['convertedBy', 'TensorFlow.js Converter v3.7.0'],
      ['keras_version', '2.10.0'],
      ['backend', 'tensorflow'],
    ]);
  });

  it('reads a manifest that stands alone', async () => {
    const manifest = [{ weights: [{ name: 'w', shape: [1], dtype: 'float32' }], paths: ['a-shard1'] }];
    const bytes = new TextEncoder().encode(JSON.stringify(manifest));
    expect(tfjsFormat.matches(bytes, bytes.length)).toBe(true);
    expect((await tfjsFormat.readHeader(memorySource(bytes))).tensors).toMatchObject([{ name: 'w', file: 'a-shard1' }]);
  });

  it('recognises its files by content and no others', () => {
    const matches = (text: string): boolean => tfjsFormat.matches(new TextEncoder().encode(text), text.length);
    expect(matches('{"format": "graph-model", "generatedBy": "2.5.0"')).toBe(true);
    expect(matches(' {\n "modelTopology": {')).toBe(true);
    expect(matches('{"weightsManifest":[')).toBe(true);
    for (const text of ['{"format": "pt"}', '{"weight_map": {}}', '[{"name": 1}]', '[]', '{}', '', 'modelTopology']) {
      expect(matches(text)).toBe(false);
    }
  });
});

describe('a model of TensorFlow.js', () => {
  const files = Object.fromEntries(encodeTfjs(tensors, { shardBytes: 20 }));

  it('opens by its model.json, and its record holds the shards', async () => {
    const folder = memoryFolder(files);
    const source = await folder.open('model.json');
    await using model = await openModel({
      kind: 'files',
      name: 'model.json',
      files: [{ path: 'model.json', source }],
      folder,
    });
    expect(model.formats).toEqual(['tfjs']);
    expect(model.files.map(({ path }) => path)).toEqual([
      'model.json',
      'group1-shard1of3.bin',
      'group1-shard2of3.bin',
      'group1-shard3of3.bin',
    ]);
    expect([...(await model.read(model.tensors[1] as never, 0, 6))]).toEqual([...six]);
  });

  it('opens without a shard as far as the shards before it go', async () => {
    const { 'group1-shard3of3.bin': _, ...rest } = files;
    await using model = await openModel({ kind: 'folder', name: 'm', folder: memoryFolder(rest) });
    expect(model.tensors.map(({ name }) => name)).toEqual(['dense/kernel']);
    expect([...(await model.read(model.tensors[0] as never, 0, 6))]).toEqual([...six]);
    expect(model.problems).toMatchObject([
      { code: 'source', subject: 'group1-shard3of3.bin', lost: ['dense/bias', 'steps', 'mask'] },
    ]);
  });
});
