// A text file as text: decoded without guessing aloud, bounded, with its lines. It knows nothing of what the text means.
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'latin-1';

export interface TextDocument {
  /** Relative to what was given. Untrusted text. */
  readonly path: string;
  /** Line ends are `\n` alone. */
  readonly text: string;
  /** Of the file, read or not. */
  readonly bytes: number;
  readonly encoding: Encoding;
  /** Characters that stand for bytes which are no text in the encoding. */
  readonly broken: number;
  /** Whether the file goes on after what was read. */
  readonly truncated: boolean;
}

/** Bytes read of one file: a book of a thousand pages has 3 MB, the longest source file known to us 2 MB. */
const mostDocumentBytes = 16_777_216;

/** Whether the first bytes of a file can be text: no NUL but in UTF-16, few control characters. */
export function looksLikeText(head: Uint8Array): boolean {
  if (markOf(head) !== undefined) return true;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls += 1;
  }
  return controls * 50 <= head.length;
}

/** Reads and decodes one file, up to `most` bytes of it. Throws `format` where its beginning is no text. */
export async function readDocument(
  path: string,
  source: Source,
  options?: RunOptions & { readonly most?: number },
): Promise<TextDocument> {
  const most = Math.min(source.size, options?.most ?? mostDocumentBytes);
  const bytes = await source.read(0, most, { signal: options?.signal });
  if (!looksLikeText(bytes.subarray(0, 4_096))) throw new ForebearError('format', path, 'a text', 'binary data');
  return decodeDocument(path, bytes, source.size);
}

/** Decodes bytes that are the beginning of a file of `size` bytes, or all of it. */
export function decodeDocument(path: string, bytes: Uint8Array, size = bytes.length): TextDocument {
  const truncated = bytes.length < size;
  const { text, encoding } = decode(bytes, truncated);
  let broken = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) broken += 1;
  return { path, text: text.replace(/\r\n?/g, '\n'), bytes: size, encoding, broken, truncated };
}

function decode(bytes: Uint8Array, truncated: boolean): { text: string; encoding: Encoding } {
  const marked = markOf(bytes);
  if (marked !== undefined) return { text: new TextDecoder(marked).decode(bytes), encoding: marked };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: truncated }), encoding: 'utf-8' };
  } catch {
    // Not UTF-8. Chinese files of before are GB18030; what is valid there and is mostly Han was meant so.
  }
  const chinese = new TextDecoder('gb18030').decode(bytes);
  const han = chinese.match(/\p{Script=Han}/gu)?.length ?? 0;
  const wrong = chinese.match(/\ufffd/g)?.length ?? 0;
  let high = 0;
  for (const byte of bytes) if (byte >= 128) high += 1;
  if (han * 2 >= high * 0.8 && wrong * 100 <= han) return { text: chinese, encoding: 'gb18030' };
  // A few broken bytes in what is UTF-8 otherwise, or Latin-1.
  const unicode = new TextDecoder('utf-8').decode(bytes);
  const lost = unicode.match(/\ufffd/g)?.length ?? 0;
  if (lost * 10 <= high) return { text: unicode, encoding: 'utf-8' };
  return { text: new TextDecoder('latin1').decode(bytes), encoding: 'latin-1' };
}

function markOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Where lines begin, so that an offset can be told as a line. */
export interface Lines {
  readonly count: number;
  /** The line, counted from 1, in which the UTF-16 unit at `offset` stands. */
  lineAt(offset: number): number;
  /** The text of a line counted from 1, without its end; empty beyond the last one. */
  lineText(line: number): string;
}

export function linesOf(text: string): Lines {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    count: starts.length,
    lineAt(offset) {
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle;
      }
      return low + 1;
    },
    lineText(line) {
      const start = starts[line - 1];
      if (start === undefined) return '';
      const next = starts[line];
      return text.slice(start, next === undefined ? undefined : next - 1);
    },
  };
}
