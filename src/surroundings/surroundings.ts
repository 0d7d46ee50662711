// Everything around one model's weights: its texts, its tokenizer, what its files say of themselves. Read once, bounded, judged nowhere.
import type { Folder, FolderEntry, Source } from '../bytes/source.ts';
import { readZipDirectory } from '../containers/zip-directory.ts';
import { findZipEnd } from '../containers/zip-end.ts';
import { decodeDocument, type TextDocument } from '../documents/document.ts';
import { gatherDocuments } from '../documents/gather.ts';
import { attempt, type Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { ggufTokenizer } from './tokenizer/gguf-vocabulary.ts';
import { readTokenizer, tokenizerFiles } from './tokenizer/read-tokenizer.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** A file of bytecode, kept as bytes: its header says when it was compiled, and from what. */
export interface Bytecode {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The times that an archive's entries bear, by the packing machine's clock. */
export interface ArchiveTimes {
  readonly path: string;
  /** Entries with a time. */
  readonly entries: number;
  readonly first: string;
  readonly last: string;
}

export interface Surroundings {
  /** The last segment of what was given. Untrusted text. */
  readonly name: string;
  /** Code, configuration and prose, by path. */
  readonly documents: readonly TextDocument[];
  readonly bytecode: readonly Bytecode[];
  readonly archives: readonly ArchiveTimes[];
  /** All files that were seen, by path. */
  readonly paths: readonly string[];
  readonly tokenizer: Tokenizer | undefined;
  /** What the weight files say of themselves. Untrusted text. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Where the surroundings are read from: a model's folder, or a weight file that carries a tokenizer itself. */
export interface SurroundingsDoor {
  readonly name: string;
  readonly folder?: Folder | undefined;
  /** A GGUF file, whose header holds the vocabulary. */
  readonly gguf?: { readonly source: Source; readonly path: string } | undefined;
}

/** Larger files around weights are data: the longest model card we know has 200 KB, the longest source file 400 KB. */
const mostFileBytes = 4_194_304;
const mostBytes = 33_554_432;
const mostFiles = 3_000;
const mostBytecodeBytes = 1_048_576;
const mostBytecodeFiles = 200;
const mostArchives = 100;

const textEndings =
  /\.(?:md|markdown|txt|rst|tex|json|jinja2?|ya?ml|toml|cfg|ini|py|pyi|ipynb|[jt]sx?|mjs|cjs|java|c|cc|cpp|cxx|h|hpp|cu|cuh|rs|sh|html?|bib)$/i;
const textNames = /(?:^|\/)(?:licen[cs]e|copying|notice|readme|use_policy|authors|citation|modelfile|changelog)[^/]*$/i;

/** Whether a file around weights is read as text: vocabularies and indexes are not, nor is what is large or in git's own folder. */
function isDocument(path: string, bytes: number): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (bytes > mostFileBytes || /(?:^|\/)\.git\//.test(path)) return false;
  if (name === 'tokenizer_config.json') return true;
  if (tokenizerFiles.has(name)) return false;
  return textEndings.test(name) || textNames.test(path);
}

/** Reads what surrounds a model. Never throws for a single file; `metadata` is what its weight files said when they were opened. */
export async function readSurroundings(
  door: SurroundingsDoor,
  metadata: ReadonlyMap<string, string>,
  options?: RunOptions,
): Promise<Surroundings> {
  const problems: Problem[] = [];
  const listed = door.folder === undefined ? [] : await listing(door.folder, problems, options);
  const gathered =
    door.folder === undefined
      ? undefined
      : await gatherDocuments(door.folder, { ...options, wanted: isDocument, mostBytes, mostFiles, mostFileBytes });
  problems.push(...(gathered?.problems ?? []));
  const archives = door.folder === undefined ? [] : await readArchives(door.folder, listed, problems, options);
  const bytecode = door.folder === undefined ? [] : await readBytecode(door.folder, listed, problems, options);
  return {
    name: door.name,
    documents: [...(gathered?.documents ?? []), ...templateOf(metadata)],
    bytecode,
    archives,
    paths: listed.map(({ path }) => path),
    tokenizer: await tokenizerOf(door, listed, metadata, problems, options),
    metadata,
    problems,
  };
}

async function listing(folder: Folder, problems: Problem[], options?: RunOptions): Promise<readonly FolderEntry[]> {
  const entries = await attempt(problems, () => folder.list({ signal: options?.signal }));
  return [...(entries ?? [])].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** A template inside a weight file is a text as one beside it is. */
function templateOf(metadata: ReadonlyMap<string, string>): TextDocument[] {
  const template = metadata.get('tokenizer.chat_template');
  return template === undefined ? [] : [decodeDocument('tokenizer.chat_template', new TextEncoder().encode(template))];
}

/** The directories of archives alone are read: nothing is unpacked. */
async function readArchives(
  folder: Folder,
  listed: readonly FolderEntry[],
  problems: Problem[],
  options?: RunOptions,
): Promise<readonly ArchiveTimes[]> {
  const found: ArchiveTimes[] = [];
  const wanted = listed.filter(({ path }) => /\.(?:zip|whl|pth?|bin|ckpt|npz|keras|egg)$/i.test(path));
  for (const { path } of wanted.slice(0, mostArchives)) {
    const times = await attempt(problems, async () => {
      const source = await folder.open(path, { signal: options?.signal });
      try {
        const head = await source.read(0, Math.min(4, source.size), { signal: options?.signal });
        if (head[0] !== 0x50 || head[1] !== 0x4b) return [];
        const entries = await readZipDirectory(source, await findZipEnd(source, options), options);
        return entries.flatMap(({ changed }) => changed ?? []).toSorted((a, b) => (a < b ? -1 : 1));
      } finally {
        await source.close();
      }
    });
    const [first, last] = [times?.[0], times?.at(-1)];
    if (first !== undefined && last !== undefined) found.push({ path, entries: times?.length ?? 0, first, last });
  }
  return found;
}

async function readBytecode(
  folder: Folder,
  listed: readonly FolderEntry[],
  problems: Problem[],
  options?: RunOptions,
): Promise<readonly Bytecode[]> {
  const wanted = listed.filter(({ path, bytes }) => /\.py[co]$/i.test(path) && bytes <= mostBytecodeBytes);
  const found: Bytecode[] = [];
  for (const { path } of wanted.slice(0, mostBytecodeFiles)) {
    const bytes = await attempt(problems, async () => {
      const source = await folder.open(path, { signal: options?.signal });
      try {
        return await source.read(0, source.size, { signal: options?.signal });
      } finally {
        await source.close();
      }
    });
    if (bytes !== undefined) found.push({ path, bytes });
  }
  return found;
}

/** From the folder nearest to the top that holds one; else from the weight file itself. */
async function tokenizerOf(
  { folder, gguf }: SurroundingsDoor,
  listed: readonly FolderEntry[],
  metadata: ReadonlyMap<string, string>,
  problems: Problem[],
  options?: RunOptions,
): Promise<Tokenizer | undefined> {
  const places = new Map<string, string[]>();
  for (const { path } of listed) {
    const cut = path.lastIndexOf('/') + 1;
    const name = path.slice(cut);
    if (!tokenizerFiles.has(name) && !name.endsWith('.tiktoken')) continue;
    const at = path.slice(0, cut);
    places.set(at, [...(places.get(at) ?? []), name]);
  }
  const [nearest] = [...places.keys()].toSorted(
    (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
  );
  if (folder !== undefined && nearest !== undefined) {
    return readTokenizer(folder, nearest, places.get(nearest) ?? [], problems, options);
  }
  if (gguf === undefined) return undefined;
  return attempt(problems, () => ggufTokenizer(gguf.source, gguf.path, metadata, options));
}
