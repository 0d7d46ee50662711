// Damaged GGUF files for the comparisons with other readers: changed in place, or with pieces moved, cut and doubled.
import fc from 'fast-check';
import { mutate, mutations } from '../../hostile/mutations.ts';
import { ggufSeeds } from '../../hostile/seeds/gguf.ts';

/** Numbers on the edges of what readers assume, to be written over any eight or four bytes. */
const edges = [0n, 1n, 3n, 8n, 31n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 40n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

/** A place in a file, every one as likely as the next. */
const place = fc.noBias(fc.integer({ min: 0, max: 2 ** 24 - 1 })).map((n) => n / 2 ** 24);

/** The usual changes, at such places. */
const moves = fc
  .tuple(mutations, fc.array(place, { minLength: 4, maxLength: 4 }))
  .map(([changes, places]) => changes.map((change, i) => ({ ...change, at: places[i] ?? 0 })));

/** Changes that leave every other byte where it is, so that a damaged file is still mostly a file. */
const patches = fc.array(
  fc.record({
    at: place,
    width: fc.constantFrom(1, 4, 8),
    value: fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: 255n })),
  }),
  { minLength: 1, maxLength: 2 },
);
type Patch = typeof patches extends fc.Arbitrary<(infer One)[]> ? One : never;

function patch(bytes: Uint8Array, changes: readonly Patch[]): Uint8Array {
  const out = bytes.slice();
  for (const { at, width, value } of changes) {
    for (let i = 0, rest = value, to = Math.floor(at * out.length); i < width && to < out.length; i++, to++) {
      out[to] = Number(rest & 0xffn);
      rest >>= 8n;
    }
  }
  return out;
}

/** Files of our seeds after one or a few changes of either sort. */
export const damagedGguf: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.constantFrom(...ggufSeeds), moves, patches, fc.boolean())
  .map(([seed, moved, patched, whole]) => (whole ? patch(seed, patched) : mutate(seed, moved)));
