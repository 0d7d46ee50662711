// The tokenizer in a GGUF header: strings, types, scores and merges, and the settings beside them.
import type { Source } from '../../bytes/source.ts';
import { readGgufLists } from '../../formats/gguf/gguf.ts';
import type { RunOptions } from '../../run.ts';
import { type Alphabet, tokenBytes } from './alphabet.ts';
import type { AddedToken, Tokenizer, Vocabulary } from './tokenizer.ts';

const prefix = 'tokenizer.ggml.';
const keys = {
  tokens: `${prefix}tokens`,
  types: `${prefix}token_type`,
  scores: `${prefix}scores`,
  merges: `${prefix}merges`,
};

/** `LLAMA_TOKEN_TYPE_*`: 3 is control, 4 user-defined. */
const types = { control: 3, userDefined: 4 };

/** The tokenizer of a GGUF file; undefined where it holds none. `metadata` are the texts of its header. */
export async function ggufTokenizer(
  source: Source,
  file: string,
  metadata: ReadonlyMap<string, string>,
  options?: RunOptions,
): Promise<Tokenizer | undefined> {
  const lists = await readGgufLists(source, Object.values(keys), options);
  const texts = lists.get(keys.tokens) ?? [];
  if (texts.length === 0) return undefined;
  const model = metadata.get(`${prefix}model`) ?? '';
  const alphabet: Alphabet = model === 'gpt2' ? 'byte-level' : model === 'bert' ? 'wordpiece' : 'spaces';
  const kind = model === 'gpt2' ? 'bpe' : model === 'bert' ? 'wordpiece' : 'unigram';
  const kinds = lists.get(keys.types) ?? [];
  const tokens = new Map<string, number>();
  const added: AddedToken[] = [];
  for (const [id, text] of texts.entries()) {
    const content = String(text);
    const type = kinds[id];
    if (type === types.control || type === types.userDefined) {
      added.push({ id, content, special: type === types.control, file });
    } else tokens.set(tokenBytes(content, alphabet), id);
  }
  const scores = lists.get(keys.scores) ?? [];
  const merges = lists.get(keys.merges) ?? [];
  const vocabulary: Vocabulary = {
    kind,
    alphabet,
    tokens,
    merges:
      merges.length === 0
        ? undefined
        : merges.map((merge) => {
            const [left = '', right = ''] = String(merge).split(' ', 2);
            return `${tokenBytes(left, alphabet)}\0${tokenBytes(right, alphabet)}`;
          }),
    scores: scores.length === 0 ? undefined : new Map(scores.map((score, id) => [id, Number(score)])),
    file,
  };
  const settings = new Map(
    [...metadata]
      .filter(([key]) => key.startsWith(prefix) && !Object.values(keys).includes(key))
      .map(([key, value]) => [key === `${prefix}chat_template` ? 'chat_template' : key, value]),
  );
  const template = metadata.get('tokenizer.chat_template');
  if (template !== undefined) settings.set('chat_template', template);
  return { vocabulary, added, settings, files: [file] };
}
