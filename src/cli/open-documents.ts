// The texts at a path: one file, or all texts of a folder; the name is the last segment of what the user typed.
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openFile, openFolder } from '../bytes/file.ts';
import { readDocument, type TextDocument } from '../documents/document.ts';
import { type GatherOptions, gatherDocuments } from '../documents/gather.ts';
import { ForebearError, type Problem } from '../errors.ts';

export interface OpenedDocuments {
  readonly name: string;
  readonly documents: readonly TextDocument[];
  readonly problems: readonly Problem[];
}

/** Throws `source` where there is nothing, `format` where the one file is no text. */
export async function openDocuments(path: string, options: GatherOptions = {}): Promise<OpenedDocuments> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const facts = await stat(absolute).catch(() => undefined);
  if (facts === undefined) throw new ForebearError('source', path, 'a file or folder', 'nothing');
  if (facts.isDirectory()) {
    const folder = await openFolder(absolute, { ...options, label: name });
    const { documents, problems } = await gatherDocuments(folder, options);
    return { name, documents, problems };
  }
  const source = await openFile(absolute, { ...options, label: name });
  try {
    return { name, documents: [await readDocument(name, source, options)], problems: [] };
  } finally {
    await source.close();
  }
}
