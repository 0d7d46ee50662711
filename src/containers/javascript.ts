// JavaScript, TypeScript and JSON that carry models: weights as base64 strings, descriptions as literals. Nothing of it runs.
import { base64Source } from '../bytes/base64.ts';
import { memorySource } from '../bytes/memory.ts';
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Container, Member } from './container.ts';
import { textOfUtf8 } from './member-names.ts';
import { findBase64 } from './script-base64.ts';
import { readLiteral, readStringLiteral } from './script-literal.ts';
import { isExported, moduleName, nameBefore } from './script-names.ts';

/** The longest script that is looked through: strings cannot be longer than that in the engines that run them. */
const mostBytes = 536_870_912;

/** Literals are read as text, in memory: descriptions of networks are a few MB. */
const mostLiteralBytes = 33_554_432;

/** Shorter ones describe no network; code has many longer ones that it keeps to itself. */
const fewestLiteralCharacters = 256;
const fewestPrivateCharacters = 16_384;

const contextCharacters = 256;

/** Far above any package's. */
const mostLiterals = 1000;

const headBytes = 4096;

/**
 * Lists long base64 strings (the bytes that they stand for) and exported object literals or texts given to `JSON.parse`
 * (as `NAME.json`). Throws `unsupported` where there are none of either.
 */
export const javascriptContainer: Container = {
  id: 'javascript',

  matches(head, size) {
    if (size < fewestLiteralCharacters || head.some(isControl)) return false;
    const text = String.fromCharCode(...head);
    // A document is looked through where it is too long to be judged by its head.
    if (/^\s*[[{]/.test(text)) return size > headBytes || hasLongString(text);
    if (/^\s*(?:<|#!(?!.{0,40}\bnode\b))/.test(text)) return false;
    return (
      /\b(?:export|exports|module|function|const|let|var|import|define|require)\b|=>/.test(text) || hasLongString(text)
    );
  },

  async open(source, options) {
    if (source.size > mostBytes) {
      throw new ForebearError('limit', source.uri, `a script of at most ${mostBytes} bytes`, `${source.size}`);
    }
    const names = new Names();
    const members: Member[] = [];
    for (const { name = 'literal', text } of await findLiterals(source, options)) {
      const bytes = new TextEncoder().encode(text);
      const path = names.take(`${name === '' ? moduleName(options?.name) : name}.json`);
      members.push({ path, size: bytes.length, open: async () => memorySource(bytes, `${source.uri}!/${path}`) });
    }
    let nameless = 0;
    for (const { start, end, alphabet, before } of await findBase64(source, options)) {
      const name = nameBefore(before) ?? `string-${(nameless += 1)}`;
      const path = names.take(name === '' ? moduleName(options?.name) : name);
      const decoded = base64Source(source, start, end, alphabet, `${source.uri}!/${path}`);
      members.push({ path, size: decoded.size, open: async () => decoded });
    }
    if (members.length === 0) {
      throw new ForebearError(
        'unsupported',
        source.uri,
        'a file of weights or a container of such files',
        plainKind(source),
      );
    }
    return { container: 'javascript', members, problems: [], undeclaredBytes: 0 };
  },
};

function plainKind(source: Source): string {
  return `text of ${source.size} bytes without weights in base64`;
}

/** Bytes that no text contains. */
function isControl(byte: number): boolean {
  return byte < 0x09 || (byte > 0x0d && byte < 0x20) || byte === 0x7f;
}

function hasLongString(text: string): boolean {
  return /["'`,][A-Za-z0-9+/_-]{256}/.test(text);
}

/** Gives each member a path of its own. */
class Names {
  readonly #used = new Map<string, number>();

  take(name: string): string {
    for (;;) {
      const times = (this.#used.get(name) ?? 0) + 1;
      this.#used.set(name, times);
      const path = times === 1 ? name : `${name}-${times}`;
      if (times === 1 || !this.#used.has(path)) {
        this.#used.set(path, this.#used.get(path) ?? 1);
        return path;
      }
    }
  }
}

interface FoundLiteral {
  readonly name: string | undefined;
  readonly text: string;
}

/** Object literals that are exported or assigned, and the texts of `JSON.parse`; none in scripts too long for it. */
async function findLiterals(source: Source, options?: RunOptions): Promise<readonly FoundLiteral[]> {
  if (source.size > mostLiteralBytes) return [];
  const text = textOfUtf8(await source.read(0, source.size, options));
  // A JSON document is itself; only its strings are of interest.
  if (text === undefined || /^\s*[[{]/.test(text)) return [];
  const found: FoundLiteral[] = [];
  const add = (name: string | undefined, json: string, before: string): void => {
    const fewest = isExported(before) ? fewestLiteralCharacters : fewestPrivateCharacters;
    if (json.length < fewest) return;
    found.push({ name, text: json });
    if (found.length > mostLiterals) {
      throw new ForebearError('limit', source.uri, `at most ${mostLiterals} long literals`, 'more');
    }
  };
  const opening = /[={(t]\s{0,8}\{|\bJSON\.parse\(\s{0,8}["'`]/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    options?.signal?.throwIfAborted();
    const at = opening.lastIndex - 1;
    const before = text.slice(
      Math.max(0, match.index + 1 - contextCharacters),
      text.charAt(at) === '{' ? at : match.index,
    );
    const name = nameBefore(before);
    if (text.charAt(at) !== '{') {
      const string = readStringLiteral(text, at);
      if (string !== undefined && /^\s*\{/.test(string.value)) add(name, string.value, before);
      if (string !== undefined) opening.lastIndex = string.end;
    } else if (name !== undefined) {
      const literal = readLiteral(text, at);
      if ('json' in literal) add(name, literal.json, before);
      // What was read is not read again, so that no script takes longer than its length.
      opening.lastIndex = Math.max(opening.lastIndex, 'json' in literal ? literal.end : literal.stopped);
    }
  }
  return found;
}
