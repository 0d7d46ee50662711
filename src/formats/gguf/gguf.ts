// GGUF, versions 1 to 3 in either byte order: recognition, the fixed beginning, and what follows in its order.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Format } from '../format.ts';
import { readMetadata, type WantedLists } from './gguf-metadata.ts';
import { placeTensors, readTensors } from './gguf-tensors.ts';
import { HeaderWindow } from './header-window.ts';

/** `GGUF`, in this order in either byte order. */
const magic = [0x47, 0x47, 0x55, 0x46];

const newestVersion = 3;

/**
 * Accepts what ggml accepts, with these stated differences. Read as well: version 1, files of the other byte order, names
 * of up to 1 KiB, lists within lists. Problems instead of refusals: types that are unknown or were removed, and data that
 * breaks off. Refused as well: names with NUL or that are no UTF-8, an alignment above 1 MiB, and more of anything than
 * the limits of gguf-metadata.ts and gguf-tensors.ts. Bytes behind the last tensor are a problem.
 */
export const ggufFormat: Format = {
  id: 'gguf',
  selfContained: false,

  matches: (head) => magic.every((byte, at) => head[at] === byte),

  async readHeader(source, options) {
    const window = await beginning(source, options);
    await window.load(2 * window.lengthBytes, 'two counts');
    const tensorCount = window.length('a number of tensors');
    const pairCount = window.length('a number of key-value pairs');
    const { texts, alignment } = await readMetadata(window, pairCount);
    const drafts = await readTensors(window, tensorCount);
    return { format: 'gguf', metadata: texts, ...placeTensors(window, drafts, alignment) };
  },
};

/**
 * The lists of a GGUF header by their keys, whole: strings and numbers as they stand; empty where there is none of a key. Throws
 * as `readHeader` does.
 */
export async function readGgufLists(
  source: Source,
  keys: readonly string[],
  options?: RunOptions,
): Promise<ReadonlyMap<string, readonly (string | number)[]>> {
  const window = await beginning(source, options);
  await window.load(2 * window.lengthBytes, 'two counts');
  window.length('a number of tensors');
  const lists: WantedLists = new Map(keys.map((key) => [key, []]));
  await readMetadata(window, window.length('a number of key-value pairs'), lists);
  return lists;
}

/** Past magic and version, with the byte order and the width of lengths that they tell. */
async function beginning(source: Source, options?: RunOptions): Promise<HeaderWindow> {
  const window = new HeaderWindow(source, options);
  await window.load(8, 'magic and version');
  if (!magic.every((byte) => window.u8() === byte)) {
    throw new ForebearError('format', source.uri, 'a file that begins with GGUF', 'other bytes');
  }
  const little = window.u32();
  const big = swapped(little);
  // A version is small in one of the two orders only.
  window.littleEndian = little <= 0xffff;
  const version = window.littleEndian ? little : big;
  if (version === 0) throw new ForebearError('format', source.uri, 'a version of GGUF', 'version 0');
  if (version > newestVersion) {
    throw new ForebearError('unsupported', source.uri, `GGUF up to version ${newestVersion}`, `version ${version}`);
  }
  window.lengthBytes = version === 1 ? 4 : 8;
  return window;
}

function swapped(word: number): number {
  return (
    ((word & 0xff) * 2 ** 24 + ((word >>> 8) & 0xff) * 2 ** 16 + ((word >>> 16) & 0xff) * 2 ** 8 + (word >>> 24)) >>> 0
  );
}
