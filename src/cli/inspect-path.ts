// From a path to an inspection: an index without its files is looked at alone, every other path as a model.
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { openFolder } from '../bytes/file.ts';
import { type Inspection, inspectIndexAlone, inspectModel, shapeOf } from '../case/inspection/inspection.ts';
import type { RunOptions } from '../run.ts';
import { surveyOwn } from '../surroundings/survey-pair.ts';
import { openPath } from './examine-paths.ts';
import { memberPathOf } from './member-path.ts';
import { repositoryBeside } from './open-repository.ts';
import { openSurroundings } from './open-surroundings.ts';

/** Inspects a file or folder. Throws as opening a model does; an index without its files is enough. */
export async function inspectPath(path: string, run: RunOptions): Promise<Inspection> {
  const alone = await indexAt(path, run);
  if (alone !== undefined) return surveyed(alone, path, run);
  await using model = await openPath(path, 'sample', run);
  return await surveyed(inspectModel(model), path, run);
}

async function surveyed(inspection: Inspection, path: string, run: RunOptions): Promise<Inspection> {
  // An index stands for the folder it describes.
  const at = /\.index\.json$/i.test(path) ? dirname(resolve(path)) : path;
  const surroundings = await openSurroundings(at, inspection.metadata, run);
  const repository = await repositoryBeside(at, run);
  return { ...inspection, surroundings: await surveyOwn(surroundings, shapeOf(inspection), { ...run, repository }) };
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
