// Paths that name a model inside a store, an index or a script rather than a file or folder of its own.
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { openFolder } from '../bytes/file.ts';
import { layOut } from '../containers/layouts.ts';
import { ForebearError, isForebearError } from '../errors.ts';
import type { ModelDoor } from '../model/open.ts';
import type { RunOptions } from '../run.ts';

const ollamaPrefix = 'ollama:';

/** Host, owner, model and tag below the manifests of a store. */
const manifestDepth = 4;

/** Names in an index have two or three parts. */
const deepestName = 6;

/**
 * The door to a model that has no path of its own: `ollama:NAME[:TAG]`, a manifest inside Ollama's store, a JSON index of
 * chunks or a script that describes a model, and a name in such an index. Undefined for every other path. Throws `source`
 * where there is no store.
 */
export async function doorInStore(path: string, options?: RunOptions): Promise<ModelDoor | undefined> {
  if (path.startsWith(ollamaPrefix)) return ollamaDoor(path.slice(ollamaPrefix.length), options);
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) return doorBelow(absolute, options);
  if (!found.isFile()) return undefined;
  const manifest = absolute.split(sep).slice(-manifestDepth - 1);
  if (manifest.length > manifestDepth && manifest[0] === 'manifests') {
    const store = resolve(absolute, ...Array<string>(manifestDepth + 1).fill('..'));
    if (await isFolder(join(store, 'blobs'))) return storeDoor(store, manifest.join('/'), options);
  }
  const isIndex = /\.(?:json|[cm]?js)$/i.test(absolute) && !/\.index\.json$/i.test(absolute);
  return isIndex ? indexedDoor(dirname(absolute), basename(absolute), options) : undefined;
}

async function ollamaDoor(name: string, options?: RunOptions): Promise<ModelDoor> {
  const store = process.env['OLLAMA_MODELS'] ?? join(homedir(), '.ollama', 'models');
  if (!(await isFolder(store))) {
    throw new ForebearError('source', `${ollamaPrefix}${name}`, 'a store of Ollama models', `nothing at ${store}`);
  }
  return storeDoor(store, name, options);
}

async function storeDoor(store: string, pick: string, options?: RunOptions): Promise<ModelDoor> {
  const name = basename(store);
  return { kind: 'folder', name, folder: await openFolder(store, { ...options, label: name }), pick };
}

/** For a path to nothing: the folder above it that is there, where an index in it has a file of the rest's name. */
async function doorBelow(path: string, options?: RunOptions): Promise<ModelDoor | undefined> {
  let folder = dirname(path);
  for (let depth = 1; depth < deepestName && !(await isFolder(folder)); depth++) folder = dirname(folder);
  const names = await readdir(folder).catch(() => []);
  if (!names.some((name) => /\.json$/i.test(name))) return undefined;
  return indexedDoor(folder, relative(folder, path).split(sep).join('/'), options);
}

/** The folder with `pick` in its index; undefined where it has no index or no such name. */
async function indexedDoor(path: string, pick: string, options?: RunOptions): Promise<ModelDoor | undefined> {
  const name = basename(path);
  const folder = await openFolder(path, { ...options, label: name });
  try {
    const listed = await folder.list(options);
    const laid = await layOut({ folder, listed, hasWeights: false, pick, problems: [] }, options);
    return laid === undefined ? undefined : { kind: 'folder', name, folder, pick };
  } catch (error) {
    if (isForebearError(error, 'usage', 'limit')) return undefined;
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
