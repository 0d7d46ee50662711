// A git repository as its objects and references, from a folder or a bundle: nothing is checked out, no setting is obeyed, nothing runs.
import type { Folder, Source } from '../bytes/source.ts';
import { ForebearError, type Problem, problemOf } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { mostPackBytes, mostReferenceBytes, mostReferences } from './limits.ts';
import { checkPack, type Pack, readIndex, scanPack } from './objects/pack.ts';
import { asProblem, newObjectStore, type ObjectStore, readFile } from './objects/store.ts';

export interface Reference {
  /** Untrusted text. */
  readonly name: string;
  readonly id: string;
}

export interface Repository {
  /** As it was called by whoever opened it. */
  readonly name: string;
  readonly kind: 'folder' | 'bundle';
  readonly store: ObjectStore;
  /** In the order of their names. */
  readonly references: readonly Reference[];
  /** The commit that is the last revision, undefined where HEAD points to nothing. */
  readonly head: string | undefined;
  /** Commits whose parents were not fetched. */
  readonly shallow: readonly string[];
  readonly problems: readonly Problem[];
}

const idPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const decoder = new TextDecoder('utf-8');

/** Longest of what HEAD or a reference's file may hold. */
const referenceFileBytes = 4_096;

/**
 * Opens the folder that holds `objects` and `HEAD`: a bare repository, or the `.git` of another. Throws `format` where
 * it is none, `limit` where it holds more files than are listed.
 */
export async function openRepository(folder: Folder, name: string, options?: RunOptions): Promise<Repository> {
  const problems: Problem[] = [];
  const files = new Map((await folder.list({ signal: options?.signal })).map(({ path, bytes }) => [path, bytes]));
  if (!files.has('HEAD')) throw new ForebearError('format', name, 'a git repository', 'no HEAD');
  for (const unread of ['objects/info/alternates', 'info/grafts']) {
    if (!files.has(unread)) continue;
    const expected = unread.endsWith('grafts') ? 'a history without grafts' : 'objects within the repository';
    problems.push({ code: 'containment', subject: unread, expected, found: 'a file that says otherwise', lost: [] });
  }
  const loose = new Map<string, number>();
  for (const [path, bytes] of files) {
    const found = /^objects\/([0-9a-f]{2})\/([0-9a-f]{38}|[0-9a-f]{62})$/.exec(path);
    if (found !== null) loose.set(`${found[1]}${found[2]}`, bytes);
  }
  const { references, head } = await readReferences(folder, files, problems, options);
  const idBytes = ([...loose.keys()][0] ?? references[0]?.id ?? head ?? '').length === 64 ? 32 : 20;
  const packs: Pack[] = [];
  for (const path of [...files.keys()].filter((each) => /^objects\/pack\/[^/]+\.pack$/.test(each)).toSorted()) {
    options?.signal?.throwIfAborted();
    try {
      packs.push(await openPack(folder, path, files, idBytes, problems, options));
    } catch (error) {
      problems.push(asProblem(error));
    }
  }
  const shallow = files.has('shallow')
    ? decoder.decode(await readFile(folder, 'shallow', mostReferenceBytes, options)).split('\n')
    : [];
  return {
    name,
    kind: 'folder',
    store: newObjectStore(packs, { folder, ids: loose }, idBytes),
    references,
    head,
    shallow: shallow.filter((line) => idPattern.test(line)),
    problems,
  };
}

async function openPack(
  folder: Folder,
  path: string,
  files: ReadonlyMap<string, number>,
  idBytes: number,
  problems: Problem[],
  options?: RunOptions,
): Promise<Pack> {
  const size = files.get(path) ?? 0;
  if (size > mostPackBytes)
    throw new ForebearError('limit', path, `packs of at most ${mostPackBytes} bytes`, `${size}`);
  const bytes = await readFile(folder, path, undefined, options);
  const indexPath = path.replace(/pack$/, 'idx');
  if (files.has(indexPath)) {
    checkPack(path, bytes, idBytes);
    const index = await readFile(folder, indexPath, mostPackBytes, options);
    return { name: path, bytes, idBytes, offsets: readIndex(indexPath, index, idBytes) };
  }
  return scanned(path, bytes, idBytes, problems, options);
}

function scanned(path: string, bytes: Uint8Array, idBytes: number, problems: Problem[], options?: RunOptions): Pack {
  const { pack, lost, problem } = scanPack(path, bytes, idBytes, () => options?.signal?.throwIfAborted());
  if (problem !== undefined) problems.push(problemOf(problem));
  if (lost > 0) {
    const found = `${lost} without`;
    problems.push({ code: 'source', subject: path, expected: 'deltas whose bases are there', found, lost: [] });
  }
  return pack;
}

async function readReferences(
  folder: Folder,
  files: ReadonlyMap<string, number>,
  problems: Problem[],
  options?: RunOptions,
): Promise<{ references: readonly Reference[]; head: string | undefined }> {
  const found = new Map<string, string>();
  const symbolic = new Map<string, string>();
  if (files.has('packed-refs')) {
    const text = decoder.decode(await readFile(folder, 'packed-refs', mostReferenceBytes, options));
    for (const line of text.split('\n')) addReference(found, line);
  }
  let read = 0;
  for (const path of files.keys()) {
    if (!path.startsWith('refs/') && path !== 'HEAD') continue;
    options?.signal?.throwIfAborted();
    read += 1;
    if (read > mostReferences) break;
    try {
      const text = decoder.decode(await readFile(folder, path, referenceFileBytes, options)).trim();
      if (idPattern.test(text)) found.set(path, text);
      else if (text.startsWith('ref: ')) symbolic.set(path, text.slice(5).trim());
    } catch (error) {
      problems.push(asProblem(error));
    }
  }
  if (found.size > mostReferences || read > mostReferences) {
    const expected = `at most ${mostReferences} references`;
    problems.push({ code: 'limit', subject: 'refs', expected, found: 'more', lost: [] });
  }
  const target = symbolic.get('HEAD') ?? '';
  if (target.startsWith('refs/') && !found.has(target) && !files.has(target)) {
    // Folders are listed five deep; a name that lies deeper is opened by itself.
    try {
      const text = decoder.decode(await readFile(folder, target, referenceFileBytes, options)).trim();
      if (idPattern.test(text)) found.set(target, text);
    } catch (error) {
      // A repository without a commit has a HEAD that names what is not there.
      if (asProblem(error).code !== 'source') problems.push(asProblem(error));
    }
  }
  return { references: ordered(found), head: found.get('HEAD') ?? found.get(target) };
}

/** `<id> <name>`; comments, peeled tags and everything longer than a name can be are left out. */
function addReference(found: Map<string, string>, line: string): void {
  const space = line.indexOf(' ');
  const id = line.slice(0, Math.max(0, space));
  if (line.length > referenceFileBytes || !idPattern.test(id) || found.size > mostReferences) return;
  found.set(line.slice(space + 1).trim(), id);
}

function ordered(found: ReadonlyMap<string, string>): readonly Reference[] {
  return [...found]
    .filter(([name]) => name !== 'HEAD')
    .map(([name, id]) => ({ name, id }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, mostReferences);
}

/** The first line of every bundle. */
const bundleSignature = /^# v([23]) git bundle$/;

/** Opens a bundle of version 2 or 3. Throws `format` where it is none, `limit` where it is too large. */
export async function openBundle(source: Source, name: string, options?: RunOptions): Promise<Repository> {
  if (source.size > mostPackBytes) {
    throw new ForebearError('limit', name, `at most ${mostPackBytes} bytes`, `${source.size}`);
  }
  const bytes = await source.read(0, source.size, { signal: options?.signal });
  const problems: Problem[] = [];
  const found = new Map<string, string>();
  let at = 0;
  let idBytes = 20;
  let prerequisites = 0;
  for (let row = 0; ; row += 1) {
    const end = bytes.indexOf(10, at);
    if (end < 0 || at > mostReferenceBytes) throw new ForebearError('format', name, 'a bundle', 'no end of its head');
    const line = decoder.decode(bytes.subarray(at, Math.min(end, at + referenceFileBytes)));
    at = end + 1;
    if (row === 0 && !bundleSignature.test(line)) throw new ForebearError('format', name, 'a bundle', 'no signature');
    if (line === '') break;
    if (line.startsWith('@filter')) {
      problems.push({ code: 'source', subject: name, expected: 'a whole bundle', found: 'a filtered one', lost: [] });
    }
    if (line === '@object-format=sha256') idBytes = 32;
    if (line.startsWith('-')) prerequisites += 1;
    else if (!line.startsWith('@') && !line.startsWith('#')) addReference(found, line);
  }
  if (prerequisites > 0) {
    const expected = 'a bundle that stands alone';
    problems.push({
      code: 'source',
      subject: name,
      expected,
      found: `${prerequisites} commits it builds on`,
      lost: [],
    });
  }
  const pack = scanned(name, bytes.subarray(at), idBytes, problems, options);
  const references = ordered(found);
  const head = found.get('HEAD') ?? references.find(({ name: each }) => /^refs\/heads\/(main|master)$/.test(each))?.id;
  return {
    name,
    kind: 'bundle',
    store: newObjectStore([pack], undefined, idBytes),
    references,
    head: head ?? references[0]?.id,
    shallow: [],
    problems,
  };
}
