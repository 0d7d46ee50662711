// A folder of byte arrays, for models that never touch a disk.
import { memorySource } from '../src/bytes/memory.ts';
import type { Folder } from '../src/bytes/source.ts';
import { ForebearError } from '../src/errors.ts';

/** The files by name, as a folder that a model can be opened from. Other names throw `source`. */
export function memoryFolder(files: ReadonlyMap<string, Uint8Array>): Folder {
  return {
    uri: 'memory',
    list: () => Promise.resolve([...files].map(([path, { length: bytes }]) => ({ path, bytes }))),
    open: (path) => {
      const bytes = files.get(path);
      return bytes === undefined
        ? Promise.reject(new ForebearError('source', path, 'a file', 'nothing'))
        : Promise.resolve(memorySource(bytes, path));
    },
  };
}
