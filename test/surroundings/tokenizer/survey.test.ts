// What two tokenizers share is weighed: a base is ordinary, tokens that nobody else has are not.
import { describe, expect, it } from 'vitest';
import type { Survey } from '../../../src/findings/finding.ts';
import { publicTokenizers } from '../../../src/surroundings/tokenizer/special-token-table.ts';
import { surveyTokenizer, surveyTokenizers } from '../../../src/surroundings/tokenizer/survey.ts';
import type { Tokenizer } from '../../../src/surroundings/tokenizer/tokenizer.ts';

const twelve = ['image', 'ref', 'box', 'quad', 'point', 'slice'].flatMap((name) => [`<${name}>`, `</${name}>`]);

function tokenizer(
  words: readonly string[],
  added: readonly (readonly [number, string])[],
  merges?: readonly string[],
): Tokenizer {
  return {
    vocabulary: {
      kind: 'bpe',
      alphabet: 'byte-level',
      tokens: new Map(words.map((word, id) => [word, id])),
      merges,
      scores: undefined,
      file: 'tokenizer.json',
    },
    added: added.map(([id, content]) => ({ id, content, special: true, file: 'tokenizer_config.json' })),
    settings: new Map(),
    files: ['tokenizer.json', 'tokenizer_config.json'],
  };
}

const words = (seed: number): string[] => Array.from({ length: 500 }, (_, id) => `w${(id * 7 + seed * 13) % 900}`);
const llama = [
  [128000, '<|begin_of_text|>'],
  [128001, '<|end_of_text|>'],
] as const;
const reserved = Array.from({ length: 240 }, (_, at) => [128010 + at, `<|reserved_special_token_${at + 5}|>`] as const);
const original = tokenizer(words(0), [...llama, ...twelve.map((token, at) => [128010 + at, token] as const)]);

const idsOf = (survey: Survey): string[] =>
  survey.status === 'measured' ? survey.findings.map(({ statement }) => statement.id) : [];
const weightOf = (survey: Survey, id: string): string | undefined =>
  survey.status === 'measured' ? survey.findings.find(({ statement }) => statement.id === id)?.weight : undefined;

describe('the twelve vision tokens', () => {
  it('are found as MiniCPM’s, alone and beside a candidate', () => {
    const alone = surveyTokenizer(original);
    expect(weightOf(alone, 'tokenizer.signature')).toBe('telling');
    const beside = surveyTokenizers(original, original);
    expect(weightOf(beside, 'tokenizer.signature')).toBe('telling');
    expect(weightOf(beside, 'tokenizer.added')).toBe('telling');
  });

  it('are found where two were renamed since, not where three were', () => {
    const renamed = (count: number): Tokenizer =>
      tokenizer(
        words(0),
        twelve.map((token, at) => [128010 + at, at < count ? `<x${at}>` : token]),
      );
    expect(idsOf(surveyTokenizer(renamed(2)))).toEqual(['tokenizer.signature']);
    expect(idsOf(surveyTokenizer(renamed(3)))).toEqual([]);
  });

  it('are not found at other numbers, nor in reserved places', () => {
    const moved = tokenizer(
      words(0),
      twelve.map((token, at) => [128011 + at, token]),
    );
    expect(idsOf(surveyTokenizer(moved))).toEqual([]);
    expect(idsOf(surveyTokenizer(tokenizer(words(0), [...llama, ...reserved])))).toEqual([]);
  });

  it('are in none of the public tokenizers of the background', () => {
    for (const { added } of publicTokenizers) expect(idsOf(surveyTokenizer(tokenizer(words(0), added)))).toEqual([]);
  });
});

describe('two derivatives of one base', () => {
  it('share it, and nothing telling', () => {
    const survey = surveyTokenizers(
      tokenizer(words(0), [...llama, ...reserved]),
      tokenizer(words(0), [...llama, ...reserved]),
    );
    expect(weightOf(survey, 'tokenizer.equal')).toBe('common');
    expect(survey.status === 'measured' && survey.findings.some(({ weight }) => weight === 'telling')).toBe(false);
  });
});

describe('vocabularies trained apart', () => {
  it('share texts, and few numbers', () => {
    const survey = surveyTokenizers(tokenizer(words(1), []), tokenizer(words(2), []));
    expect(idsOf(survey)).toEqual(['tokenizer.overlap']);
    expect(weightOf(survey, 'tokenizer.overlap')).toBe('context');
  });

  it('are told by their merges, too', () => {
    const survey = surveyTokenizers(
      tokenizer(words(1), [], ['a\0b', 'c\0d']),
      tokenizer(words(2), [], ['a\0b', 'd\0c', 'x\0y']),
    );
    const found =
      survey.status === 'measured'
        ? survey.findings.find(({ statement }) => statement.id === 'tokenizer.merges')
        : undefined;
    expect(found?.statement.values).toEqual({ suspect: 2, candidate: 3, shared: 1, prefix: 1 });
  });
});

describe('a survey of tokenizers', () => {
  it('says where there is none', () => {
    expect(surveyTokenizers(undefined, original).status).toBe('inapplicable');
    expect(surveyTokenizer(undefined).status).toBe('inapplicable');
  });

  it('always says what speaks against', () => {
    const survey = surveyTokenizers(original, original);
    expect(survey.status === 'measured' && survey.against.length).toBeGreaterThan(1);
  });
});

describe('added tokens of public tokenizers', () => {
  const asRead = publicTokenizers.map(({ added }) => tokenizer(words(0), added));

  it('are known whole: blanks and line ends too, and lists of thousands', () => {
    // Phi-2's runs of blanks and Gemma 2's line ends stand in every model built on these; left out, they would seem to be nobody's.
    const has = (id: number, content: string): boolean =>
      publicTokenizers.some(({ added }) => added.some(([at, text]) => at === id && text === content));
    expect(has(50_257, ' '.repeat(31))).toBe(true);
    expect(has(108, '\n')).toBe(true);
    expect(has(255_998, '\t'.repeat(31))).toBe(true);
    expect(has(770, '[control_768]')).toBe(true);
  });

  it('are telling of no model beside one on the same base', () => {
    const weights = new Set(asRead.map((one) => weightOf(surveyTokenizers(one, one), 'tokenizer.added')));
    expect([...weights]).toEqual(expect.arrayContaining([undefined, 'common']));
    expect(weights.size).toBe(2);
  });

  it('are telling in 5 of 544 pairs that share some where the list knows neither: each two on a base that no third is on', () => {
    let [sharing, telling] = [0, 0];
    for (const [i, one] of asRead.entries()) {
      for (const [j, other] of asRead.entries()) {
        if (j <= i) continue;
        const others = publicTokenizers.filter((_, at) => at !== i && at !== j);
        const weight = weightOf(surveyTokenizers(one, other, others), 'tokenizer.added');
        if (weight !== undefined) sharing += 1;
        if (weight === 'telling') telling += 1;
      }
    }
    expect({ sharing, telling }).toEqual({ sharing: 544, telling: 5 });
  });
});
