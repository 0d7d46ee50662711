// Counting hypotheses, correcting for them, and reading evidence back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../src/evidence/evidence.ts';
import { correctedP, countHypotheses, figure, records, resultOf, setAside } from '../../src/verdict/statistics.ts';

function measured(more: Partial<Measured>): Measured {
  return {
    status: 'measured',
    test: 'unit-coincidence',
    version: 1,
    family: 'units',
    component: 'text',
    elementsRead: 10,
    statistics: {},
    table: { columns: [], rows: [] },
    ...more,
  };
}

const failed = {
  status: 'failed',
  test: 'unit-coincidence',
  version: 1,
  family: 'units',
  component: 'text',
  reason: { id: 'reason.failed', values: { message: 'a fault' } },
} as const;

describe('countHypotheses', () => {
  it('counts every p-value that a verdict may look at, and the sets of the channel test', () => {
    const channels = measured({
      test: 'residual-alignment',
      statistics: { z: 3, lnP: -4 },
      table: { columns: ['set'], rows: [['read'], ['write']] },
    });
    const units = measured({ statistics: { lnP: -1, lnPFirstHalf: -1, lnPSecondHalf: null, hits: 4 } });
    expect(countHypotheses([channels, units, failed])).toBe(3 + 2);
  });
});

describe('correctedP', () => {
  it('multiplies by everything that was tried', () => {
    expect(correctedP(Math.log(1e-8), 20).pValue).toBeCloseTo(2e-7, 12);
  });

  it('is never above one, never below 1e-300, and its logarithm is exact', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 0, noNaN: true }), fc.integer({ min: 1, max: 1_000_000 }), (lnP, n) => {
        const { pValue, lnPValue } = correctedP(lnP, n);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(pValue).toBeGreaterThanOrEqual(1e-300);
        expect(lnPValue).toBe(Math.min(0, lnP + Math.log(n)));
      }),
      { seed: 7 },
    );
  });

  it('gives none where no formal test applied', () => {
    expect(correctedP(undefined, 5)).toEqual({ pValue: null, lnPValue: null });
  });
});

describe('figure', () => {
  it('passes over what is missing, null or not a number', () => {
    const one = measured({ statistics: { z: 2, none: null, odd: Number.NaN } });
    expect(['z', 'none', 'odd', 'absent'].map((name) => figure(one, name))).toEqual([
      2,
      undefined,
      undefined,
      undefined,
    ]);
    expect(figure(undefined, 'z')).toBeUndefined();
  });
});

describe('resultOf', () => {
  it('does not give a test that failed', () => {
    expect(resultOf([failed], 'unit-coincidence')).toBeUndefined();
  });
});

describe('records', () => {
  it('names the cells of a row by their columns', () => {
    const one = measured({ table: { columns: ['set', 'z'], rows: [['read', 3]] } });
    expect(records(one)).toEqual([{ set: 'read', z: 3 }]);
    expect(records(undefined)).toEqual([]);
  });
});

describe('setAside', () => {
  it('names the kinds of tensors that were equal and did not count', () => {
    const rows = [['deterministic'], ['equal'], ['constant'], ['constant']];
    const content = measured({ test: 'content-equality', family: 'content', table: { columns: ['state'], rows } });
    expect(setAside([content])[0]?.values).toEqual({ tensors: 3, kinds: 'constant, deterministic' });
    expect(setAside([])).toEqual([]);
  });
});
