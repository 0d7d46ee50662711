// Every commit of a repository, parents before children, those that no reference points to as well, each with what it changed.
import type { Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { mostChanges, mostCommits } from './limits.ts';
import { type Commit, parseCommit, tagTarget } from './objects/object.ts';
import { asProblem } from './objects/store.ts';
import type { Repository } from './repository.ts';
import { type Change, newTreeReader, type TreeReader } from './trees.ts';

export interface Revision {
  readonly commit: Commit;
  /** Whether a reference leads to it. */
  readonly reachable: boolean;
  /** Against its first parent, or against nothing; in the order of paths. */
  readonly changes: readonly Change[];
}

export interface Walk {
  readonly revisions: readonly Revision[];
  /** Files of the last revision. */
  readonly last: ReadonlyMap<string, LastFile>;
  readonly head: Commit | undefined;
  readonly problems: readonly Problem[];
  /** Parents that commits name and that are not there. */
  readonly missingParents: number;
}

export interface LastFile {
  readonly id: string;
  readonly mode: number;
}

/** Tags of tags of tags: git itself follows them without end. */
const deepestTag = 8;

/** Problems kept of one kind of thing; a damaged repository has one for each object. */
const mostProblems = 100;

export async function walkRepository(repository: Repository, options?: RunOptions): Promise<Walk> {
  const problems: Problem[] = [];
  const note = (error: unknown): void => {
    const problem = asProblem(error);
    if (problems.length < mostProblems) problems.push(problem);
  };
  const commits = new Map<string, Commit>();
  const starts = new Set<string>();
  // Many references may point to one commit.
  for (const id of new Set(repository.references.map((each) => each.id))) {
    options?.signal?.throwIfAborted();
    const target = await peel(repository, id, note);
    if (target !== undefined) starts.add(target);
  }
  if (repository.head !== undefined) starts.add(repository.head);
  let missingParents = await collect(repository, [...starts], commits, note, options);
  const reachable = new Set(commits.keys());
  const others = (await repository.store.idsOf('commit', options)).filter((id) => !reachable.has(id));
  missingParents += await collect(repository, others, commits, note, options);
  if (commits.size >= mostCommits) {
    const expected = `at most ${mostCommits} commits`;
    problems.push({ code: 'limit', subject: repository.name, expected, found: 'more', lost: [] });
  }

  const trees = newTreeReader(repository.store, note);
  const revisions: Revision[] = [];
  const ordered = parentsFirst(commits);
  let kept = 0;
  for (const [index, commit] of ordered.entries()) {
    options?.signal?.throwIfAborted();
    if (index % 64 === 0) {
      options?.onProgress?.({
        stage: 'read',
        subject: commit.id.slice(0, 10),
        done: index,
        total: ordered.length,
        unit: 'files',
      });
    }
    const parent = commits.get(commit.parents[0] ?? '');
    // A commit whose parent was not fetched would seem to bring every file.
    const known = commit.parents.length === 0 || parent !== undefined;
    const changes = known && kept < mostChanges ? await trees.changes(parent?.tree, commit.tree, options) : [];
    kept += changes.length;
    revisions.push({ commit, reachable: reachable.has(commit.id), changes });
  }
  if (kept >= mostChanges) {
    const expected = `at most ${mostChanges} changes`;
    problems.push({ code: 'limit', subject: repository.name, expected, found: 'more', lost: [] });
  }
  const head = commits.get(repository.head ?? '');
  return { revisions, last: await lastFiles(trees, head, options), head, problems, missingParents };
}

async function lastFiles(
  trees: TreeReader,
  head: Commit | undefined,
  options?: RunOptions,
): Promise<ReadonlyMap<string, LastFile>> {
  const files = new Map<string, LastFile>();
  if (head === undefined) return files;
  for (const { path, after } of await trees.changes(undefined, head.tree, options)) {
    if (after !== undefined) files.set(path, after);
  }
  return files;
}

async function peel(repository: Repository, id: string, note: (error: unknown) => void): Promise<string | undefined> {
  let at = id;
  try {
    for (let depth = 0; depth < deepestTag; depth += 1) {
      const object = await repository.store.read(at);
      if (object?.type === 'commit') return at;
      const target = object?.type === 'tag' ? tagTarget(object.bytes) : undefined;
      if (target === undefined) return undefined;
      at = target;
    }
  } catch (error) {
    note(error);
  }
  return undefined;
}

/** Reads commits and their ancestors; gives how many of these are not there. */
async function collect(
  repository: Repository,
  starts: readonly string[],
  commits: Map<string, Commit>,
  note: (error: unknown) => void,
  options?: RunOptions,
): Promise<number> {
  const waiting = [...starts];
  const seen = new Set<string>(commits.keys());
  let missing = 0;
  for (let id = waiting.pop(); id !== undefined && commits.size < mostCommits; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    try {
      const object = await repository.store.read(id, options);
      if (object === undefined) missing += 1;
      if (object?.type !== 'commit') continue;
      const commit = parseCommit(id, object.bytes);
      commits.set(id, commit);
      waiting.push(...commit.parents);
    } catch (error) {
      note(error);
    }
  }
  return missing;
}

/** Parents before children; among those that may come next the earliest committer date, then the smallest id. */
function parentsFirst(commits: ReadonlyMap<string, Commit>): readonly Commit[] {
  const children = new Map<string, Commit[]>();
  const open = new Map<string, number>();
  const ready: Commit[] = [];
  for (const commit of commits.values()) {
    const parents = new Set(commit.parents.filter((id) => commits.has(id)));
    open.set(commit.id, parents.size);
    if (parents.size === 0) push(ready, commit);
    for (const parent of parents) {
      const list = children.get(parent) ?? [];
      list.push(commit);
      children.set(parent, list);
    }
  }
  const ordered: Commit[] = [];
  for (let next = pop(ready); next !== undefined; next = pop(ready)) {
    ordered.push(next);
    for (const child of children.get(next.id) ?? []) {
      const left = (open.get(child.id) ?? 0) - 1;
      open.set(child.id, left);
      if (left === 0) push(ready, child);
    }
  }
  return ordered;
}

function before(a: Commit, b: Commit): boolean {
  return a.committer.seconds === b.committer.seconds ? a.id < b.id : a.committer.seconds < b.committer.seconds;
}

/** A binary heap: a fan of 10^5 branches stays cheap. */
function push(heap: Commit[], commit: Commit): void {
  let at = heap.push(commit) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(commit, heap[parent] as Commit)) break;
    heap[at] = heap[parent] as Commit;
    at = parent;
  }
  heap[at] = commit;
}

function pop(heap: Commit[]): Commit | undefined {
  const first = heap[0];
  const moved = heap.pop();
  if (first === undefined || moved === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Commit, heap[child] as Commit)) child += 1;
    if (!before(heap[child] as Commit, moved)) break;
    heap[at] = heap[child] as Commit;
    at = child;
  }
  heap[at] = moved;
  return first;
}
