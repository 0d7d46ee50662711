// The dictionary at the head of a NumPy file: Python text, of which exactly three keys and four kinds of values are read.
import { ForebearError } from '../../errors.ts';

/** Strings, numbers, truth values, and tuples or lists of them: all that a dictionary of this kind may hold. */
export type PyValue = string | number | boolean | null | readonly PyValue[];

export interface NpyDictionary {
  readonly descr: PyValue;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** A structured type nests two levels a field; weights have none. */
const mostDepth = 16;

/** NumPy itself allows 64. */
const mostDimensions = 64;

const token =
  /[ \t\r\n]*(?:('(?:[^'\\]|\\[\\'"])*'|"(?:[^"\\]|\\[\\'"])*")|(-?\d{1,20})L?\b|(True|False|None)\b|([{}()[\],:]))/y;

/** Parses `{'descr': …, 'fortran_order': …, 'shape': …}`. Throws `format` for anything else, `limit` beyond a limit. */
export function parseNpyDictionary(text: string, subject: string): NpyDictionary {
  const reader = new PyReader(text, subject);
  const entries = reader.dictionary();
  reader.end();
  const descr = entries.get('descr');
  const fortranOrder = entries.get('fortran_order');
  const shape = entries.get('shape');
  if (descr === undefined || typeof fortranOrder !== 'boolean' || !isList(shape) || entries.size !== 3) {
    throw refusal(subject, 'the keys descr, fortran_order and shape', [...entries.keys()].join(', '));
  }
  if (shape.length > mostDimensions) {
    throw new ForebearError('limit', subject, `at most ${mostDimensions} dimensions`, `${shape.length}`);
  }
  return { descr, fortranOrder, shape: shape.map((side) => sideOf(side, subject)) };
}

function isList(value: PyValue | undefined): value is readonly PyValue[] {
  return Array.isArray(value);
}

function sideOf(value: PyValue, subject: string): number {
  if (typeof value !== 'number' || value < 0) throw refusal(subject, 'a shape of whole numbers', String(value));
  if (!Number.isSafeInteger(value)) throw new ForebearError('limit', subject, 'sides below 2^53', `${value}`);
  return value;
}

class PyReader {
  readonly #text: string;
  readonly #subject: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, subject: string) {
    this.#text = text;
    this.#subject = subject;
  }

  dictionary(): ReadonlyMap<string, PyValue> {
    this.#expect('{');
    const entries = new Map<string, PyValue>();
    while (this.#peek() !== '}') {
      const key = this.#value();
      if (typeof key !== 'string') throw this.#fault('a key in quotes');
      if (entries.has(key)) throw refusal(this.#subject, 'each key once', `“${key}” twice`);
      this.#expect(':');
      entries.set(key, this.#value());
      if (this.#peek() !== '}') this.#expect(',');
    }
    this.#expect('}');
    return entries;
  }

  end(): void {
    if (/[^ \t\r\n\0]/.test(this.#text.slice(this.#at))) throw this.#fault('the end of the header');
  }

  #value(): PyValue {
    const found = this.#next();
    if (found === undefined) throw this.#fault('a value');
    const [, quoted, digits, word, mark] = found;
    if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
    if (digits !== undefined) return Number(digits);
    if (word !== undefined) return word === 'None' ? null : word === 'True';
    if (mark === '(') return this.#list(')');
    if (mark === '[') return this.#list(']');
    throw this.#fault('a value');
  }

  #list(close: ')' | ']'): readonly PyValue[] {
    this.#depth += 1;
    if (this.#depth > mostDepth) {
      throw new ForebearError('limit', this.#subject, `at most ${mostDepth} levels`, 'deeper nesting');
    }
    const values: PyValue[] = [];
    let comma = true;
    while (this.#peek() !== close) {
      if (!comma) throw this.#fault('a comma');
      values.push(this.#value());
      comma = this.#peek() === ',';
      if (comma) this.#expect(',');
    }
    this.#expect(close);
    this.#depth -= 1;
    // One value in parentheses is no tuple; NumPy never writes that.
    if (close === ')' && values.length === 1 && !comma) throw this.#fault('a comma');
    return values;
  }

  #peek(): string | undefined {
    token.lastIndex = this.#at;
    return token.exec(this.#text)?.[4];
  }

  #next(): RegExpExecArray | undefined {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text);
    if (found === null) return undefined;
    this.#at = token.lastIndex;
    return found;
  }

  #expect(mark: string): void {
    if (this.#next()?.[4] !== mark) throw this.#fault(`“${mark}”`);
  }

  #fault(expected: string): ForebearError {
    return refusal(this.#subject, `${expected} in the header`, `“${this.#text.slice(this.#at, this.#at + 20)}”`);
  }
}

function refusal(subject: string, expected: string, found: string): ForebearError {
  return new ForebearError('format', subject, expected, found);
}
