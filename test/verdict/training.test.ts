// What further training leaves in differences, and what noise does not.
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/verdict/explain.ts';
import { byTraining } from '../../src/verdict/training.ts';

const nothing: Explanation = { operations: [], direction: 'undecided', because: [], against: [], exact: false };

const matrices = (edges: readonly number[], correlation = 0.97) =>
  edges.map((edgeRatio) => ({
    tensor: 'a',
    role: 'ffn_up',
    elements: 4_096,
    edgeRatio,
    correlation,
    relative: 0.3,
    roundingShare: 0,
  }));

const operationOf = (edges: readonly number[], correlation?: number): string | undefined => {
  const rows = matrices(edges, correlation);
  return byTraining(rows, rows, [], nothing)?.operations[0]?.operation;
};

describe('byTraining', () => {
  it('names a close difference with directions fine-tuned, and one that left more continued', () => {
    expect(operationOf([1.5, 1.4, 1])).toBe('fine-tuned');
    expect(operationOf([1.5, 1.4, 1], 0.9)).toBe('continued');
  });

  it('sees many slight ones, which noise does not have in the median', () => {
    const slight = [1.05, 1.09, 1.1, 1.1, 1.11, 1.12, 1.04, 1.15];
    expect(operationOf(slight, 0.9)).toBe('continued');
    expect(operationOf(slight.slice(0, 5))).toBeUndefined();
    expect(operationOf([0.94, 1.06, 1, 1.06, 0.97, 1.05, 1.09, 1.02])).toBeUndefined();
  });

  it('says nothing of matrices that hardly agree, or of none', () => {
    expect(operationOf([1.5, 1.4], 0.1)).toBeUndefined();
    expect(operationOf([])).toBeUndefined();
  });
});
