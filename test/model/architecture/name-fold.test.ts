// Names folded into kinds: which numbers are taken out, which sets are remembered, which shapes.
import { describe, expect, it } from 'vitest';
import { foldNames } from '../../../src/model/architecture/name-fold.ts';

const fold = (...names: readonly string[]): string[] =>
  foldNames(names.map((name) => ({ name }))).patterns.map(
    ({ pattern, count, numbers }) => `${pattern} ${count} ${numbers.map(({ text }) => text).join(' × ')}`,
  );

describe('foldNames', () => {
  it('takes out numbers that stand alone, and those only', () => {
    expect(fold('h.0.w1', 'h.1.w1', 'h.3.w1')).toEqual(['h.{n}.w1 3 0-1,3']);
    expect(fold('blocks/0/2/kernel', 'blocks/1/2/kernel')).toEqual(['blocks/{n}/{n}/kernel 2 0-1 × 2']);
    expect(fold('linear_1.weight', 'conv2d', 'onnx::MatMul_12')).toEqual([
      'linear_1.weight 1 ',
      'conv2d 1 ',
      'onnx::MatMul_12 1 ',
    ]);
  });

  it('leaves numbers that nobody counts with', () => {
    expect(fold('h.007.w', 'h.-1.w', 'h.1e3.w', 'h.12345678901.w', 'h.①.w').length).toBe(5);
    expect(fold('0.1.2.3.4.5')).toEqual(['{n}.{n}.{n}.{n}.4.5 1 0 × 1 × 2 × 3']);
    expect(fold('7')).toEqual(['{n} 1 7']);
    expect(fold('7.')).toEqual(['{n}. 1 7']);
  });

  it('says so where there are more runs, or larger numbers, than it remembers', () => {
    const odd = foldNames(Array.from({ length: 1_000 }, (_, i) => ({ name: `h.${2 * i + 1}` }))).patterns[0];
    expect(odd?.numbers[0]).toMatchObject({ distinct: 1_000, first: 1, last: 1_999 });
    expect(odd?.numbers[0]?.text).toMatch(/^1,3,5.*,…$/);
    const far = foldNames([{ name: 'h.1' }, { name: 'h.70000' }]).patterns[0];
    expect(far?.numbers[0]).toEqual({ text: '1,…', distinct: 1, first: 1, last: 70_000 });
  });

  it('gathers shapes, and elements where every shape is known', () => {
    const shaped = foldNames([
      { name: 'h.0', shape: [2, 3] },
      { name: 'h.1', shape: [2, 3] },
      { name: 'h.2', shape: [4] },
      { name: 'scalar', shape: [] },
    ]);
    expect(shaped.patterns[0]).toMatchObject({
      elements: 16,
      shapes: [
        { shape: [2, 3], count: 2 },
        { shape: [4], count: 1 },
      ],
    });
    expect(shaped.patterns[1]?.elements).toBe(1);
    expect(foldNames([{ name: 'h.0', shape: [2] }, { name: 'h.1' }]).patterns[0]?.elements).toBeUndefined();
    const varied = Array.from({ length: 40 }, (_, i) => ({ name: `h.${i}`, shape: [i] }));
    expect(foldNames(varied).patterns[0]?.shapes).toBeUndefined();
  });
});
