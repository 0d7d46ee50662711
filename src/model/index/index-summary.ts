// A model whose index alone is there: what its names and its one number say, without holding a million names.
import type { Folder, FolderEntry } from '../../bytes/source.ts';
import type { Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import { type FoldedNames, NameFolder } from '../architecture/name-fold.ts';
import { type IndexFact, readIndex } from './index-reader.ts';
import { totalOf } from './shard-index.ts';

export interface IndexSummary {
  /** The index file. */
  readonly path: string;
  readonly names: FoldedNames;
  /** The files it promises and how many tensors in each, in the order of the index. Untrusted names. */
  readonly shards: ReadonlyMap<string, number>;
  /** Bytes of all tensors as declared; undefined where that is no possible number. */
  readonly totalSize: number | undefined;
  readonly metadata: ReadonlyMap<string, IndexFact>;
  readonly problems: readonly Problem[];
}

/**
 * Reads an index none of whose files lies beside it. Undefined as soon as one of them does, or where it lists nothing: then
 * there is a model to open, or none at all.
 * Throws as `readIndex` does.
 */
export async function summariseIndex(
  folder: Folder,
  listed: readonly FolderEntry[],
  path: string,
  options?: RunOptions,
): Promise<IndexSummary | undefined> {
  const present = new Set(listed.map((entry) => entry.path));
  const names = new NameFolder();
  const shards = new Map<string, number>();
  let last = '';
  let inLast = 0;
  const source = await folder.open(path, options);
  try {
    const facts = await readIndex(
      path,
      source,
      (tensor, file) => {
        if (file !== last) {
          if (present.has(file)) return false;
          if (inLast > 0) shards.set(last, (shards.get(last) ?? 0) + inLast);
          last = file;
          inLast = 0;
        }
        inLast += 1;
        names.add(tensor);
        return undefined;
      },
      options,
    );
    if (facts === undefined || facts.entries === 0) return undefined;
    if (inLast > 0) shards.set(last, (shards.get(last) ?? 0) + inLast);
    return { path, names: names.finish(), shards, metadata: facts.metadata, ...totalOf(path, facts.metadata) };
  } finally {
    await source.close();
  }
}
