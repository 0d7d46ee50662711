// Files and folders on disk as Sources: regular files only, nothing outside the folder, and changes are noticed.
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { relativeSegments } from './relative-path.ts';
import type { Folder, FolderEntry, OpenOptions, Source } from './source.ts';

/** One system call reads at most 2 GiB; smaller pieces let an abort come through. */
const maxReadBytes = 64 * 1024 * 1024;

/** Segments below the folder. Published models nest two or three deep (`unet/…`, `onnx/…`), Ollama's manifests five. */
const maxListDepth = 5;

/** Far above any model's file count; below what would fill memory. */
const maxListEntries = 100_000;

/** What must stay the same while a file is read. */
interface FileIdentity {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
  readonly dev: bigint;
}

/** How an opened file or folder is called in messages and records, where its path is nobody's business. */
export interface NamedOptions extends RunOptions {
  readonly label?: string | undefined;
}

/**
 * Opens a regular file. Throws `source` where there is none, it may not be read, or it is a folder, a device or a
 * pipe. Every read compares the open file with what it was at opening.
 */
export async function openFile(path: string, options?: NamedOptions): Promise<Source> {
  options?.signal?.throwIfAborted();
  // Without O_NONBLOCK, opening a named pipe would wait for ever.
  const handle = await openHandle(path, path, constants.O_RDONLY | constants.O_NONBLOCK);
  return fileSource(options?.label ?? path, handle);
}

/**
 * Opens a folder for reading by relative names. Throws `source` where there is none. The snapshot folders of a
 * Hugging Face cache hold nothing but links into `../../blobs`; for these, that repository's cache folder is the
 * boundary.
 */
export async function openFolder(path: string, options?: NamedOptions): Promise<Folder> {
  options?.signal?.throwIfAborted();
  const root = await resolvePath(path, path);
  const facts = await stat(root).catch(unavailable(path, 'a folder'));
  if (!facts.isDirectory()) throw new ForebearError('source', path, 'a folder', 'something else');
  const boundary = cacheRepository(root) ?? root;
  return {
    uri: options?.label ?? path,
    list: (listOptions) => listFolder(root, boundary, listOptions),
    open: (name, openOptions) => openInside(options?.label ?? path, root, boundary, name, openOptions),
  };
}

/** Whether a file is in the store of a cache's repository, where every file of every snapshot is a link to. */
function isCached(boundary: string, real: string): boolean {
  return basename(boundary).startsWith('models--') && dirname(real) === join(boundary, 'blobs');
}

/** `<cache>/models--<owner>--<name>` for `…/snapshots/<revision>` below it, else undefined. */
function cacheRepository(root: string): string | undefined {
  const snapshots = dirname(root);
  const repository = dirname(snapshots);
  return basename(snapshots) === 'snapshots' && basename(repository).startsWith('models--') ? repository : undefined;
}

async function openInside(
  uri: string,
  root: string,
  boundary: string,
  name: string,
  options?: OpenOptions,
): Promise<Source> {
  options?.signal?.throwIfAborted();
  const subject = `${uri}/${name}`;
  const asked = join(root, ...relativeSegments(name, subject));
  const real = await resolvePath(asked, subject);
  const refuse = (expected: string, found: string): ForebearError =>
    new ForebearError('containment', subject, expected, found);
  if (!isInside(boundary, real)) throw refuse('a file inside the folder', 'a link that leads out of it');
  if (options?.strict === true && real !== asked && !isCached(boundary, real)) {
    throw refuse('a file that is not behind a link', 'a link');
  }
  const handle = await openHandle(real, subject, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const opened = await handle.stat({ bigint: true });
    if (options?.strict === true && opened.isFile() && opened.nlink > 1n) {
      throw refuse('a file with one name', `a file with ${opened.nlink} hard links`);
    }
    // The path is resolved again: a folder on the way may have been swapped for a link between the check and the opening.
    const now = await resolvePath(asked, subject);
    const again = await stat(now, { bigint: true }).catch(unavailable(subject, 'a file'));
    if (again.ino !== opened.ino || again.dev !== opened.dev) {
      throw new ForebearError('integrity', subject, 'the same file while it was opened', 'another one');
    }
    return await fileSource(subject, handle);
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw error;
  }
}

async function fileSource(uri: string, handle: FileHandle): Promise<Source> {
  const facts = await handle.stat({ bigint: true });
  if (!facts.isFile()) {
    await handle.close();
    throw new ForebearError('source', uri, 'a regular file', facts.isDirectory() ? 'a folder' : 'a device or pipe');
  }
  const size = Number(facts.size);
  let closed: Promise<void> | undefined;
  return {
    uri,
    size,
    async read(start, end, options) {
      options?.signal?.throwIfAborted();
      if (closed !== undefined) throw new ForebearError('usage', uri, 'an open file', 'a closed one');
      if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end)) {
        throw new ForebearError('usage', uri, 'a byte range of whole numbers', `${start} to ${end}`);
      }
      if (end > size) {
        throw new ForebearError('source', uri, `${end} bytes or more`, `${size} bytes`);
      }
      const bytes = await readFully(uri, handle, start, end, options);
      await checkUnchanged(uri, handle, facts);
      return bytes;
    },
    close() {
      closed ??= handle.close();
      return closed;
    },
  };
}

async function readFully(
  uri: string,
  handle: FileHandle,
  start: number,
  end: number,
  options?: RunOptions,
): Promise<Uint8Array> {
  const bytes = options?.allocate?.(end - start) ?? allocate(uri, end - start);
  for (let done = 0; done < bytes.length; ) {
    options?.signal?.throwIfAborted();
    const wanted = Math.min(maxReadBytes, bytes.length - done);
    const { bytesRead } = await handle
      .read(bytes, done, wanted, start + done)
      .catch(unavailable(uri, `bytes ${start} to ${end}`));
    if (bytesRead === 0) {
      throw new ForebearError('source', uri, `${end} bytes or more`, `${start + done} bytes: the file became shorter`);
    }
    done += bytesRead;
  }
  return bytes;
}

function allocate(uri: string, length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new ForebearError('limit', uri, 'a range that fits in memory', `${length} bytes`, { cause });
  }
}

async function checkUnchanged(uri: string, handle: FileHandle, before: FileIdentity): Promise<void> {
  const after: FileIdentity = await handle.stat({ bigint: true });
  if (after.size !== before.size) {
    throw new ForebearError('integrity', uri, `a file of ${before.size} bytes throughout`, `${after.size} bytes`);
  }
  if (after.mtimeNs !== before.mtimeNs || after.ino !== before.ino || after.dev !== before.dev) {
    throw new ForebearError('integrity', uri, 'a file that stays the same while it is read', 'a file written to since');
  }
}

async function listFolder(root: string, boundary: string, options?: RunOptions): Promise<readonly FolderEntry[]> {
  const found: FolderEntry[] = [];
  const waiting: (readonly string[])[] = [[]];
  let seen = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    options?.signal?.throwIfAborted();
    const path = join(root, ...folder);
    const entries = await readdir(path, { withFileTypes: true }).catch(unavailable(path, 'a readable folder'));
    for (const entry of entries) {
      seen += 1;
      if (seen > maxListEntries) {
        throw new ForebearError('limit', root, `at most ${maxListEntries} files and folders`, 'more');
      }
      const segments = [...folder, entry.name];
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && segments.length < maxListDepth) waiting.push(segments);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        const bytes = await sizeInside(boundary, join(root, ...segments));
        if (bytes !== undefined) found.push({ path: segments.join('/'), bytes });
      }
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** The size of a regular file; undefined where the path leads outside the boundary, to nothing or to something else. */
async function sizeInside(boundary: string, path: string): Promise<number | undefined> {
  try {
    const real = await realpath(path);
    const facts = await stat(real);
    return isInside(boundary, real) && facts.isFile() ? facts.size : undefined;
  } catch {
    return undefined;
  }
}

function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function resolvePath(path: string, subject: string): Promise<string> {
  return realpath(path).catch(unavailable(subject, 'a file or folder'));
}

function openHandle(path: string, subject: string, flags: number): Promise<FileHandle> {
  return open(path, flags).catch(unavailable(subject, 'a readable file'));
}

/** Turns the system's refusal into ours. */
function unavailable(subject: string, expected: string): (cause: unknown) => never {
  return (cause) => {
    throw new ForebearError('source', subject, expected, reasonOf(cause), { cause });
  };
}

/** The system's error codes in words; the code itself where we have none. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown fault';
  return reasons.get(code) ?? code;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'nothing of that name'],
  ['ENOTDIR', 'nothing of that name'],
  ['EACCES', 'one that may not be read'],
  ['EPERM', 'one that may not be read'],
  ['EISDIR', 'a folder'],
  ['ELOOP', 'a link'],
  ['ENAMETOOLONG', 'a name that is too long'],
  ['ENXIO', 'a device or pipe'],
  ['EMFILE', 'too many open files'],
  ['EIO', 'a read error of the device'],
]);
