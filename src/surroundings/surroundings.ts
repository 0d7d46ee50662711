// Everything around one model's weights: its texts, its tokenizer, what its files say of themselves. Read once, bounded, judged nowhere.
import type { Folder, FolderEntry, Source } from '../bytes/source.ts';
import { decodeDocument, type TextDocument } from '../documents/document.ts';
import { gatherDocuments } from '../documents/gather.ts';
import { isForebearError, type Problem, problemOf } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { ggufTokenizer } from './tokenizer/gguf-vocabulary.ts';
import { readTokenizer, tokenizerFiles } from './tokenizer/read-tokenizer.ts';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** A file of bytecode, kept as bytes: its header says when it was compiled, and from what. */
export interface Bytecode {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface Surroundings {
  /** The last segment of what was given. Untrusted text. */
  readonly name: string;
  /** Code, configuration and prose, by path. */
  readonly documents: readonly TextDocument[];
  readonly bytecode: readonly Bytecode[];
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

const textEndings =
  /\.(?:md|markdown|txt|rst|tex|json|jinja2?|ya?ml|toml|cfg|ini|py|pyi|ipynb|[jt]sx?|mjs|cjs|java|c|cc|cpp|cxx|h|hpp|cu|cuh|rs|sh|html?|bib)$/i;
const textNames = /(?:^|\/)(?:licen[cs]e|copying|notice|readme|use_policy|authors|citation|modelfile|changelog)[^/]*$/i;

/** Whether a file around weights is read as text: vocabularies and indexes are not, nor is what is large or in hidden folders. */
export function isDocument(path: string, bytes: number): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (bytes > mostFileBytes || /(?:^|\/)\.git\//.test(path)) return false;
  if (name === 'tokenizer_config.json') return true;
  if (tokenizerFiles.has(name) || /\.index\.json$/i.test(name)) return false;
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
  const bytecode = door.folder === undefined ? [] : await readBytecode(door.folder, listed, problems, options);
  return {
    name: door.name,
    documents: [...(gathered?.documents ?? []), ...templateOf(metadata)],
    bytecode,
    paths: listed.map(({ path }) => path),
    tokenizer: await tokenizerOf(door, listed, metadata, problems, options),
    metadata,
    problems,
  };
}

async function listing(folder: Folder, problems: Problem[], options?: RunOptions): Promise<readonly FolderEntry[]> {
  try {
    const entries = await folder.list({ signal: options?.signal });
    return [...entries].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    if (!isForebearError(error)) throw error;
    problems.push(problemOf(error));
    return [];
  }
}

/** A template inside a weight file is a text as one beside it is. */
function templateOf(metadata: ReadonlyMap<string, string>): TextDocument[] {
  const template = metadata.get('tokenizer.chat_template');
  return template === undefined ? [] : [decodeDocument('tokenizer.chat_template', new TextEncoder().encode(template))];
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
    try {
      const source = await folder.open(path, { signal: options?.signal });
      try {
        found.push({ path, bytes: await source.read(0, source.size, { signal: options?.signal }) });
      } finally {
        await source.close();
      }
    } catch (error) {
      if (!isForebearError(error)) throw error;
      problems.push(problemOf(error));
    }
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
  try {
    return await ggufTokenizer(gguf.source, gguf.path, metadata, options);
  } catch (error) {
    if (!isForebearError(error)) throw error;
    problems.push(problemOf(error));
    return undefined;
  }
}
