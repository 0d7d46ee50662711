// Where results go: standard output, or files written whole or not at all.
import { rename, rm, writeFile } from 'node:fs/promises';
import { ForebearError } from '../errors.ts';

/** Writes beside the target and renames: a full disk or an abort leaves no half-written report. Throws `source`. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${process.pid}.part`;
  try {
    await writeFile(partial, text, { flag: 'wx' });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw new ForebearError(
      'source',
      path,
      'a file that can be written',
      error instanceof Error ? error.message : 'an error',
      { cause: error },
    );
  }
}
