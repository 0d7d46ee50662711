// A folder that is a list of names, each with its way to bytes: what layouts make of the folders they read.
import { relativeSegments } from '../bytes/relative-path.ts';
import type { Folder, OpenOptions, Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';

export interface NamedFile {
  readonly bytes: number;
  open(options?: OpenOptions): Promise<Source>;
}

/** A folder of these files and no others. Names that lead out are refused as everywhere. */
export function namedFiles(uri: string, files: ReadonlyMap<string, NamedFile>): Folder {
  return {
    uri,
    list: async () => [...files].map(([path, { bytes }]) => ({ path, bytes })),
    async open(path, options) {
      const subject = `${uri}/${path}`;
      const file = files.get(relativeSegments(path, subject).join('/'));
      if (file === undefined) throw new ForebearError('source', subject, 'a file', 'nothing of that name');
      return file.open(options);
    },
  };
}
