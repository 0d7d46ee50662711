// Attacks by the indexes of stores: digests and names that lead out, offsets that lie; each ends in a typed refusal.
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/containers/layouts.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import { memoryFolder, textFile } from '../model/memory-model.ts';

const bytes = new Uint8Array(10);
const hash = 'a'.repeat(64);

async function layoutOutcome(
  files: Readonly<Record<string, Uint8Array>>,
  pick?: string,
): Promise<ErrorCode | 'none' | string[]> {
  const folder = memoryFolder(files);
  try {
    const laid = await layOut({ folder, listed: await folder.list(), hasWeights: false, pick, problems: [] });
    return laid === undefined ? 'none' : (await laid.folder.list()).map(({ path }) => path);
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  } finally {
    const opened = folder.calls.filter(({ verb }) => verb === 'open').map(({ path }) => path);
    expect(opened.filter((path) => path.includes('..') || path.startsWith('/'))).toEqual([]);
    expect(folder.calls.filter(({ verb }) => verb === 'close').length).toBe(opened.length);
  }
}

function ollama(manifest: unknown): Readonly<Record<string, Uint8Array>> {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  return { 'manifests/registry.ollama.ai/library/m/latest': textFile(text), [`blobs/sha256-${hash}`]: bytes };
}

const layer = (more: object): object => ({
  layers: [{ mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${hash}`, size: 10, ...more }],
});

describe('manifests of Ollama', () => {
  it.for([
    ['a digest that climbs', 'containment', layer({ digest: 'sha256:../../../etc/passwd' })],
    ['a digest that is a path', 'containment', layer({ digest: '/etc/passwd' })],
    ['a digest with an end that is a path', 'containment', layer({ digest: `sha256:${hash}/../../x` })],
    ['a digest in capitals', 'containment', layer({ digest: `sha256:${hash.toUpperCase()}` })],
    ['a digest of 63 digits', 'containment', layer({ digest: `sha256:${hash.slice(1)}` })],
    ['a digest of another kind', 'containment', layer({ digest: 'md5:d41d8cd98f00b204e9800998ecf8427e' })],
    ['a digest that ends in a new line', 'containment', layer({ digest: `sha256:${hash}\n` })],
    ['a number as a digest', 'format', layer({ digest: 7 })],
    ['a negative size', 'format', layer({ size: -1 })],
    ['a size of 2^60', 'format', layer({ size: 2 ** 60 })],
    ['a size in quotes', 'format', layer({ size: '10' })],
    ['a list as a layer', 'format', { layers: [[]] }],
    ['no layers', 'format', {}],
    ['a list', 'format', []],
    ['no JSON', 'format', 'nothing'],
    ['a key twice', 'format', '{"layers":[],"layers":[]}'],
    ['nesting without end', 'limit', '['.repeat(100_000)],
    ['ten thousand layers and one', 'limit', { layers: Array.from({ length: 10_001 }, () => ({})) }],
    ['two megabytes', 'limit', { layers: [], text: 'x'.repeat(2_000_000) }],
    [
      'a configuration that climbs',
      'containment',
      { config: { mediaType: 'x', digest: 'sha256:../x', size: 1 }, layers: [] },
    ],
  ] as const)('are refused with %s', { timeout: 2000 }, async ([, code, manifest]) => {
    expect(await layoutOutcome(ollama(manifest))).toBe(code);
  });

  it.for(['../../x', '../m:latest', 'a/../../m', '/etc/passwd', 'm:../../x', 'a/b/c/d:e', '', ':'])(
    'know no model called %j',
    async (pick) => {
      expect(await layoutOutcome(ollama(layer({})), pick)).toBe('usage');
    },
  );

  it('make no key of a prototype', async () => {
    const manifest = '{"__proto__":{"layers":1},"layers":[]}';
    expect(await layoutOutcome(ollama(manifest))).toEqual([]);
  });
});

function index(value: unknown): Readonly<Record<string, Uint8Array>> {
  return {
    'resources.json': textFile(typeof value === 'string' ? value : JSON.stringify(value)),
    part: bytes,
    other: bytes,
  };
}

const chunks = (...list: readonly unknown[]): object => ({ '/model': { chunks: list } });
const part = (offsets: unknown): object => chunks({ hash: 'part', offsets });

describe('indexes of chunks', () => {
  it.for([
    ['a hash that climbs', 'containment', chunks({ hash: '../../etc/passwd', offsets: [0, 10] })],
    ['a hash that is a path from the root', 'containment', chunks({ hash: '/etc/passwd', offsets: [0, 10] })],
    ['a path with a backslash', 'containment', chunks({ path: '..\\x', offsets: [0, 10] })],
    ['an encoded way out', 'containment', chunks({ name: '%2e%2e%2fx', offsets: [0, 10] })],
    ['a file that climbs', 'containment', { '/../x': { chunks: [{ hash: 'part', offsets: [0, 10] }] } }],
    ['a file with two roots', 'containment', { '//x': { chunks: [{ hash: 'part', offsets: [0, 10] }] } }],
    ['a hole', 'format', part([1, 11])],
    ['an overlap', 'format', chunks({ hash: 'part', offsets: [0, 10] }, { hash: 'other', offsets: [5, 15] })],
    ['an end before its start', 'format', part([0, -10])],
    ['half a byte', 'format', part([0, 9.5])],
    ['2^60 bytes', 'format', part([0, 2 ** 60])],
    ['three offsets', 'format', part([0, 5, 10])],
    ['offsets in quotes', 'format', part(['0', '10'])],
    ['neither offsets nor a size', 'format', chunks({ hash: 'part' })],
    ['no name', 'format', chunks({ offsets: [0, 10] })],
    ['a list as a chunk', 'format', chunks([])],
    ['another size in all', 'format', { '/model': { size: 11, chunks: [{ hash: 'part', offsets: [0, 10] }] } }],
    ['one file twice', 'format', { '/model': { chunks: [] }, model: { chunks: [] } }],
    ['a key twice', 'format', '{"a":{"chunks":[]},"a":{"chunks":[]}}'],
    ['nesting without end', 'limit', `{"chunks":${'['.repeat(100_000)}`],
    [
      'a hundred thousand chunks and one',
      'limit',
      { a: { chunks: Array.from({ length: 100_001 }, () => ({ hash: 'e', size: 0 })) } },
    ],
  ] as const)('are refused with %s', { timeout: 2000 }, async ([, code, value]) => {
    expect(await layoutOutcome(index(value))).toBe(code);
  });

  it('are not looked for in documents that have no chunks', async () => {
    expect(await layoutOutcome(index({ chunk: '['.repeat(10) }))).toBe('none');
    expect(await layoutOutcome(index({ chunks: 7, a: { chunks: 8 } }))).toBe('none');
  });
});

describe('a repository of the Hub’s cache', () => {
  it.for(['../../x', '/etc/passwd', 'bbb', '', 'a'.repeat(2000)])(
    'is not led elsewhere by a reference to %j',
    async (reference) => {
      const files = { 'snapshots/aaa/model.safetensors': bytes, 'refs/main': textFile(reference) };
      expect(await layoutOutcome(files)).toEqual(['model.safetensors']);
      expect(await layoutOutcome({ ...files, 'snapshots/bbc/x': bytes })).toBe('usage');
    },
  );
});

describe('scripts that describe a model', () => {
  const describing = (...paths: readonly string[]): Readonly<Record<string, Uint8Array>> => {
    const description = { weightsManifest: [{ paths }], text: 'x'.repeat(300) };
    return {
      'model.js': textFile(`export default ${JSON.stringify(description)}`),
      'a.js': textFile(`x="${'A'.repeat(300)}"`),
    };
  };

  it('get no file that leads out', async () => {
    expect(await layoutOutcome(describing('a'))).toEqual(['model.json', 'a']);
    expect(await layoutOutcome(describing('../a'))).toBe('containment');
    expect(await layoutOutcome(describing('/a'))).toBe('containment');
  });
});
