// A plain lexer for sources that no grammar takes apart: names, numbers, strings and signs of most languages, in one pass.
import type { Token, TokenKind } from './tokens.ts';

/** Words that most languages share; every other word is a name. */
const words = new Set(
  `and as assert async await break case catch class const continue def default del do elif else enum export except extends false
final finally fn for from function global if impl import in interface is lambda let match mod mut new none nonlocal not null
or package pass private protected pub public raise return self static struct super switch this throw throws true try type
typedef union unsafe use using var void where while with yield int float double char bool boolean long short unsigned`.split(
    /\s+/,
  ),
);

/** The first `most` tokens. The time is that of reading the text once. */
export function lexed(text: string, most: number): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const add = (kind: TokenKind, end: number): void => {
    const token = text.slice(at, end);
    tokens.push({ kind, text: token, start: at, end, line });
    line += newlinesIn(token);
    at = end;
  };
  const skip = (end: number): void => {
    line += newlinesIn(text.slice(at, end));
    at = end;
  };
  while (at < text.length && tokens.length < most) {
    const character = text.charCodeAt(at);
    const two = text.slice(at, at + 2);
    if (character <= 32) skip(at + 1);
    else if (two === '//' || character === 35) skip(endOfLine(text, at));
    else if (two === '/*') skip(after(text, '*/', at + 2));
    else if (character === 34 || character === 39 || character === 96) add('string', endOfString(text, at));
    else if (isWordStart(character)) {
      const end = endOfRun(text, at, isWordPart);
      const word = text.slice(at, end);
      add(words.has(word.toLowerCase()) ? 'word' : 'name', end);
    } else if (character >= 48 && character <= 57) add('number', endOfRun(text, at, isNumberPart));
    else add('word', at + 1);
  }
  return tokens;
}

const isWordStart = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 36 || code > 127;
const isWordPart = (code: number): boolean => isWordStart(code) || (code >= 48 && code <= 57);
const isNumberPart = (code: number): boolean => isWordPart(code) || code === 46;

function endOfRun(text: string, start: number, is: (code: number) => boolean): number {
  let end = start + 1;
  while (end < text.length && is(text.charCodeAt(end))) end += 1;
  return end;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

function after(text: string, closing: string, start: number): number {
  const end = text.indexOf(closing, start);
  return end < 0 ? text.length : end + closing.length;
}

/** A string ends at its quote, or with its line; one of three quotes at three. */
function endOfString(text: string, start: number): number {
  const quote = text[start] as string;
  if (text.startsWith(quote.repeat(3), start)) return after(text, quote.repeat(3), start + 3);
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === quote) return at + 1;
    else if (character === '\n' && quote !== '`') return at;
  }
  return text.length;
}

function newlinesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
