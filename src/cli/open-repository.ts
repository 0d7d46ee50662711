// A repository at a path: a clone, a bare folder or a bundle. Nothing of it is run, and a `.git` that leads elsewhere is not followed.
import { lstat, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { openFile, openFolder } from '../bytes/file.ts';
import { ForebearError } from '../errors.ts';
import { openBundle, openRepository, type Repository } from '../history/repository.ts';
import type { RunOptions } from '../run.ts';

/** Packs beyond this are held whole by nobody who looked for something else: `forebear history` reads them when it is asked to. */
const mostBeside = 134_217_728;

/** Opens the repository of a folder that is a clone, for those who look at the folder for something else; undefined where it is none. */
export async function repositoryBeside(
  path: string,
  run: RunOptions,
): Promise<(() => Promise<Repository>) | undefined> {
  const git = await lstat(join(path, '.git')).catch(() => undefined);
  if (git?.isDirectory() !== true) return undefined;
  return async () => {
    const packs = join(path, '.git', 'objects', 'pack');
    let bytes = 0;
    for (const name of await readdir(packs).catch(() => [])) bytes += (await lstat(join(packs, name))).size;
    if (bytes > mostBeside) {
      const found = `${bytes} bytes; \`forebear history\` reads them`;
      throw new ForebearError(
        'limit',
        `${basename(resolve(path))}/.git`,
        `packs of at most ${mostBeside} bytes here`,
        found,
      );
    }
    return openRepositoryAt(path, run);
  };
}

/** The folder that holds the objects, or the bundle. Throws `format` where it is neither, `containment` where `.git` is a file or a link. */
export async function openRepositoryAt(path: string, run: RunOptions): Promise<Repository> {
  const name = basename(resolve(path));
  const facts = await lstat(path).catch(() => undefined);
  if (facts?.isFile() === true) {
    const source = await openFile(path, { ...run, label: name });
    try {
      return await openBundle(source, name, run);
    } finally {
      await source.close();
    }
  }
  const inner = join(path, '.git');
  const git = await lstat(inner).catch(() => undefined);
  if (git === undefined) return openRepository(await openFolder(path, { ...run, label: name }), name, run);
  if (!git.isDirectory()) {
    const found = git.isFile() ? 'a file that names another one' : 'a link';
    throw new ForebearError('containment', `${name}/.git`, 'a folder within the repository', found);
  }
  return openRepository(await openFolder(inner, { ...run, label: `${name}/.git` }), name, run);
}
