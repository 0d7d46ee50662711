// A component's verdict from crafted evidence: what convicts, what does not, and what holds a verdict back.
import { describe, expect, it } from 'vitest';
import type { Cell, Evidence, Family, Measured, TestId } from '../../src/evidence/evidence.ts';
import type { ComponentContext } from '../../src/verdict/context.ts';
import { judgeComponent } from '../../src/verdict/judge-component.ts';

const context: ComponentContext = {
  alpha: 1e-6,
  hypotheses: 20,
  lost: 0,
  lostShare: 0,
  text: [],
  adapter: null,
  areAdapters: false,
};

const families: { readonly [test in TestId]: Family } = {
  'content-equality': 'content',
  'residual-alignment': 'basis',
  'unit-coincidence': 'units',
  'unit-response': 'units',
  'unit-match': 'units',
  'unit-gram': 'units',
  'unit-assignment': 'assignment',
  fallacies: 'fallacy',
  'content-search': 'units',
  difference: 'difference',
  'norm-gains': 'gains',
  'norm-folding': 'difference',
  'low-rank': 'difference',
  'merge-fit': 'difference',
  'rounding-grid': 'difference',
  'adapter-fit': 'adapter',
};

function measured(test: TestId, statistics: Measured['statistics'], rows: { [column: string]: Cell }[] = []): Measured {
  return {
    status: 'measured',
    test,
    version: 1,
    family: families[test],
    component: 'text',
    elementsRead: 100_000,
    statistics,
    table: { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) },
  };
}

const channels = (lnP: number): Measured =>
  measured('residual-alignment', { z: 1, hits: 1, sampled: 64, channels: 96, rows: 512, lnP });
const units = (lnP: number, first = lnP / 2, second = lnP / 2): Measured =>
  measured(
    'unit-coincidence',
    {
      hits: 4,
      sampled: 256,
      layers: 4,
      expected: 1,
      columns: 288,
      crowd: 256,
      likeness: 0,
      lnP,
      lnPFirstHalf: first,
      lnPSecondHalf: second,
      independentLayers: 1,
    },
    [{ block: 0, candidateBlock: 0, units: 256 }],
  );
const gains = (pearson: number, spread = 0.05): Measured =>
  measured('norm-gains', { tensors: 9, elements: 864, pearson, cosine: 0.997, spread });
const content = (different: number, elements = 4_096): Measured =>
  measured('content-equality', { tensors: 2, learned: 2, equal: 2 - different, different, whole: 1 }, [
    {
      suspectTensor: 'a',
      candidateTensor: 'a',
      elements,
      state: different === 0 ? 'equal' : 'different',
      suspectDtype: 'BF16',
      candidateDtype: 'BF16',
      bitEqual: different === 0 ? 1 : 0,
      role: 'ffn_up',
    },
  ]);
const difference = (correlation: number): Measured =>
  measured('difference', { correlation, bitEqualFraction: 0 }, [
    {
      tensor: 'a',
      role: 'ffn_up',
      elements: 24_576,
      correlation,
      bitEqual: 0,
      edgeRatio: 2,
      relative: 0.3,
      roundingShare: 0,
      sigma: 0.01,
      kurtosis: 3,
      diffCandidate: -0.2,
      diffSuspect: 0.2,
    },
  ]);

const answerOf = (evidence: readonly Evidence[], more: Partial<ComponentContext> = {}): string =>
  judgeComponent('text', evidence, { ...context, ...more }).answer;

describe('judgeComponent', () => {
  it('calls equal values identical, whatever else was measured', () => {
    expect(answerOf([content(0), channels(-500), units(-500)])).toBe('identical');
  });

  it('calls kin with trained gains in common derived', () => {
    expect(answerOf([content(2), channels(-500), units(-500), gains(0.99), difference(0.98)])).toBe('derived');
  });

  it('calls kin without trained gains in common no more than of common origin', () => {
    const verdict = judgeComponent(
      'text',
      [content(2), channels(-500), units(-500), gains(0.4), difference(0.5)],
      context,
    );
    expect(verdict.answer).toBe('common-origin');
    expect(verdict.direction).toBe('undecided');
    expect(verdict.operations).toEqual([]);
  });

  it('takes gains that hardly moved for those of a barely trained state, however alike they and the weights are', () => {
    const verdict = judgeComponent(
      'text',
      [content(2), channels(-500), units(-500), gains(0.95, 0.02), difference(0.99)],
      context,
    );
    expect(verdict.answer).toBe('common-origin');
    expect(verdict.because.map(({ id }) => id)).toContain('origin.gains-unmoved');
    expect(answerOf([content(2), channels(-500), units(-500), gains(0.95, 0.05), difference(0.99)])).toBe('derived');
  });

  it('takes gains of one value on a side for those of a barely trained state as well', () => {
    const constant = measured('content-equality', { tensors: 2, learned: 1, equal: 0, different: 2, whole: 1 }, [
      { suspectTensor: 'n', candidateTensor: 'n', elements: 96, state: 'constant', bitEqual: 1, role: 'attn_norm' },
      { suspectTensor: 'a', candidateTensor: 'a', elements: 4_096, state: 'different', bitEqual: 0, role: 'ffn_up' },
    ]);
    expect(answerOf([constant, channels(-500), units(-500), difference(0.99)])).toBe('common-origin');
    expect(answerOf([content(2), channels(-500), units(-500), difference(0.99)])).toBe('derived');
  });

  it('lets the weights decide where the basis was turned, for which gains are folded away', () => {
    const responses = measured('unit-response', {
      ...units(-500).statistics,
      likeness: 0.99,
    });
    const turned = [content(2), channels(0), units(0), responses, gains(0, 0.001), difference(0.01)];
    const verdict = judgeComponent('text', turned, context);
    expect(verdict.answer).toBe('derived');
    expect(verdict.operations.map(({ operation }) => operation)).toContain('rotated');
  });

  it('does not convict on channels alone', () => {
    expect(answerOf([content(2), channels(-500), units(-0.1), gains(0.99), difference(0.04)])).toBe('inconclusive');
  });

  it('does not convict on one half of the blocks without a second line of evidence', () => {
    expect(answerOf([content(2), channels(0), units(-100, -100, 0), difference(0.02)])).toBe('inconclusive');
  });

  it('does not convict by gains, however alike they are', () => {
    expect(answerOf([content(2), channels(0), units(0), gains(0.999), difference(0.01)])).toBe('independent');
  });

  it('needs more than the threshold where more was tried', () => {
    const evidence = [content(2), channels(-24), units(-24, -12, -12), gains(0.99), difference(0.98)];
    expect(answerOf(evidence)).toBe('derived');
    expect(answerOf(evidence, { hypotheses: 1_000_000 })).not.toBe('derived');
  });

  it('holds a negative back where more than 40 % was lost', () => {
    const evidence = [content(2), channels(0), units(0), difference(0.01)];
    expect(answerOf(evidence, { lost: 10, lostShare: 0.39 })).toBe('independent');
    expect(answerOf(evidence, { lost: 10, lostShare: 0.41 })).toBe('inconclusive');
  });

  it('holds a negative back where no formal test applied', () => {
    const verdict = judgeComponent('text', [content(2), difference(0.01)], context);
    expect(verdict.answer).toBe('inconclusive');
    expect(verdict.pValue).toBeNull();
  });

  it.each([
    ['identical', [content(0), channels(-500)]],
    ['derived', [content(2), channels(-500), units(-500), gains(0.99), difference(0.98)]],
    ['common-origin', [content(2), channels(-500), units(-500), gains(0.4), difference(0.5)]],
    ['independent', [content(2), channels(0), units(0), difference(0.01)]],
    ['inconclusive', [content(2), difference(0.01)]],
  ] as const)('says something against %s', (answer, evidence) => {
    const verdict = judgeComponent('text', evidence, context);
    expect(verdict.answer).toBe(answer);
    expect(verdict.against.length).toBeGreaterThan(0);
  });

  it('does not mind numbers that are missing or infinite', () => {
    const odd = measured('unit-coincidence', { lnP: Number.NEGATIVE_INFINITY, lnPFirstHalf: null });
    expect(() =>
      judgeComponent('text', [odd, measured('difference', {}), measured('norm-gains', {})], context),
    ).not.toThrow();
  });
});
