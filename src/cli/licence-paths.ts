// From paths to what the licence analysis reads: the texts of a folder or one text, and what weight files say of themselves.
import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { openFolder } from '../bytes/file.ts';
import { looksLikeText } from '../documents/document.ts';
import { isDataName, isForeignFolder } from '../documents/file-names.ts';
import { gatherDocuments } from '../documents/gather.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../errors.ts';
import type { PartyInput } from '../licence/party.ts';
import type { RunOptions } from '../run.ts';
import { openPath } from './examine-paths.ts';

export interface OpenedParty {
  readonly party: PartyInput;
  readonly problems: readonly Problem[];
}

/** Licences, cards and configurations are short; longer texts are data. */
const mostFileBytes = 2_097_152;

/** Word lists and merges, which are megabytes of text in which no licence stands. */
const wordLists =
  /(?:^|\/)(?:tokenizer|vocab|merges|special_tokens_map|added_tokens)[^/]*\.(?:json|txt)$|\.index\.json$/i;

export async function openParty(path: string, run: RunOptions): Promise<OpenedParty> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) throw new ForebearError('source', path, 'a file or a folder', 'nothing there');
  const at = found.isDirectory() ? absolute : dirname(absolute);
  const only = found.isDirectory() ? undefined : basename(absolute);
  const folder = await openFolder(at, { ...run, label: basename(at) });
  const weights = only === undefined ? undefined : await isBinary(folder, only, run);
  const gathered = await gatherDocuments(folder, {
    ...run,
    mostFileBytes,
    wanted: (file) =>
      only === undefined || weights === true
        ? !isDataName(file) && !wordLists.test(file) && !isForeignFolder(file)
        : file === only,
  });
  const { metadata, problems } = await metadataAt(path, weights === true || only === undefined, run);
  const party = { name: nameOf(at, only, weights === true), documents: gathered.documents, metadata };
  return { party, problems: [...gathered.problems, ...problems] };
}

/** A model called by a file of weights has that file's name; every other one that of its folder. */
function nameOf(at: string, only: string | undefined, weights: boolean): string {
  return only !== undefined && weights ? only.replace(/\.[a-z0-9]+$/i, '') : basename(at);
}

type Opened = Awaited<ReturnType<typeof openFolder>>;

async function isBinary(folder: Opened, file: string, run: RunOptions): Promise<boolean> {
  const source = await folder.open(file, run);
  try {
    return !looksLikeText(await source.read(0, Math.min(source.size, 4_096), run));
  } finally {
    await source.close();
  }
}

/** What weight files say of themselves. A folder without weights, or with ones that cannot be read, has cards all the same. */
async function metadataAt(
  path: string,
  wanted: boolean,
  run: RunOptions,
): Promise<{ metadata: ReadonlyMap<string, string>; problems: readonly Problem[] }> {
  if (!wanted) return { metadata: new Map(), problems: [] };
  try {
    await using model = await openPath(path, 'sample', run);
    return { metadata: model.metadata, problems: [] };
  } catch (error) {
    if (!isForebearError(error)) throw error;
    // A card without weights, a pointer to them, or a file that is something else: no fault of what was asked.
    const without = !['unsafe', 'limit', 'containment', 'integrity'].includes(error.code);
    return { metadata: new Map(), problems: without ? [] : [problemOf(error)] };
  }
}
