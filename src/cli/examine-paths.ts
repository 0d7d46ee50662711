// From paths to a case file: opens the doors, examines, closes them again.
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { openFile, openFolder } from '../bytes/file.ts';
import type { CaseFile } from '../case/case-file.ts';
import { examine } from '../case/examine.ts';
import { ForebearError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { openModel } from '../model/open.ts';
import type { RunOptions } from '../run.ts';

export interface PathsToExamine {
  readonly suspectPath: string;
  readonly candidatePaths: readonly string[];
  readonly seed?: number | undefined;
  readonly read?: 'sample' | 'full' | undefined;
  readonly alpha?: number | undefined;
  readonly component?: string | undefined;
}

/** Opens a file or folder as a model. Throws `source` where there is nothing of that name. */
export async function openPath(path: string, read: 'sample' | 'full', options?: RunOptions): Promise<Model> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const hashing = read === 'full' ? { hashLimit: Infinity } : {};
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) throw new ForebearError('source', path, 'a file or folder', 'nothing');
  if (found.isDirectory())
    return openModel({ kind: 'folder', name, folder: await openFolder(absolute, options) }, { ...options, ...hashing });
  const folder = await openFolder(dirname(absolute), options);
  return openModel(
    { kind: 'files', name, files: [{ path: name, source: await openFile(absolute, options) }], folder },
    { ...options, ...hashing },
  );
}

/** Opens, examines and closes. */
export async function examineModels(paths: PathsToExamine, options: RunOptions = {}): Promise<CaseFile> {
  const read = paths.read ?? 'sample';
  const opened: Model[] = [];
  try {
    const suspect = await openPath(paths.suspectPath, read, options);
    opened.push(suspect);
    const candidates: Model[] = [];
    for (const path of paths.candidatePaths) {
      const candidate = await openPath(path, read, options);
      opened.push(candidate);
      candidates.push(candidate);
    }
    return await examine(suspect, candidates, {
      ...options,
      read,
      seed: paths.seed ?? 0,
      ...(paths.alpha === undefined ? {} : { alpha: paths.alpha }),
      ...(paths.component === undefined ? {} : { component: paths.component }),
    });
  } finally {
    for (const model of opened) await model[Symbol.asyncDispose]();
  }
}
