// From a path to an inspection: an index without its files is looked at alone, every other path as a model.
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { openFolder } from '../bytes/file.ts';
import { type Inspection, inspectIndexAlone, inspectModel } from '../case/inspection/inspection.ts';
import type { RunOptions } from '../run.ts';
import { openPath } from './examine-paths.ts';
import { memberPathOf } from './member-path.ts';

/** Inspects a file or folder. Throws as opening a model does; an index without its files is enough. */
export async function inspectPath(path: string, run: RunOptions): Promise<Inspection> {
  const alone = await indexAt(path, run);
  if (alone !== undefined) return alone;
  await using model = await openPath(path, 'sample', run);
  return inspectModel(model);
}

async function indexAt(path: string, run: RunOptions): Promise<Inspection | undefined> {
  if ((await memberPathOf(path)) !== undefined) return undefined;
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  const isIndex = found?.isFile() === true && /\.index\.json$/i.test(absolute);
  if (found === undefined || !(isIndex || found.isDirectory())) return undefined;
  const at = isIndex ? dirname(absolute) : absolute;
  const name = basename(at);
  const folder = await openFolder(at, { ...run, label: name });
  return inspectIndexAlone(folder, name, isIndex ? basename(absolute) : undefined, run);
}
