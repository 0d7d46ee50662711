// Canaries: the same from the same secret on every machine, others from another, committed to before they are shown.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../forgeries/memory-folder.ts';
import { keepsItsWord } from '../../src/canary/commitment.ts';
import { type CanaryFont, type CanaryWish, makeCanarySet } from '../../src/canary/make-set.ts';
import { openOwnSet } from '../../src/canary/own-set.ts';
import { secretInteger } from '../../src/canary/secret-random.ts';
import { decodeImage } from '../../src/image/decode.ts';
import { encodePng } from '../../src/image/encode-png.ts';

const require = createRequire(import.meta.url);
function font(name: string, file: string): CanaryFont {
  const folder = dirname(require.resolve(`@fontsource/${name}/package.json`));
  return { name, bytes: new Uint8Array(readFileSync(join(folder, 'files', file))) };
}

const fonts = [
  font('noto-serif-tangut', 'noto-serif-tangut-tangut-400-normal.woff'),
  font('zcool-xiaowei', 'zcool-xiaowei-chinese-simplified-400-normal.woff'),
];
const wish: CanaryWish = {
  seed: '00112233445566778899aabbccddeeff',
  count: 9,
  severity: 0.5,
  language: 'en',
  kinds: ['glyph', 'composed', 'column'],
};
const set = makeCanarySet(wish, fonts);

describe('a set of canaries', () => {
  it('is the same on every machine, to the last pixel', () => {
    expect(set.commitment).toBe('c858029cfaf7662b9ec015ca313be7c73fd7873b6d884f35529746f828283f81');
    expect(makeCanarySet(wish, fonts)).toEqual(set);
  });

  it('asks what has a right answer, and what has none', () => {
    expect(set.items.map(({ kind, gold }) => [kind, gold.length])).toEqual(
      Array.from({ length: 9 }, (_, at) => [wish.kinds[at % 3], at % 3 === 1 ? 0 : 1]),
    );
    const columns = set.items.filter(({ kind }) => kind === 'column');
    for (const { gold } of columns) expect([...(gold[0] as string)].length).toBeGreaterThanOrEqual(4);
    expect(new Set(set.items.map(({ id }) => id)).size).toBe(9);
  });

  it('is another where one digit of the secret is', () => {
    const other = makeCanarySet({ ...wish, seed: '00112233445566778899aabbccddeefe' }, fonts);
    expect(other.commitment).not.toBe(set.commitment);
    expect(other.items.map(({ gold }) => gold)).not.toEqual(set.items.map(({ gold }) => gold));
  });

  it('keeps its word, and is caught where anything was changed', () => {
    expect(keepsItsWord(set)).toBe(true);
    const [first, ...rest] = set.items as [(typeof set.items)[number], ...(typeof set.items)[number][]];
    expect(keepsItsWord({ ...set, items: [{ ...first, gold: ['other'] }, ...rest] })).toBe(false);
    expect(keepsItsWord({ ...set, items: rest })).toBe(false);
    expect(keepsItsWord({ ...set, items: [{ ...first, prompt: 'Read.' }, ...rest] })).toBe(false);
  });

  it('is darker where ink is, and less so the more it is worn', () => {
    const contrast = [0, 0.5, 1].map((severity) => {
      const [item] = makeCanarySet({ ...wish, count: 1, severity, kinds: ['glyph'] }, fonts).items;
      const { data } = decodeImage(item?.image.bytes as Uint8Array);
      const greys = Array.from({ length: data.length / 3 }, (_, at) => data[3 * at + 1] as number).toSorted(
        (a, b) => a - b,
      );
      return (greys[Math.floor(0.9 * greys.length)] as number) - (greys[Math.floor(0.03 * greys.length)] as number);
    });
    expect(contrast[0]).toBeGreaterThan(90);
    expect(contrast[0]).toBeGreaterThan(contrast[1] as number);
    expect(contrast[1]).toBeGreaterThan(contrast[2] as number);
  });

  it('draws its choices evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 5_000; i++) counts[secretInteger('aa', `${i}`, 10)]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(430);
  });

  it.each([
    [{ ...wish, seed: 'short' }, 'seed: expected 32 to 128'],
    [{ ...wish, count: 0 }, 'items: expected from 1'],
    [{ ...wish, severity: 2 }, 'severity: expected'],
    [{ ...wish, kinds: [] }, 'canaries: expected a font and a kind'],
  ] as const)('refuses a wish that is none: %#', (bad, message) => {
    expect(() => makeCanarySet(bad, fonts)).toThrow(message);
  });
});

describe("a user's own set", () => {
  const picture = encodePng({ width: 4, height: 4, channels: 3, data: new Uint8Array(48) });
  const other = encodePng({ width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(9) });
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('takes answers from one list, or from a file beside each picture', async () => {
    const listed = await openOwnSet(
      memoryFolder(
        new Map([
          ['b.png', other],
          ['a.png', picture],
          ['gold.json', bytes('{"a.png": ["竹", "㣇"], "b.png": "x"}')],
        ]),
      ),
      'mine',
      'zh',
    );
    expect(listed.items.map(({ gold }) => gold)).toEqual([['竹', '㣇'], ['x']]);
    expect(listed.items[0]?.prompt).toContain('图中');
    const beside = await openOwnSet(
      memoryFolder(
        new Map([
          ['a.png', picture],
          ['a.txt', bytes('竹\n㣇\n')],
          ['b.png', other],
        ]),
      ),
      'mine',
      'en',
    );
    expect(beside.items.map(({ gold }) => gold)).toEqual([['竹', '㣇'], []]);
    expect(keepsItsWord(beside)).toBe(true);
    const tabs = await openOwnSet(
      memoryFolder(
        new Map([
          ['a.png', picture],
          ['gold.tsv', bytes('a.png\tone\ttwo\n')],
        ]),
      ),
      'mine',
      'en',
    );
    expect(tabs.items[0]?.gold).toEqual(['one', 'two']);
  });

  it.each([
    [new Map([['a.txt', bytes('x')]]), 'expected PNG or JPEG pictures'],
    [new Map([['a.png', bytes('no picture')]]), 'a.png: expected a PNG or a JPEG'],
    [
      new Map([
        ['a.png', picture],
        ['gold.json', bytes('{"c.png": "x"}')],
      ]),
      'expected answers to pictures that are there',
    ],
    [
      new Map([
        ['a.png', picture],
        ['gold.json', bytes('{"a.png": 3}')],
      ]),
      'expected a text or several',
    ],
    [
      new Map([
        ['a.png', picture],
        ['gold.json', bytes('[1]')],
      ]),
      'gold.json: expected an object',
    ],
    [
      new Map([
        ['a.png', picture],
        ['b.png', other],
        ['c.png', picture],
      ]),
      'c.png: expected each picture once, found that of a.png again',
    ],
  ])('refuses %#', async (files, message) => {
    await expect(openOwnSet(memoryFolder(files), 'mine', 'en')).rejects.toThrow(message);
  });
});
