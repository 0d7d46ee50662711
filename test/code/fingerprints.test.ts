// Winnowing keeps few hashes, and one of every long common run on both sides.
import { describe, expect, it } from 'vitest';
import { winnowed, winnowWindow } from '../../src/code/fingerprints.ts';
import { gramHashes } from '../../src/math/hash.ts';
import { createRandom } from '../../src/math/random.ts';

const symbols = (seed: number, count: number, kinds: number): Uint32Array => {
  const random = createRandom(seed);
  return Uint32Array.from({ length: count }, () => random.integer(kinds));
};

describe('winnowed', () => {
  it('keeps the smallest of every window, the rightmost of equal ones', () => {
    // The example of the paper (section 3): windows of four.
    const grams = Uint32Array.of(77, 74, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 74, 42, 17, 98);
    expect([...winnowed(grams, 4)]).toEqual([17, 17, 8, 39, 17]);
    expect([...winnowed(Uint32Array.of(5, 3, 9), 4)]).toEqual([3]);
    expect(winnowed(new Uint32Array(0)).length).toBe(0);
  });

  it('sees any common run of a gram and a window', () => {
    const length = 12;
    for (let seed = 0; seed < 40; seed++) {
      const [a, b] = [symbols(seed, 400, 50), symbols(seed + 1_000, 400, 50)];
      b.set(a.subarray(100, 100 + length + winnowWindow - 1), 37 + seed);
      const mine = new Set(winnowed(gramHashes(a, length)));
      expect(winnowed(gramHashes(b, length)).some((gram) => mine.has(gram))).toBe(true);
    }
  });

  it('keeps about two of a window and one', () => {
    const grams = gramHashes(symbols(3, 20_000, 1_000), 12);
    expect(winnowed(grams).length / grams.length).toBeCloseTo(2 / (winnowWindow + 1), 1);
  });
});
