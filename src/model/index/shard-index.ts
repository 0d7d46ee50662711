// The index of a sharded model whose shards are read: which tensors each file promises.
import type { Source } from '../../bytes/source.ts';
import type { Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import { type IndexFact, readIndex } from './index-reader.ts';

export interface ShardIndex {
  /** File name to the tensors the index promises in it, in the index's order. */
  readonly shards: ReadonlyMap<string, readonly string[]>;
  readonly metadata: ReadonlyMap<string, IndexFact>;
  /** Bytes of all tensors as declared; undefined where that is nothing or no possible number. */
  readonly totalSize: number | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a `*.index.json` and keeps its names, one list for each shard. Throws as `readIndex` does. */
export async function readShardIndex(name: string, source: Source, options?: RunOptions): Promise<ShardIndex> {
  const shards = new Map<string, string[]>();
  let last: string[] = [];
  let lastFile: string | undefined;
  const facts = await readIndex(
    name,
    source,
    (tensor, file) => {
      if (file !== lastFile) {
        last = shards.get(file) ?? [];
        shards.set(file, last);
        lastFile = file;
      }
      last.push(tensor);
      return undefined;
    },
    options,
  );
  const metadata: ReadonlyMap<string, IndexFact> = facts?.metadata ?? new Map();
  return { shards, metadata, ...totalOf(name, metadata) };
}

/** The declared bytes. Some writers count the bits of masks, so that a fraction may be left. */
export function totalOf(
  name: string,
  metadata: ReadonlyMap<string, IndexFact>,
): { readonly totalSize: number | undefined; readonly problems: readonly Problem[] } {
  const declared = metadata.get('total_size');
  if (declared === undefined || declared === 0) return { totalSize: undefined, problems: [] };
  if (typeof declared === 'number' && declared > 0 && declared <= Number.MAX_SAFE_INTEGER) {
    return { totalSize: declared, problems: [] };
  }
  const expected = 'a total_size below 2^53 bytes';
  const problem: Problem = { code: 'format', subject: name, expected, found: String(declared), lost: [] };
  return { totalSize: undefined, problems: [problem] };
}
