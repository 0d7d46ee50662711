// What a value in a script is called: by the variable, property or export that it is given to.
import { relativeSegments } from '../bytes/relative-path.ts';
import { isForebearError } from '../errors.ts';

/** The longest name that is used. */
const mostNameCharacters = 128;

/** Calls around a value, as in `new Uint8Array(atob("…"))`. */
const mostWrappers = 3;

/**
 * The name that `before`, the script up to the value, gives it; `''` for the whole module, undefined for none. Reads
 * backwards from the value, never far.
 */
export function nameBefore(before: string): string | undefined {
  const reader = new BackwardReader(before);
  for (let i = 0; i < mostWrappers && (reader.take('(') || reader.take('[')); i++) {
    reader.run(isPathCharacter);
    if (reader.endsWith('new')) reader.run(isNameCharacter);
  }
  if (reader.endsWith('default')) return '';
  const isProperty = reader.take(':');
  if (!isProperty && !reader.take('=')) return undefined;
  if (isProperty) {
    const key = reader.quoted();
    if (key !== undefined) return isPlain(key) ? key : undefined;
  }
  let name = reader.run(isNameCharacter);
  // `const weights: string =` names the type last.
  if (!isProperty && name !== '' && reader.take(':')) name = reader.run(isNameCharacter);
  if (name === 'exports') return '';
  return name !== '' && isPlain(name) ? name : undefined;
}

/** Whether the value is exported where it stands. */
export function isExported(before: string): boolean {
  return /\bexports?\b[^;{}]{0,160}$/.test(before.slice(-200));
}

/** The name of a module by its file: `model` for `model.min.js`. */
export function moduleName(file: string | undefined): string {
  const name = (file ?? '').replace(/^.*\//, '').replace(/(?:\.min)?\.(?:[cm]?[jt]sx?|json)$/i, '');
  return name !== '' && isPlain(name) ? name : 'default';
}

class BackwardReader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.length;
    this.#skip();
  }

  take(mark: string): boolean {
    if (this.#text.charAt(this.#at - 1) !== mark) return false;
    this.#at -= 1;
    this.#skip();
    return true;
  }

  endsWith(word: string): boolean {
    return this.#text.slice(Math.max(0, this.#at - word.length), this.#at) === word;
  }

  /** The characters of one kind, and the space before them. */
  run(isOne: (character: string) => boolean): string {
    const end = this.#at;
    while (end - this.#at < mostNameCharacters && isOne(this.#text.charAt(this.#at - 1))) this.#at -= 1;
    const found = this.#text.slice(this.#at, end);
    this.#skip();
    return found;
  }

  /** A key in quotes that are both there. */
  quoted(): string | undefined {
    const quote = this.#text.charAt(this.#at - 1);
    if (quote !== '"' && quote !== "'") return undefined;
    const from = this.#text.lastIndexOf(quote, this.#at - 2);
    const key = this.#text.slice(from + 1, this.#at - 1);
    return from === -1 || key.length > mostNameCharacters ? undefined : key;
  }

  #skip(): void {
    while (/^\s$/.test(this.#text.charAt(this.#at - 1))) this.#at -= 1;
  }
}

function isNameCharacter(character: string): boolean {
  return /^[\w$]$/.test(character);
}

function isPathCharacter(character: string): boolean {
  return /^[\w$.]$/.test(character);
}

function isPlain(name: string): boolean {
  try {
    return /^[\w$ ./-]+$/.test(name) && relativeSegments(name, name).length > 0;
  } catch (error) {
    if (isForebearError(error)) return false;
    throw error;
  }
}
