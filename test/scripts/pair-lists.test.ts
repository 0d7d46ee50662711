// The published pair lists say what was published, our labels contradict neither one another nor descent, and each change has its reason.
import { describe, expect, it } from 'vitest';
import { type Label, type ListName, labels, listNames, type Pair, pairsOf } from '../../scripts/pair-lists.ts';

const all = async (): Promise<readonly Pair[]> => (await Promise.all(listNames.map((name) => pairsOf(name)))).flat();

function count(pairs: readonly Pair[], of: (pair: Pair) => Label): { [label: string]: number } {
  const sums: { [label: string]: number } = {};
  for (const pair of pairs) sums[of(pair)] = (sums[of(pair)] ?? 0) + 1;
  return sums;
}

describe('pairsOf', () => {
  it.for<readonly [ListName, { readonly [label: string]: number }]>([
    // Three of the 55 similar ones carry no relation of their own.
    ['cisco', { kin: 52, none: 59 }],
    ['awm', { kin: 60, none: 90 }],
    // 69 dependent pairs, of which 48 are no descent of one from the other.
    ['zhu', { kin: 21, siblings: 48, none: 141 }],
  ])('gives %s as it was published', async ([name, expected]) => {
    expect(count(await pairsOf(name), ({ publishedLabel }) => publishedLabel)).toEqual(expected);
  });

  it('gives every pair of a tree once', async () => {
    for (const [name, models] of [
      ['zhu', 21],
      ['leafbench', 65],
      ['huref', 55],
    ] as const) {
      const pairs = await pairsOf(name);
      expect(pairs).toHaveLength((models * (models - 1)) / 2);
      expect(new Set(pairs.map((pair) => pair.models.toSorted().join(' '))).size).toBe(pairs.length);
    }
  });

  it('gives a reason wherever our label is another, and nowhere else but in our own list', async () => {
    for (const { id, label, publishedLabel, why } of await all()) {
      const isOurs = id.startsWith('hard ');
      expect([id, why !== '']).toEqual([id, isOurs || label !== publishedLabel]);
    }
    const changed = (await pairsOf('cisco')).filter(({ label, publishedLabel }) => label !== publishedLabel);
    expect(changed.map(({ id }) => id)).toEqual(
      ['S26', 'S43', 'S45', 'S52', 'S53', 'S54', 'S55'].map((id) => `cisco ${id}`),
    );
  });

  it('calls no pair kin in one list and strangers in another', async () => {
    const said = new Map<string, { readonly id: string; readonly isKin: boolean }>();
    const contradicted: string[] = [];
    for (const { id, models, label } of await all()) {
      if (label !== 'kin' && label !== 'siblings' && label !== 'none') continue;
      const key = models.toSorted().join(' ');
      const before = said.get(key);
      const isKin = label !== 'none';
      if (before !== undefined && before.isKin !== isKin) contradicted.push(`${before.id} and ${id}: ${key}`);
      said.set(key, { id, isKin });
    }
    expect(contradicted).toEqual([]);
  });

  it('calls no two models strangers that descend from one another through others', async () => {
    const pairs = await all();
    const families = new Map<string, string>();
    const rootOf = (model: string): string => {
      const above = families.get(model) ?? model;
      return above === model ? model : rootOf(above);
    };
    for (const { models, label } of pairs) {
      if (label === 'kin' || label === 'siblings') families.set(rootOf(models[0]), rootOf(models[1]));
    }
    const contradicted = pairs.filter(
      ({ models, label }) => label === 'none' && rootOf(models[0]) === rootOf(models[1]),
    );
    expect(contradicted.map(({ id, models }) => `${id} ${models.join(' ')}`)).toEqual([]);
  });

  it('lets no answer of kinship stand for strangers, and always an honest "inconclusive"', () => {
    for (const [label, answers] of Object.entries(labels)) {
      expect([label, answers.includes('inconclusive' as never)]).toEqual([label, true]);
    }
    expect(labels.none).not.toContain('derived');
    expect(labels.none).not.toContain('common-origin');
  });
});
