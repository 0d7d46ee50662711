// Passages are found with their offsets, in either script, with words changed; what is marked as another's is told apart.
import { describe, expect, it } from 'vitest';
import { decodeDocument, type TextDocument } from '../../src/documents/document.ts';
import { createRandom } from '../../src/math/random.ts';
import { examineTexts } from '../../src/text/examine.ts';
import { folded } from '../../src/text/folding.ts';
import { isCited, marksOf, shareIn } from '../../src/text/marks.ts';
import { indexed, passagesOf } from '../../src/text/passages.ts';
import { withoutTags } from '../../src/text/plain-text.ts';
import { dateOf } from '../../src/text/source-date.ts';
import { surveyText } from '../../src/text/survey.ts';

const document = (name: string, text: string): TextDocument => decodeDocument(name, new TextEncoder().encode(text));

/** Words that no language has, as uneven as those of one. */
function prose(seed: number, count: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => `w${Math.floor(4_000 * random.uniform() ** 2)}`);
}

const analects = '子曰：“主忠信。毋友不如己者。过，则勿惮改。”';
const variant = '「主忠信，毋友不如己者，過則勿憚改」';

describe('folding', () => {
  it('makes one word of either script, width, case and accent, and leaves places as they are', () => {
    const text = '於是，Ｈｅｌｌｏ WÖRLD! 學而時習之';
    const { words, starts, ends } = folded(text);
    expect([...words]).toEqual([...folded('于是 hello world 学而时习之').words]);
    expect(Array.from(starts, (start, at) => text.slice(start, ends[at]))).toEqual([
      '於',
      '是',
      'Ｈｅｌｌｏ',
      'WÖRLD',
      '學',
      '而',
      '時',
      '習',
      '之',
    ]);
  });

  it('sees through letters of other alphabets and through what is not seen, and counts the former', () => {
    const found = folded('p\u0430ssage hid\u00adden word');
    expect([...found.words]).toEqual([...folded('passage hidden word').words]);
    expect(found.disguised).toBe(1);
    expect(folded('слово и дело').disguised).toBe(0);
  });
});

describe('a repeat of the Analects', () => {
  it('is found in traditional characters and other marks, with exact offsets', async () => {
    const { passages } = await examineTexts(
      [document('a.txt', `……${analects}`)],
      [document('b.txt', `題外之話。${variant}完`)],
    );
    expect(passages).toHaveLength(1);
    const [one] = passages;
    expect(one?.kind).toBe('verbatim');
    expect(`……${analects}`.slice(one?.suspect.start, one?.suspect.end)).toBe('主忠信。毋友不如己者。过，则勿惮改');
    expect(`題外之話。${variant}完`.slice(one?.source.start, one?.source.end)).toBe('主忠信，毋友不如己者，過則勿憚改');
  });

  it('of seven characters is none, of eight it is one', () => {
    const found = (text: string): number =>
      passagesOf(indexed(folded('天地玄黄宇宙洪荒日月').words), folded(text).words).length;
    expect(found('口口玄黄宇宙洪荒日口口')).toBe(0);
    expect(found('口口地玄黄宇宙洪荒日口')).toBe(1);
  });
});

describe('every common run of eight words', () => {
  it('is found, wherever it stands (held to a comparison of each place with each)', () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = createRandom(seed);
      // Few different words, so that there is much to be found and to be confused.
      const a = Uint32Array.from({ length: 300 }, () => random.integer(6));
      const b = Uint32Array.from({ length: 300 }, () => random.integer(6));
      b.set(a.subarray(40, 60), 200);
      const found = passagesOf(indexed(a), b);
      const missed: string[] = [];
      for (let i = 0; i + 8 <= a.length; i++) {
        for (let j = 0; j + 8 <= b.length; j++) {
          let same = true;
          for (let k = 0; k < 8 && same; k++) same = a[i + k] === b[j + k];
          const hit = found.some(({ suspectStart, suspectEnd }) => suspectStart <= i && suspectEnd >= i + 8);
          if (same && !hit) missed.push(`${i} ${j}`);
        }
      }
      expect(missed).toEqual([]);
    }
  });
});

describe('a passage with words changed', () => {
  const words = prose(1, 400);
  const passage = words.slice(100, 220);

  it('is found as one, and called after how much of it was kept', async () => {
    const changed = (every: number): string =>
      passage.map((word, at) => (at % every === every - 1 ? `x${at}` : word)).join(' ');
    for (const [every, kind] of [
      [13, 'light'],
      [4, 'heavy'],
    ] as const) {
      const suspect = [...prose(2, 200), changed(every), ...prose(3, 200)].join(' ');
      const { passages } = await examineTexts([document('s.txt', suspect)], [document('o.txt', words.join(' '))]);
      expect(passages.map((one) => one.kind)).toEqual([kind]);
      expect(passages[0]?.words).toBeGreaterThan(0.85 * passage.length);
    }
  });

  it('is not found in words of another order, nor in what one text repeats', async () => {
    const order = createRandom(9).permutation(words.length);
    const shuffled = Array.from(order, (at) => words[at]).join(' ');
    const { passages } = await examineTexts([document('s.txt', words.join(' '))], [document('o.txt', shuffled)]);
    expect(passages).toEqual([]);
    const song = 'will you will you join the dance '.repeat(5);
    const asked = 'and then she said will you will you come home and he said no';
    expect((await examineTexts([document('s.txt', song)], [document('o.txt', asked)])).passages).toEqual([]);
  });
});

describe('what a text marks as another’s', () => {
  const words = prose(4, 60).join(' ');

  it('is told apart: quotations, blocks, references, citations', async () => {
    const source = document('o.txt', words);
    const marked = async (text: string): Promise<string[]> => {
      const { passages, suspects } = await examineTexts([document('s.md', text)], [source]);
      expect(suspects[0]?.covered.verbatim).toBe(0);
      return passages.map(({ quoted, cited, reference }) => [quoted, cited, reference].map(Number).join(''));
    };
    expect(await marked(`He wrote: “${words}”.`)).toEqual(['100']);
    expect(await marked(`Text.\n\n> ${words}\n\nMore.`)).toEqual(['100']);
    expect(await marked(`${words} [12] and so on`)).toEqual(['010']);
    expect(await marked(`Text.\n\n## References\n\n- ${words}\n`)).toEqual(['001']);
  });

  it('is no quotation where a mark is never closed, and the time is that of reading', () => {
    const text = `"${'a'.repeat(10_000)}`.repeat(50);
    expect(marksOf(text).quoted.length).toBeLessThan(60);
    expect(shareIn([{ start: 2, end: 4 }], 0, 8)).toBe(0.25);
    expect(isCited('as said (Chen, 2020) before', 7)).toBe(true);
    expect(isCited('as said before', 7)).toBe(false);
  });
});

describe('the earliest source', () => {
  const words = prose(5, 50).join(' ');

  it('is preferred, by a date in a field or in the name', async () => {
    const sources = [
      document('copy-2021.txt', words),
      document('first.md', `---\ndate: 1999-05-01\n---\n${words}`),
      document('undated.txt', words),
    ];
    const { passages } = await examineTexts([document('book-2020.txt', words)], sources);
    expect(passages.map(({ source, date, alsoIn }) => [source.file, date, alsoIn])).toEqual([
      ['first.md', '1999-05-01', 2],
    ]);
    expect(dateOf('essay.txt', 'no date')).toBeUndefined();
    expect(dateOf('2020-13-40.txt', '')).toBe('2020');
  });

  it('is said to be later than the suspect where it is, and then is not telling', async () => {
    const long = prose(6, 300).join(' ');
    const examined = await examineTexts([document('book-2020.txt', long)], [document('copy-2021.txt', long)]);
    expect(examined.passages[0]?.later).toBe(true);
    const survey = surveyText(examined);
    const found = survey.status === 'measured' ? survey.findings.filter(({ weight }) => weight === 'telling') : [];
    expect(found).toEqual([]);
  });
});

describe('hostile texts', () => {
  it.each([
    ['a megabyte of one letter', 'a'.repeat(1_000_000)],
    ['one word again and again', 'word '.repeat(100_000)],
    ['quotation marks', '“'.repeat(200_000)],
    ['marks upon marks', `a${'\u0301'.repeat(200_000)}`],
    ['broken bytes', '\ufffd\u0000'.repeat(100_000)],
    ['tags without end', '<script>'.repeat(50_000)],
  ])('end in time: %s', async (_, text) => {
    const one = withoutTags(document('a.html', text));
    const { passages } = await examineTexts([one], [one, document('b.txt', text)]);
    expect(Array.isArray(passages)).toBe(true);
  });

  it('lose their tags, scripts and entities, and no offset', () => {
    const text = '<p>One</p><script>two()</script>&nbsp;<b>three</b>';
    const plain = withoutTags(document('a.html', text)).text;
    expect(plain).toHaveLength(text.length);
    expect(plain.trim().split(/\s+/)).toEqual(['One', 'three']);
    expect(plain.indexOf('three')).toBe(text.indexOf('three'));
  });

  it('stop when asked', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(examineTexts([document('a', 'a b c')], [document('b', 'a b c')], { signal })).rejects.toThrow(
      'enough',
    );
  });
});
