// Models of TensorFlow.js with any manifest and any shards.
import { memorySource } from '../../src/bytes/memory.ts';
import type { Source } from '../../src/bytes/source.ts';
import type { Header } from '../../src/formats/format.ts';
import { tfjsFormat } from '../../src/formats/tensorflow-js/tensorflow-js.ts';

/** Files by name; the manifest may be text where it is no JSON. */
export function craftTfjs(
  manifest: unknown,
  shards: Readonly<Record<string, Uint8Array>> = {},
): ReadonlyMap<string, Uint8Array> {
  const text =
    typeof manifest === 'string' ? manifest : JSON.stringify({ format: 'graph-model', weightsManifest: manifest });
  return new Map([['model.json', new TextEncoder().encode(text)], ...Object.entries(shards)]);
}

/** One group in one shard `a.bin` of so many bytes. */
export function oneGroup(weights: unknown, bytes = 0): ReadonlyMap<string, Uint8Array> {
  return craftTfjs([{ paths: ['a.bin'], weights }], { 'a.bin': new Uint8Array(bytes) });
}

/** The header of `model.json`, with the shards beside it. */
export function readTfjs(files: ReadonlyMap<string, Uint8Array>): Promise<Header> {
  const beside = (path: string): Promise<Source | undefined> => {
    const bytes = files.get(path);
    return Promise.resolve(bytes === undefined ? undefined : memorySource(bytes, path));
  };
  return tfjsFormat.readHeader(memorySource(files.get('model.json') ?? new Uint8Array(0), 'model.json'), { beside });
}
