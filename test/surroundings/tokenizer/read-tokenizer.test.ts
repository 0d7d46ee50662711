// One vocabulary in six forms is one vocabulary, and what is broken in a file costs that file alone.
import { describe, expect, it } from 'vitest';
import { memoryFolder } from '../../../forgeries/memory-folder.ts';
import { encodeGguf } from '../../../forgeries/writers/gguf.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Problem } from '../../../src/errors.ts';
import { tokenBytes, visibleToken } from '../../../src/surroundings/tokenizer/alphabet.ts';
import { ggufTokenizer } from '../../../src/surroundings/tokenizer/gguf-vocabulary.ts';
import { readTokenizer } from '../../../src/surroundings/tokenizer/read-tokenizer.ts';
import type { Tokenizer, Vocabulary } from '../../../src/surroundings/tokenizer/tokenizer.ts';

const encoder = new TextEncoder();

/** Token bytes by number: single bytes, words with and without a blank, Chinese, half a character. */
const tokens = ['a', 'b', ' the', 'er', ' 竹简', '\u00e7\u00ab', 'x\ny'].map((text, id) =>
  id === 5 ? '\u00e7\u00ab' : String.fromCharCode(...encoder.encode(text)),
);

function bytesToCharacters(bytes: string): string {
  let next = 256;
  const table = Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return printable ? byte : next++;
  });
  return [...bytes].map((byte) => String.fromCodePoint(table[byte.charCodeAt(0)] as number)).join('');
}

const json = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

async function read(files: {
  readonly [name: string]: Uint8Array;
}): Promise<{ tokenizer: Tokenizer | undefined; problems: Problem[] }> {
  const problems: Problem[] = [];
  const folder = memoryFolder(new Map(Object.entries(files)));
  return { tokenizer: await readTokenizer(folder, '', Object.keys(files), problems), problems };
}

const idsOf = (vocabulary: Vocabulary | undefined): [string, number][] => [...(vocabulary?.tokens ?? [])];

const byteLevel = {
  model: {
    type: 'BPE',
    vocab: Object.fromEntries(tokens.map((token, id) => [bytesToCharacters(token), id])),
    merges: ['e r', ['a', 'b']],
  },
  decoder: { type: 'ByteLevel' },
  added_tokens: [{ id: 7, content: '<image>', special: true }],
};

describe('a vocabulary', () => {
  const expected = tokens.map((token, id): [string, number] => [token, id]);

  it('is read from tokenizer.json, with merges in both spellings and added tokens', async () => {
    const { tokenizer, problems } = await read({ 'tokenizer.json': json(byteLevel) });
    expect(problems).toEqual([]);
    expect(idsOf(tokenizer?.vocabulary)).toEqual(expected);
    expect(tokenizer?.vocabulary?.merges).toEqual(['e\0r', 'a\0b']);
    expect(tokenizer?.added).toEqual([{ id: 7, content: '<image>', special: true, file: 'tokenizer.json' }]);
  });

  it('is the same from vocab.json and merges.txt, and from a list of tiktoken', async () => {
    const older = await read({
      'vocab.json': json(byteLevel.model.vocab),
      'merges.txt': encoder.encode('#version: 0.2\ne r\na b\n'),
    });
    expect(idsOf(older.tokenizer?.vocabulary)).toEqual(expected);
    expect(older.tokenizer?.vocabulary?.merges).toEqual(['e\0r', 'a\0b']);
    const lines = tokens.map((token, id) => `${btoa(token)} ${id}`).join('\n');
    for (const name of ['qwen.tiktoken', 'tokenizer.model']) {
      const { tokenizer } = await read({ [name]: encoder.encode(`${lines}\n`) });
      expect(idsOf(tokenizer?.vocabulary)).toEqual(expected);
    }
  });

  it('is read from SentencePiece, where control pieces are added tokens and bytes have names', async () => {
    const bytes = pieces([
      ['<unk>', 0, 2],
      ['<s>', 0, 3],
      ['<0x0A>', 0, 6],
      ['▁the', -1.5, 1],
      ['竹', -2.5, 1],
      ['<image>', 0, 4],
    ]);
    const { tokenizer } = await read({ 'tokenizer.model': bytes });
    expect(idsOf(tokenizer?.vocabulary)).toEqual([
      ['<unk>', 0],
      ['\n', 2],
      [' the', 3],
      ['\u00e7\u00ab\u00b9', 4],
    ]);
    expect(tokenizer?.vocabulary?.scores?.get(3)).toBe(-1.5);
    expect(tokenizer?.added.map(({ id, content }) => [id, content])).toEqual([
      [1, '<s>'],
      [5, '<image>'],
    ]);
  });

  it('is read from WordPiece, where a piece without ## begins a word', async () => {
    const { tokenizer } = await read({ 'vocab.txt': encoder.encode('the\n##er\n') });
    expect(idsOf(tokenizer?.vocabulary)).toEqual([
      [' the', 0],
      ['er', 1],
    ]);
  });

  it('is read from the header of a GGUF file', async () => {
    const written = encodeGguf({
      metadata: {
        'tokenizer.ggml.model': ['string', 'gpt2'],
        'tokenizer.ggml.tokens': ['array', 'string', [...tokens.map(bytesToCharacters), '<image>']],
        'tokenizer.ggml.token_type': ['array', 'i32', [...tokens.map(() => 1), 3]],
        'tokenizer.ggml.merges': ['array', 'string', ['e r', 'a b']],
        'tokenizer.ggml.bos_token_id': ['u32', 7],
        'tokenizer.chat_template': ['string', '{{ messages }}'],
      },
      tensors: [],
    });
    const texts = new Map([
      ['tokenizer.ggml.model', 'gpt2'],
      ['tokenizer.ggml.bos_token_id', '7'],
      ['tokenizer.chat_template', '{{ messages }}'],
    ]);
    const tokenizer = await ggufTokenizer(memorySource(written), 'model.gguf', texts);
    expect(idsOf(tokenizer?.vocabulary)).toEqual(expected);
    expect(tokenizer?.vocabulary?.merges).toEqual(['e\0r', 'a\0b']);
    expect(tokenizer?.added).toEqual([{ id: 7, content: '<image>', special: true, file: 'model.gguf' }]);
    expect(tokenizer?.settings.get('chat_template')).toBe('{{ messages }}');
    expect(await ggufTokenizer(memorySource(encodeGguf({ tensors: [] })), 'model.gguf', new Map())).toBeUndefined();
  });

  it('is joined with the tokens of tokenizer_config.json and its settings', async () => {
    const config = {
      added_tokens_decoder: { 128010: { content: '<image>', special: true }, 'not a number': { content: 'x' } },
      tokenizer_class: 'PreTrainedTokenizerFastWrapper',
      auto_map: { AutoTokenizer: ['modeling_minicpmv.PreTrainedTokenizerFastWrapper', null] },
      model_max_length: 2048,
      pad_token: { content: '!' },
    };
    const { tokenizer } = await read({ 'tokenizer_config.json': json(config) });
    expect(tokenizer?.added).toEqual([
      { id: 128010, content: '<image>', special: true, file: 'tokenizer_config.json' },
    ]);
    expect(Object.fromEntries(tokenizer?.settings ?? [])).toEqual({
      tokenizer_class: 'PreTrainedTokenizerFastWrapper',
      auto_map: 'modeling_minicpmv.PreTrainedTokenizerFastWrapper',
      model_max_length: '2048',
      pad_token: '!',
    });
  });
});

describe('broken tokenizer files', () => {
  it('cost themselves alone', async () => {
    const { tokenizer, problems } = await read({
      'tokenizer.json': encoder.encode('{"model": '),
      'added_tokens.json': json({ '<a>': 5, '<b>': -1, '<c>': 'x' }),
    });
    expect(problems.map(({ code, subject }) => [code, subject])).toEqual([['format', 'tokenizer.json']]);
    expect(tokenizer?.added).toEqual([{ id: 5, content: '<a>', special: false, file: 'added_tokens.json' }]);
  });

  it('of SentencePiece are refused: bytes that are no message, and one that ends in the middle', async () => {
    for (const bytes of [Uint8Array.of(0xff, 0xff, 0xff), pieces([['the', 0, 1]]).subarray(0, 6), new Uint8Array(0)]) {
      const { tokenizer, problems } = await read({ 'tokenizer.model': bytes });
      expect(tokenizer?.vocabulary).toBeUndefined();
      expect(problems).toHaveLength(1);
    }
  });

  it('with levels without end or a prototype for a key do no harm', async () => {
    const deep = await read({ 'tokenizer.json': encoder.encode('['.repeat(100_000)) });
    expect(deep.problems.map(({ code }) => code)).toEqual(['limit']);
    const named = await read({ 'added_tokens.json': encoder.encode('{"__proto__": 3, "constructor": 4}') });
    expect(named.tokenizer?.added.map(({ content }) => content)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['3']).toBeUndefined();
  });
});

describe('token bytes', () => {
  it('show as text again', () => {
    expect(visibleToken(tokenBytes('ĠHello', 'byte-level'))).toBe(' Hello');
    expect(visibleToken(tokenBytes('▁竹', 'spaces'))).toBe(' 竹');
    expect(tokenBytes('<0x41>', 'spaces')).toBe('A');
  });
});

/** A SentencePiece model by its wire form: field 1 of each piece is its text, 2 its score, 3 its type. */
function pieces(list: readonly (readonly [text: string, score: number, type: number])[]): Uint8Array {
  const out: number[] = [];
  for (const [text, score, type] of list) {
    const bytes = encoder.encode(text);
    const float = new Uint8Array(new Float32Array([score]).buffer);
    const body = [0x0a, bytes.length, ...bytes, 0x15, ...float, 0x18, type];
    out.push(0x0a, body.length, ...body);
  }
  return Uint8Array.from(out);
}
