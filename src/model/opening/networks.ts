// Models that are several networks in one file or folder: each gets a name, and its tensors stand behind it.
import type { FileHeader } from './headers.ts';

/**
 * The name of each header's network, in order: undefined for all where there is one network, else the file's name
 * without folders and ending, made unique with `#2`, `#3`.
 */
export function networkNames(headers: readonly FileHeader[]): readonly (string | undefined)[] {
  if (headers.filter(({ selfContained }) => selfContained).length <= 1) return headers.map(() => undefined);
  const used = new Map<string, number>();
  return headers.map(({ path }) => {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const stem = file.replace(/\.[a-z0-9]{1,8}$/i, '') || file;
    const times = (used.get(stem) ?? 0) + 1;
    used.set(stem, times);
    return times === 1 ? stem : `${stem}#${times}`;
  });
}
