// Folders in which models are kept in pieces, each opened by what its index says; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import type { Folder } from '../../src/bytes/source.ts';
import type { LaidOut } from '../../src/containers/layout.ts';
import { layOut } from '../../src/containers/layouts.ts';
import type { ErrorCode, Problem } from '../../src/errors.ts';
import { type ModelDoor, openModel } from '../../src/model/open.ts';
import { counting, folderDoor, memoryFolder, textFile, weights } from '../model/memory-model.ts';
import { addOllama, chunked, hashOf, tfjsDescription } from './stores.ts';

const code = (code: ErrorCode): unknown => expect.objectContaining({ code });
const model = weights(counting('w', 4));
const other = weights(counting('v', 5));

async function lay(
  files: Readonly<Record<string, Uint8Array>>,
  pick?: string,
  uri = 'folder',
): Promise<{ laid: LaidOut | undefined; problems: Problem[] }> {
  const folder = memoryFolder(files, uri);
  const problems: Problem[] = [];
  const request = { folder, listed: await folder.list(), hasWeights: false, pick, problems };
  return { laid: await layOut(request), problems };
}

function picking(files: Readonly<Record<string, Uint8Array>>, pick: string): ModelDoor {
  return { kind: 'folder', name: 'store', folder: memoryFolder(files), pick };
}

async function bytesOf(folder: Folder, path: string): Promise<Uint8Array> {
  const source = await folder.open(path, { strict: true });
  const bytes = await source.read(0, source.size);
  await source.close();
  return bytes;
}

describe('a store of Ollama', () => {
  const licence = new TextEncoder().encode('MIT License');
  const layers = [
    { kind: 'model', bytes: model },
    { kind: 'projector', bytes: other },
    { kind: 'license', bytes: licence },
    { kind: 'license', bytes: textFile('another') },
    { kind: 'params', bytes: textFile({ stop: ['x'] }) },
  ];
  const name = 'registry.ollama.ai/library/llama3/8b';

  it('gives the weights of its only model under names of their own, and texts as facts', async () => {
    const files = {};
    addOllama(files, name, layers, { model_family: 'llama', file_type: 'Q4_0', rootfs: {} });
    const { laid, problems } = await lay(files);
    expect(laid).toMatchObject({ layout: 'ollama', name: 'llama3:8b' });
    expect(await laid?.folder.list()).toEqual([
      { path: 'weights.gguf', bytes: model.length },
      { path: 'mmproj.gguf', bytes: other.length },
    ]);
    expect(await bytesOf(laid!.folder, 'mmproj.gguf')).toEqual(other);
    expect(Object.fromEntries(laid!.metadata)).toEqual({
      'ollama.manifest': `manifests/${name}`,
      'ollama.license': 'MIT License',
      'ollama.license-2': 'another',
      'ollama.params': '{"stop":["x"]}',
      'ollama.config.model_family': 'llama',
      'ollama.config.file_type': 'Q4_0',
    });
    expect(problems).toEqual([]);
  });

  it.for([
    ['llama3', 'registry.ollama.ai/library/llama3/latest'],
    ['llama3:8b', 'registry.ollama.ai/library/llama3/8b'],
    ['me/llama3', 'registry.ollama.ai/me/llama3/latest'],
    ['hf.co/me/llama3-GGUF:Q4_K_M', 'hf.co/me/llama3-GGUF/Q4_K_M'],
    ['manifests/hf.co/me/llama3-GGUF/Q4_K_M', 'hf.co/me/llama3-GGUF/Q4_K_M'],
    ['localhost:5000/me/llama3', 'localhost:5000/me/llama3/latest'],
  ] as const)('finds %s as Ollama does', async ([pick, manifest]) => {
    const files = {};
    const all = ['library/llama3/latest', 'library/llama3/8b', 'me/llama3/latest'].map(
      (one) => `registry.ollama.ai/${one}`,
    );
    for (const one of [...all, 'hf.co/me/llama3-GGUF/Q4_K_M', 'localhost:5000/me/llama3/latest'])
      addOllama(files, one, layers);
    const { laid } = await lay(files, pick);
    expect(laid?.metadata.get('ollama.manifest')).toBe(`manifests/${manifest}`);
  });

  it('asks which of several models is meant, and names them', async () => {
    const files = {};
    addOllama(files, name, layers);
    addOllama(files, 'registry.ollama.ai/me/b/latest', layers);
    await expect(lay(files)).rejects.toThrow('2 of them: llama3:8b, me/b:latest');
    await expect(lay(files, 'c')).rejects.toThrow(code('usage'));
  });

  it('reports layers that are missing or of another length', async () => {
    const files: Record<string, Uint8Array> = {};
    addOllama(files, name, layers);
    delete files[`blobs/sha256-${hashOf(other)}`];
    files[`blobs/sha256-${hashOf(licence)}`] = textFile('short');
    const { laid, problems } = await lay(files);
    expect((await laid!.folder.list()).map(({ path }) => path)).toEqual(['weights.gguf']);
    expect(problems).toMatchObject([
      { code: 'source', subject: `sha256:${hashOf(other)}`, found: 'nothing of that name' },
      { code: 'source', subject: `sha256:${hashOf(licence)}`, found: '5 bytes' },
    ]);
  });

  it('finds files by the name that older versions gave them', async () => {
    const files: Record<string, Uint8Array> = {};
    addOllama(files, name, layers);
    const renamed = Object.entries(files).map(([path, bytes]) => [path.replace('sha256-', 'sha256:'), bytes] as const);
    const { problems } = await lay(Object.fromEntries(renamed));
    expect(problems).toEqual([]);
  });

  it('is opened as a model', async () => {
    const files = {};
    addOllama(files, name, [
      { kind: 'model', bytes: model },
      { kind: 'license', bytes: licence },
    ]);
    await using opened = await openModel(picking(files, 'llama3:8b'));
    expect(opened.id).toMatch(/^llama3:8b@/);
    expect(opened.metadata.get('ollama.license')).toBe('MIT License');
    expect(await opened.read(opened.tensors[0]!, 0, 4)).toEqual(Float32Array.of(0, 1, 2, 3));
  });
});

describe('a repository in the Hub’s cache', () => {
  const snapshot = (revision: string, bytes: Uint8Array): Record<string, Uint8Array> => ({
    [`snapshots/${revision}/model.safetensors`]: bytes,
    [`snapshots/${revision}/onnx/config.json`]: textFile({}),
    [`blobs/${hashOf(bytes)}`]: bytes,
  });
  const both = { ...snapshot('aaa', model), ...snapshot('bbb', other) };

  it('is the snapshot that main stands for, or the only one', async () => {
    const { laid } = await lay({ ...both, 'refs/main': textFile('bbb') }, undefined, 'models--org--name');
    expect(laid).toMatchObject({ layout: 'hub-cache', name: 'org/name' });
    expect(await bytesOf(laid!.folder, 'model.safetensors')).toEqual(other);
    expect((await laid!.folder.list()).map(({ path }) => path)).toEqual(['model.safetensors', 'onnx/config.json']);
    const single = await lay(snapshot('aaa', model));
    expect(await bytesOf(single.laid!.folder, 'model.safetensors')).toEqual(model);
  });

  it('is another snapshot where that is asked for, by its own name or a branch’s', async () => {
    const files = { ...both, 'refs/main': textFile('bbb'), 'refs/v1': textFile('aaa\n') };
    for (const pick of ['aaa', 'v1']) {
      const { laid } = await lay(files, pick);
      expect(await bytesOf(laid!.folder, 'model.safetensors')).toEqual(model);
    }
  });

  it('must be told which of several is meant', async () => {
    await expect(lay(both)).rejects.toThrow('2 of them: aaa, bbb');
    await expect(lay({ ...both, 'refs/main': textFile('ccc') })).rejects.toThrow(code('usage'));
    await expect(lay({ ...both, 'refs/main': textFile('bbb') }, 'ddd')).rejects.toThrow(code('usage'));
  });

  it('is no folder that has something else in it', async () => {
    expect((await lay({ ...both, 'model.bin': model })).laid).toBeUndefined();
  });
});

describe('a folder of chunks', () => {
  function folder(): Record<string, Uint8Array> {
    const files: Record<string, Uint8Array> = {};
    const index = {
      '/models/small': { ...chunked(files, model, 30), mime: 'application/octet-stream' },
      '/models/large': chunked(files, other, 1000),
      '/wasm/ort.wasm': chunked(files, textFile('not weights'), 4),
    };
    files['resources.json'] = textFile(index);
    files['package.json'] = textFile({ name: 'x' });
    return files;
  }

  it('gives the files of its index, each out of its pieces', async () => {
    const { laid, problems } = await lay(folder());
    expect(await laid?.folder.list()).toEqual([
      { path: 'models/small', bytes: model.length },
      { path: 'models/large', bytes: other.length },
      { path: 'wasm/ort.wasm', bytes: 11 },
    ]);
    expect(await bytesOf(laid!.folder, 'models/small')).toEqual(model);
    expect(problems).toEqual([]);
  });

  it.for(['models/small', '/models/small', 'small'])('gives the file %s alone where it is asked for', async (pick) => {
    const { laid } = await lay(folder(), pick);
    expect((await laid!.folder.list()).map(({ path }) => path)).toEqual(['models/small']);
    expect(laid?.name).toBe('models/small');
    await expect(lay(folder(), 'nothing')).rejects.toThrow(code('usage'));
    expect((await (await lay(folder(), 'resources.json')).laid!.folder.list()).length).toBe(3);
  });

  it('takes chunks with names or paths, and sizes instead of offsets', async () => {
    const files = {
      'a.part': model.slice(0, 10),
      'parts/b': model.slice(10, 20),
      c: model.slice(20),
      'index.json': textFile({
        model: {
          chunks: [
            { name: 'a.part', size: 10 },
            { path: 'parts/b', length: 10 },
            { hash: 'c', size: model.length - 20 },
          ],
        },
      }),
    };
    const { laid } = await lay(files);
    expect(await bytesOf(laid!.folder, 'model')).toEqual(model);
  });

  it('reports pieces that are missing or of another length, and leaves their files out', async () => {
    const files = folder();
    const first = hashOf(model.slice(0, 30));
    files[first] = files[first]!.slice(1);
    delete files[hashOf(other)];
    const { laid, problems } = await lay(files);
    expect((await laid!.folder.list()).map(({ path }) => path)).toEqual(['wasm/ort.wasm']);
    expect(problems).toMatchObject([
      { code: 'source', subject: first, expected: '30 bytes', found: '29 bytes' },
      { code: 'source', subject: hashOf(other), found: 'nothing of that name' },
    ]);
  });

  it('reports a piece that does not have its hash, when it is read, once', async () => {
    const files = folder();
    const first = hashOf(model.slice(0, 30));
    files[first] = files[first]!.toReversed();
    const { laid, problems } = await lay(files);
    expect(problems).toEqual([]);
    await bytesOf(laid!.folder, 'models/small');
    await bytesOf(laid!.folder, 'models/small');
    expect(problems).toMatchObject([{ code: 'format', subject: first }]);
  });

  it('is opened as a model, with the damage on record', async () => {
    const files = folder();
    const last = hashOf(model.slice(model.length - (model.length % 30)));
    files[last] = files[last]!.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte));
    await using opened = await openModel(picking(files, 'small'));
    expect(opened.id).toMatch(/^models\/small@/);
    expect(opened.problems).toMatchObject([{ code: 'format', subject: last }]);
  });

  it('makes no other model of a folder that has weights of its own', async () => {
    await using opened = await openModel(folderDoor({ ...folder(), 'model.safetensors': other }));
    expect(opened.tensors.map(({ name }) => name)).toEqual(['v']);
  });
});

describe('a folder of scripts', () => {
  const first = Uint8Array.from({ length: 400 }, (_, i) => i % 256);
  const second = first.toReversed();
  const string = (bytes: Uint8Array): Uint8Array => textFile(`n.exports="${Buffer.from(bytes).toString('base64')}"`);
  const description = tfjsDescription('group1-shard1of2', 'group1-shard2of2.bin');
  const scripts = {
    'model.min.js': textFile(`n.exports=${JSON.stringify(description)}`),
    'group1-shard1of2.min.js': string(first),
    'group1-shard2of2.js': string(second),
    'index.js': textFile('export const a = 1'),
  };

  it('is the description and the shards that it names', async () => {
    const { laid } = await lay(scripts);
    expect(laid).toMatchObject({ layout: 'scripts' });
    expect((await laid!.folder.list()).map(({ path }) => path)).toEqual([
      'model.json',
      'group1-shard1of2',
      'group1-shard2of2.bin',
    ]);
    expect(JSON.parse(new TextDecoder().decode(await bytesOf(laid!.folder, 'model.json')))).toEqual(description);
    expect(await bytesOf(laid!.folder, 'group1-shard1of2')).toEqual(first);
    expect(await bytesOf(laid!.folder, 'group1-shard2of2.bin')).toEqual(second);
    expect((await lay(scripts, 'model.min.js')).laid).toBeDefined();
  });

  it('is no model where a shard is missing or no description is there', async () => {
    const { 'group1-shard2of2.js': _, ...rest } = scripts;
    expect((await lay(rest)).laid).toBeUndefined();
    expect(
      (await lay({ ...rest, 'group1-shard2of2.js': textFile('export const weightsManifest = 1') })).laid,
    ).toBeUndefined();
    expect((await lay({ 'a.js': textFile('weightsManifest') })).laid).toBeUndefined();
    expect((await lay(scripts, 'index.js')).laid).toBeUndefined();
  });

  it('must be told which of several descriptions is meant', async () => {
    await expect(lay({ ...scripts, 'other.js': scripts['model.min.js'] })).rejects.toThrow(code('usage'));
  });
});

it('leaves plain folders alone, and says so where something was picked', async () => {
  expect((await lay({ 'model.safetensors': model, 'config.json': textFile({}) })).laid).toBeUndefined();
  await expect(openModel(picking({ 'model.safetensors': model }, 'x'))).rejects.toThrow(code('usage'));
});
