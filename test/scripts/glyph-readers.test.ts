import { expect, test } from 'vitest';
import { drawGlyphs, noised, quantised, read, stranger, wear } from '../../scripts/glyph-readers.ts';
import { createRandom } from '../../src/math/random.ts';

const glyphs = drawGlyphs(createRandom(1));
const worn = wear(glyphs, 200, 0.7, createRandom(2));

/** Of the slips that both read wrongly, the share read alike. */
function sharedMistakes(a: Uint16Array, b: Uint16Array): number {
  let wrong = 0;
  let same = 0;
  for (const [i, label] of worn.labels.entries()) {
    if (a[i] === label || b[i] === label) continue;
    wrong++;
    if (a[i] === b[i]) same++;
  }
  return same / wrong;
}

test('small readers learn, make mistakes on worn slips, and pass them on to copies but not to strangers', () => {
  const parent = stranger(glyphs, 100);
  const seen = read(parent, worn.images);
  const right = seen.filter((label, i) => label === worn.labels[i]).length / seen.length;
  expect(right).toBeGreaterThan(0.4);
  expect(right).toBeLessThan(0.8);
  const other = sharedMistakes(seen, read(stranger(glyphs, 101), worn.images));
  expect(other).toBeLessThan(0.5);
  expect(sharedMistakes(seen, read(noised(parent, 0.05, createRandom(3)), worn.images))).toBeGreaterThan(0.8);
  expect(sharedMistakes(seen, read(quantised(parent, 6), worn.images))).toBeGreaterThan(0.8);
});

test('the same seed gives the same reader', () => {
  expect(stranger(glyphs, 7)).toEqual(stranger(glyphs, 7));
});
