// The benchmarks' own rules, their traps included.
import { describe, expect, it } from 'vitest';
import { scoreHallucination } from '../../src/scoring/object-halbench.ts';
import { isRight, type OcrItem, scoreOcr } from '../../src/scoring/ocrbench.ts';
import { opencompassMean } from '../../src/scoring/opencompass.ts';

const item = (more: Partial<OcrItem>): OcrItem => ({
  dataset: 'IIIT5K',
  type: 'Regular Text Recognition',
  answers: ['Hello'],
  reply: '',
  ...more,
});

describe('OCRBench', () => {
  it('takes an answer that is contained, whatever its case and line breaks', () => {
    expect(isRight(item({ reply: 'The sign says: HELLO!' }))).toBe(true);
    expect(isRight(item({ answers: ['two words'], reply: ' two\nwords ' }))).toBe(true);
    expect(isRight(item({ answers: ['a', 'hello'], reply: 'hello' }))).toBe(true);
    expect(isRight(item({ reply: 'Helo' }))).toBe(false);
  });

  it('keeps its makers’ traps: a short answer is in almost any reply', () => {
    expect(isRight(item({ answers: ['1'], reply: 'There are 21 of them' }))).toBe(true);
  });

  it('of formulas lets blanks go and case stay', () => {
    const formula = { dataset: 'HME100k', type: 'Handwritten Mathematical Expression Recognition' };
    expect(isRight(item({ ...formula, answers: ['x ^ { 2 }'], reply: '$x^{2}$' }))).toBe(true);
    expect(isRight(item({ ...formula, answers: ['X ^ 2'], reply: 'x^2' }))).toBe(false);
  });

  it('sums five parts', () => {
    const right = (type: string, count: number): OcrItem[] =>
      Array.from({ length: count }, () => item({ type, reply: 'hello' }));
    const { parts, sum, unknown } = scoreOcr([
      ...right('Regular Text Recognition', 2),
      ...right('Digit String Recognition', 1),
      ...right('Scene Text-centric VQA', 1),
      ...right('Doc-oriented VQA', 1),
      item({ type: 'Key Information Extraction', reply: 'no' }),
      item({ type: 'Something else' }),
    ]);
    expect(parts.recognition).toEqual({ right: 3, asked: 3 });
    expect(parts.extraction).toEqual({ right: 0, asked: 1 });
    expect([sum, unknown]).toEqual([5, 1]);
  });
});

describe('the mean of OpenCompass', () => {
  // MMStar, HallusionBench, AI2D, SEEDBench and MMVet are second-hand; with them the mean is the published one.
  const published = {
    MMBench_TEST_EN: 77.2,
    MMBench_TEST_CN: 74.2,
    MMStar: 51.8,
    MME: 2024.6,
    MMMU_VAL: 45.8,
    MathVista: 54.3,
    HallusionBench: 42.4,
    AI2D: 78.4,
    OCRBench: 725,
    SEEDBench_IMG: 72.3,
    MMVet: 52.8,
    LLaVABench: 86.7,
  };

  it('is the 65.1 of MiniCPM-Llama3-V 2.5 with all twelve columns', () => {
    expect(opencompassMean(published)).toBeCloseTo(65.06, 2);
    expect(opencompassMean(published).toFixed(1)).toBe('65.1');
  });

  it('is no mean where a column is missing', () => {
    expect(() => opencompassMean({ ...published, MMBench_TEST_CN: Number.NaN })).toThrow(/MMBench_TEST_CN/);
  });
});

describe('Object HalBench', () => {
  it('gives both denominators', async () => {
    const items = [
      { reply: 'dog, car', present: new Set(['dog']) },
      { reply: 'dog, dog', present: new Set(['dog']) },
      { reply: 'a nice day', present: new Set(['dog']) },
      { reply: 'puppy, cat, cat', present: new Set(['dog']) },
    ];
    const score = await scoreHallucination(
      items,
      (reply) => reply.split(', '),
      (object) =>
        new Map([
          ['dog', 'dog'],
          ['puppy', 'dog'],
          ['car', 'car'],
          ['cat', 'cat'],
        ]).get(object),
    );
    expect(score).toMatchObject({ replies: 4, naming: 3, hallucinating: 2, mentions: 7, hallucinated: 3 });
    expect([score.responseRate, score.responseRateOfAll]).toEqual([2 / 3, 0.5]);
    expect(score.mentionRate).toBeCloseTo(3 / 7, 12);
  });
});
