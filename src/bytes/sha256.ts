// SHA-256 of bytes and of whole sources, as lower-case hex.
import { createHash } from 'node:crypto';
import type { RunOptions } from '../run.ts';
import type { Source } from './source.ts';

/** Large enough that the calls cost nothing beside the hashing, small enough to stay in the processor's cache. */
const chunkBytes = 1024 * 1024;

/** A hash that is fed piece by piece. `digestHex` may be called once, at the end. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  digestHex(): string;
}

/** Begins an empty hash. */
export function createSha256(): Sha256 {
  const hash = createHash('sha256');
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digestHex: () => hash.digest('hex'),
  };
}

/** The hash of all bytes of `source`, read once from start to end, with progress in bytes. */
export async function sha256(source: Source, options?: RunOptions): Promise<string> {
  const hash = createSha256();
  for (let at = 0; at < source.size; ) {
    options?.signal?.throwIfAborted();
    const end = Math.min(source.size, at + chunkBytes);
    hash.update(await source.read(at, end, options));
    at = end;
    options?.onProgress?.({ stage: 'read', subject: source.uri, done: at, total: source.size, unit: 'bytes' });
  }
  return hash.digestHex();
}
