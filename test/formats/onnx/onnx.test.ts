// Where ONNX keeps its tensors, each place once; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import { field, graph, join, model, modelOf, node, tensor, varint } from '../../../forgeries/writers/onnx.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Header } from '../../../src/formats/format.ts';
import { encode } from '../../../src/formats/numbers/values.ts';
import { decodeVarints } from '../../../src/formats/numbers/varints.ts';
import { onnxFormat } from '../../../src/formats/onnx/onnx.ts';

const read = (bytes: Uint8Array): Promise<Header> => onnxFormat.readHeader(memorySource(bytes));
const two = encode('F32', Float32Array.of(1, 2));
const w = (name?: string): Uint8Array => tensor({ ...(name === undefined ? {} : { name }), dims: [2], raw: two });

describe('onnxFormat', () => {
  it('reads initialisers with their bytes in place', async () => {
    const bytes = modelOf({ name: 'conv.weight', dims: [2, 1], raw: two });
    const header = await read(bytes);
    expect(header).toMatchObject({ format: 'onnx', problems: [], undeclaredBytes: 0 });
    const [info] = header.tensors;
    expect(info).toMatchObject({ name: 'conv.weight', dtype: 'F32', shape: [2, 1], file: '', encoding: 'raw' });
    expect(bytes.slice(info?.start, info?.end)).toEqual(two);
  });

  it('names tensors inside nested graphs and functions by their path', async () => {
    const innermost = graph([w('w')]);
    const inner = graph([w('w')], [node('Loop', 'loop', 'y', 'body', field(6, innermost))]);
    const constant = node('Constant', 'c', 'scale', 'value', field(5, w()));
    const file = model(
      graph(
        [w('w')],
        [
          constant,
          node('If', '', 'y', 'then_branch', field(6, inner)),
          node('Custom', '', 'z', 'table', field(5, w('ignored'))),
        ],
      ),
      field(25, join(field(1, 'Gelu'), field(7, constant))),
    );
    const header = await read(file);
    expect(header.problems).toEqual([]);
    expect(header.tensors.map((info) => info.name)).toEqual([
      'w',
      'scale',
      'If_1/then_branch/w',
      'If_1/then_branch/loop/body/w',
      'Custom_2/table',
      'functions/Gelu/scale',
    ]);
  });

  it('reads typed data: packed floats in place, integers as varints', async () => {
    const floats = encode('F32', Float32Array.of(0.5, -0.5));
    const file = modelOf(
      { name: 'f', dims: [2], type: 1, extra: [field(4, floats)] },
      { name: 'd', dims: [1], type: 11, extra: [field(10, encode('F64', Float32Array.of(3)))] },
      {
        name: 'i',
        dims: [4],
        type: 7,
        extra: [field(7, join(varint(-1), varint(0), varint(2n ** 40n), varint(-(2n ** 63n))))],
      },
      { name: 'h', dims: [2], type: 10, extra: [field(5, join(varint(0x3c00), varint(0xc000)))] },
    );
    const header = await read(file);
    expect(header.problems).toEqual([]);
    expect(header.tensors.map((info) => [info.name, info.dtype, info.encoding])).toEqual([
      ['f', 'F32', 'raw'],
      ['d', 'F64', 'raw'],
      ['i', 'I64', 'varint'],
      ['h', 'F16', 'varint'],
    ]);
    const [f, , i, h] = header.tensors;
    expect(file.slice(f?.start, f?.end)).toEqual(floats);
    if (i === undefined || h === undefined) throw new Error('tensors missing');
    expect([...(await decodeVarints(memorySource(file), i))]).toEqual([-1, 0, 2 ** 40, -(2 ** 63)]);
    expect([...(await decodeVarints(memorySource(file), h))]).toEqual([1, -2]);
  });

  it('reads dimensions packed or one by one', async () => {
    const packed = join(field(1, join(varint(1), varint(2))), field(2, 1), field(8, 'w'), field(9, two));
    expect((await read(model(graph([packed])))).tensors[0]?.shape).toEqual([1, 2]);
  });

  it('points to external data without opening it', async () => {
    const header = await read(modelOf({ name: 'w', dims: [2], external: { location: 'data/w.bin', offset: '4096' } }));
    expect(header.tensors).toMatchObject([{ file: 'data/w.bin', start: 4096, end: 4104, encoding: 'raw' }]);
  });

  it('leaves text out and keeps scalars', async () => {
    const text = join(field(2, 8), field(1, 1), field(8, 'labels'), field(6, 'cat'));
    const header = await read(model(graph([text, tensor({ name: 's', dims: [], raw: new Uint8Array(4) })])));
    expect(header).toMatchObject({ problems: [], tensors: [{ name: 's', shape: [] }] });
  });

  it('carries what the file says about itself, its own fields first', async () => {
    const entry = (key: string, value: string): Uint8Array => field(14, join(field(1, key), field(2, value)));
    const header = await read(
      model(graph([w('w')]), field(6, 'notes'), entry('author', 'A'), entry('producer_name', 'B')),
    );
    expect([...header.metadata]).toEqual([
      ['producer_name', 'crafted'],
      ['doc_string', 'notes'],
      ['ir_version', '8'],
      ['graph_name', 'g'],
      ['opset', 'ai.onnx 17'],
      ['author', 'A'],
      ['metadata_props.producer_name', 'B'],
    ]);
  });

  it('recognises models, whole or cut off, and nothing else', () => {
    const bytes = modelOf({ name: 'w', dims: [2], raw: two });
    expect(onnxFormat.matches(bytes, bytes.length)).toBe(true);
    expect(onnxFormat.matches(bytes.subarray(0, 30), bytes.length)).toBe(true);
    expect(onnxFormat.matches(bytes.subarray(0, 30), 30)).toBe(true);
    for (const text of [
      '{"a":1}',
      'GGUF\x03\0\0\0',
      'PK\x03\x04',
      '\x08\x00',
      '\x80\x02}q',
      'version https',
      '<html>',
      '\n\n\n',
      '',
      '"""""',
    ]) {
      expect(onnxFormat.matches(new TextEncoder().encode(text), text.length)).toBe(false);
    }
  });
});
