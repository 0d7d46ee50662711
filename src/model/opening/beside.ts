// Files that lie next to a model's file and that its own bytes, or its container's, ask for by name.
import type { Folder, Source } from '../../bytes/source.ts';
import { isForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';

/** Opens `name` in the folder that `path` lies in, strictly; undefined where there is none or it may not be opened. */
export async function openBeside(
  folder: Folder | undefined,
  path: string,
  name: string,
  options?: RunOptions,
): Promise<Source | undefined> {
  try {
    return await folder?.open(`${path.slice(0, path.lastIndexOf('/') + 1)}${name}`, { ...options, strict: true });
  } catch (error) {
    if (isForebearError(error, 'source', 'containment')) return undefined;
    throw error;
  }
}
