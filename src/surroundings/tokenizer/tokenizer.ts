// A tokenizer as what it holds: tokens by their bytes, merges in order, added tokens by number; where it came from, nothing more.
import type { Alphabet } from './alphabet.ts';

export interface AddedToken {
  readonly id: number;
  /** Untrusted text. */
  readonly content: string;
  readonly special: boolean;
  /** The file it was read from. */
  readonly file: string;
}

export type TokenizerKind = 'bpe' | 'unigram' | 'wordpiece' | 'unknown';

/** A vocabulary as one file has it. */
export interface Vocabulary {
  readonly kind: TokenizerKind;
  readonly alphabet: Alphabet;
  /** Token bytes (one character each) to number; added tokens are not among them. */
  readonly tokens: ReadonlyMap<string, number>;
  /** `left` NUL `right`, in order; undefined where the format has none. */
  readonly merges: readonly string[] | undefined;
  /** Scores by number, where the format has them. */
  readonly scores: ReadonlyMap<number, number> | undefined;
  readonly file: string;
}

export interface Tokenizer {
  /** Undefined where only added tokens and settings are there. */
  readonly vocabulary: Vocabulary | undefined;
  /** By number, lowest first. */
  readonly added: readonly AddedToken[];
  /** Settings by key: class, template, markers, limits. Untrusted text. */
  readonly settings: ReadonlyMap<string, string>;
  readonly files: readonly string[];
}

/** Vocabularies have up to some 300,000 tokens; a hundred times that is an attack. */
export const mostTokens = 4_000_000;

/** Added tokens together, each number once: the first file that has a number names it. */
export function joinAdded(lists: readonly (readonly AddedToken[])[]): readonly AddedToken[] {
  const byId = new Map<number, AddedToken>();
  for (const list of lists) for (const token of list) if (!byId.has(token.id)) byId.set(token.id, token);
  return [...byId.values()].toSorted((a, b) => a.id - b.id);
}
