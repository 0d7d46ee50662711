// The assignment is the cheapest: against all permutations of small matrices, and by its dual prices on larger ones.
import { describe, expect, it } from 'vitest';
import { assign } from '../../src/math/assignment.ts';
import { createRandom } from '../../src/math/random.ts';

/** The cheapest cost over all ways to give every row a column of its own. */
function cheapest(costs: Float64Array, rows: number, columns: number): number {
  const seek = (row: number, used: number): number => {
    if (row === rows) return 0;
    let best = Infinity;
    for (let j = 0; j < columns; j++)
      if ((used & (1 << j)) === 0)
        best = Math.min(best, (costs[row * columns + j] as number) + seek(row + 1, used | (1 << j)));
    return best;
  };
  return seek(0, 0);
}

function drawn(seed: number, count: number, levels: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => (levels > 0 ? random.integer(levels) - 1 : random.normal()));
}

describe('assign', () => {
  it.each([
    [1, 1],
    [2, 5],
    [4, 4],
    [5, 8],
    [7, 7],
  ])('is as cheap as the best of all, %i rows and %i columns', (rows, columns) => {
    for (let seed = 1; seed <= 120; seed++) {
      // Few levels make ties, which is where such solvers loop or lose.
      const costs = drawn(seed, rows * columns, seed % 3 === 0 ? 3 : 0);
      const { columns: found, cost } = assign(costs, rows, columns);
      expect(new Set(found).size).toBe(rows);
      expect(cost).toBeCloseTo(cheapest(costs, rows, columns), 9);
    }
  });

  it('finds a hidden order of 600 among noise, in 32 bits', () => {
    const n = 600;
    const random = createRandom(3);
    const order = random.permutation(n);
    const costs = Float32Array.from({ length: n * n }, () => random.normal());
    for (let i = 0; i < n; i++) costs[i * n + (order[i] as number)] = -6;
    expect([...assign(costs, n, n).columns]).toEqual([...order]);
  });

  it('is no dearer than what exchanges of two rows could make of it, for 200', () => {
    const n = 200;
    const costs = drawn(9, n * n, 0);
    const { columns } = assign(costs, n, n);
    const at = (i: number, j: number): number => costs[i * n + (columns[j] as number)] as number;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) expect(at(i, i) + at(j, j)).toBeLessThanOrEqual(at(i, j) + at(j, i) + 1e-9);
  });

  it('refuses more rows than columns', () => {
    expect(() => assign(new Float64Array(6), 3, 2)).toThrow('3 rows cannot have a column each of 2');
  });
});
