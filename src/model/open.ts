// From a folder or files to a model: finds the weights, reads the headers, records what is missing, and judges nothing.

import { createSha256, sha256 } from '../bytes/sha256.ts';
import type { Folder, Source } from '../bytes/source.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../errors.ts';
import type { FormatId, TensorInfo } from '../formats/format.ts';
import { type JsonValue, parseJsonBounded } from '../formats/json/json-value.ts';
import { numbersPerElement } from '../formats/numbers/values.ts';
import { sniff } from '../formats/sniff.ts';
import type { RunOptions } from '../run.ts';
import { configLimit } from './config.ts';
import type { Model, ModelFile, Tensor } from './model.ts';
import { roleOf } from './role.ts';
import { indexLimit, readShardIndex, type ShardIndex } from './shard-index.ts';
import { openTensorReader } from './tensor-reader.ts';

/** What a model is opened by: a folder, or files named one by one. `name` is the last segment of what the user typed. */
export type ModelDoor =
  | { readonly kind: 'folder'; readonly name: string; readonly folder: Folder }
  | {
      readonly kind: 'files';
      readonly name: string;
      readonly files: readonly { readonly path: string; readonly source: Source }[];
      readonly folder?: Folder;
    };

export interface OpenOptions extends RunOptions {
  /** Files up to this many bytes are hashed whole; larger ones get `sha256: null`. Infinity hashes all. */
  readonly hashLimit?: number;
}

/** Hashing 256 MiB takes about a third of a second; beyond that it would be the longest part of a sampled comparison. */
export const defaultHashLimit = 268_435_456;

const weightEnding = /\.(safetensors|onnx)$/i;
const indexEnding = /\.safetensors\.index\.json$/i;

interface Opened {
  readonly path: string;
  readonly source: Source;
}

/**
 * Opens a model. Faults that leave tensors readable (a missing or truncated shard) become problems; throws where nothing
 * can be read, where a file is hostile (`format`, `limit`, `containment`) or of a type not read yet (`unsupported`).
 */
export async function openModel(door: ModelDoor, options?: OpenOptions): Promise<Model> {
  const problems: Problem[] = [];
  const opened: Opened[] = [];
  try {
    return await open(door, opened, problems, options);
  } catch (error) {
    await Promise.allSettled(opened.map(({ source }) => source.close()));
    throw error;
  }
}

async function open(door: ModelDoor, opened: Opened[], problems: Problem[], options?: OpenOptions): Promise<Model> {
  const found = door.kind === 'folder' ? await inFolder(door.folder, opened, problems, options) : undefined;
  if (door.kind === 'files') opened.push(...door.files);
  const config = found?.config;

  const infos = new Map<string, TensorInfo>();
  const formats = new Set<FormatId>();
  const metadata = new Map<string, string>();
  for (const { path, source } of opened.slice()) {
    options?.onProgress?.({ stage: 'open', subject: path, done: 0, total: source.size, unit: 'bytes' });
    const header = await readHeader(path, source, found?.index, problems, options);
    if (header === undefined) continue;
    formats.add(header.format);
    problems.push(
      ...header.problems.map((problem) => ({ ...problem, subject: problem.subject === '' ? path : problem.subject })),
    );
    for (const [key, value] of header.metadata) if (!metadata.has(key)) metadata.set(key, value);
    for (const info of header.tensors) {
      // Names of external data are relative to the file that names them.
      const file = info.file === '' ? path : `${path.slice(0, path.lastIndexOf('/') + 1)}${info.file}`;
      if (infos.has(info.name))
        throw new ForebearError('format', path, `each tensor once in the model`, `${info.name} twice`);
      infos.set(info.name, { ...info, file });
    }
  }
  if (found?.index !== undefined) checkIndex(found.index, infos, problems);
  if (infos.size === 0)
    throw new ForebearError('format', door.name, 'at least one readable tensor', lostText(problems));

  const files = await recordFiles(door, opened, found?.listed ?? [], options);
  const tensors: Tensor[] = [...infos.values()].map((info) => {
    const role = roleOf(info.name);
    return {
      ...info,
      elements: info.shape.reduce((product, n) => product * n, numbersPerElement(info.dtype)),
      ...(role === undefined ? {} : { role }),
    };
  });
  const reader = openTensorReader(new Map(opened.map(({ path, source }) => [path, source])), door.folder);
  return {
    id: `${door.name}@${digestOf(files)}`,
    formats: [...formats],
    tensors,
    config,
    metadata,
    files,
    problems,
    get bytesRead() {
      return reader.bytesRead();
    },
    read: reader.read,
    readExact: reader.readExact,
    [Symbol.asyncDispose]: reader.close,
  };
}

interface Found {
  readonly config: ReadonlyMap<string, JsonValue> | undefined;
  readonly index: ShardIndex | undefined;
  readonly listed: readonly { readonly path: string; readonly bytes: number }[];
}

async function inFolder(folder: Folder, opened: Opened[], problems: Problem[], options?: RunOptions): Promise<Found> {
  const listed = await folder.list(options);
  const top = listed.filter((entry) => !entry.path.includes('/'));
  const configEntry = top.find((entry) => entry.path === 'config.json');
  let config: ReadonlyMap<string, JsonValue> | undefined;
  if (configEntry !== undefined) config = await readConfig(folder, problems, options);
  const indexEntries = top.filter((entry) => indexEnding.test(entry.path));
  const indexEntry = indexEntries.find((entry) => entry.path === 'model.safetensors.index.json') ?? indexEntries[0];
  let index: ShardIndex | undefined;
  if (indexEntry !== undefined) {
    const bytes = await readSmall(folder, indexEntry.path, indexLimit, options);
    index = readShardIndex(indexEntry.path, bytes);
  }
  for (const path of weightFiles(
    folder,
    listed.map((entry) => entry.path),
    index,
  )) {
    try {
      opened.push({ path, source: await folder.open(path, options) });
    } catch (error) {
      if (!isForebearError(error, 'source')) throw error;
      problems.push(problemOf(error, index?.shards.get(path) ?? []));
    }
  }
  return { config, index, listed };
}

/** Which files hold the weights: the index's shards, else the safetensors files, else the one ONNX file. */
function weightFiles(folder: Folder, paths: readonly string[], index: ShardIndex | undefined): readonly string[] {
  if (index !== undefined) return [...index.shards.keys()];
  const weights = paths.filter((path) => weightEnding.test(path));
  const safetensors = weights.filter((path) => /\.safetensors$/i.test(path) && !path.includes('/'));
  const whole = safetensors.find((path) => path === 'model.safetensors');
  if (whole !== undefined) return [whole];
  if (safetensors.length > 0) return safetensors;
  if (weights.length === 1) return weights;
  const found =
    weights.length === 0
      ? 'no safetensors or ONNX file'
      : `${weights.length} of them: ${weights.slice(0, 4).join(', ')}`;
  throw new ForebearError('usage', folder.uri, 'a folder with safetensors files or one ONNX file', found);
}

async function readConfig(
  folder: Folder,
  problems: Problem[],
  options?: RunOptions,
): Promise<ReadonlyMap<string, JsonValue> | undefined> {
  try {
    const bytes = await readSmall(folder, 'config.json', configLimit, options);
    const value = parseJsonBounded(bytes, 'config.json', { maxDepth: 32, maxBytes: configLimit });
    if (!(value instanceof Map)) throw new ForebearError('format', 'config.json', 'an object', 'something else');
    return value;
  } catch (error) {
    // A broken configuration costs us the head counts, not the weights.
    if (!isForebearError(error)) throw error;
    problems.push(problemOf(error));
    return undefined;
  }
}

async function readSmall(folder: Folder, path: string, limit: number, options?: RunOptions): Promise<Uint8Array> {
  const source = await folder.open(path, options);
  try {
    if (source.size > limit) throw new ForebearError('limit', path, `at most ${limit} bytes`, `${source.size}`);
    return await source.read(0, source.size, options);
  } finally {
    await source.close();
  }
}

async function readHeader(
  path: string,
  source: Source,
  index: ShardIndex | undefined,
  problems: Problem[],
  options?: RunOptions,
) {
  try {
    const format = await sniff(source, options);
    return await format.readHeader(source, options);
  } catch (error) {
    // One bad shard of several is a fault of the model; the only file of a model being bad is the end.
    const promised = index?.shards.get(path);
    if (promised === undefined || !isForebearError(error, 'format', 'unsupported', 'source')) throw error;
    problems.push(problemOf(error, promised));
    return undefined;
  }
}

/** Tensors that the index promises but no readable shard holds; said once per shard, unless its loss is on record already. */
function checkIndex(index: ShardIndex, infos: ReadonlyMap<string, TensorInfo>, problems: Problem[]): void {
  const lost = new Set(problems.flatMap((problem) => problem.lost));
  for (const [file, names] of index.shards) {
    const missing = names.filter((name) => !lost.has(name) && infos.get(name)?.file !== file);
    if (missing.length > 0) {
      problems.push({
        code: 'format',
        subject: file,
        expected: `${names.length} tensors of the index`,
        found: `${names.length - missing.length}`,
        lost: missing.filter((name) => !infos.has(name)),
      });
    }
  }
  const promised = new Set([...index.shards.values()].flat());
  const extra = [...infos.keys()].filter((name) => !promised.has(name));
  if (extra.length > 0)
    problems.push({
      code: 'format',
      subject: 'index',
      expected: 'every stored tensor listed',
      found: `${extra.length} unlisted, first ${extra[0]}`,
      lost: [],
    });
}

function lostText(problems: readonly Problem[]): string {
  const first = problems[0];
  return first === undefined ? 'none' : `none; ${first.subject}: expected ${first.expected}, found ${first.found}`;
}

async function recordFiles(
  door: ModelDoor,
  opened: readonly Opened[],
  listed: Found['listed'],
  options?: OpenOptions,
): Promise<ModelFile[]> {
  const limit = options?.hashLimit ?? defaultHashLimit;
  const files: ModelFile[] = [];
  const sources = new Map(opened.map(({ path, source }) => [path, source]));
  const names = door.kind === 'folder' ? listed.map((entry) => entry.path) : opened.map(({ path }) => path);
  for (const path of names) {
    const known = sources.get(path);
    const source = known ?? (door.folder === undefined ? undefined : await openQuietly(door.folder, path, options));
    if (source === undefined) continue;
    try {
      files.push({ path, bytes: source.size, sha256: source.size <= limit ? await sha256(source, options) : null });
    } finally {
      if (known === undefined) await source.close();
    }
  }
  return files;
}

/** A file beside the weights that cannot be opened (a link leading out, a socket) is not part of the record. */
async function openQuietly(folder: Folder, path: string, options?: RunOptions): Promise<Source | undefined> {
  try {
    return await folder.open(path, options);
  } catch (error) {
    if (isForebearError(error)) return undefined;
    throw error;
  }
}

function digestOf(files: readonly ModelFile[]): string {
  const hash = createSha256();
  const encoder = new TextEncoder();
  for (const file of files) hash.update(encoder.encode(`${file.path}\0${file.bytes}\0${file.sha256 ?? 'unhashed'}\n`));
  return hash.digestHex().slice(0, 16);
}
