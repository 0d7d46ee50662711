// A stream of random numbers for every label, so that adding a tensor changes no other tensor.
import { createRandom, type Random } from '../src/math/random.ts';

/** The stream that belongs to `seed` and `label`: the same two always give the same numbers. */
export function randomFor(seed: number, label: string): Random {
  return createRandom(seedFor(seed, label));
}

/** A 32-bit seed made of a seed and a label (FNV-1a over both). */
export function seedFor(seed: number, label: string): number {
  let hash = 0x811c9dc5 ^ (seed >>> 0);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 13)) >>> 0;
}
