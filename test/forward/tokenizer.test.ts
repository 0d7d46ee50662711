// Tokens and back: byte-level pairs as tokenizer.json has them, and files that are no such thing or mean harm.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { llama3Pattern, tinyTokenizerFiles, tinyVocabulary } from '../../forgeries/tiny-vocabulary.ts';
import { parseTokenizer } from '../../src/forward/tokenizer.ts';

type Json = Record<string, unknown>;
const plain = tinyTokenizerFiles().tokenizer as Json;
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const tokenizer = parseTokenizer(bytes(plain));
const names = (text: string): string[] => tokenizer.encode(text).map((id) => tinyVocabulary[id] as string);

function decoded(ids: readonly number[]): string {
  const parts = ids.map((id) => tokenizer.bytesOf(id));
  return new TextDecoder().decode(Uint8Array.from(parts.flatMap((part) => [...part])));
}

describe('a tokenizer', () => {
  it('gives every text back, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(decoded(tokenizer.encode(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
    expect(decoded(tokenizer.encode('清华简 👩‍👩‍👧 𗼇 \r\n\t'))).toBe('清华简 👩‍👩‍👧 𗼇 \r\n\t');
  });

  it('joins pairs by rank, within words alone', () => {
    expect(names('the the')).toEqual(['the', 'Ġthe']);
    expect(names('tithe')).toEqual(['t', 'i', 'the']);
    expect(names('a\n\nb')).toEqual(['a', 'Ċ', 'Ċ', 'b']);
    expect(names("in'er")).toEqual(['in', "'", 'er']);
    expect(names('12345')).toEqual(['1', '2', '3', '4', '5']);
  });

  it('takes nothing in a text for a special token', () => {
    expect(tokenizer.encode('<|eot_id|>')).not.toContain(tokenizer.idOf('<|eot_id|>'));
    expect(tokenizer.idOf('<|eot_id|>')).toBe(tinyVocabulary.indexOf('<|eot_id|>'));
    expect([...tokenizer.bytesOf(tokenizer.idOf('<image>') as number)]).toEqual([]);
    expect(tokenizer.nameOf(tokenizer.idOf('<image>') as number)).toBe('<image>');
    expect(tokenizer.nameOf(0xe7)).toBe('<0xE7>');
  });

  it('reads merges in both forms', () => {
    const model = plain['model'] as { merges: string[] };
    const pairs = { ...plain, model: { ...model, merges: model.merges.map((pair) => pair.split(' ')) } };
    expect(parseTokenizer(bytes(pairs)).encode('the thing')).toEqual(tokenizer.encode('the thing'));
  });

  it('cuts words as Llama 3, Qwen 2 and GPT-2 do', () => {
    const withPattern = (pretokenizers: unknown): number =>
      parseTokenizer(bytes({ ...plain, pre_tokenizer: { type: 'Sequence', pretokenizers } })).encode('the').length;
    const qwen = llama3Pattern.replace('{1,3}', '');
    const level = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
    expect(withPattern([{ type: 'Split', pattern: { Regex: qwen }, behavior: 'Isolated' }, level])).toBe(1);
    expect(
      parseTokenizer(bytes({ ...plain, pre_tokenizer: { type: 'ByteLevel', use_regex: true } })).encode('the'),
    ).toHaveLength(1);
  });

  it('is done with a megabyte of one letter in little time', () => {
    expect(tokenizer.encode('a'.repeat(1_000_000)).length).toBe(1_000_000);
  }, 30_000);

  it.each<readonly [string, unknown, string]>([
    [
      'a pattern that could hang',
      { ...plain, pre_tokenizer: { type: 'Split', pattern: { Regex: '(a+)+$' }, behavior: 'Isolated' } },
      'another pattern',
    ],
    ['another model', { ...plain, model: { type: 'Unigram' } }, 'another model'],
    ['a normaliser', { ...plain, normalizer: { type: 'Lowercase' } }, 'a normaliser'],
    ['a blank put before', { ...plain, pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true } }, 'adds a blank'],
    ['no cutting', { ...plain, pre_tokenizer: null }, 'none pattern'],
    ['no vocabulary', { ...plain, model: { type: 'BPE' } }, 'a vocabulary'],
    ['a list', [1], 'an object'],
  ])('with %s is refused', (_, file, message) => {
    expect(() => parseTokenizer(bytes(file))).toThrow(message);
  });

  it('refuses texts that no context holds', () => {
    expect(() => tokenizer.encode('x'.repeat(2_097_153))).toThrow('at most 2097152 characters');
  });
});
