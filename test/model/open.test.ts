// From folders and files to models: what is found, what is recorded as missing, and what is refused.
import { describe, expect, it } from 'vitest';
import { modelOf as onnxOf } from '../../forgeries/writers/onnx.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Model } from '../../src/model/model.ts';
import { type ModelDoor, openModel } from '../../src/model/open.ts';
import { counting, folderDoor, memoryFolder, textFile, weights } from './memory-model.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'ForebearError', code: name });
const names = (model: Model): string[] => model.tensors.map((tensor) => tensor.name);

const indexName = 'model.safetensors.index.json';
const index = (map: Readonly<Record<string, string>>): Uint8Array => textFile({ metadata: {}, weight_map: map });
const twoShards = {
  'one.safetensors': weights(counting('a', 2, 3), counting('b', 4)),
  'two.safetensors': weights(counting('c', 5)),
  [indexName]: index({ a: 'one.safetensors', b: 'one.safetensors', c: 'two.safetensors' }),
};

describe('openModel', () => {
  it('opens a folder with one file, its configuration and its record', async () => {
    await using model = await openModel(
      folderDoor({
        'README.md': textFile('hello'),
        'config.json': textFile({ num_attention_heads: 4 }),
        'model.safetensors': weights(counting('model.norm.weight', 4), counting('unknown', 2, 2)),
      }),
    );
    expect(names(model)).toEqual(['model.norm.weight', 'unknown']);
    expect(model.tensors.map((tensor) => tensor.role?.kind)).toEqual(['output_norm', undefined]);
    expect(model.formats).toEqual(['safetensors']);
    expect(model.config?.get('num_attention_heads')).toBe(4);
    expect(model.problems).toEqual([]);
    expect(model.files.map(({ path, bytes }) => [path, bytes])).toContainEqual(['README.md', 5]);
    const readme = model.files.find(({ path }) => path === 'README.md');
    expect(readme?.sha256).toBe('2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824');
    expect(model.bytesRead).toBe(0);
    expect([...(await model.read(model.tensors[0] as never, 1, 3))]).toEqual([1, 2]);
    expect(model.bytesRead).toBe(8);
  });

  it('opens the shards of an index', async () => {
    const model = await openModel(folderDoor(twoShards));
    expect(names(model)).toEqual(['a', 'b', 'c']);
    expect(model.tensors.map((tensor) => tensor.file)).toEqual([
      'one.safetensors',
      'one.safetensors',
      'two.safetensors',
    ]);
    expect(model.problems).toEqual([]);
    expect([...(await model.read(model.tensors[2] as never, 4, 5))]).toEqual([4]);
  });

  it('opens safetensors files that no index names, and leaves adapters aside where there is a whole', async () => {
    const { [indexName]: _, ...shards } = twoShards;
    expect(names(await openModel(folderDoor(shards)))).toEqual(['a', 'b', 'c']);
    const both = {
      'adapter_model.safetensors': weights(counting('lora', 2)),
      'model.safetensors': weights(counting('a', 2)),
    };
    expect(names(await openModel(folderDoor(both)))).toEqual(['a']);
  });

  it('records a missing shard with the tensors that are lost, and reads the rest', async () => {
    const { 'two.safetensors': _, ...rest } = twoShards;
    const model = await openModel(folderDoor(rest));
    expect(names(model)).toEqual(['a', 'b']);
    expect(model.problems).toEqual([expect.objectContaining({ code: 'source', lost: ['c'] })]);
    expect([...(await model.read(model.tensors[0] as never, 0, 2))]).toEqual([0, 1]);
  });

  it('records a shard that ends too early, and reads what lies before the end', async () => {
    const whole = twoShards['one.safetensors'];
    const model = await openModel(folderDoor({ ...twoShards, 'one.safetensors': whole.slice(0, -1) }));
    expect(names(model)).toEqual(['a', 'c']);
    expect(model.problems).toEqual([expect.objectContaining({ code: 'source', lost: ['b'] })]);
  });

  it.for([
    ['in its header', twoShards['one.safetensors'].slice(0, 30)],
    ['at its first byte', new Uint8Array(0)],
    ['and is something else', textFile('version https://git-lfs.github.com/spec/v1\n')],
  ] as const)('records a shard that breaks off %s', async ([, bytes]) => {
    const model = await openModel(folderDoor({ ...twoShards, 'one.safetensors': bytes }));
    expect(names(model)).toEqual(['c']);
    expect(model.problems.map((problem) => problem.lost)).toEqual([['a', 'b']]);
  });

  it('does not open a model whose only file is broken', async () => {
    const whole = twoShards['one.safetensors'];
    await expect(openModel(folderDoor({ 'model.safetensors': whole.slice(0, 30) }))).rejects.toThrow(code('source'));
    await expect(openModel(folderDoor({ 'model.safetensors': textFile('text') }))).rejects.toThrow(code('unsupported'));
    await expect(openModel(folderDoor({ 'pytorch_model.bin': textFile('PK') }))).rejects.toThrow(code('unsupported'));
  });

  it('says which tensors an index promises that no shard holds, and which it does not know', async () => {
    const map = { a: 'one.safetensors', c: 'two.safetensors', ghost: 'two.safetensors' };
    const model = await openModel(folderDoor({ ...twoShards, [indexName]: index(map) }));
    expect(names(model)).toEqual(['a', 'b', 'c']);
    expect(model.problems).toEqual([
      expect.objectContaining({ code: 'format', subject: 'two.safetensors', lost: ['ghost'] }),
      expect.objectContaining({ code: 'format', subject: 'index', lost: [] }),
    ]);
  });

  it('says when a tensor lies in another shard than the index says, without calling it lost', async () => {
    const map = { a: 'two.safetensors', b: 'one.safetensors', c: 'two.safetensors' };
    const model = await openModel(folderDoor({ ...twoShards, [indexName]: index(map) }));
    expect(names(model).toSorted()).toEqual(['a', 'b', 'c']);
    expect(model.problems).toEqual([expect.objectContaining({ subject: 'two.safetensors', lost: [] })]);
  });

  it('refuses a tensor that two shards hold', async () => {
    const twice = { ...twoShards, 'two.safetensors': weights(counting('c', 5), counting('a', 2, 3)) };
    await expect(openModel(folderDoor(twice))).rejects.toThrow(code('format'));
  });

  it.for(['../secret.safetensors', '/etc/passwd', 'sub/one.safetensors', '%2e%2e', 'a\\b'])(
    'refuses an index that asks for %s, and opens nothing by that name',
    async (file) => {
      const folder = memoryFolder({ ...twoShards, [indexName]: index({ a: file }) });
      await expect(openModel({ kind: 'folder', name: 'm', folder })).rejects.toThrow(code('containment'));
      expect(folder.calls.filter(({ verb }) => verb === 'open').map(({ path }) => path)).toEqual([indexName]);
    },
  );

  it('lives with a broken configuration and says so', async () => {
    for (const config of ['{"a":', '[1, 2]', '"text"', '\u0000']) {
      const files = { 'config.json': textFile(config), 'model.safetensors': weights(counting('a', 2)) };
      const model = await openModel(folderDoor(files));
      expect(model.config).toBeUndefined();
      expect(model.problems).toEqual([expect.objectContaining({ code: 'format', lost: [] })]);
    }
  });

  it.for([
    ['no weights', { 'README.md': textFile('') }],
    ['nothing', {}],
    ['two ONNX files', { 'a.onnx': onnxOf(), 'b.onnx': onnxOf() }],
  ] as const)('asks for another folder where there is %s', async ([, files]) => {
    await expect(openModel(folderDoor(files))).rejects.toThrow(code('usage'));
  });

  it('refuses a model without a single tensor', async () => {
    await expect(openModel(folderDoor({ 'model.safetensors': weights() }))).rejects.toThrow(code('format'));
  });

  it('gives an id of the name and the files, wherever the folder lies', async () => {
    const id = async (files: Readonly<Record<string, Uint8Array>>, uri: string): Promise<string> =>
      (await openModel(folderDoor(files, 'model', uri))).id;
    const first = await id(twoShards, '/home/a/model');
    expect(first).toMatch(/^model@[0-9a-f]{16}$/);
    expect(await id(twoShards, '/srv/b/model')).toBe(first);
    const other = {
      ...twoShards,
      'two.safetensors': weights(counting('d', 5)),
      [indexName]: index({ d: 'two.safetensors' }),
    };
    expect(await id(other, '/home/a/model')).not.toBe(first);
  });

  it('does not hash files above the limit', async () => {
    const files = { 'model.safetensors': weights(counting('a', 100)), 'note.txt': textFile('x') };
    const model = await openModel(folderDoor(files), { hashLimit: 10 });
    expect(model.files.map(({ path, sha256 }) => [path, sha256 === null])).toEqual([
      ['model.safetensors', true],
      ['note.txt', false],
    ]);
    const all = await openModel(folderDoor(files), { hashLimit: Infinity });
    expect(all.files.every(({ sha256 }) => sha256 !== null)).toBe(true);
  });

  it('reads files named one by one', async () => {
    const door: ModelDoor = {
      kind: 'files',
      name: 'pair',
      files: [
        { path: 'x.safetensors', source: memorySource(weights(counting('a', 2))) },
        { path: 'y.safetensors', source: memorySource(weights(counting('b', 2))) },
      ],
    };
    const model = await openModel(door);
    expect(names(model)).toEqual(['a', 'b']);
    expect(model.config).toBeUndefined();
    expect(model.files.length).toBe(2);
  });

  it('closes every file, when it is done and when it fails', async () => {
    const folder = memoryFolder(twoShards);
    const count = (verb: string): number => folder.calls.filter((call) => call.verb === verb).length;
    const model = await openModel({ kind: 'folder', name: 'm', folder });
    await model[Symbol.asyncDispose]();
    expect(count('close')).toBe(count('open'));
    const broken = memoryFolder({ ...twoShards, 'two.safetensors': twoShards['one.safetensors'] });
    await expect(openModel({ kind: 'folder', name: 'm', folder: broken })).rejects.toThrow(code('format'));
    expect(broken.calls.filter(({ verb }) => verb === 'close').length).toBe(
      broken.calls.filter(({ verb }) => verb === 'open').length,
    );
  });
});

describe('external data of ONNX', () => {
  const data = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const external = (location: string): Uint8Array =>
    onnxOf(
      { name: 'w', dims: [2], external: { location, offset: '8' } },
      { name: 'inner', dims: [1], raw: new Uint8Array(4) },
    );

  it('is named relative to the file that names it', async () => {
    for (const folder of ['', 'onnx/']) {
      const files = { [`${folder}model.onnx`]: external('model.data'), [`${folder}model.data`]: data };
      const model = await openModel(folderDoor(files));
      const tensor = model.tensors.find(({ name }) => name === 'w');
      expect(tensor?.file).toBe(`${folder}model.data`);
      expect([...(await model.read(tensor as never, 0, 2))]).toEqual([3, 4]);
      expect(model.files.map(({ path }) => path)).toContain(`${folder}model.data`);
    }
  });

  it.for(['../secret', '/etc/passwd', 'a/../../secret', '..%2fsecret', 'c:\\secret'])(
    'is never looked for at %s',
    async (location) => {
      const folder = memoryFolder({ 'onnx/model.onnx': external(location), secret: data });
      const model = await openModel({ kind: 'folder', name: 'm', folder });
      expect(model.problems).toContainEqual(expect.objectContaining({ code: 'containment', lost: ['w'] }));
      expect(names(model)).toEqual(['inner']);
      const strict = folder.calls.filter((call) => call.verb === 'open' && call.strict);
      expect(strict).toEqual([]);
    },
  );
});

describe('the abort signal', () => {
  it('reaches every list, open and read, down to the innermost', async () => {
    const { signal } = new AbortController();
    const folder = memoryFolder({
      ...twoShards,
      'config.json': textFile({}),
      'big.txt': new Uint8Array(100),
    });
    const model = await openModel({ kind: 'folder', name: 'm', folder }, { signal });
    await model.read(model.tensors[0] as never, 0, 2, { signal });
    const long = folder.calls.filter(({ verb }) => verb !== 'close');
    expect(long.length).toBeGreaterThan(10);
    expect(long.filter((call) => call.signal !== signal)).toEqual([]);
  });

  it('stops an opening and a reading with its own reason', async () => {
    const reason = new Error('enough');
    const stopped = AbortSignal.abort(reason);
    await expect(openModel(folderDoor(twoShards), { signal: stopped })).rejects.toBe(reason);
    const model = await openModel(folderDoor(twoShards));
    await expect(model.read(model.tensors[0] as never, 0, 1, { signal: stopped })).rejects.toBe(reason);
  });
});
