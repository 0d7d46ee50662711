// The measure of the PAN competitions on cases that can be reckoned by hand.
import { describe, expect, it } from 'vitest';
import { plagdet, type Reuse } from '../../scripts/plagdet.ts';

const reuse = (start: number, end: number, sourceStart = start, sourceEnd = end): Reuse => ({
  suspect: 's',
  start,
  end,
  source: 'o',
  sourceStart,
  sourceEnd,
});

describe('plagdet', () => {
  it('is 1 for what is found as it is', () => {
    expect(plagdet([reuse(0, 100)], [reuse(0, 100)])).toEqual({ precision: 1, recall: 1, granularity: 1, score: 1 });
  });

  it('halves recall for half a case, and divides by log2 3 for two parts of one', () => {
    expect(plagdet([reuse(0, 100)], [reuse(0, 50)]).recall).toBe(0.5);
    const parts = plagdet([reuse(0, 100)], [reuse(0, 50), reuse(50, 100)]);
    expect([parts.precision, parts.recall, parts.granularity]).toEqual([1, 1, 2]);
    expect(parts.score).toBeCloseTo(1 / Math.log2(3), 12);
  });

  it('counts what is no case against precision, and nothing for the right place of a wrong source', () => {
    expect(plagdet([reuse(0, 100)], [reuse(0, 100), reuse(300, 400)]).precision).toBe(0.5);
    expect(plagdet([reuse(0, 100)], [reuse(0, 100, 500, 600)])).toMatchObject({ recall: 0, score: 0 });
  });
});
