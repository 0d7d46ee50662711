// The coincidence statistic: what standardising does, that ties never hit, and that labels are exchangeable.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countHits, likeness, nearestRows, pickRows, standardise, transpose } from '../../src/math/coincidence.ts';
import { createRandom } from '../../src/math/random.ts';
import { lnCoincidence } from '../../src/math/tails.ts';

function normals(seed: number, length: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
}

const all = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

describe('standardise', () => {
  it('centres the columns, makes them equally long, and then every row of length one', () => {
    const [rows, columns] = [40, 7];
    const raw = normals(1, rows * columns).map((x, i) => 5 + x * (1 + (i % columns)));
    const done = standardise(raw.slice(), rows, columns);
    const centred = new Float64Array(rows * columns);
    for (let c = 0; c < columns; c++) {
      let mean = 0;
      for (let r = 0; r < rows; r++) mean += (raw[r * columns + c] as number) / rows;
      let square = 0;
      for (let r = 0; r < rows; r++) square += ((raw[r * columns + c] as number) - mean) ** 2;
      for (let r = 0; r < rows; r++)
        centred[r * columns + c] = ((raw[r * columns + c] as number) - mean) / Math.sqrt(square);
    }
    for (let r = 0; r < rows; r++) {
      const row = centred.subarray(r * columns, (r + 1) * columns);
      const length = Math.hypot(...row);
      for (let c = 0; c < columns; c++) expect(done[r * columns + c]).toBeCloseTo((row[c] as number) / length, 5);
      expect(Math.hypot(...done.subarray(r * columns, (r + 1) * columns))).toBeCloseTo(1, 6);
    }
  });

  it('forgets the scale and the offset of every column and, up to rounding, of nothing else', () => {
    const raw = normals(2, 30 * 5);
    const moved = raw.map((x, i) => 3 * (i % 5) - 1 + x * (2 + (i % 5)));
    const [a, b] = [standardise(raw, 30, 5), standardise(moved, 30, 5)];
    for (let i = 0; i < a.length; i++) expect(b[i]).toBeCloseTo(a[i] as number, 4);
  });

  it('turns what is not finite, columns of one value and rows without a direction into zeros', () => {
    const values = Float32Array.of(Number.NaN, 7, 1, 7, Number.POSITIVE_INFINITY, 7, -1, 7);
    const done = standardise(values, 4, 2);
    expect(done.every(Number.isFinite)).toBe(true);
    expect([...done]).toEqual([0, 0, 1, 0, 0, 0, -1, 0]);
  });

  it('holds a column of one value that has no exact decimal for constant', () => {
    const done = standardise(new Float32Array(300).fill(0.1), 300, 1);
    expect(done.every((x) => x === 0)).toBe(true);
  });
});

describe('pickRows', () => {
  it('copies the named rows', () => {
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    const picked = pickRows(values, 2, Uint32Array.of(0, 2));
    expect([...picked]).toEqual([1, 2, 5, 6]);
    picked.fill(0);
    expect(values[0]).toBe(1);
  });
});

describe('nearestRows', () => {
  it('sends equal labels to themselves', () => {
    const x = standardise(normals(3, 50 * 20), 50, 20);
    expect([...nearestRows(x, all(50), x, 50, 20)]).toEqual([...all(50)]);
  });

  it('never sends a label anywhere on a tie', () => {
    const one = Float32Array.of(1, 0, 0, 1, 1, 0);
    expect([...nearestRows(one, all(3), one, 3, 2)]).toEqual([-1, 1, -1]);
    const same = new Float32Array(12).fill(0.5);
    expect([...nearestRows(same, all(3), same, 3, 4)]).toEqual([-1, -1, -1]);
  });

  it('a later, larger product undoes an earlier tie', () => {
    const candidate = Float32Array.of(1, 1, 2);
    expect([...nearestRows(Float32Array.of(1), Uint32Array.of(0), candidate, 3, 1)]).toEqual([2]);
  });

  it('sends a label nowhere where no product is positive or all are NaN', () => {
    const asked = Uint32Array.of(0);
    expect([...nearestRows(Float32Array.of(1), asked, Float32Array.of(-1, 0), 2, 1)]).toEqual([-1]);
    expect([...nearestRows(Float32Array.of(Number.NaN), asked, Float32Array.of(1, 2), 2, 1)]).toEqual([-1]);
  });

  it('follows a relabelling of either side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const [rows, columns] = [24, 6];
        const x = normals(seed, rows * columns);
        const y = normals(seed + 1, rows * columns);
        const order = createRandom(seed + 2).permutation(rows);
        const before = nearestRows(x, all(rows), y, rows, columns);
        const newCandidate = nearestRows(x, all(rows), pickRows(y, columns, order), rows, columns);
        const renamed = Array.from(newCandidate, (at) => (at < 0 ? -1 : order[at]));
        expect(renamed).toEqual([...before]);
        const newSuspect = nearestRows(pickRows(x, columns, order), all(rows), y, rows, columns);
        expect([...newSuspect]).toEqual(Array.from(order, (from) => before[from]));
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});

describe('countHits', () => {
  it('counts labels that are sent to themselves, by label and not by place', () => {
    expect(countHits(Uint32Array.of(2, 5, 9), Int32Array.of(2, 9, 9))).toBe(2);
    expect(countHits(Uint32Array.of(0, 1), Int32Array.of(-1, -1))).toBe(0);
    expect(countHits(new Uint32Array(0), new Int32Array(0))).toBe(0);
  });

  it('finds next to nothing between 2,000 pairs of independent vectors, as the bound promises', () => {
    let rejected = 0;
    for (let i = 0; i < 2000; i++) {
      const x = standardise(normals(3 * i, 20 * 6), 20, 6);
      const y = standardise(normals(3 * i + 1, 20 * 6), 20, 6);
      const asked = createRandom(3 * i + 2).sample(20, 10);
      const hits = countHits(asked, nearestRows(x, asked, y, 20, 6));
      if (lnCoincidence(hits, 10, 20) <= Math.log(0.01)) rejected += 1;
    }
    expect(rejected / 2000).toBeLessThanOrEqual(0.01);
  });
});

describe('transpose', () => {
  it('turns rows into columns and back', () => {
    const values = normals(5, 12);
    expect([...transpose(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
    expect(transpose(transpose(values, 3, 4), 4, 3)).toEqual(values);
  });
});

describe('likeness', () => {
  it('is 1 for equal directions, -1 for opposite ones and 0 for none', () => {
    const x = standardise(normals(6, 30 * 8), 30, 8);
    expect(likeness(x, x, 30)).toBeCloseTo(1, 6);
    expect(
      likeness(
        x,
        x.map((value) => -value),
        30,
      ),
    ).toBeCloseTo(-1, 6);
    expect(likeness(new Float32Array(0), new Float32Array(0), 0)).toBe(0);
  });
});
