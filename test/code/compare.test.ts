// What is shared, by whom, and under which names: on code written for it, with a common ancestor, a renamed copy and a sibling.
import { describe, expect, it } from 'vitest';
import { codeRenames, foundingCode } from '../../forgeries/founding-code.ts';
import { rareShareOf } from '../../src/code/assess.ts';
import { backgroundOf, noBackground } from '../../src/code/background.ts';
import { packed, unpackedHashes } from '../../src/code/built-in-background.ts';
import { comparePair, compareSources } from '../../src/code/compare.ts';
import { type CodeParty, examineCode } from '../../src/code/examine.ts';
import { surveyCode } from '../../src/code/survey.ts';
import { tilesOf } from '../../src/code/tiling.ts';
import { documentOf, grammars, sourceOf } from './sources.ts';

const party = (name: string, files: { readonly [path: string]: string }): CodeParty => ({
  name,
  documents: Object.entries(files).map(([path, text]) => documentOf(path, text)),
});

const original = party('original', foundingCode.original);
const copy = party('copy', foundingCode.copy);
const cousin = party('cousin', foundingCode.cousin);
const stranger = party('stranger', foundingCode.stranger);

describe('a source beside itself', () => {
  it('is equal, and everything is exactly 1', async () => {
    const source = await sourceOf(foundingCode.original['resampler.py']);
    const { equal, share, coverage } = comparePair(source, source, noBackground);
    expect([equal, share.symmetric, share.ofSuspect, share.ofOriginal]).toEqual([true, 1, 1, 1]);
    expect([coverage.covered, coverage.rawCovered, coverage.rareCovered]).toEqual([
      coverage.tokens,
      coverage.tokens,
      coverage.rare,
    ]);
    expect((await examineCode({ suspect: original, original, controls: [stranger] }, grammars)).word).toBe('equal');
  });
});

describe('a renamed copy', () => {
  it('is covered as a whole, and its renames are recovered', async () => {
    const { original: found } = await examineCode({ suspect: copy, original, controls: [] }, grammars);
    const { total, names } = found.comparison;
    expect(total.covered / total.tokens).toBeGreaterThan(0.98);
    expect(total.rawCovered).toBeLessThan(total.covered);
    const map = new Map(names.renamed.map((pair) => [pair.original, pair.suspect]));
    const expected = codeRenames.filter(([from]) => map.has(from));
    expect(expected.length).toBeGreaterThanOrEqual(codeRenames.length - 2);
    for (const [from, to] of expected) expect(map.get(from)).toBe(to);
    expect(names.kept.map(({ name }) => name)).toContain('_adjust_pos_cache');
  });

  it('is strong, where the source it names has but the common ancestor', async () => {
    const examined = await examineCode({ suspect: copy, original, claimed: cousin, controls: [stranger] }, grammars);
    expect(examined.word).toBe('strong');
    const [accused, claimed] = [examined.original, examined.claimed].map((one) =>
      rareShareOf((one ?? examined.original).comparison.total),
    );
    expect((accused ?? 0) - (claimed ?? 0)).toBeGreaterThan(0.25);
    const survey = surveyCode(examined);
    const ids =
      survey.status === 'measured' ? survey.findings.map(({ statement, weight }) => `${statement.id} ${weight}`) : [];
    expect(ids).toContain('code.not-explained telling');
    expect(ids).toContain('code.renamed telling');
  });

  it('is found with its parts in another order', async () => {
    const parts = foundingCode.original['image_processing.py'].split('\n\n\n');
    const moved = await sourceOf([...parts.slice(0, 1), ...parts.slice(1).toReversed()].join('\n\n\n'));
    const source = await sourceOf(foundingCode.original['image_processing.py']);
    const { coverage } = comparePair(moved, source, noBackground);
    expect(coverage.covered / coverage.tokens).toBeGreaterThan(0.97);
  });
});

describe('kin and strangers', () => {
  it('are not strong: a sibling shares its ancestor, a stranger next to nothing', async () => {
    const sibling = await examineCode({ suspect: cousin, original, controls: [stranger] }, grammars);
    expect(sibling.word).not.toBe('equal');
    const far = await examineCode({ suspect: stranger, original, controls: [cousin] }, grammars);
    expect(['weak', 'refused-controls', 'refused-short']).toContain(far.word);
  });

  it('as controls take away what the ancestor gave', async () => {
    const alone = await examineCode({ suspect: cousin, original, controls: [] }, grammars);
    const ancestor = foundingCode.cousin['pooling.py'].slice(
      0,
      foundingCode.cousin['pooling.py'].indexOf('class GridPooling'),
    );
    const others = [party('a', { 'a.py': ancestor }), party('b', { 'b.py': ancestor })];
    const weighed = await examineCode({ suspect: cousin, original, controls: others }, grammars);
    const [before, after] = [alone, weighed].map((one) => one.original.comparison.total);
    expect(after?.rareCovered).toBeLessThan((before?.rareCovered ?? 0) / 4);
    expect(after?.covered).toBe(before?.covered);
  });
});

describe('no judgement is given', () => {
  it('below two hundred tokens', async () => {
    const short = party('short', { 'a.py': 'def f(x):\n    return x + 1\n' });
    expect((await examineCode({ suspect: short, original: short, controls: [] }, grammars)).word).toBe('refused-short');
  });

  it('where a control shares as much', async () => {
    const examined = await examineCode({ suspect: copy, original, controls: [original] }, grammars);
    expect(examined.word).toBe('refused-controls');
  });

  it('where there is nothing to weigh it against', async () => {
    const body = Array.from({ length: 60 }, (_, at) => `  int f${at}(int a) { return a * ${at} + b${at}; }`).join('\n');
    const java = party('java', { 'A.java': `class A {\n${body}\n}\n` });
    const other = party('other', {
      'B.java': `class B {\n${body.replaceAll('int a', 'int q').replaceAll(' a ', ' q ')}\n}\n`,
    });
    expect((await examineCode({ suspect: java, original: other, controls: [] }, grammars)).word).toBe(
      'refused-background',
    );
  });

  it('where a side has no source', async () => {
    const none = party('none', { 'README.md': '# x' });
    expect(surveyCode(await examineCode({ suspect: none, original, controls: [] }, grammars)).status).toBe(
      'inapplicable',
    );
  });
});

describe('tiles', () => {
  it('are the longest common runs, each token in one', () => {
    const suspect = Uint32Array.of(1, 2, 3, 4, 5, 9, 6, 7, 8);
    const other = Uint32Array.of(6, 7, 8, 1, 2, 3, 4, 5);
    expect(tilesOf(suspect, other, 3)).toEqual([
      { suspect: 0, original: 3, length: 5 },
      { suspect: 6, original: 0, length: 3 },
    ]);
  });

  it('take a run once, however often it stands there', () => {
    const twice = Uint32Array.of(1, 2, 3, 1, 2, 3);
    expect(tilesOf(twice, Uint32Array.of(1, 2, 3), 3)).toEqual([{ suspect: 0, original: 0, length: 3 }]);
  });

  it('of one symbol repeated end in time', () => {
    const same = new Uint32Array(20_000).fill(7);
    const tiles = tilesOf(same, same.slice(0, 15_000), 12);
    expect(tiles.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(15_000);
  });
});

describe('a background', () => {
  it('counts each source once', async () => {
    const source = await sourceOf(foundingCode.stranger['bridge.py']);
    const background = backgroundOf([source, source]);
    expect(background.sources).toBe(2);
    expect(compareSources([source], [source], background).total.rare).toBe(0);
  });

  it('is packed and unpacked without loss', () => {
    const hashes = [0, 256, 70_000 << 8, 0xffffffff];
    expect([...unpackedHashes(packed(hashes))]).toEqual([0, 1, 70_000, 0xffffff]);
  });
});

describe('an examination', () => {
  it('gives the same document each time, and stops when asked', async () => {
    const once = JSON.stringify(
      surveyCode(await examineCode({ suspect: copy, original, controls: [cousin] }, grammars)),
    );
    expect(
      JSON.stringify(surveyCode(await examineCode({ suspect: copy, original, controls: [cousin] }, grammars))),
    ).toBe(once);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(examineCode({ suspect: copy, original, controls: [] }, grammars, { signal })).rejects.toThrow(
      'enough',
    );
  });
});
