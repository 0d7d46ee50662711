// The cases of kin: all bonds, both kinds of data, and starts that hardly moved as well as long trainings.
import { describe, expect, it } from 'vitest';
import { kinCases } from '../../../grower/calibration/kin-study.ts';

describe('the cases of kin', () => {
  it('mix every share with strangers of the same and of other data', () => {
    const mixed = kinCases.filter(({ bond }) => bond === 'mixed');
    expect(new Set(mixed.map(({ data }) => data))).toEqual(new Set(['same', 'other']));
    expect(Math.min(...mixed.map(({ part = 1 }) => part))).toBeLessThanOrEqual(0.05);
    expect(Math.max(...mixed.map(({ part = 0 }) => part))).toBeGreaterThanOrEqual(0.95);
  });

  it('are different, and reach from the first steps to many times the strangers’ training', () => {
    expect(new Set(kinCases.map((one) => JSON.stringify(one))).size).toBe(kinCases.length);
    for (const bond of ['same start', 'continued'] as const) {
      const mine = kinCases.filter((one) => one.bond === bond);
      expect(new Set(mine.map(({ data }) => data))).toEqual(new Set(['same', 'other']));
      expect(new Set(mine.map(({ rate }) => rate)).size).toBeGreaterThan(1);
      expect(Math.min(...mine.map(({ second }) => second))).toBeLessThanOrEqual(10);
      expect(Math.max(...mine.map(({ second }) => second))).toBeGreaterThanOrEqual(640);
    }
  });
});
