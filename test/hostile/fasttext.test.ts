// Attacks on the fastText reader: each ends in a typed refusal or in the stated acceptance, and soon.
import { describe, expect, it } from 'vitest';
import { encodeFasttextModel, type FasttextModel } from '../../forgeries/writers/fasttext.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { fasttextFormat } from '../../src/formats/fasttext/fasttext.ts';
import { checkPromises, outcome } from './outcome.ts';
import { extended, patched } from './patches.ts';

const dense = { rows: 2, columns: 3, values: new Float32Array(6) };
const coded = { rows: 2, columns: 4, width: 2, codes: new Uint8Array(4), centroids: new Float32Array(1024) };
const norms = { codes: new Uint8Array(2), centroids: new Float32Array(256) };

const made = (changes: Partial<FasttextModel> = {}): Uint8Array =>
  encodeFasttextModel({ words: ['the'], input: dense, output: dense, ...changes });
const fine = made();

/** Where things stand in such a file: the counts of the dictionary, its first word, and the matrices behind it. */
const dictionary = 64;
const words = dictionary + 28;
const input = words + 4 + 9;
const quantised = made({ input: coded });

const refused: readonly (readonly [name: string, code: ErrorCode, make: () => Uint8Array])[] = [
  ['an empty file', 'format', () => new Uint8Array(0)],
  ['settings that are cut off', 'format', () => fine.slice(0, 60)],
  ['another magic number', 'format', () => patched(fine, 0, 0)],
  ['version 10', 'unsupported', () => patched(fine, 4, 10)],
  ['version 2^32 - 1', 'unsupported', () => patched(fine, 4, 0xffff_ffff)],
  ['no dictionary', 'source', () => fine.slice(0, dictionary)],
  ['a count of words that contradicts the sum', 'format', () => patched(fine, dictionary, 2)],
  ['2^31 words', 'format', () => patched(patched(fine, dictionary, 2 ** 31), dictionary + 4, 2 ** 31)],
  ['2^32 - 1 words', 'format', () => patched(patched(fine, dictionary, -1), dictionary + 4, -1)],
  ['2^63 tokens', 'limit', () => patched(fine, dictionary + 12, 2n ** 63n, 8)],
  ['2^40 rows kept', 'limit', () => patched(fine, dictionary + 20, 2n ** 40n, 8)],
  ['2^31 rows kept', 'format', () => patched(fine, dictionary + 20, 2 ** 31, 8)],
  ['-2 rows kept', 'limit', () => patched(fine, dictionary + 20, -2, 8)],
  ['a word that does not end', 'source', () => fine.slice(0, words + 20).fill(0x41, words)],
  ['a dictionary longer than the file', 'format', () => fine.slice(0, words + 3)],
  ['a word of a hundred thousand bytes', 'limit', () => made({ words: ['x'.repeat(100_000)] })],
  ['a dictionary that ends within a count', 'source', () => made({ words: ['a longer word'] }).slice(0, words + 20)],
  ['no matrix', 'source', () => fine.slice(0, input)],
  ['half of the sides of a matrix', 'source', () => fine.slice(0, input + 9)],
  ['2^63 rows', 'limit', () => patched(fine, input + 1, 2n ** 63n, 8)],
  ['-1 columns', 'limit', () => patched(fine, input + 9, -1, 8)],
  [
    'rows whose product with columns overflows',
    'limit',
    () => {
      return patched(patched(fine, input + 1, 2n ** 40n, 8), input + 9, 2n ** 40n, 8);
    },
  ],
  ['codes that do not fit the rows', 'format', () => made({ input: { ...coded, codes: new Uint8Array(5) } })],
  ['2^32 - 1 codes', 'source', () => patched(quantised, input + 18, -1)],
  ['a codebook for other rows', 'format', () => patched(quantised, input + 26, 5)],
  ['pieces that do not make up a row', 'format', () => patched(quantised, input + 30, 3)],
  ['pieces of no width', 'format', () => patched(quantised, input + 34, 0)],
  ['a last piece longer than the others', 'format', () => patched(quantised, input + 38, 4)],
  ['2^32 - 1 pieces', 'format', () => patched(quantised, input + 30, -1)],
  ['codes and no codebook', 'source', () => quantised.slice(0, input + 30)],
  ['no second matrix', 'source', () => fine.slice(0, input + 17 + 24)],
];

describe('fasttextFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(fasttextFormat, make())).toBe(code);
  });

  it('loses the matrix that the file is too short for', async () => {
    const header = await outcome(fasttextFormat, fine.slice(0, -1));
    expect(header).toMatchObject({ tensors: [{ name: 'input' }], problems: [{ code: 'source', lost: ['output'] }] });
  });

  it('refuses a file where a matrix that is too long hides the next', async () => {
    expect(await outcome(fasttextFormat, patched(fine, input + 1, 1000, 8))).toBe('source');
  });

  it('takes no second matrix for quantised where the first is not, as fastText does', async () => {
    const bytes = patched(fine, input + 17 + 24, 1, 1);
    const header = await outcome(fasttextFormat, bytes);
    if (typeof header === 'string') throw new Error(`refused: ${header}`);
    expect(header).toMatchObject({ tensors: [{ name: 'input' }, { name: 'output', dtype: 'F32' }], problems: [] });
    await checkPromises(header, bytes);
  });

  it('reports what stands behind the second matrix', async () => {
    const header = await outcome(fasttextFormat, extended(made({ input: { ...coded, norms }, output: coded }), 33));
    expect(header).toMatchObject({
      undeclaredBytes: 33,
      tensors: { length: 6 },
      problems: [{ code: 'format', lost: [] }],
    });
  });

  it('goes through a dictionary of ninety thousand words in a moment', { timeout: 2000 }, async () => {
    const bytes = made({ words: Array.from({ length: 90_000 }, () => '') });
    expect(await outcome(fasttextFormat, bytes)).toMatchObject({ problems: [], tensors: { length: 2 } });
  });

  it('does not care what is in the words', async () => {
    const bytes = made({ words: ['\u001b[2J', '../../etc/passwd', '<img src=x>', '\ud800'] });
    expect(await outcome(fasttextFormat, bytes)).toMatchObject({ problems: [], tensors: { length: 2 } });
  });
});
