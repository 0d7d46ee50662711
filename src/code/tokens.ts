// A source as tokens: comments and docstrings left out, names and strings replaced by what they are, numbers kept.
import type { Parser, TreeCursor } from 'web-tree-sitter';
import { lexed } from './lexer.ts';

export type TokenKind = 'name' | 'string' | 'number' | 'word';

/** One token. `start` and `end` are UTF-16 offsets, end exclusive; `line` is counted from 1. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** Longer sources are data; the parser would take seconds for them. They are taken apart by a plain lexer. */
const mostParsedCharacters = 1_048_576;

/** Far above any source; what goes on after it is not compared, and the caller says so by the number. */
const mostTokens = 200_000;

/** Calls of the parser's progress report: an honest source of a megabyte needs some thousands. */
const mostReports = 40_000;

/** The tokens of a source in their order, at most `mostTokens`. Nesting of any depth is walked without recursion. */
export function tokensOf(text: string, parser: Parser | undefined): readonly Token[] {
  if (parser === undefined || text.length > mostParsedCharacters) return lexed(text, mostTokens);
  let reports = 0;
  // The library cancels where the callback returns true, which its types do not say.
  const progressCallback = (): boolean => ++reports > mostReports;
  const tree = parser.parse(text, null, { progressCallback });
  if (tree === null) {
    parser.reset();
    return lexed(text, mostTokens);
  }
  try {
    const tokens = walked(tree.walk(), text);
    // A source that the grammar cannot take apart at all has no leaves worth the name.
    return tokens.length === 0 && text.trim() !== '' ? lexed(text, mostTokens) : tokens;
  } finally {
    tree.delete();
  }
}

const comment = /comment/;
const wholeString =
  /^(?:string|string_literal|char_literal|character_literal|raw_string_literal|template_string|concatenated_string|system_lib_string|multiline_string_literal)$/;
const number = /integer|float|number|decimal|hex|octal|binary/;
const name = /identifier|^name$/;
/** Types that are words of the language although grammars call them named. */
const builtIn =
  /^(?:primitive_type|integral_type|floating_point_type|boolean_type|void_type|predefined_type|self|super|this|true|false|none|null|null_literal)$/i;

function walked(cursor: TreeCursor, text: string): Token[] {
  const tokens: Token[] = [];
  let down = true;
  for (;;) {
    if (down) {
      const type = cursor.nodeType;
      const isString = wholeString.test(type);
      if (comment.test(type) || (type === 'expression_statement' && isDocstring(cursor))) down = false;
      else if (!isString && cursor.gotoFirstChild()) continue;
      else {
        if (tokens.length >= mostTokens) break;
        const start = cursor.startIndex;
        const end = cursor.endIndex;
        if (end > start && !cursor.nodeIsMissing) {
          const kind = isString ? 'string' : kindOf(type, cursor.nodeIsNamed);
          const line = cursor.startPosition.row + 1;
          const token = text.slice(start, end);
          if (token.trim() !== '') tokens.push({ kind, text: token, start, end, line });
        }
        down = false;
      }
    }
    if (cursor.gotoNextSibling()) down = true;
    else if (!cursor.gotoParent()) break;
  }
  cursor.delete();
  return tokens;
}

function kindOf(type: string, isNamed: boolean): TokenKind {
  if (!isNamed || builtIn.test(type)) return 'word';
  if (number.test(type)) return 'number';
  return name.test(type) ? 'name' : 'word';
}

/** A statement that is a string alone says something to people. */
function isDocstring(cursor: TreeCursor): boolean {
  const node = cursor.currentNode;
  return node.childCount === 1 && wholeString.test(node.firstChild?.type ?? '');
}

/** What a token is compared as: itself, or with names and strings replaced by what they are. */
export function normalised({ kind, text }: Token): string {
  return kind === 'name' ? '\u0001' : kind === 'string' ? '\u0002' : text;
}
