import { describe, expect, test } from 'vitest';
import { type Answers, canonical, type Item, meet } from '../../src/behaviour/answers.ts';
import { capa, errorConsistency } from '../../src/behaviour/consistency.ts';
import { findShared } from '../../src/behaviour/finding.ts';
import { strangerAgrees } from '../../src/behaviour/panel-null.ts';
import { weighSharedErrors } from '../../src/behaviour/shared-errors.ts';
import { lnBetaBinomial } from '../../src/math/counts.ts';
import { createRandom } from '../../src/math/random.ts';
import { kin, reader, slipItems } from './slips.ts';

const items = slipItems(60);
const broad = { models: 15, families: 8 };

function panelOf(seed: number): Answers[] {
  const random = createRandom(seed);
  return Array.from({ length: 15 }, (_, i) => reader(`stranger ${i}`, items, random));
}

describe('an answer in canonical form', () => {
  test('loses width, case, blanks and the punctuation at its ends', () => {
    expect(canonical(' “ＡＢ\n c。” ')).toBe('ab c');
    expect(canonical('為。')).toBe('為');
  });

  test('keeps what stands in between', () => {
    expect(canonical('3.5')).not.toBe(canonical('35'));
    expect(canonical('為')).not.toBe(canonical('为'));
  });

  test('is nothing where nothing was said: such an item is left out', () => {
    const [first] = items as [Item];
    const said = { model: 'a', replies: new Map([[first.id, 'x']]) };
    const silent = { model: 'b', replies: new Map([[first.id, ' … ']]) };
    expect(meet([first], said, silent, [])).toEqual([]);
    expect(meet([first], said, said, [])).toHaveLength(1);
  });
});

describe('the chance that a stranger agrees', () => {
  const met = (candidate: string, panelWrong: string[]) => ({
    item: items[0] as Item,
    suspect: candidate,
    candidate,
    suspectRight: false,
    candidateRight: false,
    panelWrong,
  });

  test('is the larger of what the mistake and the item say', () => {
    // Nobody said it: 0.5 / 11. Two of five pairs of ten … the item says (4·3 + 3·2) / (10·9).
    const panel = ['a', 'a', 'a', 'a', 'b', 'b', 'b', 'c', 'd', 'e'];
    expect(strangerAgrees(met('z', panel))).toBeCloseTo(18 / 90, 12);
    expect(strangerAgrees(met('a', panel))).toBeCloseTo(4.5 / 11, 12);
  });

  test('never comes to nothing: without a panel it is a half', () => {
    expect(strangerAgrees(met('z', []))).toBe(0.5);
    expect(strangerAgrees(met('z', ['a']))).toBe(0.25);
  });
});

describe('shared errors', () => {
  test('the ratio has the power that the protocol was measured to have', () => {
    // Median over kin whose agreement is drawn anew: 7.7, 6.7, 8.4, 2.8 and 0.6 at these rates and numbers of items.
    const random = createRandom(5);
    for (const [chance, n, expected] of [
      [0.02, 20, 7.7],
      [0.05, 20, 6.7],
      [0.05, 50, 8.4],
      [0.35, 50, 2.8],
      [0.6, 50, 0.6],
    ] as const) {
      const ratios: number[] = [];
      for (let round = 0; round < 4000; round++) {
        // A Pólya urn of weight 9: agreement over n items of one pair of kin.
        let same = 0;
        for (let i = 0; i < n; i++) if (random.uniform() < (7.2 + same) / (9 + i)) same++;
        ratios.push((lnBetaBinomial(same, n, 0.8, 0.1) - lnBetaBinomial(same, n, chance, 0.05)) / Math.LN10);
      }
      ratios.sort((a, b) => a - b);
      expect(Math.abs((ratios[2000] as number) - expected)).toBeLessThanOrEqual(0.15);
    }
  });

  test('of strangers are never strong, and their p-values no smaller than they say', () => {
    let strong = 0;
    let below = 0;
    const pairs = 400;
    for (let pair = 0; pair < pairs; pair++) {
      const random = createRandom(1000 + pair);
      const met = meet(items, reader('s', items, random), reader('c', items, random), panelOf(90_000 + pair));
      const errors = weighSharedErrors(met, pair);
      if (findShared(errors, broad).word === 'strong') strong++;
      if (errors.lnP <= Math.log(0.05)) below++;
    }
    expect(strong).toBe(0);
    expect(below).toBeLessThanOrEqual(0.05 * pairs);
  });

  test('of kin are strong, and stay so whatever order the panel comes in', () => {
    let strong = 0;
    for (let pair = 0; pair < 60; pair++) {
      const random = createRandom(5000 + pair);
      const parent = reader('parent', items, random);
      const panel = panelOf(70_000 + pair);
      const child = kin(parent, items, random);
      const errors = weighSharedErrors(meet(items, child, parent, panel), pair);
      expect(weighSharedErrors(meet(items, child, parent, panel.toReversed()), pair)).toEqual(errors);
      if (findShared(errors, broad).word === 'strong') strong++;
    }
    // Agreement of one in six mistakes among strangers costs power: this is less than the table of rarer mistakes promises.
    expect(strong).toBeGreaterThanOrEqual(45);
  });

  test('of two models that say one thing to everything prove nothing', () => {
    const same: Answers = { model: 'x', replies: new Map(items.map(({ id }) => [id, 'cannot read this'])) };
    const errors = weighSharedErrors(meet(items, same, same, panelOf(3)), 1);
    expect(errors.bothWrong).toEqual({ same: 60, of: 60 });
    expect(errors.shuffled).toBe(1);
    const found = findShared(errors, broad);
    expect(found.word).toBe('undecided');
    expect(found.shortfalls).toEqual(['one-answer', 'ratio']);
  });

  test('of two models that share a stock phrase for what is hard, and nothing else, are never strong', () => {
    // The panel has phrases of its own, so that it does not show how common this one is.
    const saying = (name: string): Answers => ({
      model: name,
      replies: new Map(items.map(({ id }, i) => [id, i < 40 ? 'unreadable' : `${name} ${i}`])),
    });
    const panel = Array.from({ length: 15 }, (_, m) => `p${m}`).map(
      (model): Answers => ({
        model,
        replies: new Map(items.map(({ id }, i) => [id, `${model} ${i}`])),
      }),
    );
    const errors = weighSharedErrors(meet(items, saying('s'), saying('c'), panel), 1);
    expect(errors.bothWrong).toEqual({ same: 40, of: 60 });
    expect(errors.shuffled).toBe(0.001);
    expect(errors.log10Ratio).toBeLessThan(0);
    expect(findShared(errors, broad).word).not.toMatch(/strong|moderate/);
  });

  test('where the whole panel makes one mistake count for nobody: neither agreeing nor differing speaks for kin', () => {
    const panel = Array.from(
      { length: 15 },
      (_, m): Answers => ({
        model: `p${m}`,
        replies: new Map(items.map(({ id }) => [id, 'popular'])),
      }),
    );
    const saying = (name: string): Answers => ({
      model: name,
      replies: new Map(items.map(({ id }, i) => [id, `${name} ${i}`])),
    });
    const apart = weighSharedErrors(meet(items, saying('s'), saying('c'), panel), 1);
    expect(apart.expected).toBeCloseTo(15.5 / 16, 12);
    expect(apart.log10Ratio).toBeLessThanOrEqual(0);
    expect(findShared(apart, broad).word).toBe('undecided');
    const popular: Answers = { model: 'x', replies: new Map([[items[0]?.id as string, 'popular']]) };
    expect(weighSharedErrors(meet(items, popular, popular, panel), 1).log10Ratio).toBe(0);
  });

  test('have items whose ratios are fair bets: no stranger gains by them on the whole, whatever the panel says', () => {
    // Expected ratio of the item over a stranger that agrees as often as the panel says, and less often.
    const one = items.slice(0, 1);
    const said = (text: string): Answers => ({ model: 'x', replies: new Map([[one[0]?.id as string, text]]) });
    for (let popular = 0; popular <= 15; popular++) {
      const panel = Array.from({ length: 15 }, (_, m): Answers => said(m < popular ? 'it' : `p${m}`));
      const ratio = (suspect: string): number => {
        const errors = weighSharedErrors(meet(one, said(suspect), said('it'), panel), 1);
        return 10 ** errors.log10Ratio;
      };
      const { expected } = weighSharedErrors(meet(one, said('it'), said('it'), panel), 1);
      for (const rate of [expected, expected / 2, 0]) {
        expect(rate * ratio('it') + (1 - rate) * ratio('other')).toBeLessThanOrEqual(1 + 1e-9);
      }
    }
  });

  test('of multiple choice are counted apart and enter no probability', () => {
    const choices = items.map((item) => ({ ...item, choices: 4 }));
    const random = createRandom(8);
    const parent = reader('parent', choices, random);
    const errors = weighSharedErrors(meet(choices, parent, parent, panelOf(4)), 1);
    expect(errors.choice.bothWrong.of).toBeGreaterThan(20);
    expect(errors.choice.bothWrong.same).toBe(errors.choice.bothWrong.of);
    expect(errors).toMatchObject({ items: 0, lnP: 0, log10Ratio: 0, bothWrong: { same: 0, of: 0 } });
    expect(findShared(errors, broad).word).toBe('undecided');
  });

  test('are capped by item: three shared mistakes are no proof however rare', () => {
    const three = items.slice(0, 3);
    const same: Answers = { model: 'x', replies: new Map(three.map(({ id }, i) => [id, `odd ${i}`])) };
    const panel = Array.from({ length: 2000 }, (_, m) => ({
      model: `m${m}`,
      replies: new Map(three.map(({ id }) => [id, `own ${m}`])),
    }));
    const errors = weighSharedErrors(meet(three, same, same, panel), 1);
    expect(errors.expected).toBeLessThan(3e-4);
    expect(errors.log10Ratio).toBeLessThanOrEqual(6);
    const found = findShared(errors, { models: 2000, families: 40 });
    expect(found.word).not.toBe('strong');
    expect(found.shortfalls).toContain('few-items');
    expect(found.stillNeeded).toBe(17);
  });

  test('with a thin panel are not strong, and say so', () => {
    const random = createRandom(21);
    const parent = reader('parent', items, random, 0.1);
    const errors = weighSharedErrors(meet(items, parent, parent, panelOf(6)), 1);
    expect(findShared(errors, broad)).toMatchObject({ word: 'strong', shortfalls: [], stillNeeded: 0 });
    expect(findShared(errors, { models: 15, families: 7 })).toMatchObject({
      word: 'undecided',
      shortfalls: ['thin-panel'],
    });
  });

  test('that coincide more than strangers make them, and less than copies, are raised; never where a floor is not reached', () => {
    // As pupils of all chances do in the ROC: half of 42 mistakes, where a quarter is expected.
    const share = { same: 22, of: 42 };
    const errors = {
      items: 120,
      bothWrong: share,
      oneWrong: share,
      overall: share,
      choice: { items: 0, bothWrong: { same: 0, of: 0 } },
      expected: 0.25,
      lnP: Math.log(9e-5),
      log10Ratio: -0.3,
      shuffled: 0.001,
      shuffles: 999,
    };
    expect(findShared(errors, broad)).toMatchObject({ word: 'raised', shortfalls: ['ratio'] });
    expect(findShared({ ...errors, lnP: Math.log(2e-4) }, broad).word).toBe('undecided');
    expect(findShared({ ...errors, log10Ratio: 2 }, broad).word).toBe('moderate');
    expect(findShared({ ...errors, shuffled: 0.2 }, broad).word).toBe('undecided');
    expect(findShared(errors, { models: 14, families: 9 }).word).toBe('undecided');
    expect(findShared({ ...errors, bothWrong: { same: 19, of: 19 } }, broad).word).toBe('undecided');
  });

  test('that never coincide are ordinary, which is not to say that the two are strangers', () => {
    const one: Answers = { model: 'x', replies: new Map(items.map(({ id }, i) => [id, `one ${i}`])) };
    const other: Answers = { model: 'y', replies: new Map(items.map(({ id }, i) => [id, `other ${i}`])) };
    const found = findShared(weighSharedErrors(meet(items, one, other, panelOf(7)), 1), broad);
    expect(found.word).toBe('ordinary');
    expect(found.stillNeeded).toBeUndefined();
  });
});

describe('agreement corrected for accuracy', () => {
  test('error consistency is Cohen’s kappa of right and wrong', () => {
    // 2 right together, 1 wrong together, 1 apart: (0.75 - (0.75·0.5 + 0.25·0.5)) / (1 - 0.5).
    const four = items.slice(0, 4);
    const answers = (right: boolean[]): Answers => ({
      model: 'm',
      replies: new Map(four.map(({ id, gold }, i) => [id, right[i] ? (gold[0] as string) : 'wrong'])),
    });
    const met = meet(four, answers([true, true, true, false]), answers([true, true, false, false]), []);
    expect(errorConsistency(met)).toBeCloseTo(0.5, 12);
    expect(
      errorConsistency(meet(four, answers([true, true, true, true]), answers([true, true, true, true]), [])),
    ).toBeNaN();
  });

  test('CAPA is 1 for one and the same model, near 0 for independent ones, and of multiple choice alone', () => {
    const many: Item[] = Array.from({ length: 4000 }, (_, i) => ({ id: `q${i}`, gold: ['0'], choices: 4 }));
    const random = createRandom(13);
    const answers = (accuracy: number): Answers => ({
      model: 'm',
      replies: new Map(many.map(({ id }) => [id, random.uniform() < accuracy ? '0' : `${1 + random.integer(3)}`])),
    });
    const a = answers(0.6);
    expect(capa(meet(many, a, a, []))).toBe(1);
    expect(Math.abs(capa(meet(many, a, answers(0.7), [])))).toBeLessThan(0.05);
    expect(capa(meet(items, reader('a', items, random), reader('b', items, random), []))).toBeNaN();
  });
});
