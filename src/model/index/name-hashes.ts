// Hashes of many names in a typed array, by which a name given twice is found without keeping the names.

/** Names that are looked at again; honest lists have none, and a few suffice to refuse a dishonest one. */
const mostSuspects = 1_000;

/**
 * Gathers one 53-bit hash for each name: 8 bytes a name instead of some hundred. Equal names have equal hashes, so that
 * no repetition is missed; different names share one with a chance of about n^2 / 2^54 (6e-5 for a million), which is why
 * a repeated hash is a suspicion and no proof.
 */
export class NameHashes {
  #hashes = new Float64Array(1_024);
  #count = 0;

  add(name: string): void {
    if (this.#count === this.#hashes.length) {
      const longer = new Float64Array(2 * this.#count);
      longer.set(this.#hashes);
      this.#hashes = longer;
    }
    this.#hashes[this.#count] = hashOf(name);
    this.#count += 1;
  }

  /** The hashes that came more than once, at most a thousand of them. Ends the gathering: the order is lost. */
  repeated(): ReadonlySet<number> {
    const sorted = this.#hashes.subarray(0, this.#count).sort();
    const found = new Set<number>();
    for (let i = 1; i < sorted.length && found.size < mostSuspects; i++) {
      if (sorted[i] === sorted[i - 1]) found.add(sorted[i] as number);
    }
    return found;
  }
}

/** 53 bits out of two multiplicative hashes over the code units. */
export function hashOf(name: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  low ^= low >>> 16;
  return ((high >>> 0) % 0x200000) * 0x1_0000_0000 + (low >>> 0);
}
