// Numbers as they are printed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCorrelation,
  formatCount,
  formatLnP,
  formatLnPValue,
  formatNumber,
  formatPercent,
} from '../../src/wording/numbers.ts';

describe('formatCount', () => {
  it('groups from five digits on', () => {
    expect([0, 7, 4096, 12345, 8537092336, -12345].map(formatCount)).toEqual([
      '0',
      '7',
      '4096',
      '12\u202f345',
      '8\u202f537\u202f092\u202f336',
      '−12\u202f345',
    ]);
    expect(formatCount(Number.NaN)).toBe('–');
  });
});

describe('formatNumber', () => {
  it('keeps three significant digits, small numbers in powers of ten', () => {
    expect([0, 0.0014123, 81.24, -0.3, 64, 3.001, 1e-6, 1.234e-9, 2.5e12].map((value) => formatNumber(value))).toEqual([
      '0',
      '0.00141',
      '81.2',
      '−0.300',
      '64',
      '3.00',
      '1e-6',
      '1.23e-9',
      '2.5e12',
    ]);
    expect(formatNumber(Number.POSITIVE_INFINITY)).toBe('–');
  });
});

describe('formatCorrelation', () => {
  it('never rounds what is below one to one', () => {
    expect([1, -1, 0.5, 0.99984, 0.9999999, -0.9999999, 0.0001, -0.0001].map(formatCorrelation)).toEqual([
      '1',
      '−1',
      '0.500',
      '0.9998',
      '0.999999…',
      '−0.999999…',
      '0.000',
      '0.000',
    ]);
  });
});

describe('formatPercent', () => {
  it('never rounds to all or to nothing', () => {
    expect([0, 1, 0.5, 0.00001, 0.99999, 0.9793].map(formatPercent)).toEqual([
      '0%',
      '100%',
      '50.0%',
      '<\u202f0.1%',
      '>\u202f99.9%',
      '97.9%',
    ]);
  });
});

describe('formatLnPValue', () => {
  it('rounds upwards and stops at 1e-300', () => {
    expect(formatLnPValue(Math.log(1e-6))).toBe('1e-6');
    expect(formatLnPValue(Math.log(1.21e-89))).toBe('1.3e-89');
    expect(formatLnPValue(Math.log(9.99e-12))).toBe('1e-11');
    expect(formatLnPValue(Math.log(0.032))).toBe('0.032');
    expect(formatLnPValue(Math.log(0.5))).toBe('0.50');
    expect(formatLnPValue(0)).toBe('1');
    expect(formatLnPValue(-99999)).toBe('1e-300');
    expect(formatLnPValue(Number.NEGATIVE_INFINITY)).toBe('1e-300');
    expect(formatLnPValue(Number.NaN)).toBe('–');
    expect(formatLnP(-99999)).toBe('p\u00a0≤\u00a01e-300');
  });

  it('is never below the p-value, nor far above it', () => {
    fc.assert(
      fc.property(fc.double({ min: -690, max: -1e-3, noNaN: true }), (lnP) => {
        const shown = Math.log(Number(formatLnPValue(lnP)));
        expect(shown).toBeGreaterThanOrEqual(lnP - 1e-6);
        expect(shown).toBeLessThanOrEqual(lnP + Math.log(1.1001));
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});

describe('formatBytes', () => {
  it('uses decimal units', () => {
    expect([12, 1500, 8_120_344, 34_148_369_344].map(formatBytes)).toEqual([
      '12\u00a0B',
      '1.5\u00a0kB',
      '8.1\u00a0MB',
      '34.1\u00a0GB',
    ]);
  });
});
