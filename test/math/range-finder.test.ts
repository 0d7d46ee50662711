// The leading parts of a matrix seen a few rows at a time are those that it was made of.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/math/random.ts';
import { createRangeFinder, type LeadingParts } from '../../src/math/range-finder.ts';

/** Σ values[k] · left[k] right[k]ᵀ with random orthonormal vectors, and noise. */
function matrixOf(rows: number, columns: number, values: readonly number[], noise: number): Float32Array {
  const random = createRandom(7);
  const frame = (size: number): Float64Array[] => {
    const vectors: Float64Array[] = [];
    for (const _ of values) {
      const vector = Float64Array.from({ length: size }, () => random.normal());
      for (const known of vectors) {
        const along = vector.reduce((sum, x, i) => sum + x * (known[i] as number), 0);
        for (let i = 0; i < size; i++) vector[i] = (vector[i] as number) - along * (known[i] as number);
      }
      const length = Math.hypot(...vector);
      vectors.push(vector.map((x) => x / length));
    }
    return vectors;
  };
  const [left, right] = [frame(rows), frame(columns)];
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    const sum = values.reduce((total, v, k) => total + v * (left[k]?.[i] ?? 0) * (right[k]?.[j] ?? 0), 0);
    return sum + noise * random.normal();
  });
}

function partsOf(values: Float32Array, columns: number, probes: number, rowsPerTile: number, rounds = 1): LeadingParts {
  const rows = values.length / columns;
  const finder = createRangeFinder(rows, columns, probes, 1);
  const tiles = (each: (tile: Float32Array, first: number) => void): void => {
    for (let at = 0; at < rows; at += rowsPerTile)
      each(values.subarray(at * columns, Math.min(rows, at + rowsPerTile) * columns), at);
  };
  for (let round = 0; ; round++) {
    tiles((tile, first) => finder.sketch(tile, first));
    finder.close();
    tiles((tile, first) => finder.project(tile, first));
    if (round === rounds) return finder.finish();
    finder.refine();
  }
}

describe('createRangeFinder', () => {
  it('finds all values of a matrix of few directions, however unlike their sizes, and nothing beside them', () => {
    const values = [100, 3, 1, 1e-3];
    const parts = partsOf(matrixOf(60, 80, values, 0), 80, 12, 7);
    // Rounding of the entries to 32 bits leaves about 1e-5.
    for (const [k, value] of values.entries()) expect(Math.abs((parts.values[k] ?? 0) - value)).toBeLessThan(1e-4);
    expect(parts.values[4]).toBeLessThan(1e-4);
  });

  it('gives the vectors too: together they make the matrix', () => {
    const matrix = matrixOf(40, 30, [5, 2, 1], 0);
    const { values, left, right } = partsOf(matrix, 30, 8, 16);
    let worst = 0;
    for (let i = 0; i < 40; i++) {
      for (let j = 0; j < 30; j++) {
        let sum = 0;
        for (let k = 0; k < values.length; k++) sum += (values[k] ?? 0) * (left[k]?.[i] ?? 0) * (right[k]?.[j] ?? 0);
        worst = Math.max(worst, Math.abs(sum - (matrix[i * 30 + j] as number)));
      }
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it('sees noise for what it is: its largest value near the edge σ (√m + √n), after a round of refinement', () => {
    const parts = partsOf(matrixOf(200, 150, [60], 1), 150, 24, 64);
    const edge = Math.sqrt(200) + Math.sqrt(150);
    expect(parts.values[0]).toBeGreaterThan(59);
    expect(parts.values[1]).toBeLessThan(1.03 * edge);
    expect(parts.values[1]).toBeGreaterThan(0.85 * edge);
  });

  it('does not depend on how the rows are cut into tiles', () => {
    const matrix = matrixOf(50, 40, [4, 2], 0.1);
    expect([...partsOf(matrix, 40, 10, 50).values]).toEqual([...partsOf(matrix, 40, 10, 50).values]);
    const [whole, cut] = [partsOf(matrix, 40, 10, 50).values, partsOf(matrix, 40, 10, 9).values];
    for (const [k, value] of whole.entries()) expect(cut[k]).toBeCloseTo(value, 9);
  });

  it('takes no more probes than there are rows or columns', () => {
    expect(partsOf(matrixOf(6, 40, [4, 2], 0.1), 40, 72, 3).values.length).toBe(6);
  });
});
