// The places of a sentence: raw numbers and names come in, words for people come out.
import { formatCorrelation, formatCount, formatLnP, formatNumber, formatPercent } from './numbers.ts';
import type { Statement } from './statement.ts';

/** Longest quotation of an untrusted name inside a sentence, in code points: a sentence must stay a sentence. */
const LONGEST_QUOTATION = 160;

/** Reads a statement's values for its sentence. A missing value reads `–`: a stored case must always be printable. */
export interface Values {
  /** Whether the value was given at all. */
  has(name: string): boolean;
  /** An integer, grouped. */
  count(name: string): string;
  /** An integer with its noun, for English: `1 tensor`, `12 tensors`. */
  counted(name: string, one: string, many?: string): string;
  number(name: string): string;
  /** A correlation or cosine, −1…1. */
  correlation(name: string): string;
  /** A share 0…1 as per cent. */
  percent(name: string): string;
  /** From a natural logarithm: `p ≤ 1.2e-89`. */
  lnP(name: string): string;
  /** A list `a, b` whose known members are put into words by `words`; the others stay, untrusted. */
  list(name: string, words: { readonly [word: string]: string }, separator?: string): string;
  /** A name or list, shortened; still untrusted: whoever prints it cleans it. */
  text(name: string): string;
}

/** One sentence of the catalogue. */
export type Template = (values: Values) => string;

/** The reader over one statement's values. */
export function valuesOf(statement: Statement): Values {
  // A Map, because a stored case may name a value `__proto__`.
  const values = new Map(Object.entries(statement.values));
  const numeric = (name: string, format: (value: number) => string): string => {
    const value = values.get(name);
    if (typeof value === 'number') return format(value);
    return typeof value === 'string' ? shorten(value) : '–';
  };
  return {
    has: (name) => values.has(name),
    count: (name) => numeric(name, formatCount),
    counted: (name, one, many = `${one}s`) => `${numeric(name, formatCount)} ${values.get(name) === 1 ? one : many}`,
    number: (name) => numeric(name, formatNumber),
    correlation: (name) => numeric(name, formatCorrelation),
    percent: (name) => numeric(name, formatPercent),
    lnP: (name) => numeric(name, formatLnP),
    list: (name, words, separator = ', ') => {
      const value = values.get(name);
      if (typeof value !== 'string' || value === '') return '–';
      const members = value.split(', ').map((member) => (Object.hasOwn(words, member) ? words[member] : member));
      return shorten(members.join(separator));
    },
    text: (name) => {
      const value = values.get(name);
      if (value === undefined || value === '') return '–';
      return typeof value === 'number' ? formatNumber(value) : shorten(value);
    },
  };
}

function shorten(text: string): string {
  const points = [...text];
  return points.length <= LONGEST_QUOTATION ? text : `${points.slice(0, LONGEST_QUOTATION - 1).join('')}…`;
}
