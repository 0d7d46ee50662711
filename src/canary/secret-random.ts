// Random numbers from a secret: each purpose has a stream of its own, and none tells anything of another.
import { createSha256 } from '../bytes/sha256.ts';
import { createRandom, type Random } from '../math/random.ts';

/** A 32-bit seed drawn from the secret for a purpose: enough for what a picture looks like. */
function seedFor(secret: string, purpose: string): number {
  return Number.parseInt(digestOf(`${secret}\0${purpose}`).slice(0, 8), 16);
}

/** A generator for how something looks. */
export const looksOf = (secret: string, purpose: string): Random => createRandom(seedFor(secret, purpose));

/**
 * An integer in [0, n) from 52 bits of the secret itself, for what must not be guessed from a picture's looks. Throws `RangeError` for
 * n beyond 2^20.
 */
export function secretInteger(secret: string, purpose: string, n: number): number {
  if (!(n >= 1 && n <= 1_048_576)) throw new RangeError(`from 1 to 2^20, not ${n}`);
  return Number.parseInt(digestOf(`${secret}\0${purpose}\0integer`).slice(0, 13), 16) % n;
}

function digestOf(text: string): string {
  const hash = createSha256();
  hash.update(new TextEncoder().encode(text));
  return hash.digestHex();
}
