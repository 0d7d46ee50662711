// The orthogonal factor is orthogonal, gives rotations back, and no other rotation fits better.
import { describe, expect, it } from 'vitest';
import { randomRotation } from '../../forgeries/matrices.ts';
import { rowProducts } from '../../src/math/kernels.ts';
import { orthogonalFactor, timesSquare } from '../../src/math/procrustes.ts';
import { createRandom } from '../../src/math/random.ts';

const side = 24;

function normals(seed: number, count: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

/** Yᵀ X of two sets of rows. */
function cross(y: Float32Array, x: Float32Array, rows: number): Float64Array {
  const turn = (values: Float32Array): Float32Array =>
    Float32Array.from(values, (_, at) => values[(at % rows) * side + Math.floor(at / rows)] as number);
  return rowProducts(turn(y), side, turn(x), side, rows);
}

const trace = (r: Float32Array, m: Float64Array): number =>
  r.reduce((sum, value, i) => sum + value * (m[i] as number), 0);

describe('orthogonalFactor', () => {
  it('gives back the rotation between two sets of rows, noise or not', () => {
    const truth = Float32Array.from(randomRotation(createRandom(2), side).values);
    const rows = 60;
    const y = normals(3, rows * side);
    const clean = timesSquare(y, rows, truth, side);
    const noise = normals(4, rows * side);
    for (const [sigma, tolerance] of [
      [0, 1e-4],
      [0.2, 0.15],
    ] as const) {
      const x = clean.map((value, i) => value + sigma * (noise[i] as number));
      const found = orthogonalFactor(cross(y, x, rows), side)!;
      expect(Math.max(...found.map((value, i) => Math.abs(value - (truth[i] as number))))).toBeLessThan(tolerance);
    }
  });

  it('is orthogonal, and better than a thousand small turns of it', () => {
    const m = Float64Array.from(normals(5, side * side));
    const found = orthogonalFactor(m, side)!;
    const gram = rowProducts(found, side, found, side, side);
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) expect(gram[i * side + j]).toBeCloseTo(i === j ? 1 : 0, 3);
    const best = trace(found, m);
    const random = createRandom(6);
    for (let k = 0; k < 1000; k++) {
      const [i, j] = [random.integer(side), random.integer(side)];
      if (i === j) continue;
      const angle = 0.2 * random.normal();
      const other = found.slice();
      for (let c = 0; c < side; c++) {
        const [a, b] = [found[i * side + c] as number, found[j * side + c] as number];
        other[i * side + c] = Math.cos(angle) * a - Math.sin(angle) * b;
        other[j * side + c] = Math.sin(angle) * a + Math.cos(angle) * b;
      }
      expect(trace(other, m)).toBeLessThanOrEqual(best + 1e-3);
    }
  });

  it('leaves out directions that nothing is known of', () => {
    const m = new Float64Array(side * side);
    for (let i = 0; i < 5; i++) m[i * side + i] = 1 + i;
    const found = orthogonalFactor(m, side)!;
    for (let i = 0; i < side; i++) expect(found[i * side + i]).toBeCloseTo(i < 5 ? 1 : 0, 3);
    expect(orthogonalFactor(new Float64Array(side * side), side)).toBeUndefined();
  });
});
