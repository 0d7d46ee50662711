// Noise is claimed only where no tensor contradicts it; one that does is enough.
import { describe, expect, it } from 'vitest';
import type { Row } from '../../src/verdict/explain.ts';
import { findNoise, isContradicted } from '../../src/verdict/noise.ts';

const row: Row = {
  tensor: 'model.layers.0.mlp.up_proj.weight',
  elements: 24_576,
  sigma: 0.0014,
  kurtosis: 0.003,
  edgeRatio: 1.01,
  roundingShare: 0.02,
  diffCandidate: 0.001,
  diffSuspect: 0.07,
};
const rows = (count: number, change: Row = {}): Row[] => [
  ...Array.from({ length: count - 1 }, () => row),
  { ...row, ...change },
];

describe('findNoise', () => {
  it('finds sigma without the part that rounding explains, with an interval around it', () => {
    const noise = findNoise(rows(6));
    expect(noise?.sigma).toBeCloseTo(0.0014 * Math.sqrt(0.98), 8);
    expect(noise?.low).toBeLessThan(noise?.sigma ?? 0);
    expect(noise?.high).toBeGreaterThan(noise?.sigma ?? 1);
    expect(noise?.tensors).toBe(6);
  });

  it('points away from the model that the difference does not know', () => {
    expect(findNoise(rows(6))?.direction).toBe('suspect-from-candidate');
    const swapped = rows(6).map((one) => ({ ...one, diffCandidate: -0.07, diffSuspect: 0.001 }));
    expect(findNoise(swapped)?.direction).toBe('candidate-from-suspect');
  });

  it('gives no direction where the noise is too small to be felt', () => {
    const faint = rows(6).map((one) => ({ ...one, diffCandidate: 0, diffSuspect: 0.001 }));
    expect(findNoise(faint)?.direction).toBe('undecided');
  });

  it.each([
    ['another sigma', { sigma: 0.00155 }],
    ['heavy tails', { kurtosis: 0.6 }],
    ['light tails', { kurtosis: -1.2 }],
    ['a direction above the edge of noise', { edgeRatio: 1.3 }],
    ['kinship with both models', { diffCandidate: -0.05, diffSuspect: 0.05 }],
  ])('does not call it noise where one tensor of forty has %s', (_, change) => {
    expect(findNoise(rows(40))).toBeDefined();
    expect(findNoise(rows(40, change))).toBeUndefined();
  });

  it('says nothing where rounding makes up most of the difference', () => {
    expect(findNoise(rows(6).map((one) => ({ ...one, roundingShare: 0.9 })))).toBeUndefined();
  });

  it('says nothing of few elements, or where most of what changed is too small to tell', () => {
    expect(findNoise([])).toBeUndefined();
    expect(findNoise([{ ...row, elements: 500 }])).toBeUndefined();
    const mostlyRounding = [row, { ...row, elements: 100_000, roundingShare: 0.9 }];
    expect(findNoise(mostlyRounding)).toBeUndefined();
  });

  it('leaves out of account what rounding hides, where the rest speaks', () => {
    expect(findNoise([...rows(6), { ...row, elements: 96, sigma: 0.003, roundingShare: 0.8 }])?.tensors).toBe(6);
  });
});

describe('isContradicted', () => {
  const two = findNoise(rows(2));
  const width = (sigma: number, change: Row = {}): Row[] => rows(6, change).map((one) => ({ ...one, sigma }));

  it('holds noise of two tensors to that of the text stack, where that was changed', () => {
    expect(two && isContradicted(two, width(0.0014))).toBe(false);
    expect(two && isContradicted(two, width(0.0028))).toBe(true);
    expect(two && isContradicted(two, width(0.0014, { kurtosis: 3 }))).toBe(true);
    expect(
      two &&
        isContradicted(
          two,
          rows(6).map((one) => ({ ...one, bitEqual: 1 })),
        ),
    ).toBe(false);
    expect(two && isContradicted(two, [])).toBe(false);
  });

  it('leaves noise of many tensors as it is, and looks past directions beside noise', () => {
    const many = findNoise(rows(6));
    expect(many && isContradicted(many, width(0.0028))).toBe(false);
    expect(two && isContradicted(two, [...rows(6), { ...row, edgeRatio: 2, kurtosis: 4 }])).toBe(false);
  });
});
