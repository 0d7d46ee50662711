// What surrounds the model at a path: its folder's files, or a weight file's own header. A single file's neighbours are not its own.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openFile, openFolder } from '../bytes/file.ts';
import type { RunOptions } from '../run.ts';
import { readSurroundings, type Surroundings } from '../surroundings/surroundings.ts';

const noMetadata: ReadonlyMap<string, string> = new Map();

/** Reads them. Paths that are no file and no folder (a member, a name in a store) have none: what stands there is then empty. */
export async function openSurroundings(
  path: string,
  metadata: ReadonlyMap<string, string> = noMetadata,
  options?: RunOptions,
): Promise<Surroundings> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const facts = await stat(absolute).catch(() => undefined);
  if (facts?.isDirectory() === true) {
    const folder = await openFolder(absolute, { ...options, label: name });
    return readSurroundings({ name, folder }, metadata, options);
  }
  if (facts?.isFile() === true && [...metadata.keys()].some((key) => key.startsWith('tokenizer.ggml.'))) {
    const source = await openFile(absolute, { ...options, label: name });
    try {
      return await readSurroundings({ name, gguf: { source, path: name } }, metadata, options);
    } finally {
      await source.close();
    }
  }
  return readSurroundings({ name }, metadata, options);
}
