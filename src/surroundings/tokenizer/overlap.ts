// What two vocabularies share: tokens by their bytes, with and without their numbers, merges in order, scores; and added tokens.
import type { AddedToken, Tokenizer, Vocabulary } from './tokenizer.ts';

/** Counts leave out tokens of a single byte: every vocabulary over bytes has them, most in the same order. */
export interface Overlap {
  readonly suspect: number;
  readonly candidate: number;
  /** Tokens with the same bytes. */
  readonly shared: number;
  /** Of them, those with the same number. */
  readonly sameNumber: number;
  readonly merges:
    | { readonly suspect: number; readonly candidate: number; readonly shared: number; readonly prefix: number }
    | undefined;
  /** Shared tokens whose scores are the same to the last bit; undefined where either has no scores. */
  readonly sameScore: number | undefined;
}

/** Compares two vocabularies in the time of reading them once. */
export function overlapOf(suspect: Vocabulary, candidate: Vocabulary): Overlap {
  let [shared, sameNumber, sameScore, own] = [0, 0, 0, 0];
  for (const [token, id] of suspect.tokens) {
    if (token.length < 2) continue;
    own += 1;
    const other = candidate.tokens.get(token);
    if (other === undefined) continue;
    shared += 1;
    if (other === id) sameNumber += 1;
    const score = suspect.scores?.get(id);
    if (score !== undefined && score === candidate.scores?.get(other)) sameScore += 1;
  }
  const scored = suspect.scores !== undefined && candidate.scores !== undefined;
  return {
    suspect: own,
    candidate: longTokens(candidate),
    shared,
    sameNumber,
    merges: mergesShared(suspect.merges, candidate.merges),
    sameScore: scored ? sameScore : undefined,
  };
}

function longTokens({ tokens }: Vocabulary): number {
  let count = 0;
  for (const token of tokens.keys()) if (token.length > 1) count += 1;
  return count;
}

function mergesShared(
  suspect: readonly string[] | undefined,
  candidate: readonly string[] | undefined,
): Overlap['merges'] {
  if (suspect === undefined || candidate === undefined) return undefined;
  let prefix = 0;
  while (prefix < suspect.length && prefix < candidate.length && suspect[prefix] === candidate[prefix]) prefix += 1;
  const known = new Set(candidate);
  const shared = suspect.reduce((sum, merge) => sum + (known.has(merge) ? 1 : 0), 0);
  return { suspect: suspect.length, candidate: candidate.length, shared, prefix };
}

/** Names a base's makers reserve for others to fill: as long as they stand there, nobody has added anything. */
const reserved =
  /^<\|?(?:reserved|extra|unused|dummy|fim|special)[_a-z]*[_ -]?\d*\|?>$|^\[(?:unused|extra)[_a-z]*\d+\]$/i;

/** Added tokens with the same text at the same number in both, lowest first. Places reserved for others are left out. */
export function sharedAdded(suspect: Tokenizer, candidate: Tokenizer): readonly AddedToken[] {
  const there = new Map(candidate.added.map(({ id, content }) => [id, content]));
  return suspect.added.filter(({ id, content }) => there.get(id) === content && !reserved.test(content));
}
