// Names that are no paths of their own: a model in Ollama's store, a snapshot, a file that an index makes of pieces.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPath } from '../../src/cli/examine-paths.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { addOllama, chunked, hashOf } from '../containers/stores.ts';
import { counting, textFile, weights } from '../model/memory-model.ts';

const code = (code: ErrorCode): unknown => expect.objectContaining({ code });
const model = weights(counting('w', 4));
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'forebear-stores-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

function write(files: Readonly<Record<string, Uint8Array>>): void {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

/** The id's name, and the tensors. */
async function opened(path: string): Promise<readonly [string | undefined, ...string[]]> {
  await using found = await openPath(path, 'full');
  return [found.id.split('@')[0], ...found.tensors.map(({ name }) => name)];
}

describe('openPath', () => {
  it('opens a model of Ollama by its name, its manifest, and its store where it is alone there', async () => {
    const files = {};
    addOllama(files, 'registry.ollama.ai/library/tiny/latest', [{ kind: 'model', bytes: model }]);
    write(files);
    vi.stubEnv('OLLAMA_MODELS', root);
    const expected = ['tiny:latest', 'w'];
    expect(await opened('ollama:tiny')).toEqual(expected);
    expect(await opened(join(root, 'manifests/registry.ollama.ai/library/tiny/latest'))).toEqual(expected);
    expect(await opened(root)).toEqual(expected);
    await expect(opened('ollama:other')).rejects.toThrow(code('usage'));
    await expect(opened('ollama:../../x')).rejects.toThrow(code('usage'));
    vi.stubEnv('OLLAMA_MODELS', join(root, 'nowhere'));
    await expect(opened('ollama:tiny')).rejects.toThrow(code('source'));
  });

  it('follows no link out of a store', async () => {
    const files: Record<string, Uint8Array> = {};
    addOllama(files, 'registry.ollama.ai/library/tiny/latest', [{ kind: 'model', bytes: model }]);
    write(Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`store/${path}`, bytes])));
    const blob = join(root, 'store', 'blobs', `sha256-${hashOf(model)}`);
    rmSync(blob);
    writeFileSync(join(root, 'secret'), model);
    symlinkSync(join(root, 'secret'), blob);
    await expect(opened(join(root, 'store'))).rejects.toThrow(expect.objectContaining({ name: 'ForebearError' }));
  });

  it('opens a repository of the Hub’s cache by its folder', async () => {
    write({ 'models--org--name/blobs/123': model, 'models--org--name/refs/main': textFile('abc') });
    mkdirSync(join(root, 'models--org--name', 'snapshots', 'abc'), { recursive: true });
    symlinkSync('../../blobs/123', join(root, 'models--org--name', 'snapshots', 'abc', 'model.safetensors'));
    expect(await opened(join(root, 'models--org--name'))).toEqual(['org/name', 'w']);
  });

  it('opens a file of an index of chunks by the name that it has there', async () => {
    const files: Record<string, Uint8Array> = {};
    const index = {
      '/models/a': chunked(files, model, 30),
      '/models/b': chunked(files, weights(counting('v', 5)), 30),
    };
    write({ ...files, 'resources.json': textFile(index) });
    expect(await opened(join(root, 'models', 'a'))).toEqual(['models/a', 'w']);
    expect(await opened(join(root, 'b'))).toEqual(['models/b', 'v']);
    await expect(opened(join(root, 'c'))).rejects.toThrow(code('source'));
    expect((await opened(root)).slice(1)).toEqual(['w', 'v']);
    expect((await opened(join(root, 'resources.json'))).slice(1)).toEqual(['w', 'v']);
  });

  it('takes a file for what it is where no index makes more of it', async () => {
    write({
      'a/model.json': textFile({}),
      'a/model.safetensors': model,
      'b/index.js': textFile('export const a = 1;'),
    });
    expect(await opened(join(root, 'a', 'model.safetensors'))).toEqual(['model.safetensors', 'w']);
    await expect(opened(join(root, 'a', 'model.json'))).rejects.toThrow(code('unsupported'));
    await expect(opened(join(root, 'b', 'index.js'))).rejects.toThrow(code('unsupported'));
    await expect(opened(join(root, 'a', 'missing', 'deep'))).rejects.toThrow(code('source'));
  });
});
