// Vocabularies as plain lists: vocab.json with merges.txt, WordPiece's vocab.txt, and tiktoken's lines of Base64.
import type { JsonValue } from '../../json/json-value.ts';
import { tokenBytes } from './alphabet.ts';
import type { Vocabulary } from './tokenizer.ts';

/** vocab.json as GPT-2 wrote it, and its merges.txt where that is there. */
export function vocabularyOfJson(
  root: ReadonlyMap<string, JsonValue>,
  merges: string | undefined,
  file: string,
): Vocabulary {
  const tokens = new Map<string, number>();
  for (const [token, id] of root) {
    if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) tokens.set(tokenBytes(token, 'byte-level'), id);
  }
  const pairs = merges
    ?.split('\n')
    .filter((line) => line !== '' && !line.startsWith('#version'))
    .flatMap((line) => {
      const [left, right] = line.split(' ', 2);
      return left === undefined || right === undefined
        ? []
        : [`${tokenBytes(left, 'byte-level')}\0${tokenBytes(right, 'byte-level')}`];
    });
  return { kind: 'bpe', alphabet: 'byte-level', tokens, merges: pairs, scores: undefined, file };
}

/** One WordPiece a line; the line is the number. */
export function vocabularyOfLines(text: string, file: string): Vocabulary {
  const tokens = new Map<string, number>();
  const lines = text.split('\n');
  for (const [id, line] of lines.entries()) {
    if (line !== '' || id < lines.length - 1) tokens.set(tokenBytes(line, 'wordpiece'), id);
  }
  return { kind: 'wordpiece', alphabet: 'wordpiece', tokens, merges: undefined, scores: undefined, file };
}

/** tiktoken: Base64 of the bytes, a space, the number. The rank is the order of merging. Undefined where a line is none. */
export function vocabularyOfTiktoken(text: string, file: string): Vocabulary | undefined {
  const tokens = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parts = /^([A-Za-z0-9+/]+={0,2}) (\d{1,9})$/.exec(line);
    if (parts === null) return undefined;
    const bytes = bytesOf(parts[1] as string);
    if (bytes === undefined) return undefined;
    tokens.set(bytes, Number(parts[2]));
  }
  return tokens.size === 0
    ? undefined
    : { kind: 'bpe', alphabet: 'plain', tokens, merges: undefined, scores: undefined, file };
}

/** The bytes as characters; undefined where the length is that of no Base64. */
function bytesOf(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
