// From paths to a case file: opens the doors, examines, closes them again.
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { openFile, openFolder } from '../bytes/file.ts';
import type { Source } from '../bytes/source.ts';
import type { CaseFile } from '../case/case-file.ts';
import { examine } from '../case/examine.ts';
import { inspectModel, shapeOf } from '../case/inspection/inspection.ts';
import { lineageOf, withSurroundings } from '../case/surroundings.ts';
import { ForebearError } from '../errors.ts';
import type { Survey } from '../findings/finding.ts';
import { type Model, storedBytes } from '../model/model.ts';
import { type OpenOptions, openModel } from '../model/open.ts';
import type { RunOptions } from '../run.ts';
import { surveyPair } from '../surroundings/survey-pair.ts';
import { startHashWorkers } from './hash-workers.ts';
import { memberPathOf } from './member-path.ts';
import { openInstalledGrammars } from './open-grammars.ts';
import { repositoryBeside } from './open-repository.ts';
import { openSurroundings } from './open-surroundings.ts';
import { type SpanWorkers, startSpanWorkers } from './span-workers.ts';
import { doorInStore } from './store-paths.ts';

export interface PathsToExamine {
  readonly suspectPath: string;
  readonly candidatePaths: readonly string[];
  readonly seed?: number | undefined;
  readonly read?: 'sample' | 'full' | undefined;
  readonly alpha?: number | undefined;
  readonly component?: string | undefined;
}

/** Opens a file, a folder, a member of a pack or a model in a store (see `doorInStore`). Throws `source` where there is nothing of that name. */
export async function openPath(path: string, read: 'sample' | 'full', options?: OpenOptions): Promise<Model> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const hashing = read === 'full' ? { hashLimit: Infinity } : {};
  const inside = await memberPathOf(path);
  if (inside !== undefined) return openMember(inside.file, inside.member, { ...options, ...hashing });
  const stored = await doorInStore(path, options);
  if (stored !== undefined) return openModel(stored, { ...options, ...hashing });
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) {
    const several = path.split(',').filter((one) => one !== '');
    if (several.length > 1) return openSeveral(several, { ...options, ...hashing });
    throw new ForebearError('source', path, 'a file or folder', 'nothing');
  }
  // An index stands for the folder it describes.
  if (found.isFile() && /\.index\.json$/i.test(name)) return openPath(dirname(absolute), read, options);
  if (found.isDirectory())
    return openModel(
      { kind: 'folder', name, folder: await openFolder(absolute, { ...options, label: name }) },
      { ...options, ...hashing },
    );
  const folder = await openFolder(dirname(absolute), { ...options, label: '.' });
  return openModel(
    {
      kind: 'files',
      name,
      files: [{ path: name, source: await openFile(absolute, { ...options, label: name }) }],
      folder,
    },
    { ...options, ...hashing },
  );
}

async function openMember(path: string, member: string, options: OpenOptions): Promise<Model> {
  const name = basename(path);
  const folder = await openFolder(dirname(resolve(path)), { ...options, label: '.' });
  const source = await openFile(resolve(path), { ...options, label: name });
  const door = { kind: 'files', name: `${name}!/${member}`, files: [{ path: name, source }], folder, member } as const;
  try {
    return await openModel(door, options);
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Several files that are one model, named with commas between them. */
async function openSeveral(paths: readonly string[], options: OpenOptions): Promise<Model> {
  const names = paths.map((path) => basename(path));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  // Tensors are found again by their file's name: two of one name would be read as one.
  if (twice !== undefined) throw new ForebearError('usage', twice, 'files of different names', 'one name twice');
  const files: { path: string; source: Source }[] = [];
  try {
    for (const path of paths)
      files.push({
        path: basename(path),
        source: await openFile(resolve(path), { ...options, label: basename(path) }),
      });
    const folder = await openFolder(dirname(resolve(paths[0] as string)), { ...options, label: '.' });
    return await openModel(
      {
        kind: 'files',
        name: files
          .map(({ path }) => path)
          .join('+')
          .slice(0, 120),
        files,
        folder,
      },
      options,
    );
  } catch (error) {
    await Promise.allSettled(files.map(({ source }) => source.close()));
    throw error;
  }
}

/** Opens, examines and closes. */
export async function examineModels(paths: PathsToExamine, options: RunOptions = {}): Promise<CaseFile> {
  const read = paths.read ?? 'sample';
  const opened = await openAll([paths.suspectPath, ...paths.candidatePaths], read, options);
  try {
    const [suspect, ...candidates] = opened as [Model, ...Model[]];
    await using workers = workersFor(read, opened);
    const examined = await examine(suspect, candidates, {
      ...options,
      ...(workers === undefined ? {} : { scanner: workers }),
      read,
      seed: paths.seed ?? 0,
      ...(paths.alpha === undefined ? {} : { alpha: paths.alpha }),
      ...(paths.component === undefined ? {} : { component: paths.component }),
    });
    return await surveyed(examined, paths, opened, options);
  } finally {
    for (const model of opened) await model[Symbol.asyncDispose]();
  }
}

/** The case with what was found around the weights of each pair. */
async function surveyed(
  examined: CaseFile,
  { suspectPath, candidatePaths }: PathsToExamine,
  [suspect, ...candidates]: readonly Model[],
  options: RunOptions,
): Promise<CaseFile> {
  const mine = await openSurroundings(suspectPath, suspect?.metadata, options);
  const shape = suspect === undefined ? undefined : shapeOf(inspectModel(suspect));
  const grammars = openInstalledGrammars();
  const repository = await repositoryBeside(suspectPath, options);
  try {
    const surveys: (readonly Survey[])[] = [];
    for (const [index, path] of candidatePaths.entries()) {
      const theirs = await openSurroundings(path, candidates[index]?.metadata, options);
      const lineage = lineageOf(examined.comparisons[index]);
      const origin = lineage === undefined ? undefined : { candidate: theirs.name, relation: lineage.relation };
      surveys.push(
        await surveyPair(mine, theirs, {
          ...options,
          grammars,
          repository,
          shape: shape === undefined ? undefined : { ...shape, origin },
          lineage,
        }),
      );
    }
    return withSurroundings(examined, surveys);
  } finally {
    grammars.close();
  }
}

/** Where everything is read, models are opened side by side: most of that is hashing. Where one cannot be opened, none stays open. */
async function openAll(
  paths: readonly string[],
  read: 'sample' | 'full',
  options: RunOptions,
): Promise<readonly Model[]> {
  const opened: Model[] = [];
  const failures: unknown[] = [];
  const threads = Math.min(mostThreads, availableParallelism());
  if (read === 'full' && threads > 1) {
    await using hasher = startHashWorkers(threads);
    const results = await Promise.allSettled(paths.map((path) => openPath(path, read, { ...options, hasher })));
    for (const result of results) {
      if (result.status === 'fulfilled') opened.push(result.value);
      else failures.push(result.reason);
    }
  } else {
    for (const path of paths) {
      if (failures.length > 0) break;
      await openPath(path, read, options).then(
        (model) => opened.push(model),
        (reason: unknown) => failures.push(reason),
      );
    }
  }
  if (failures.length === 0) return opened;
  for (const model of opened) await model[Symbol.asyncDispose]();
  throw failures[0];
}

/** From this many stored bytes on, threads are worth their start. */
const manyBytes = 268_435_456;

/** More threads than this wait for the disk and not for one another. */
const mostThreads = 8;

/** Threads for a comparison that reads much; one less than there are processors, which reads, but two where there are two. */
function workersFor(read: 'sample' | 'full', models: readonly Model[]): SpanWorkers | undefined {
  const bytes = models.flatMap(({ tensors }) => tensors).reduce((sum, tensor) => sum + storedBytes(tensor), 0);
  if (read === 'sample' || bytes < manyBytes) return undefined;
  const processors = availableParallelism();
  return processors < 2 ? undefined : startSpanWorkers(Math.min(mostThreads, Math.max(2, processors - 1)));
}
