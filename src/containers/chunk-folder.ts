// Folders of pieces called by their hashes, and a JSON index that says which pieces make which file.
import { joined } from '../bytes/joined.ts';
import { relativeSegments } from '../bytes/relative-path.ts';
import { sha256 } from '../bytes/sha256.ts';
import type { Folder, Source } from '../bytes/source.ts';
import { ForebearError, type Problem } from '../errors.ts';
import { isMap, type JsonMap, type JsonValue } from '../json/json-value.ts';
import type { RunOptions } from '../run.ts';
import { isList, objectIn, readWhole, shown } from './index-file.ts';
import type { LaidOut, LayoutRequest } from './layout.ts';
import { memberPath } from './member-names.ts';
import { type NamedFile, namedFiles } from './named-files.ts';

/** The indexes known have some tens of kB. */
const mostIndexBytes = 4_194_304;

/** JSON files beside weights: a handful. */
const mostIndexes = 32;

/** A word that every index has near its beginning, so that no other document is parsed. */
const mark = '"chunks"';
const markWithinBytes = 65_536;

/** A file of 100 GB in the usual pieces of 4 MiB has 25,000. */
const mostChunks = 100_000;

/** Pieces up to this length are held to their hash, the first time one is read. */
const mostHashedBytes = 268_435_456;

interface Chunk {
  readonly path: string;
  readonly bytes: number;
}

/**
 * The files of the folder's index, each of its pieces one after another. `pick` is the name of a file, whole or its last
 * part, or that of the index. A piece that is missing or of another length is a problem, and its file is left out; a piece
 * that does not have the hash in its name is a problem once it is read.
 */
export async function layOutChunks(request: LayoutRequest, options?: RunOptions): Promise<LaidOut | undefined> {
  const { folder, listed, pick, problems } = request;
  const index = await findIndex(request, options);
  if (index === undefined) return undefined;
  const sizes = new Map(listed.map((entry) => [entry.path, entry.bytes]));
  const files = new Map<string, NamedFile>();
  let count = 0;
  for (const [name, value] of index.entries) {
    const path = memberPath(name.replace(/^\//, ''), index.path);
    const chunks = chunksOf(value, `${index.path}: ${path}`);
    count += chunks.length;
    if (count > mostChunks) throw new ForebearError('limit', index.path, `at most ${mostChunks} chunks`, 'more');
    if (files.has(path)) throw new ForebearError('format', index.path, 'each file once', `“${path}” twice`);
    const fault = chunks.find((chunk) => sizes.get(chunk.path) !== chunk.bytes);
    if (fault === undefined) files.set(path, fileOf(folder, path, chunks, problems));
    else problems.push(faultOf(fault, sizes.get(fault.path)));
  }
  const picked = pick === undefined || pick === index.path ? files : pickedFile(files, pick, folder.uri);
  const [only] = picked.size === 1 ? picked.keys() : [];
  const name = only === undefined ? {} : { name: only };
  return { layout: 'chunks', ...name, folder: namedFiles(folder.uri, picked), metadata: new Map() };
}

function pickedFile(files: ReadonlyMap<string, NamedFile>, pick: string, uri: string): Map<string, NamedFile> {
  const plain = pick.replace(/^\//, '');
  const fitting = [...files].filter(([path]) => path === plain || path.endsWith(`/${plain}`));
  if (fitting.length === 1) return new Map(fitting);
  const names = [...files.keys()].slice(0, 8).join(', ');
  throw new ForebearError('usage', uri, `a file called ${pick}`, `${fitting.length} of them among ${names}`);
}

/** The first JSON file at the top of the folder whose entries have chunks. */
async function findIndex(
  { folder, listed, pick }: LayoutRequest,
  options?: RunOptions,
): Promise<{ readonly path: string; readonly entries: ReadonlyMap<string, JsonMap> } | undefined> {
  const documents = listed.filter(({ path, bytes }) => /^[^/]+\.json$/i.test(path) && bytes <= mostIndexBytes);
  const named = documents.filter(({ path }) => path === pick);
  for (const { path } of (named.length > 0 ? named : documents).slice(0, mostIndexes)) {
    if (!(await isMarked(folder, path, options))) continue;
    const entries = entriesOf(objectIn(await readWhole(folder, path, mostIndexBytes, options), path));
    if (entries.size > 0) return { path, entries };
  }
  return undefined;
}

async function isMarked(folder: Folder, path: string, options?: RunOptions): Promise<boolean> {
  const source = await folder.open(path, options);
  try {
    const head = await source.read(0, Math.min(source.size, markWithinBytes), options);
    return new TextDecoder('latin1').decode(head).includes(mark);
  } finally {
    await source.close();
  }
}

function entriesOf(index: JsonMap): ReadonlyMap<string, JsonMap> {
  const entries = new Map<string, JsonMap>();
  for (const [name, value] of index) if (isMap(value) && isList(value.get('chunks'))) entries.set(name, value);
  return entries;
}

/** The pieces of one file. Throws `format` unless they follow each other from 0 to its size. */
function chunksOf(entry: JsonMap, subject: string): readonly Chunk[] {
  const list = entry.get('chunks');
  const chunks: Chunk[] = [];
  let at = 0;
  for (const chunk of isList(list) ? list : []) {
    const name = isMap(chunk) ? (chunk.get('hash') ?? chunk.get('name') ?? chunk.get('path')) : undefined;
    if (!isMap(chunk) || typeof name !== 'string') {
      throw new ForebearError('format', subject, 'a hash, name or path for each chunk', 'something else');
    }
    const [start, end] = rangeOf(chunk, at, subject);
    if (start !== at || end < start) {
      throw new ForebearError('format', subject, `a chunk from ${at} on`, `${start} to ${end}`);
    }
    chunks.push({ path: relativeSegments(name, subject).join('/'), bytes: end - start });
    at = end;
  }
  const size = entry.get('size');
  if (size !== undefined && size !== at) {
    throw new ForebearError('format', subject, `${shown(size)} bytes in its chunks`, `${at}`);
  }
  return chunks;
}

function rangeOf(chunk: JsonMap, at: number, subject: string): readonly [start: number, end: number] {
  const offsets = chunk.get('offsets');
  const size = chunk.get('size') ?? chunk.get('length');
  const [start, end] = isList(offsets) && offsets.length === 2 ? offsets : [at, isOffset(size) ? at + size : undefined];
  if (!isOffset(start) || !isOffset(end)) {
    throw new ForebearError('format', subject, 'two offsets or a size for each chunk', 'something else');
  }
  return [start, end];
}

function isOffset(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function faultOf({ path, bytes }: Chunk, found: number | undefined): Problem {
  const there = found === undefined ? 'nothing of that name' : `${found} bytes`;
  return { code: 'source', subject: path, expected: `${bytes} bytes`, found: there, lost: [] };
}

function fileOf(folder: Folder, path: string, chunks: readonly Chunk[], problems: Problem[]): NamedFile {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  const verified = new Set<string>();
  const parts = (): readonly Source[] => chunks.map((chunk) => chunkSource(folder, chunk, verified, problems));
  return { bytes, open: async () => joined(parts(), `${folder.uri}/${path}`) };
}

/** One piece, opened when it is first read; `verified` keeps those that have been held to their hash. */
function chunkSource(folder: Folder, { path, bytes }: Chunk, verified: Set<string>, problems: Problem[]): Source {
  let opening: Promise<Source> | undefined;
  async function opened(options?: RunOptions): Promise<Source> {
    // Strictly: the name comes out of the index.
    const source = await folder.open(path, { ...options, strict: true });
    if (source.size !== bytes) {
      await source.close();
      throw new ForebearError('integrity', path, `${bytes} bytes as before`, `${source.size}`);
    }
    const promised = /(?:^|\/)([0-9a-f]{64})$/.exec(path)?.[1];
    if (promised === undefined || bytes > mostHashedBytes || verified.has(path)) return source;
    const found = await sha256(source, { signal: options?.signal });
    verified.add(path);
    if (found !== promised) {
      problems.push({ code: 'format', subject: path, expected: 'the sha256 that is its name', found, lost: [] });
    }
    return source;
  }
  return {
    uri: `${folder.uri}/${path}`,
    size: bytes,
    async read(start, end, options) {
      opening ??= opened(options);
      const current = opening;
      try {
        return await (await current).read(start, end, options);
      } catch (error) {
        if (opening === current) opening = undefined;
        await current.then((source) => source.close()).catch(() => undefined);
        throw error;
      }
    },
    async close() {
      await (await opening?.catch(() => undefined))?.close();
    },
  };
}
