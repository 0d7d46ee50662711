// Folders as stores lay them out, in memory: Ollama's, the Hub's cache, chunks with an index, scripts.
import { createHash } from 'node:crypto';
import { textFile } from '../model/memory-model.ts';

type Files = Record<string, Uint8Array>;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** One layer of a manifest by its kind (`model`, `license`, …). */
export interface OllamaLayer {
  readonly kind: string;
  readonly bytes: Uint8Array;
}

/** Adds a model to a store; `name` is `host/space/model/tag`. */
export function addOllama(files: Files, name: string, layers: readonly OllamaLayer[], config: object = {}): void {
  const put = (mediaType: string, bytes: Uint8Array): object => {
    files[`blobs/sha256-${hashOf(bytes)}`] = bytes;
    return { mediaType, digest: `sha256:${hashOf(bytes)}`, size: bytes.length };
  };
  files[`manifests/${name}`] = textFile({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: put('application/vnd.docker.container.image.v1+json', textFile(config)),
    layers: layers.map(({ kind, bytes }) => put(`application/vnd.ollama.image.${kind}`, bytes)),
  });
}

/** `bytes` in pieces of `length`, as chunks of an index's entry; the pieces go into `files` under their hashes. */
export function chunked(files: Files, bytes: Uint8Array, length: number): { chunks: object[]; size: number } {
  const chunks: object[] = [];
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.slice(at, at + length);
    files[hashOf(piece)] = piece;
    chunks.push({ hash: hashOf(piece), offsets: [at, at + piece.length] });
  }
  return { chunks, size: bytes.length };
}

/** A description of a TensorFlow.js model whose weights are in shards of these names. */
export function tfjsDescription(...paths: readonly string[]): object {
  const padding = Array.from({ length: 30 }, (_, i) => ({ class_name: 'Dense', name: `dense_${i}` }));
  return { format: 'layers-model', modelTopology: { layers: padding }, weightsManifest: [{ paths, weights: [] }] };
}
