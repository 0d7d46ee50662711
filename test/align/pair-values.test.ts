// Row i, column j of one side beside row i, column j of the other; and axes put into another order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../src/align/align.ts';
import type { Pair } from '../../src/align/alignment.ts';
import { bothRows, permuteAxes, sideRows } from '../../src/align/pair-values.ts';
import { counting, modelOfTensors } from '../model/memory-model.ts';

describe('permuteAxes', () => {
  it('transposes a matrix', () => {
    expect([...permuteAxes(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0])]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('equals a naive permutation for up to four axes, and is undone by the inverse', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 23 }), (shape, pick) => {
        const order = shape.map((_, k) => k).toSorted((a, b) => ((a * 7 + pick) % 5) - ((b * 7 + pick) % 5));
        const count = shape.reduce((product, side) => product * side, 1);
        const values = Float32Array.from({ length: count }, (_, i) => i);
        const turned = permuteAxes(values, shape, order);
        const newShape = order.map((axis) => shape[axis] as number);
        for (let i = 0; i < count; i++) {
          const place = new Array<number>(shape.length).fill(0);
          for (let k = shape.length - 1, rest = i; k >= 0; k--) {
            place[order[k] as number] = rest % (newShape[k] as number);
            rest = Math.floor(rest / (newShape[k] as number));
          }
          expect(turned[i]).toBe(place.reduce((at, digit, k) => at * (shape[k] as number) + digit, 0));
        }
        const inverse = shape.map((_, axis) => order.indexOf(axis));
        expect(permuteAxes(turned, newShape, inverse)).toEqual(values);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('sideRows', () => {
  it('gives each side its own columns, and bothRows the common ones', async () => {
    const name = 'model.layers.0.mlp.up_proj.weight';
    const suspect = await modelOfTensors([counting(name, 4, 5)]);
    const candidate = await modelOfTensors([counting(name, 6, 3)]);
    const alignment = await align(suspect, candidate);
    const pair = alignment.pairs[0] as Pair;
    expect([pair.rows, pair.columns, pair.comparable]).toEqual([4, 3, false]);
    const rows = Uint32Array.of(1, 3);
    expect([...(await sideRows(alignment, pair, 'suspect', rows))]).toEqual([5, 6, 7, 8, 9, 15, 16, 17, 18, 19]);
    expect([...(await sideRows(alignment, pair, 'candidate', rows))]).toEqual([3, 4, 5, 9, 10, 11]);
    const both = await bothRows(alignment, pair, rows);
    expect([...both.suspect]).toEqual([5, 6, 7, 15, 16, 17]);
    expect([...both.candidate]).toEqual([3, 4, 5, 9, 10, 11]);
    const none = await bothRows(alignment, pair, new Uint32Array(0));
    expect([none.suspect.length, none.candidate.length]).toEqual([0, 0]);
  });
});
