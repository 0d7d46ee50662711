// Compiled Python files of any revision beside the sources of all revisions: whose size fits, and how long before the first commit they were made.
import { type PycFacts, pycFacts } from '../documents/pyc.ts';
import { isForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Repository } from './repository.ts';
import type { Revision, Walk } from './walk.ts';

export interface CompiledFile {
  readonly path: string;
  readonly revision: Revision;
  readonly facts: PycFacts;
  /** Revisions of a file of its name that have exactly the size of its source. */
  readonly sources: readonly { readonly path: string; readonly revision: Revision }[];
  /** Revisions of a file of its name, whatever their size. */
  readonly compared: number;
}

const mostCompiled = 500;
const mostSources = 2_000;

export async function compiledFiles(
  repository: Repository,
  walk: Walk,
  options?: RunOptions,
): Promise<readonly CompiledFile[]> {
  const sources = new Map<string, { path: string; revision: Revision; id: string }[]>();
  const compiled: { path: string; revision: Revision; id: string }[] = [];
  const seen = new Set<string>();
  for (const revision of walk.revisions) {
    for (const { path, after } of revision.changes) {
      if (after === undefined || seen.has(`${path}\0${after.id}`)) continue;
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (name.endsWith('.pyc') && compiled.length < mostCompiled) compiled.push({ path, revision, id: after.id });
      else if (name.endsWith('.py')) {
        const list = sources.get(name) ?? [];
        if (list.length < mostSources) list.push({ path, revision, id: after.id });
        sources.set(name, list);
      } else continue;
      seen.add(`${path}\0${after.id}`);
    }
  }
  const found: CompiledFile[] = [];
  for (const { path, revision, id } of compiled) {
    options?.signal?.throwIfAborted();
    const bytes = await quietly(async () => (await repository.store.read(id, options))?.bytes);
    const facts = bytes === undefined ? undefined : pycFacts(bytes);
    if (facts === undefined) continue;
    const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '');
    const named = sources.get(`${stem}.py`) ?? [];
    const fitting: { path: string; revision: Revision }[] = [];
    for (const source of named) {
      const size = await quietly(() => repository.store.size(source.id));
      if (size === facts.sourceBytes && size !== undefined)
        fitting.push({ path: source.path, revision: source.revision });
    }
    found.push({ path, revision, facts, sources: fitting, compared: named.length });
  }
  return found;
}

/** What cannot be read is told by whoever reads all texts. */
async function quietly<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return undefined;
  }
}
