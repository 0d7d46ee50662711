// The tokenizer of a folder, from whichever of its files hold it; what cannot be read is a problem, and the rest is used.
import type { Folder, Source } from '../../bytes/source.ts';
import { decodeDocument } from '../../documents/document.ts';
import { attempt, ForebearError, type Problem } from '../../errors.ts';
import { type JsonValue, parseJsonBounded } from '../../json/json-value.ts';
import type { RunOptions } from '../../run.ts';
import { addedOf, configOf, vocabularyOf } from './huggingface.ts';
import { vocabularyOfJson, vocabularyOfLines, vocabularyOfTiktoken } from './plain-lists.ts';
import { sentencePieces } from './sentencepiece.ts';
import { type AddedToken, joinAdded, type Tokenizer, type Vocabulary } from './tokenizer.ts';

/** The largest published tokenizer.json has 33 MB. */
const mostBytes = 128 * 1024 * 1024;

const limits = { maxDepth: 64, maxBytes: mostBytes, maxValues: 12_000_000 };

/** Files that hold a tokenizer or a part of one, and are no documents to be read as text. */
export const tokenizerFiles: ReadonlySet<string> = new Set([
  'tokenizer.json',
  'tokenizer_config.json',
  'added_tokens.json',
  'special_tokens_map.json',
  'vocab.json',
  'merges.txt',
  'vocab.txt',
  'tokenizer.model',
  'spiece.model',
  'sentencepiece.bpe.model',
]);

/** The names, beside these, under which tiktoken's lists are published. */
const tiktokenName = /\.tiktoken$/;

/**
 * Reads the files `names` of a folder, which lie in it at `at` (`sub/`, or nothing). Undefined where there is nothing of a tokenizer. Never
 * throws for a single file but where the run is aborted.
 */
export async function readTokenizer(
  folder: Folder,
  at: string,
  names: readonly string[],
  problems: Problem[],
  options?: RunOptions,
): Promise<Tokenizer | undefined> {
  const here = new Set(names);
  const files: string[] = [];
  const bytesOf = async (name: string): Promise<Uint8Array | undefined> => {
    if (!here.has(name)) return undefined;
    const bytes = await attempt(problems, async () =>
      readWhole(await folder.open(`${at}${name}`, { signal: options?.signal }), options),
    );
    if (bytes !== undefined) files.push(`${at}${name}`);
    return bytes;
  };
  const jsonOf = async (name: string): Promise<ReadonlyMap<string, JsonValue> | undefined> => {
    const bytes = await bytesOf(name);
    if (bytes === undefined) return undefined;
    return attempt(problems, () => {
      const value = parseJsonBounded(bytes, name, limits);
      if (value instanceof Map) return value;
      throw new ForebearError('format', name, 'an object', 'something else');
    });
  };
  const added: (readonly AddedToken[])[] = [];
  let vocabulary: Vocabulary | undefined;
  const whole = await jsonOf('tokenizer.json');
  if (whole !== undefined) {
    const read = vocabularyOf(whole, `${at}tokenizer.json`);
    vocabulary = read.vocabulary;
    added.push(read.added);
  }
  const config = await jsonOf('tokenizer_config.json');
  const configured = config === undefined ? undefined : configOf(config, `${at}tokenizer_config.json`);
  if (configured !== undefined) added.push(configured.added);
  const more = await jsonOf('added_tokens.json');
  if (more !== undefined) added.push(addedOf(more, `${at}added_tokens.json`));
  vocabulary ??= await listed();
  if (files.length === 0) return undefined;
  const joined = joinAdded(added);
  return {
    vocabulary: withoutAdded(vocabulary, joined),
    added: joined,
    settings: configured?.settings ?? new Map(),
    files,
  };

  /** From the older files, the first that is there. */
  async function listed(): Promise<Vocabulary | undefined> {
    for (const name of [
      'tokenizer.model',
      'spiece.model',
      'sentencepiece.bpe.model',
      ...names.filter((path) => tiktokenName.test(path)),
    ]) {
      const bytes = await bytesOf(name);
      if (bytes === undefined) continue;
      // Llama 3's tokenizer.model is tiktoken's list under SentencePiece's name.
      const lines = vocabularyOfTiktoken(firstLineIsBase64(bytes) ? textOf(name, bytes) : '', `${at}${name}`);
      if (lines !== undefined) return lines;
      const pieces = await attempt(problems, () => sentencePieces(bytes, `${at}${name}`));
      if (pieces === undefined) continue;
      added.push(pieces.added);
      return pieces.vocabulary;
    }
    const vocab = await jsonOf('vocab.json');
    if (vocab !== undefined) {
      const merges = await bytesOf('merges.txt');
      return vocabularyOfJson(
        vocab,
        merges === undefined ? undefined : textOf('merges.txt', merges),
        `${at}vocab.json`,
      );
    }
    const words = await bytesOf('vocab.txt');
    return words === undefined ? undefined : vocabularyOfLines(textOf('vocab.txt', words), `${at}vocab.txt`);
  }
}

/** Some files count the added tokens to the vocabulary as well. */
function withoutAdded(vocabulary: Vocabulary | undefined, added: readonly AddedToken[]): Vocabulary | undefined {
  if (vocabulary === undefined || added.length === 0) return vocabulary;
  const ids = new Set(added.map(({ id }) => id));
  return { ...vocabulary, tokens: new Map([...vocabulary.tokens].filter(([, id]) => !ids.has(id))) };
}

function textOf(name: string, bytes: Uint8Array): string {
  return decodeDocument(name, bytes).text;
}

function firstLineIsBase64(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, 120));
  return /^[A-Za-z0-9+/]+={0,2} \d+\r?\n/.test(head);
}

async function readWhole(source: Source, options?: RunOptions): Promise<Uint8Array> {
  try {
    if (source.size > mostBytes)
      throw new ForebearError('limit', source.uri, `at most ${mostBytes} bytes`, `${source.size}`);
    return await source.read(0, source.size, { signal: options?.signal });
  } finally {
    await source.close();
  }
}
