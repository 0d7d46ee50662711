// The dictionary of a fastText model: walked through word by word to find its end, and not kept.
import { Cursor } from '../../bytes/cursor.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';

/** Bytes of one word. fastText itself has no limit; a longer one is no text. */
const maxWordBytes = 65_536;

/** Bytes of the text read at a time. */
const pieceBytes = 65_536;

/** A word's end, its count and its kind. */
const behindWord = 9;
const leastEntryBytes = 1 + behindWord;

/** Two numbers of four bytes. */
const pairBytes = 8;

export interface Dictionary {
  readonly words: number;
  readonly labels: number;
  /** Words of the text it was trained on. */
  readonly tokens: number;
  /** Rows that were kept when the rest was thrown away. */
  readonly pruned: number;
  /** The byte behind it. */
  readonly end: number;
}

/**
 * Reads the dictionary at byte `start`. Throws `format` where its counts do not fit each other or the file, `source`
 * where the file ends within it, `limit` for a word of more than 64 KiB.
 */
export async function skipDictionary(source: Source, start: number, options?: RunOptions): Promise<Dictionary> {
  const headEnd = start + 28;
  if (headEnd > source.size) throw cutOff(source);
  const head = new Cursor(await source.read(start, headEnd, options), source.uri);
  const [size, words, labels] = [head.u32(), head.u32(), head.u32()];
  const tokens = head.u64();
  const pairs = readPairs(head, source.uri);
  if (words + labels !== size) {
    throw new ForebearError('format', source.uri, `${size} words and labels`, `${words} and ${labels}`);
  }
  if (size * leastEntryBytes + pairs * pairBytes > source.size - headEnd) {
    const found = `${source.size - headEnd} bytes`;
    throw new ForebearError('format', source.uri, `${size} words and ${pairs} pairs of rows`, found);
  }
  const end = (await skipWords(source, headEnd, size, options)) + pairs * pairBytes;
  if (end > source.size) throw cutOff(source);
  return { words, labels, tokens, pruned: pairs, end };
}

/** -1 says that nothing was thrown away. */
function readPairs(head: Cursor, uri: string): number {
  const low = head.u32();
  const high = head.u32();
  if (low === 0xffff_ffff && high === 0xffff_ffff) return 0;
  if (high !== 0) throw new ForebearError('limit', uri, 'fewer than 2^32 rows kept', `${high * 2 ** 32 + low}`);
  return low;
}

/** Gives the byte behind the last word. */
async function skipWords(source: Source, start: number, count: number, options?: RunOptions): Promise<number> {
  let at = start;
  let length = 0;
  let left = count;
  while (left > 0) {
    options?.signal?.throwIfAborted();
    if (at >= source.size) throw cutOff(source);
    const piece = await source.read(at, Math.min(source.size, at + pieceBytes), options);
    let next = 0;
    while (left > 0 && next < piece.length) {
      const zero = piece.indexOf(0, next);
      length += (zero === -1 ? piece.length : zero) - next;
      if (length > maxWordBytes) {
        throw new ForebearError('limit', source.uri, `words of at most ${maxWordBytes} bytes`, `more at byte ${at}`);
      }
      if (zero === -1) {
        next = piece.length;
        break;
      }
      length = 0;
      left -= 1;
      // The count and the kind may lie in the next piece.
      next = zero + behindWord + 1;
    }
    at += next;
  }
  return at;
}

function cutOff(source: Source): ForebearError {
  return new ForebearError('source', source.uri, 'a whole dictionary', `its end at byte ${source.size}`);
}
