// The record of a model's files: path, length, hash, and one digest over all of them.
import { createSha256, sha256 } from '../../bytes/sha256.ts';
import type { Folder, Source } from '../../bytes/source.ts';
import { isForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { ModelFile } from '../model.ts';

/**
 * Records the files at `paths`, in order; those not in `sources` are opened in `folder` for it. Files longer than
 * `hashLimit` bytes get no hash.
 */
export async function recordFiles(
  paths: readonly string[],
  sources: ReadonlyMap<string, Source>,
  folder: Folder | undefined,
  hashLimit: number,
  options?: RunOptions,
): Promise<ModelFile[]> {
  const files: ModelFile[] = [];
  for (const path of paths) {
    const known = sources.get(path);
    const source = known ?? (folder === undefined ? undefined : await openQuietly(folder, path, options));
    if (source === undefined) continue;
    try {
      files.push({ path, bytes: source.size, sha256: source.size <= hashLimit ? await sha256(source, options) : null });
    } finally {
      if (known === undefined) await source.close();
    }
  }
  return files;
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
