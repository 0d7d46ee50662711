// A source taken apart once: tokens, and the numbers by which two sources are compared.
import type { TextDocument } from '../documents/document.ts';
import { textHash } from '../math/hash.ts';
import type { Grammars } from './grammars.ts';
import { type LanguageId, languageOf } from './language.ts';
import { normalised, type Token, type TokenKind, tokensOf } from './tokens.ts';

/** Tokens kept as numbers: a library of ten thousand sources has five million of them. */
export interface TokenList {
  readonly length: number;
  /** Undefined beyond the end. */
  at(index: number): Token | undefined;
}

const kinds: readonly TokenKind[] = ['name', 'string', 'number', 'word'];

/** The same tokens over their text, thirteen bytes each. */
function tokenList(tokens: readonly Token[], text: string): TokenList {
  const kind = Uint8Array.from(tokens, (token) => kinds.indexOf(token.kind));
  const numbers = new Uint32Array(3 * tokens.length);
  for (const [at, { start, end, line }] of tokens.entries()) numbers.set([start, end, line], 3 * at);
  return {
    length: tokens.length,
    at(index) {
      const [start, end, line] = numbers.subarray(3 * index, 3 * index + 3);
      if (start === undefined || end === undefined || line === undefined) return undefined;
      return { kind: kinds[kind[index] as number] as TokenKind, text: text.slice(start, end), start, end, line };
    },
  };
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly language: LanguageId | undefined;
  readonly tokens: TokenList;
  /** A 32-bit number for each token with names and strings replaced, and for each as it stands. The same text has the same number everywhere. */
  readonly normalised: Uint32Array;
  readonly raw: Uint32Array;
  /** As `raw`, with names and strings taken apart into their words, in lower case: `getRefineSize` is three. */
  readonly words: Uint32Array;
  /** The names by their numbers. */
  readonly names: ReadonlyMap<number, string>;
}

export async function readSource(document: TextDocument, grammars: Grammars): Promise<SourceFile> {
  const language = languageOf(document.path);
  const parser = language === undefined ? undefined : await grammars.parserOf(language);
  const tokens = tokensOf(document.text, parser);
  return {
    path: document.path,
    text: document.text,
    language,
    tokens: tokenList(tokens, document.text),
    normalised: Uint32Array.from(tokens, (token) => textHash(normalised(token))),
    raw: Uint32Array.from(tokens, ({ text }) => textHash(text)),
    words: Uint32Array.from(tokens.flatMap(wordsOf), textHash),
    names: new Map(tokens.filter(({ kind }) => kind === 'name').map(({ text }) => [textHash(text), text])),
  };
}

/** Words kept of one string: a blob of data is one word like any other. */
const mostWords = 400;

function wordsOf({ kind, text }: Token): readonly string[] {
  if (kind !== 'name' && kind !== 'string') return [text];
  const words = text.slice(0, 8_192).match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\0-\x7f]+/g);
  return words?.slice(0, mostWords).map((word) => word.toLowerCase()) ?? [text];
}
