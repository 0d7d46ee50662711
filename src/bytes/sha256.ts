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

/**
 * The hash of all bytes of `source`, read once from start to end, with progress in bytes. The next piece is read while
 * one is hashed, into two pieces of memory that take turns.
 */
export async function sha256(source: Source, options?: RunOptions): Promise<string> {
  const hash = createSha256();
  const memory = [new Uint8Array(0), new Uint8Array(0)] as [Uint8Array, Uint8Array];
  const readFrom = (at: number, turn: 0 | 1): Promise<Uint8Array> => {
    const allocate = (bytes: number): Uint8Array => {
      if (memory[turn].length < bytes) memory[turn] = new Uint8Array(bytes);
      return memory[turn].subarray(0, bytes);
    };
    const reading = source.read(at, Math.min(source.size, at + chunkBytes), { ...options, allocate });
    // A later await hears of a fault; until then it is no unhandled one.
    reading.catch(() => undefined);
    return reading;
  };
  let turn: 0 | 1 = 0;
  let next = readFrom(0, turn);
  for (let at = 0; at < source.size; ) {
    options?.signal?.throwIfAborted();
    const bytes = await next;
    at += bytes.length;
    turn = turn === 0 ? 1 : 0;
    if (at < source.size) next = readFrom(at, turn);
    hash.update(bytes);
    options?.onProgress?.({ stage: 'read', subject: source.uri, done: at, total: source.size, unit: 'bytes' });
  }
  return hash.digestHex();
}
