// The languages: seeded, with words to be learned, and no two alike.
import { describe, expect, it } from 'vitest';
import { strangerShape } from '../../grower/calibration/population.ts';
import { createLanguage, unigramEntropy, writeText } from '../../grower/language.ts';
import { corpusFor, corpusTokens } from '../../grower/train.ts';

const vocabulary = 48;

describe('a language', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(createLanguage(3, vocabulary)).toEqual(createLanguage(3, vocabulary));
    expect(createLanguage(3, vocabulary).words).not.toEqual(createLanguage(4, vocabulary).words);
    const language = createLanguage(3, vocabulary);
    expect(writeText(language, 1, 500)).toEqual(writeText(language, 1, 500));
    expect(writeText(language, 1, 500)).not.toEqual(writeText(language, 2, 500));
  });

  it('writes its own words alone, each followed by one of its followers', () => {
    const language = createLanguage(5, vocabulary);
    const spelled = language.words.map((word) => word.join());
    const text = writeText(language, 1, 4_000);
    const words = text.join().split(',0,').slice(0, -1);
    const numbers = words.map((word) => spelled.indexOf(word));
    expect(numbers).not.toContain(-1);
    for (const [i, word] of numbers.slice(1).entries()) expect([...language.followers[numbers[i]!]!]).toContain(word);
  });

  it('leaves far less to guess from word to word than from token to token', () => {
    const text = corpusFor({ dataSeed: 1, shape: strangerShape });
    expect(text).toHaveLength(corpusTokens);
    expect(Math.max(...text)).toBeLessThan(strangerShape.vocabulary);
    const pairs = new Uint8Array(text.length - 1).map((_, i) => (text[i]! * 31 + text[i + 1]! * 7) % 251);
    const single = unigramEntropy(text, strangerShape.vocabulary);
    expect(single).toBeGreaterThan(2.5);
    // Knowing the token before leaves less: H(b | a) = H(a, b) - H(a), and the hash only loses.
    expect(unigramEntropy(pairs, 251) - single).toBeLessThan(0.75 * single);
  });

  it('is refused for vocabularies that tokens of one byte cannot hold', () => {
    expect(() => createLanguage(1, 300)).toThrow(RangeError);
    expect(() => createLanguage(1, 8)).toThrow(RangeError);
  });
});
