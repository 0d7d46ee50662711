// A repository in the cache of the Hugging Face libraries: snapshots of links into a store of files, and names for them.
import type { Folder, FolderEntry } from '../bytes/source.ts';
import { ForebearError, isForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { readWhole } from './index-file.ts';
import type { LaidOut, LayoutRequest } from './layout.ts';
import { type NamedFile, namedFiles } from './named-files.ts';

const snapshotFile = /^snapshots\/([^/]+)\/(.+)$/;

/** A commit in 40 digits, or what stands in its place. */
const mostReferenceBytes = 1024;

const defaultReference = 'main';

const mostShown = 4;

/**
 * The files of one snapshot: that of the branch or commit in `pick`, else of `main`, else the only one. Throws `usage`
 * where that leaves several.
 */
export async function layOutHubCache(request: LayoutRequest, options?: RunOptions): Promise<LaidOut | undefined> {
  const { folder, listed, pick } = request;
  const snapshots = new Map<string, Map<string, FolderEntry>>();
  for (const entry of listed) {
    const [, revision, path] = snapshotFile.exec(entry.path) ?? [];
    if (revision === undefined || path === undefined) continue;
    const files = snapshots.get(revision) ?? new Map<string, FolderEntry>();
    snapshots.set(revision, files.set(path, entry));
  }
  const isCache = listed.every(({ path }) => /^(?:snapshots|blobs|refs|\.no_exist)\//.test(path));
  if (snapshots.size === 0 || !isCache) return undefined;
  const reference = await revisionOf(folder, listed, pick ?? defaultReference, options);
  const named = [pick, reference].find((name) => name !== undefined && snapshots.has(name));
  const [only] = snapshots.size === 1 && pick === undefined ? snapshots.keys() : [];
  const revision = named ?? only;
  const entries = snapshots.get(revision ?? '');
  if (revision === undefined || entries === undefined) {
    const shown = [...snapshots.keys()].slice(0, mostShown).join(', ');
    const expected = pick === undefined ? 'one snapshot, or one of them named' : `a snapshot called ${pick}`;
    throw new ForebearError('usage', folder.uri, expected, `${snapshots.size} of them: ${shown}`);
  }
  const files = new Map<string, NamedFile>();
  for (const [path, { bytes, path: stored }] of entries) {
    files.set(path, { bytes, open: (openOptions) => folder.open(stored, openOptions) });
  }
  const metadata = new Map([['hub.revision', revision]]);
  const repository = /^models--(.+)$/.exec(folder.uri.replace(/^.*[/\\]/s, ''))?.[1]?.replace('--', '/');
  const name = repository === undefined ? {} : { name: repository };
  return { layout: 'hub-cache', ...name, folder: namedFiles(folder.uri, files), metadata };
}

/** The commit that a branch or tag stands for here. */
async function revisionOf(
  folder: Folder,
  listed: readonly FolderEntry[],
  name: string,
  options?: RunOptions,
): Promise<string | undefined> {
  const path = `refs/${name}`;
  if (!listed.some((entry) => entry.path === path)) return undefined;
  try {
    return new TextDecoder().decode(await readWhole(folder, path, mostReferenceBytes, options)).trim();
  } catch (error) {
    if (isForebearError(error, 'limit', 'source')) return undefined;
    throw error;
  }
}
