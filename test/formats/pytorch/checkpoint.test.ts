// Checkpoints and TorchScript of real PyTorch, and our own writer's: names, types, places and values.
import { describe, expect, it } from 'vitest';
import type { NumbersToWrite } from '../../../forgeries/write-safetensors.ts';
import { checkpointFiles, torchScriptFiles } from '../../../forgeries/writers/pytorch.ts';
import { checkpointFormat, torchScriptFormat } from '../../../src/formats/pytorch/checkpoint.ts';
import { counting, fixture, openArchive } from './fixtures.ts';

const state: readonly (readonly [string, unknown])[] = [
  ['layer.weight', ['F32', [2, 3], counting(6, 0.5, -1)]],
  ['layer.bias', ['F16', [3], counting(3)]],
  ['steps', ['I64', [], [7]]],
  ['bytes', ['U8', [3], counting(3)]],
];

describe('checkpointFormat', () => {
  it.for(['state-2.13.pt', 'protocol5-2.13.pt'])('reads the state dictionary %s', async (name) => {
    const { header, tensors } = await openArchive(checkpointFormat, fixture(name));
    expect([...tensors]).toEqual(state);
    expect(header).toMatchObject({ format: 'pytorch', problems: [], undeclaredBytes: 0 });
    expect(header.tensors[0]).toMatchObject({ file: 'archive/data/0', start: 0, end: 24 });
    expect(header.metadata.get('version')).toBe('3');
  });

  it('leaves out what is no weight, and the wrapper of what is', async () => {
    const { header, tensors } = await openArchive(checkpointFormat, fixture('checkpoint-1.12.pt'));
    expect([...tensors]).toEqual(state);
    expect(header.problems).toEqual([]);
    expect(Object.fromEntries(header.metadata)).toEqual({
      epoch: '3',
      arch: 'toy',
      'pickle protocol': '2',
      'tensors under': 'state_dict',
      'left out': '1 tensor under optimizer, 1 tensor under rng_state',
      version: '3',
    });
  });

  it('reads views wherever they begin and however they step', async () => {
    const { header, tensors } = await openArchive(checkpointFormat, fixture('views-2.13.pt'));
    expect(header.problems).toEqual([]);
    expect(Object.fromEntries(tensors)).toEqual({
      base: ['F32', [3, 4], counting(12)],
      transposed: ['F32', [4, 3], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]],
      rows: ['F32', [2, 2], [4, 6, 8, 10]],
      column: ['F32', [3], [1, 5, 9]],
      expanded: ['F32', [3, 2], [1, 1, 1, 1, 1, 1]],
      last: ['F32', [1, 4], [8, 9, 10, 11]],
      nothing: ['F32', [0, 4], []],
    });
    const places = header.tensors.map(({ name, start, end, strides }) => [name, start, end, strides]);
    expect(places).toEqual([
      ['base', 0, 48, undefined],
      ['transposed', 0, 48, [1, 4]],
      ['rows', 16, 44, [4, 2]],
      ['column', 4, 40, [4]],
      ['expanded', 0, 8, [0, 1]],
      ['last', 32, 48, undefined],
      ['nothing', 48, 48, undefined],
    ]);
  });

  it('reads quantised tensors as what their codes stand for', async () => {
    const { header, tensors } = await openArchive(checkpointFormat, fixture('quantised-2.13.pt'));
    expect(header.problems).toEqual([]);
    expect(Object.fromEntries(tensors)).toEqual({
      tensor: ['U8', [2, 3], counting(6)],
      channels: ['I8', [2, 3], counting(6)],
    });
    expect(header.tensors[1]?.affine).toEqual({
      axis: 0,
      scale: Float32Array.of(0.5, 0.25),
      zero: Float32Array.of(1, -1),
      offset: new Float32Array(2),
    });
  });

  it('reads types that have no storage class of their own', async () => {
    const { tensors } = await openArchive(checkpointFormat, fixture('types-2.13.pt'));
    expect(Object.fromEntries(tensors)).toEqual({
      float8_e4m3fn: ['F8_E4M3', [4], counting(4)],
      uint16: ['U16', [4], counting(4)],
      bfloat16: ['BF16', [4], counting(4)],
      complex64: ['C64', [4], [0, 0, 1, 0, 2, 0, 3, 0]],
    });
  });

  it('reads a whole network by the names of its state dictionary, and says what it would have called', async () => {
    const { header, tensors } = await openArchive(checkpointFormat, fixture('network-1.12.pt'));
    expect(Object.fromEntries(tensors)).toEqual({
      weight: ['F32', [2, 2], counting(4)],
      bias: ['F32', [2], counting(2)],
    });
    expect(header.problems).toMatchObject([
      { code: 'unsafe', lost: [], found: expect.stringContaining('torch.nn.modules.linear.Linear') as unknown },
    ]);
  });

  const written: readonly NumbersToWrite[] = [
    { name: 'a.weight', dtype: 'F32', shape: [2, 3], values: Float32Array.from(counting(6)) },
    { name: 'a.bias', dtype: 'BF16', shape: [3], values: Float32Array.from(counting(3)) },
    { name: 'b', dtype: 'F8_E5M2', shape: [2], values: Float32Array.from(counting(2)) },
    { name: 'n', dtype: 'I64', shape: [], values: Float64Array.of(-7) },
  ];
  const expected = {
    'a.weight': ['F32', [2, 3], counting(6)],
    'a.bias': ['BF16', [3], counting(3)],
    b: ['F8_E5M2', [2], counting(2)],
    n: ['I64', [], [-7]],
  };

  it('reads what our own writer makes', async () => {
    const plain = await openArchive(checkpointFormat, checkpointFiles(written));
    expect(Object.fromEntries(plain.tensors)).toEqual(expected);
    expect(plain.header.problems).toEqual([]);
    const options = { archive: 'net', wrapper: 'model', beside: [['epoch', 3]] as const };
    const wrapped = await openArchive(checkpointFormat, checkpointFiles(written, options));
    expect(Object.fromEntries(wrapped.tensors)).toEqual(expected);
    expect(wrapped.header.tensors[0]?.file).toBe('net/data/0');
    expect(wrapped.header.metadata.get('epoch')).toBe('3');
  });

  it('reads what a big-endian machine wrote', async () => {
    const files = checkpointFiles(written.slice(0, 1));
    const swapped = files['archive/data/0']!.slice();
    for (let at = 0; at < swapped.length; at += 4) swapped.subarray(at, at + 4).reverse();
    const { header, tensors } = await openArchive(checkpointFormat, {
      ...files,
      'archive/data/0': swapped,
      'archive/byteorder': new TextEncoder().encode('big'),
    });
    expect(header.tensors[0]?.byteOrder).toBe('big');
    expect(tensors.get('a.weight')).toEqual(expected['a.weight']);
  });

  it('closes every member that it opened', async () => {
    const files = Object.entries(checkpointFiles(written));
    const open = new Set<string>();
    const members = files.map(([path, bytes]) => ({
      path,
      size: bytes.length,
      open: () => {
        open.add(path);
        const read = (start: number, end: number): Promise<Uint8Array> => Promise.resolve(bytes.slice(start, end));
        const close = (): Promise<void> => Promise.resolve(void open.delete(path));
        return Promise.resolve({ uri: path, size: bytes.length, read, close });
      },
    }));
    await checkpointFormat.readHeader({ container: 'zip', members, problems: [], undeclaredBytes: 0 }, 'archive');
    expect([...open]).toEqual([]);
  });
});

describe('torchScriptFormat', () => {
  it('reads a module of real TorchScript by the names of its attributes', async () => {
    const { header, tensors } = await openArchive(torchScriptFormat, fixture('script-2.13.pt'));
    expect(header).toMatchObject({ format: 'torchscript', problems: [], undeclaredBytes: 0 });
    expect(Object.fromEntries(tensors)).toEqual({
      weight: ['F32', [2, 2], counting(4)],
      bias: ['F32', [2], counting(2)],
    });
  });

  it('reads what our own writer makes, names and all', async () => {
    const tensors: readonly NumbersToWrite[] = [
      { name: 'net.0.weight', dtype: 'F32', shape: [2], values: Float32Array.of(1, 2) },
      { name: 'net.1.weight', dtype: 'F16', shape: [1], values: Float32Array.of(3) },
      { name: 'model', dtype: 'F32', shape: [1], values: Float32Array.of(4) },
    ];
    const opened = await openArchive(torchScriptFormat, torchScriptFiles(tensors));
    expect(Object.fromEntries(opened.tensors)).toEqual({
      'net.0.weight': ['F32', [2], [1, 2]],
      'net.1.weight': ['F16', [1], [3]],
      model: ['F32', [1], [4]],
    });
  });

  it('reads constants behind a prefix of their own', async () => {
    const [pickled, constants] = [
      checkpointFiles([]),
      checkpointFiles([{ name: 'c', dtype: 'F32', shape: [1], values: Float32Array.of(5) }]),
    ];
    const opened = await openArchive(torchScriptFormat, {
      ...pickled,
      'archive/constants.pkl': constants['archive/data.pkl']!,
      'archive/constants/0': constants['archive/data/0']!,
    });
    expect([...opened.tensors]).toEqual([['constants.c', ['F32', [1], [5]]]]);
    expect(opened.header.tensors[0]?.file).toBe('archive/constants/0');
    expect(opened.header.undeclaredBytes).toBe(0);
  });
});
