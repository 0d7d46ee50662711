// From a folder or files to a model: finds the weights, reads the headers, records what is missing, and judges nothing.
import type { Folder, Source } from '../bytes/source.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../errors.ts';
import type { TensorInfo } from '../formats/format.ts';
import type { RunOptions } from '../run.ts';
import { readAdapter } from './adapters/adapter.ts';
import { type AdapterConfig, adapterConfig, adapterConfigName } from './adapters/adapter-config.ts';
import { configFromGguf } from './gguf/gguf-config.ts';
import { checkShards, type GgufSet, ggufSets, isShardName, openSisters } from './gguf/gguf-shards.ts';
import type { ShardIndex } from './index/shard-index.ts';
import type { Model, Tensor } from './model.ts';
import { openBeside } from './opening/beside.ts';
import { readDocument } from './opening/documents.ts';
import { digestOf, type Hasher, recordFiles } from './opening/file-records.ts';
import { type Gathered, gatherHeaders, nothingGathered, resolvedFile } from './opening/headers.ts';
import { throughLayout } from './opening/layout-door.ts';
import { networkNames } from './opening/networks.ts';
import { findWeights, type OpenedFile } from './opening/weight-files.ts';
import { rolesOf } from './roles/tensor-roles.ts';
import type { AssembledInfo } from './schemes/scheme.ts';
import { assembled } from './schemes/schemes.ts';
import { createRowMemory } from './values/row-memory.ts';
import { numbersIn } from './values/stored-values.ts';
import { openTensorReader } from './values/tensor-reader.ts';

/** What a model is opened by: a folder, or files named one by one. `name` is the last segment of what the user typed. */
export type ModelDoor =
  | {
      readonly kind: 'folder';
      readonly name: string;
      readonly folder: Folder;
      /** Which of several models, where the folder is a store of them. */
      readonly pick?: string | undefined;
    }
  | {
      readonly kind: 'files';
      readonly name: string;
      readonly files: readonly OpenedFile[];
      readonly folder?: Folder;
      /** The one member of the file, a container, that is the model. */
      readonly member?: string;
    };

export interface OpenOptions extends RunOptions {
  /** Files up to this many bytes are hashed whole; larger ones get `sha256: null`. Infinity hashes all. */
  readonly hashLimit?: number;
  /** What hashes files, and how many at once; one after the other in this thread where it is not given. */
  readonly hasher?: Hasher | undefined;
}

/** Hashing 256 MiB takes about a third of a second; beyond that it would be the longest part of a sampled comparison. */
export const defaultHashLimit = 268_435_456;

/**
 * Opens a model. Faults that leave tensors readable (a missing or truncated shard) become problems; throws where nothing
 * can be read, where a file is hostile (`format`, `limit`, `containment`) or of a type not read yet (`unsupported`).
 */
export async function openModel(door: ModelDoor, options?: OpenOptions): Promise<Model> {
  const opened: OpenedFile[] = [];
  try {
    return await open(door, opened, options);
  } catch (error) {
    await Promise.allSettled(opened.map(({ source }) => source.close()));
    throw error;
  }
}

async function open(asked: ModelDoor, opened: OpenedFile[], options?: OpenOptions): Promise<Model> {
  const problems: Problem[] = [];
  const { door, listed: all, metadata } = await throughLayout(asked, problems, options);
  // A clone's own objects are its history and no part of the model.
  const listed = all.filter(({ path }) => !/(?:^|\/)\.git\//.test(path));
  const has = (name: string): boolean => listed.some(({ path }) => path === name);
  const declared =
    door.kind === 'folder' && has('config.json')
      ? await readDocument('config.json', () => door.folder.open('config.json', options), problems, options)
      : undefined;
  const found = door.kind === 'folder' ? await findWeights(door.folder, listed, problems, options) : undefined;
  opened.push(...(found?.opened ?? (door.kind === 'files' ? door.files : [])));
  if (door.kind === 'files' && door.folder !== undefined) await openSisters(opened, door.folder, options);

  const gathered = await gatherAll(door, opened, found?.index, problems, options);
  checkShards(gathered);
  const sets = ggufSets(gathered);
  const config = declared ?? configFromGguf(sets.map(({ metadata }) => metadata));
  const infos = collectTensors(gathered);
  if (found?.index !== undefined) checkIndex(found.index, infos, problems);
  if (infos.size === 0) {
    // What lost the tensors is why the model cannot be read: the advice is for that.
    const code = problems.find(({ lost }) => lost.length > 0)?.code ?? 'format';
    throw new ForebearError(code, door.name, 'at least one readable tensor', lostText(problems));
  }

  const sources = new Map(opened.map(({ path, source }) => [path, source]));
  const joined = joinedFiles(gathered);
  const paths =
    door.kind === 'folder'
      ? listed.map(({ path }) => path)
      : [...new Set([...sources.keys(), ...filesOf(infos, joined)])];
  const files = await recordFiles(paths, sources, door.folder, {
    limit: options?.hashLimit ?? defaultHashLimit,
    hasher: options?.hasher,
    options,
  });
  const reader = openTensorReader({
    sources,
    members: gathered.members,
    joined,
    folder: door.folder,
  });
  const claims = await claimsOf(door, has(adapterConfigName), problems, options);
  const stored = [...infos.values()];
  const adapter = await readAdapter(stored, claims, reader.parts, problems, options);
  const assembledInfos = adapter?.infos ?? (await assembled(stored, config, reader.parts, problems, options));
  return {
    id: `${door.name}@${digestOf(files)}`,
    formats: [...new Set(gathered.headers.map(({ header }) => header.format))],
    tensors: withRoles(assembledInfos, sets),
    config,
    metadata: new Map([...metadata, ...metadataOf(gathered)]),
    files,
    contents: gathered.contents,
    problems,
    ...(found?.index?.totalSize === undefined ? {} : { declaredBytes: found.index.totalSize }),
    ...(adapter === undefined ? {} : { adapter: adapter.facts }),
    rows: createRowMemory(),
    get bytesRead() {
      return reader.bytesRead();
    },
    read: reader.read,
    readStored: reader.readStored,
    requantise: reader.requantise,
    readExact: reader.readExact,
    [Symbol.asyncDispose]: reader.close,
  };
}

/** adapter_config.json of a folder, or beside a file that is named as PEFT names its weights. */
async function claimsOf(
  door: ModelDoor,
  isListed: boolean,
  problems: Problem[],
  options?: RunOptions,
): Promise<AdapterConfig | undefined> {
  const isNamed = door.kind === 'files' && door.files.some(({ path }) => /(?:^|\/)adapter_model\./.test(path));
  if (!isListed && !isNamed) return undefined;
  const open = (): Promise<Source | undefined> => openBeside(door.folder, '', adapterConfigName, options);
  const document = await readDocument(adapterConfigName, open, problems, options);
  return document === undefined ? undefined : adapterConfig(document);
}

async function gatherAll(
  door: ModelDoor,
  opened: readonly OpenedFile[],
  index: ShardIndex | undefined,
  problems: Problem[],
  options?: RunOptions,
): Promise<Gathered> {
  const gathered = nothingGathered(problems);
  for (const { path, source } of opened) {
    options?.onProgress?.({ stage: 'open', subject: path, done: 0, total: source.size, unit: 'bytes' });
    const beside = (name: string): Promise<Source | undefined> => openBeside(door.folder, path, name, options);
    try {
      const member = door.kind === 'files' ? door.member : undefined;
      await gatherHeaders(path, source, gathered, { ...options, beside, member });
    } catch (error) {
      // One bad shard of several is a fault of the model; the only file of a model being bad is the end.
      const promised = index?.shards.get(path) ?? (isShardName(path) && opened.length > 1 ? [] : undefined);
      if (promised === undefined || !isForebearError(error, 'format', 'unsupported', 'source', 'unfetched'))
        throw error;
      problems.push(problemOf(error, promised));
    }
  }
  return gathered;
}

/** Every tensor by the name it has in the model. Throws `format` where two have one name. */
function collectTensors({ headers }: Gathered): Map<string, TensorInfo & { readonly network?: string }> {
  const infos = new Map<string, TensorInfo & { readonly network?: string }>();
  const networks = networkNames(headers);
  for (const [i, { path, header }] of headers.entries()) {
    const network = networks[i];
    for (const info of header.tensors) {
      // A file that is one nameless array is called after itself.
      const own = info.name === '' ? stemOf(path) : info.name;
      const name = network === undefined ? own : `${network}/${own}`;
      if (infos.has(name)) {
        throw new ForebearError('format', path, `each tensor once in the model`, `${name} twice`);
      }
      const file = resolvedFile(path, info.file);
      infos.set(name, { ...info, name, file, ...(network === undefined ? {} : { network }) });
    }
  }
  return infos;
}

/** What a nameless array is called: its path in its archive or folder, for which `numpy.savez` and its like took its name. */
function stemOf(path: string): string {
  const inner = path.includes('!/') ? path.slice(path.lastIndexOf('!/') + 2) : path;
  return inner.replace(/\.np[yz]$/i, '') || path;
}

function joinedFiles({ headers }: Gathered): Map<string, readonly string[]> {
  const joined = new Map<string, readonly string[]>();
  for (const { path, header } of headers) {
    for (const [name, parts] of header.joined ?? []) {
      const resolved = parts.map((part) => resolvedFile(path, part));
      const known = joined.get(resolvedFile(path, name));
      if (known !== undefined && known.join('\0') !== resolved.join('\0')) {
        throw new ForebearError('format', path, 'each set of shards in one file', `${name} in two`);
      }
      joined.set(resolvedFile(path, name), resolved);
    }
  }
  return joined;
}

/** The files that tensors lie in, members of containers left out: what the user named, and what those files point to. */
function filesOf(
  infos: ReadonlyMap<string, TensorInfo>,
  joined: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const files = new Set([...infos.values()].map(({ file }) => file));
  return new Set([...files].filter((file) => !file.includes('!/')).flatMap((file) => joined.get(file) ?? [file]));
}

function withRoles(infos: readonly AssembledInfo[], sets: readonly GgufSet[]): readonly Tensor[] {
  const roles = rolesOf(infos, sets);
  return infos.map((info) => ({ ...info, elements: numbersIn(info), ...roles.get(info) }));
}

function metadataOf({ headers }: Gathered): Map<string, string> {
  const metadata = new Map<string, string>();
  for (const { header } of headers) {
    for (const [key, value] of header.metadata) if (!metadata.has(key)) metadata.set(key, value);
  }
  return metadata;
}

/** Tensors that the index promises but no readable shard holds; said once per shard, unless its loss is on record already. */
function checkIndex(index: ShardIndex, infos: ReadonlyMap<string, TensorInfo>, problems: Problem[]): void {
  const lost = new Set(problems.flatMap((problem) => problem.lost));
  for (const [file, names] of index.shards) {
    const missing = names.filter((name) => !lost.has(name) && shardOf(infos.get(name)) !== file);
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

/** The shard that a tensor lies in: the archive, where it lies in a member of one. */
function shardOf(info: TensorInfo | undefined): string | undefined {
  return info?.file.split('!/')[0];
}

function lostText(problems: readonly Problem[]): string {
  const first = problems[0];
  return first === undefined ? 'none' : `none; ${first.subject}: expected ${first.expected}, found ${first.found}`;
}
