// What will be read is fixed by shapes, seed and mode, before any weight is seen.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alignment, Pair } from '../../src/align/alignment.ts';
import { createPlan, type Plan, wholeBytes } from '../../src/evidence/plan.ts';

/** Only the shapes and sizes that a plan looks at. */
function pairOf(rows: number, columns: number, name = 'w'): Pair {
  const tensor = { name, dtype: 'BF16' };
  const plane = {
    tensor,
    rows,
    columns,
    first: 0,
    group: rows,
    groupStride: rows,
    transposed: false,
    storedRows: rows,
  };
  return { rows, columns, suspect: plane, candidate: plane } as unknown as Pair;
}

function planOf(bytes: number, mode: 'sample' | 'full' = 'sample', seed = 1, pairs = 100): Plan {
  const model = { tensors: [{ start: 0, end: bytes }] };
  const alignment = { suspect: model, candidate: model, pairs: { length: pairs } } as unknown as Alignment;
  return createPlan(alignment, mode, seed);
}

const rowsIn = (plan: Plan, pair: Pair): number =>
  plan.rowSpans(pair).reduce((sum, { from, to }) => sum + to - from, 0);

describe('createPlan', () => {
  it('reads small models whole in either mode, large ones only when told to', () => {
    expect(planOf(wholeBytes).whole).toBe(true);
    expect(planOf(wholeBytes + 1).whole).toBe(false);
    expect(planOf(wholeBytes + 1, 'full').whole).toBe(true);
  });

  it('gives spans in order, apart, within the tensor, and whole where all is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.boolean(),
        (rows, columns, whole) => {
          const pair = pairOf(rows, columns);
          const spans = planOf(whole ? 1 : 2 * wholeBytes).rowSpans(pair);
          let last = 0;
          for (const { from, to } of spans) {
            expect(from).toBeGreaterThanOrEqual(last);
            expect(to).toBeGreaterThan(from);
            last = to;
          }
          expect(last).toBeLessThanOrEqual(rows);
          const complete = whole && columns > 0 ? rows : 0;
          expect(spans.reduce((sum, { from, to }) => sum + to - from, 0)).toBeGreaterThanOrEqual(complete);
        },
      ),
      { seed: 5, numRuns: 60 },
    );
  });

  it('reads a bounded part of large tensors, at least one row of each', () => {
    const plan = planOf(2 * wholeBytes);
    expect(rowsIn(plan, pairOf(4_096, 4_096))).toBe(10);
    expect(rowsIn(plan, pairOf(4_096, 100_000))).toBe(1);
    expect(rowsIn(plan, pairOf(4_096, 1))).toBe(4_096);
  });

  it('compares a run of values where a block of rows would cost too much', () => {
    const runs = planOf(2 * wholeBytes).runs(pairOf(4_096, 4_096));
    expect(runs?.length).toBe(1_024);
    const [span] = runs?.spans ?? [];
    expect((span?.to ?? 0) - (span?.from ?? 0)).toBe(2);
    expect(span?.from).toBeLessThan(4 * 4_096);
    // 1,000 is the longest divisor; of a prime number of columns there is none.
    expect(planOf(2 * wholeBytes).runs(pairOf(4_096, 9_000))?.length).toBe(1_000);
    expect(planOf(2 * wholeBytes).runs(pairOf(4_096, 9_001))).toBeUndefined();
  });

  it('compares rows where a block of them is to be had, and all where all is read', () => {
    expect(planOf(2 * wholeBytes).runs(pairOf(4_096, 2_048))).toBeUndefined();
    expect(planOf(2 * wholeBytes).runs(pairOf(8, 4_096))).toBeUndefined();
    expect(planOf(2 * wholeBytes, 'full').runs(pairOf(4_096, 4_096))).toBeUndefined();
    const turned = pairOf(4_096, 4_096);
    const transposed = { ...turned, suspect: { ...turned.suspect, transposed: true } };
    expect(planOf(2 * wholeBytes).runs(transposed)).toBeUndefined();
  });

  it('draws the same for the same seed and name, and otherwise for another', () => {
    const pair = pairOf(100_000, 4_096, 'w');
    expect(planOf(2 * wholeBytes).rowSpans(pair)).toEqual(planOf(2 * wholeBytes).rowSpans(pair));
    expect(planOf(2 * wholeBytes, 'sample', 2).rowSpans(pair)).not.toEqual(planOf(2 * wholeBytes).rowSpans(pair));
    const other = pairOf(100_000, 4_096, 'v');
    expect(planOf(2 * wholeBytes).rowSpans(other)).not.toEqual(planOf(2 * wholeBytes).rowSpans(pair));
  });

  it('asks no more units than stand in the crowd', () => {
    for (const plan of [planOf(1), planOf(2 * wholeBytes)]) {
      for (const size of [1, 8, 64, 300, 14_336]) {
        const { crowd, asked } = plan.unitCounts(size, 24_576);
        expect(asked).toBeLessThanOrEqual(crowd);
        expect(crowd).toBeLessThanOrEqual(size);
      }
    }
  });

  it('lets more rows speak for the channels of a small model, within a bound', () => {
    expect(planOf(1).channelRows(64)).toBe(16_384);
    expect(planOf(1).channelRows(1_024)).toBe(1_024);
    expect(planOf(1).channelRows(4_096)).toBe(512);
    expect(planOf(2 * wholeBytes).channelRows(64)).toBe(512);
    expect(planOf(2 * wholeBytes).channelRows(64, true)).toBe(128);
    expect(planOf(1).channelRows(4_096, true)).toBe(512);
    expect(planOf(2 * wholeBytes).channelRows(1_000_000)).toBe(8);
  });

  it('looks at every block of a small model and at some of a large one, each once', () => {
    expect(planOf(1).blocks(3)).toEqual([0, 1, 2]);
    const chosen = planOf(2 * wholeBytes).blocks(40);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(chosen.length).toBeLessThan(40);
    expect(Math.max(...chosen)).toBeLessThan(40);
  });
});
