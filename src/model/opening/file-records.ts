// The record of a model's files: path, length, hash, and one digest over all of them.
import { createSha256, sha256 } from '../../bytes/sha256.ts';
import type { Folder, Source } from '../../bytes/source.ts';
import { isForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { ModelFile } from '../model.ts';

/** What hashes files: `atOnce` of them may be asked for side by side. */
export interface Hasher {
  readonly atOnce: number;
  hash(source: Source, options?: RunOptions): Promise<string>;
}

const oneByOne: Hasher = { atOnce: 1, hash: sha256 };

export interface Recording {
  /** Files longer than this many bytes get no hash. */
  readonly limit: number;
  readonly hasher?: Hasher | undefined;
  readonly options?: RunOptions | undefined;
}

/** Records the files at `paths`, in order; those not in `sources` are opened in `folder` for it. */
export async function recordFiles(
  paths: readonly string[],
  sources: ReadonlyMap<string, Source>,
  folder: Folder | undefined,
  { limit, hasher = oneByOne, options }: Recording,
): Promise<ModelFile[]> {
  const files: (ModelFile | undefined)[] = paths.map(() => undefined);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < paths.length) {
      const at = next;
      next += 1;
      files[at] = await recordOne(paths[at] as string);
    }
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(hasher.atOnce, paths.length) }, work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return files.filter((file) => file !== undefined);

  async function recordOne(path: string): Promise<ModelFile | undefined> {
    const known = sources.get(path);
    const source = known ?? (folder === undefined ? undefined : await openQuietly(folder, path, options));
    if (source === undefined) return undefined;
    try {
      const digest = source.size <= limit ? await hasher.hash(source, options) : null;
      return { path, bytes: source.size, sha256: digest };
    } finally {
      if (known === undefined) await source.close();
    }
  }
}

/** 16 hex digits over paths, lengths and hashes. */
export function digestOf(files: readonly ModelFile[]): string {
  const hash = createSha256();
  const encoder = new TextEncoder();
  for (const file of files) hash.update(encoder.encode(`${file.path}\0${file.bytes}\0${file.sha256 ?? 'unhashed'}\n`));
  return hash.digestHex().slice(0, 16);
}

/** A file beside the weights that cannot be opened (a link leading out, a socket) is not part of the record. */
async function openQuietly(folder: Folder, path: string, options?: RunOptions): Promise<Source | undefined> {
  try {
    return await folder.open(path, options);
  } catch (error) {
    if (isForebearError(error)) return undefined;
    throw error;
  }
}
