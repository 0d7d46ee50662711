// The text files of a folder, within limits, in the order of their names; what was left out is said.
import type { Folder } from '../bytes/source.ts';
import { isForebearError, type Problem, problemOf } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { readDocument, type TextDocument } from './document.ts';

export interface Gathered {
  readonly documents: readonly TextDocument[];
  /** Files that were not read, and why: too many, too large, not text, not readable. */
  readonly problems: readonly Problem[];
  /** Files that were looked at and are no text, or that the choice left out. */
  readonly passed: number;
}

export interface GatherOptions extends RunOptions {
  /** Whether a file is wanted, by its path and size. */
  readonly wanted?: ((path: string, bytes: number) => boolean) | undefined;
  /** Bytes in all; 64 MiB where not given. */
  readonly mostBytes?: number | undefined;
  /** Bytes of one file; longer ones are cut there. */
  readonly mostFileBytes?: number | undefined;
  readonly mostFiles?: number | undefined;
}

/** Far above any model repository, below what would fill memory. */
const defaultMostBytes = 67_108_864;
const defaultMostFiles = 20_000;

/** Reads the text files of a folder. Never throws for a single file. */
export async function gatherDocuments(folder: Folder, options: GatherOptions = {}): Promise<Gathered> {
  const documents: TextDocument[] = [];
  const problems: Problem[] = [];
  const mostBytes = options.mostBytes ?? defaultMostBytes;
  const mostFiles = options.mostFiles ?? defaultMostFiles;
  const listed = [...(await folder.list({ signal: options.signal }))].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const chosen = listed.filter(({ path, bytes }) => options.wanted?.(path, bytes) ?? true);
  let passed = listed.length - chosen.length;
  let held = 0;
  for (const [index, { path, bytes }] of chosen.entries()) {
    options.signal?.throwIfAborted();
    if (documents.length >= mostFiles || held >= mostBytes) {
      const found = documents.length >= mostFiles ? `${chosen.length} files` : `more than ${mostBytes} bytes`;
      const expected = documents.length >= mostFiles ? `${mostFiles} files or fewer` : `${mostBytes} bytes or fewer`;
      problems.push({ code: 'limit', subject: folder.uri, expected, found, lost: [] });
      break;
    }
    options.onProgress?.({ stage: 'read', subject: path, done: index, total: chosen.length, unit: 'files' });
    try {
      const source = await folder.open(path, { signal: options.signal });
      try {
        const most = Math.min(mostBytes - held, options.mostFileBytes ?? Infinity);
        const document = await readDocument(path, source, {
          signal: options.signal,
          ...(most < bytes ? { most } : {}),
        });
        documents.push(document);
        held += Math.min(bytes, most);
      } finally {
        await source.close();
      }
    } catch (error) {
      if (!isForebearError(error)) throw error;
      if (error.code === 'format') passed += 1;
      else problems.push(problemOf(error));
    }
  }
  return { documents, problems, passed };
}
