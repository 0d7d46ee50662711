// Lineage is followed to the roots, through merges, and a bond of initial weights or of answers stays what it is.
import { describe, expect, it } from 'vitest';
import { kinshipWith, parseLineage, rootsOf } from '../../scripts/zoo-lineage.ts';

const models = parseLineage(
  JSON.stringify([
    { name: 'a', parents: [] },
    { name: 'b', parents: [] },
    { name: 'tuned', parents: ['a'] },
    { name: 'merged', parents: ['tuned', 'b'] },
    { name: 'same-start', parents: ['a~init'] },
    { name: 'later', parents: ['same-start'] },
    { name: 'pupil', parents: ['tuned~distilled'] },
  ]),
);

function kinship(name: string, base: string): string {
  const model = models.find((each) => each.name === name);
  return model === undefined ? 'no such model' : kinshipWith(base, rootsOf(model, models));
}

describe('rootsOf', () => {
  it('follows parents to the models that have none', () => {
    expect([kinship('a', 'a'), kinship('tuned', 'a'), kinship('tuned', 'b')]).toEqual(['kin', 'kin', 'none']);
    expect([kinship('merged', 'a'), kinship('merged', 'b')]).toEqual(['kin', 'kin']);
  });

  it('keeps weaker bonds weak', () => {
    expect([kinship('same-start', 'a'), kinship('later', 'a'), kinship('pupil', 'a')]).toEqual([
      'init',
      'init',
      'distilled',
    ]);
  });
});

describe('parseLineage', () => {
  it('refuses another document', () => {
    expect(() => parseLineage('{}')).toThrow(/expected a list of models/);
    expect(() => parseLineage('[{"name": 1}]')).toThrow(/expected a name and parents/);
  });
});
