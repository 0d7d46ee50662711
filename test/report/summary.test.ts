// The words that both printers share.
import { describe, expect, it } from 'vitest';
import {
  answerSentences,
  componentName,
  operationText,
  pValueText,
  reproduceCommand,
} from '../../src/report/summary.ts';
import { caseOf, comparisonOf, derivedNoised, independent, modelOf, partly, verdictOf } from '../golden/cases.ts';

describe('operationText', () => {
  it('keeps the word of the contract and puts the rest in brackets', () => {
    const noised = {
      operation: 'noised',
      parameters: { sigma: 0.0014123, interval: [0.001411, 0.001414] },
      reconstructed: null,
    } as const;
    expect(operationText(noised, 'en')).toBe('noised (σ\u00a00.00141 ±\u00a00.12%)');
    expect(operationText(noised, 'zh')).toBe('noised（加噪，σ\u00a00.00141 ±\u00a00.12%）');
    const renamed = {
      operation: 'renamed',
      parameters: { map: { vpm: 'vison', a: 'b' } },
      reconstructed: null,
    } as const;
    expect(operationText(renamed, 'en')).toBe('renamed (vpm → vison, a → b)');
    const cast = { operation: 'cast', parameters: { from: 'F16', to: 'F32' }, reconstructed: null } as const;
    expect(operationText(cast, 'en')).toBe('cast (F16 → F32)');
    const merged = {
      operation: 'merged',
      parameters: { alpha: 0.571, interval: [0.569, 0.573], odd: true, zeroFraction: 0.25 },
      reconstructed: null,
    } as const;
    expect(operationText(merged, 'en')).toBe('merged (α\u00a00.571 ±\u00a00.35%, odd, zeros\u00a025.0%)');
    expect(operationText({ operation: 'permuted', parameters: {}, reconstructed: null }, 'en')).toBe('permuted');
  });
});

describe('answerSentences', () => {
  const first = (caseFile: ReturnType<typeof partly>): readonly string[] => {
    const [comparison] = caseFile.comparisons;
    return comparison === undefined ? [] : answerSentences(caseFile.suspect, comparison, 'en');
  };

  it('gives three sentences: finding, strength, caveat', () => {
    expect(first(derivedNoised())).toEqual([
      expect.stringMatching(/^The findings support that the weights of copy@\w+ descend from original@\w+\.$/),
      expect.stringMatching(/noised .*at most 1e-300\.$/),
      expect.stringContaining('Descent is not wrongdoing'),
    ]);
    expect(first(partly())[0]).toContain('(text, vision) and part is not shown to be (projector)');
    expect(first(independent())[1]).toContain('0.012 or more');
  });

  it('names the coverage as the caveat where much was not compared', () => {
    const half = comparisonOf({
      verdict: verdictOf({ answer: 'derived' }),
      reading: { bytesRead: 1, tensorsRead: 1, tensorsTotal: 2, coverage: 0.5 },
    });
    expect(answerSentences(modelOf('x', '1'), half, 'en').at(-1)).toContain('Only 50.0%');
  });
});

describe('pValueText', () => {
  it('prefers the logarithm, which does not underflow', () => {
    expect(pValueText(verdictOf({ answer: 'derived', pValue: 1e-300, lnPValue: -50 }))).toBe('2e-22');
    expect(pValueText(verdictOf({ answer: 'derived', pValue: 1e-9 }))).toBe('1e-9');
    expect(pValueText(verdictOf({ answer: 'inconclusive' }))).toBe('–');
  });
});

describe('componentName', () => {
  it('translates what it knows and cleans what it does not', () => {
    expect(componentName('vision', 'zh')).toBe('视觉');
    expect(componentName('expert:3', 'en')).toBe('expert 3');
    expect(componentName('toString', 'en')).toBe('toString');
    expect(componentName('a\u202eb', 'en')).toBe('a‹U+202E›b');
  });
});

describe('reproduceCommand', () => {
  it('names models without digest or path, and every setting', () => {
    expect(reproduceCommand(derivedNoised())).toBe(
      'forebear compare copy original stranger --seed 1 --read sample --alpha 1e-6',
    );
    expect(reproduceCommand(caseOf(modelOf('a b; rm -rf', '1'), []))).toContain("'a b; rm -rf'");
  });
});
