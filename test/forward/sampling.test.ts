// From chances to tokens: the likeliest of equals, the sets that temperature draws from, and how often.
import { describe, expect, it } from 'vitest';
import { planePositions } from '../../src/forward/resampler.ts';
import { largest, lnChances, takeToken } from '../../src/forward/sampling.ts';
import { positionsOf } from '../../src/forward/vision.ts';
import { createRandom } from '../../src/math/random.ts';

const ln = lnChances(Float32Array.of(1, 3, 3, 2, -1));

function drawn(rule: { temperature: number; topP: number; topK: number }, times = 4_000): number[] {
  const random = createRandom(5);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < times; i++) {
    const token = takeToken(ln, rule, random);
    counts[token] = (counts[token] as number) + 1;
  }
  return counts;
}

describe('sampling', () => {
  it('has chances that sum to 1, of any scores', () => {
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.exp(value), 0);
    expect(sum(ln)).toBeCloseTo(1, 12);
    expect(sum(lnChances(Float32Array.of(1e30, 1e30)))).toBeCloseTo(1, 12);
  });

  it('takes the likeliest at temperature 0, the first of equals', () => {
    expect(takeToken(ln, { temperature: 0, topP: 1, topK: 0 }, createRandom(1))).toBe(1);
    expect(largest(ln, 3)).toEqual([1, 2, 3]);
  });

  it('draws each as often as it is likely', () => {
    for (const [token, count] of drawn({ temperature: 1, topP: 1, topK: 0 }).entries())
      expect(Math.abs(count / 4_000 - Math.exp(ln[token] as number))).toBeLessThan(0.025);
  });

  it('draws from the likeliest few, or the fewest that reach a share', () => {
    expect(drawn({ temperature: 1, topP: 1, topK: 2 }).map((count) => count > 0)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(drawn({ temperature: 1, topP: 0.5, topK: 0 }).map((count) => count > 0)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
    expect(drawn({ temperature: 1, topP: 1e-9, topK: 0 })).toEqual([0, 4_000, 0, 0, 0]);
  });

  it('is flatter where it is hotter', () => {
    const [cold, hot] = [drawn({ temperature: 0.5, topP: 1, topK: 0 }), drawn({ temperature: 4, topP: 1, topK: 0 })];
    expect(hot[4]).toBeGreaterThan(10 * (cold[4] as number) + 100);
  });
});

describe('places', () => {
  it('of patches are bins of their share of an image, in 70 rows of 70', () => {
    expect(positionsOf(1, 4, 70)).toEqual([0, 17, 35, 52]);
    expect(positionsOf(2, 2, 70)).toEqual([0, 35, 35 * 70, 35 * 70 + 35]);
    for (let count = 1; count <= 160; count++)
      expect(positionsOf(1, count, 70)).toEqual(
        Array.from({ length: count }, (_, at) => Math.floor((70 * at) / count)),
      );
  });

  it('of features turn with their column first and their row second', () => {
    const width = 8;
    const places = planePositions(width, 2, 3);
    const at = (row: number, column: number): number[] => [
      ...places.subarray((row * 3 + column) * width, (row * 3 + column + 1) * width),
    ];
    const turn = (place: number): number[] => [
      Math.sin(place),
      Math.sin(place / 100),
      Math.cos(place),
      Math.cos(place / 100),
    ];
    for (const [row, column] of [
      [0, 0],
      [1, 0],
      [0, 2],
      [1, 2],
    ] as const)
      for (const [i, value] of [...turn(column), ...turn(row)].entries())
        expect(at(row, column)[i]).toBeCloseTo(value, 6);
  });
});
