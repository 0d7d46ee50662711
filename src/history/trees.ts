// What one tree has that another has not, told by ids alone, so that equal folders are never opened.
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { deepestTree, longestPath, mostCompared, mostComparedInAll } from './limits.ts';
import { isFolder, parseTree, type TreeEntry } from './objects/object.ts';
import type { ObjectStore } from './objects/store.ts';

export interface FileState {
  readonly id: string;
  readonly mode: number;
}

/** One file between two trees. Links and submodules are files here. */
export interface Change {
  /** Untrusted; as the tree has it, which may hold `..`. It is shown and never opened. */
  readonly path: string;
  readonly before: FileState | undefined;
  readonly after: FileState | undefined;
}

export interface TreeReader {
  /** In the order of paths. What cannot be read is noted and left out. */
  changes(before: string | undefined, after: string | undefined, options?: RunOptions): Promise<readonly Change[]>;
}

/** Entries of trees kept at hand. */
const mostCached = 500_000;

interface Pair {
  readonly path: string;
  readonly depth: number;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export function newTreeReader(store: ObjectStore, note: (error: unknown) => void): TreeReader {
  const cache = new Map<string, readonly TreeEntry[]>();
  let cached = 0;
  let compared = 0;
  const entriesOf = async (id: string | undefined): Promise<readonly TreeEntry[] | undefined> => {
    if (id === undefined) return [];
    const known = cache.get(id);
    if (known !== undefined) return known;
    let entries: readonly TreeEntry[];
    try {
      const object = await store.read(id);
      if (object?.type !== 'tree') throw new ForebearError('source', id, 'a tree', object?.type ?? 'nothing');
      entries = parseTree(id, object.bytes, store.idBytes);
    } catch (error) {
      note(error);
      return undefined;
    }
    cache.set(id, entries);
    cached += entries.length;
    for (const [oldest, { length }] of cache) {
      if (cached <= mostCached) break;
      cache.delete(oldest);
      cached -= length;
    }
    return entries;
  };
  return {
    async changes(before, after, options) {
      const found: Change[] = [];
      // A folder that holds itself twice over would be walked 2^64 times; what was walked of a pair is counted.
      let steps = 0;
      const waiting: Pair[] = before === after ? [] : [{ path: '', depth: 0, before, after }];
      for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
        options?.signal?.throwIfAborted();
        const [old, now] = [await entriesOf(pair.before), await entriesOf(pair.after)];
        // Where one side is unreadable, everything on the other would seem new.
        if (old === undefined || now === undefined) continue;
        steps += old.length + now.length + 1;
        compared += old.length + now.length + 1;
        if (steps > mostCompared || compared > mostComparedInAll) {
          const most =
            steps > mostCompared ? `${mostCompared} entries of two revisions` : `${mostComparedInAll} in all`;
          note(new ForebearError('limit', pair.path.slice(0, 80), `at most ${most}`, 'more'));
          break;
        }
        compare(pair, old, now, found, waiting, note);
      }
      return found.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    },
  };
}

function compare(
  { path, depth }: Pair,
  old: readonly TreeEntry[],
  now: readonly TreeEntry[],
  found: Change[],
  waiting: Pair[],
  note: (error: unknown) => void,
): void {
  const earlier = new Map(old.map((entry) => [entry.name, entry]));
  const names = new Set([...earlier.keys(), ...now.map(({ name }) => name)]);
  const later = new Map(now.map((entry) => [entry.name, entry]));
  for (const name of names) {
    const a = earlier.get(name);
    const b = later.get(name);
    if (a?.id === b?.id && a?.mode === b?.mode) continue;
    const full = path === '' ? name : `${path}/${name}`;
    if (full.length > longestPath) {
      note(new ForebearError('limit', full.slice(0, 80), `paths of at most ${longestPath} characters`, 'a longer one'));
      continue;
    }
    const folders = { before: folderOf(a), after: folderOf(b) };
    if (folders.before !== undefined || folders.after !== undefined) {
      if (depth + 1 < deepestTree) waiting.push({ path: full, depth: depth + 1, ...folders });
      else note(new ForebearError('limit', full.slice(0, 80), `folders at most ${deepestTree} deep`, 'a deeper one'));
    }
    const files = { before: fileOf(a), after: fileOf(b) };
    if (files.before !== undefined || files.after !== undefined) found.push({ path: full, ...files });
  }
}

const folderOf = (entry: TreeEntry | undefined): string | undefined =>
  entry !== undefined && isFolder(entry.mode) ? entry.id : undefined;

const fileOf = (entry: TreeEntry | undefined): FileState | undefined =>
  entry !== undefined && !isFolder(entry.mode) ? { id: entry.id, mode: entry.mode } : undefined;
