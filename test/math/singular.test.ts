// The largest singular value against matrices whose singular values are known.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/math/random.ts';
import { largestSingularValue } from '../../src/math/singular.ts';

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

/** The square root of the largest eigenvalue of A^T A by Jacobi's rotations. */
function byJacobi(values: Float32Array, rows: number, columns: number): number {
  const gram = Array.from({ length: columns }, (_, i) =>
    Array.from({ length: columns }, (_, j) => {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += (values[r * columns + i] as number) * (values[r * columns + j] as number);
      return sum;
    }),
  );
  const at = (i: number, j: number): number => gram[i]?.[j] as number;
  const put = (i: number, j: number, x: number): void => {
    (gram[i] as number[])[j] = x;
  };
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < columns; p++) {
      for (let q = p + 1; q < columns; q++) {
        if (at(p, q) === 0) continue;
        const angle = 0.5 * Math.atan2(2 * at(p, q), at(q, q) - at(p, p));
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < columns; k++) {
          const [x, y] = [at(p, k), at(q, k)];
          put(p, k, c * x - s * y);
          put(q, k, s * x + c * y);
        }
        for (let k = 0; k < columns; k++) {
          const [x, y] = [at(k, p), at(k, q)];
          put(k, p, c * x - s * y);
          put(k, q, s * x + c * y);
        }
      }
    }
  }
  return Math.sqrt(Math.max(...gram.map((row, i) => row[i] as number)));
}

describe('largestSingularValue', () => {
  it('is known for diagonals, single directions and vectors', () => {
    expect(largestSingularValue(Float32Array.of(3, 0, 0, 0, -8, 0, 0, 0, 1), 3, 3)).toBeCloseTo(8, 6);
    const outer = Float32Array.from({ length: 12 }, (_, i) => (1 + Math.floor(i / 4)) * (1 + (i % 4)));
    expect(largestSingularValue(outer, 3, 4)).toBeCloseTo(Math.sqrt(14 * 30), 6);
    expect(largestSingularValue(Float32Array.of(3, 4), 1, 2)).toBeCloseTo(5, 9);
    expect(largestSingularValue(Float32Array.of(3, 4), 2, 1)).toBeCloseTo(5, 9);
  });

  it('comes from below within a hundredth of what Jacobi’s rotations find', () => {
    for (let seed = 0; seed < 10; seed++) {
      const values = normals(seed, 24 * 16);
      const exact = byJacobi(values, 24, 16);
      const found = largestSingularValue(values, 24, 16, seed);
      expect(found).toBeLessThanOrEqual(exact * (1 + 1e-9));
      expect(found).toBeGreaterThan(exact * 0.99);
    }
  });

  it('lies at the edge of the spectrum for Gaussian blocks', () => {
    for (const [rows, columns] of [
      [128, 256],
      [64, 64],
      [256, 64],
    ] as const) {
      const edge = Math.sqrt(rows) + Math.sqrt(columns);
      const ratio = largestSingularValue(normals(rows, rows * columns), rows, columns) / edge;
      expect(ratio).toBeGreaterThan(0.94);
      expect(ratio).toBeLessThan(1.03);
    }
  });

  it('is 0 for zeros and for no matrix', () => {
    expect(largestSingularValue(new Float32Array(20), 4, 5)).toBe(0);
    expect(largestSingularValue(new Float32Array(0), 0, 5)).toBe(0);
  });

  it('gives the same value for the same seed', () => {
    const values = normals(9, 30 * 30);
    expect(largestSingularValue(values, 30, 30, 3)).toBe(largestSingularValue(values, 30, 30, 3));
  });
});
