// The hashes by which git names its objects, as lower-case hex: to notice damage, never to trust anything.
import { createHash } from 'node:crypto';

/** The hash of several pieces one after another. `algorithm` is the one that the repository names its objects by. */
export function objectHash(algorithm: 'sha1' | 'sha256', pieces: readonly Uint8Array[]): string {
  const hash = createHash(algorithm);
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
