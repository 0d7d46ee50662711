// A model card: the fields before its text, read as YAML within limits, and where the text begins.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { TextDocument } from './document.ts';

/** What a field holds: text, or a list of texts; deeper structure is left out. */
export interface CardField {
  readonly key: string;
  readonly values: readonly string[];
  /** Counted from 1, in the whole file. */
  readonly line: number;
}

export interface Card {
  readonly fields: readonly CardField[];
  /** Line on which the text after the fields begins, counted from 1. */
  readonly bodyLine: number;
  /** Why the fields could not be read, in the parser's words; untrusted. */
  readonly problem: string | undefined;
}

/** Fields longer than this are no card: the longest we know has 20 KB of results. */
const mostFrontBytes = 262_144;
const mostFields = 500;
const mostValues = 1_000;
const longestValue = 2_000;

/** The fields of a card, empty where there are none. Aliases are refused: an honest card needs none, and they can be made to grow without end. */
export function readCard({ text }: Pick<TextDocument, 'text'>): Card {
  const front = /^\ufeff?---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(text.slice(0, mostFrontBytes));
  if (front === null) return { fields: [], bodyLine: 1, problem: undefined };
  const inside = front[1] ?? '';
  const bodyLine = (front[0].match(/\n/g)?.length ?? 0) + 1;
  const counter = new LineCounter();
  let problem: string | undefined;
  const fields: CardField[] = [];
  try {
    const document = parseDocument(inside, {
      lineCounter: counter,
      merge: false,
      uniqueKeys: true,
      logLevel: 'silent',
    });
    problem = document.errors[0]?.message.split('\n')[0];
    const root = document.contents;
    if (isMap(root)) {
      for (const { key, value } of root.items.slice(0, mostFields)) {
        if (!isScalar(key)) continue;
        const values = valuesOf(value);
        if (values === undefined) problem ??= 'an alias';
        const line = counter.linePos(key.range?.[0] ?? 0).line + 1;
        fields.push({ key: textOf(key.value), values: values ?? [], line });
      }
    }
  } catch (error) {
    problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  }
  return { fields, bodyLine, problem: problem?.slice(0, longestValue) };
}

/** Undefined where an alias stands. */
function valuesOf(node: unknown): readonly string[] | undefined {
  if (node === null || node === undefined) return [];
  if (isAlias(node)) return undefined;
  if (isScalar(node)) return [textOf(node.value)];
  if (!isSeq(node)) return [];
  const values: string[] = [];
  for (const item of node.items.slice(0, mostValues)) {
    if (isAlias(item)) return undefined;
    if (isScalar(item)) values.push(textOf(item.value));
  }
  return values;
}

/** A scalar as it is written; dates and the like are left as the parser gives them. */
function textOf(value: unknown): string {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
  return isPlain ? String(value).slice(0, longestValue) : '';
}
