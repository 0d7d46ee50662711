// Literals in JavaScript, read as data: objects, lists, strings, numbers and words, and nothing that would have to run.

/** A literal as JSON text, and where it ends. */
export interface Literal {
  readonly json: string;
  /** Exclusive. */
  readonly end: number;
}

/** Where a text turned out to be no literal. */
export interface NoLiteral {
  readonly stopped: number;
}

/** Network descriptions nest some twenty levels. */
const mostDepth = 64;

const number = /[+-]?(?:0[xX][0-9a-fA-F]{1,13}|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const word = /[A-Za-z_$][\w$]*/y;
const words: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
  ['undefined', 'null'],
]);
/** As minifiers write true, false and undefined. */
const short: ReadonlyMap<string, string> = new Map([
  ['!0', 'true'],
  ['!1', 'false'],
]);
const voidZero = /void\s{1,8}0/y;

/**
 * Reads the literal that begins at `at`. Calls, functions, names, templates with values in them and nesting beyond 64
 * levels end it. Numbers are those of JavaScript, in 64 bits. Takes time in proportion to what it reads.
 */
export function readLiteral(text: string, at: number): Literal | NoLiteral {
  const reader = new LiteralReader(text, at);
  return reader.value(0) ? { json: reader.json(), end: reader.at } : { stopped: reader.at };
}

/** The text of the string literal that begins at `at`, in any of the three quotes; undefined where there is none. */
export function readStringLiteral(
  text: string,
  at: number,
): { readonly value: string; readonly end: number } | undefined {
  const quote = text.charCodeAt(at);
  if (!isQuote(quote)) return undefined;
  let value = '';
  let done = at + 1;
  for (let next = done; next < text.length; ) {
    const code = text.charCodeAt(next);
    if (code === quote) return { value: value + text.slice(done, next), end: next + 1 };
    if (quote !== backtick && (code === 0x0a || code === 0x0d)) return undefined;
    if (quote === backtick && code === dollar && text.charAt(next + 1) === '{') return undefined;
    if (code !== backslash) {
      next += 1;
      continue;
    }
    const escape = readEscape(text, next + 1);
    if (escape === undefined) return undefined;
    value += text.slice(done, next) + escape.value;
    done = escape.end;
    next = done;
  }
  return undefined;
}

const backtick = 0x60;
const dollar = 0x24;
const backslash = 0x5c;
const slash = 0x2f;

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === backtick;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\n', ''],
  ['\r', ''],
]);

const coded = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}/y;

/** What stands behind a backslash. */
function readEscape(text: string, at: number): { readonly value: string; readonly end: number } | undefined {
  const letter = text.charAt(at);
  if (letter === 'x' || letter === 'u') {
    coded.lastIndex = at;
    const found = coded.exec(text);
    const code = Number.parseInt(found?.[1] ?? found?.[2] ?? found?.[3] ?? '', 16);
    if (found === null || code > 0x10ffff) return undefined;
    return { value: String.fromCodePoint(code), end: coded.lastIndex };
  }
  // Octal escapes are errors in modules, but for the NUL.
  if (/\d/.test(letter))
    return letter === '0' && !/\d/.test(text.charAt(at + 1)) ? { value: '\0', end: at + 1 } : undefined;
  if (letter === '') return undefined;
  const end = letter === '\r' && text.charAt(at + 1) === '\n' ? at + 2 : at + 1;
  return { value: simpleEscapes.get(letter) ?? letter, end };
}

class LiteralReader {
  at: number;
  readonly #text: string;
  readonly #out: string[] = [];

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  json(): string {
    return this.#out.join('');
  }

  /** False where there is no value; `at` is then where it stopped. */
  value(depth: number): boolean {
    if (depth > mostDepth) return false;
    this.#skip();
    const character = this.#text.charAt(this.at);
    if (character === '(') return this.#parenthesised(depth);
    if (character === '{') return this.#list(depth, '{', '}');
    if (character === '[') return this.#list(depth, '[', ']');
    if (isQuote(this.#text.charCodeAt(this.at))) return this.#string();
    return this.#scalar();
  }

  #parenthesised(depth: number): boolean {
    this.at += 1;
    if (!this.value(depth + 1)) return false;
    this.#skip();
    return this.#take(')');
  }

  #list(depth: number, open: '{' | '[', close: '}' | ']'): boolean {
    this.at += 1;
    this.#out.push(open);
    for (let first = true; ; first = false) {
      this.#skip();
      if (this.#take(close)) break;
      if (!first) this.#out.push(',');
      if (open === '{' && !this.#key()) return false;
      if (!this.value(depth + 1)) return false;
      this.#skip();
      if (this.#take(',')) continue;
      if (!this.#take(close)) return false;
      break;
    }
    this.#out.push(close);
    return true;
  }

  #key(): boolean {
    const character = this.#text.charAt(this.at);
    if (character === '"' || character === "'") {
      if (!this.#string()) return false;
    } else {
      const name = this.#match(word) ?? this.#match(/\d{1,15}/y);
      if (name === undefined) return false;
      this.#out.push(JSON.stringify(name));
    }
    this.#skip();
    if (!this.#take(':')) return false;
    this.#out.push(':');
    return true;
  }

  #string(): boolean {
    const found = readStringLiteral(this.#text, this.at);
    if (found === undefined) {
      // Whatever follows is looked at again: the quote may have been none.
      this.at += 1;
      return false;
    }
    this.at = found.end;
    this.#out.push(JSON.stringify(found.value));
    return true;
  }

  #scalar(): boolean {
    const brief = short.get(this.#text.slice(this.at, this.at + 2));
    if (brief !== undefined) {
      this.at += 2;
      this.#out.push(brief);
      return true;
    }
    if (this.#match(voidZero) !== undefined) {
      this.#out.push('null');
      return true;
    }
    const digits = this.#match(number);
    if (digits !== undefined) {
      const hexadecimal = /^[+-]?0[xX]/.test(digits);
      const sign = digits.startsWith('-') ? -1 : 1;
      const value = hexadecimal ? sign * Number(digits.replace(/^[+-]/, '')) : Number(digits);
      if (!Number.isFinite(value)) return false;
      this.#out.push(String(value));
      return true;
    }
    const text = words.get(this.#match(word) ?? '');
    if (text === undefined) return false;
    this.#out.push(text);
    return true;
  }

  /** White space and comments. */
  #skip(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.at);
      if (code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code > 0x7f && /\s/.test(this.#text.charAt(this.at)))) {
        this.at += 1;
        continue;
      }
      if (code !== slash) return;
      const next = this.#text.charAt(this.at + 1);
      if (next === '/' || next === '*') {
        const mark = next === '/' ? '\n' : '*/';
        const end = this.#text.indexOf(mark, this.at + 2);
        this.at = end === -1 ? this.#text.length : end + mark.length;
      } else return;
    }
  }

  #take(mark: string): boolean {
    if (this.#text.charAt(this.at) !== mark) return false;
    this.at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}
