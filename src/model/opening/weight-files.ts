// Which files of a folder hold the model's weights: by its index, else by what the files are, never by their names alone.
import type { Folder, FolderEntry, Source } from '../../bytes/source.ts';
import { openPack } from '../../containers/mediapipe-pack.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import { sniff } from '../../formats/sniff.ts';
import type { RunOptions } from '../../run.ts';
import { readShardIndex, type ShardIndex } from '../index/shard-index.ts';
import { openBeside } from './beside.ts';

export interface OpenedFile {
  readonly path: string;
  readonly source: Source;
}

export interface FoundWeights {
  readonly index: ShardIndex | undefined;
  readonly opened: readonly OpenedFile[];
}

const indexEnding = /\.(?:safetensors|bin)\.index\.json$/i;

/** Endings that weights usually have; a folder without any of them is looked through file by file. */
const usualEnding =
  /\.(?:safetensors|gguf|onnx|bin|pt|pth|ckpt|tflite|h5|hdf5|keras|npz|npy|ftz|task|zip|tar|nemo|data)$|(?:^|\/)model\.json$/i;

/** Texts beside the weights; without a usual ending anywhere, everything else is looked at. */
const textEnding = /\.(?:json|txt|md|py|pyi|ya?ml|toml|csv|html?|css|png|jpe?g|svg|gif|pdf|license)$/i;

/** Whether any file is weights by its name. */
export function hasUsualWeights(listed: readonly FolderEntry[]): boolean {
  return listed.some(({ path }) => usualEnding.test(path));
}

/** Files whose first bytes are looked at. Folders of models have tens. */
const mostSniffed = 1_000;

/** Kinds in the order of preference, where a repository offers the same model in several. */
const preference = ['safetensors', 'gguf', 'pytorch', 'onnx', 'tflite', 'tfjs', 'keras-h5', 'numpy', 'fasttext'];

/**
 * The opened weight files of a folder. A promised shard that is not there becomes a problem with its tensors; throws
 * `usage` where several models lie side by side and none is named, or none at all.
 */
export async function findWeights(
  folder: Folder,
  listed: readonly FolderEntry[],
  problems: Problem[],
  options?: RunOptions,
): Promise<FoundWeights> {
  const top = listed.filter((entry) => !entry.path.includes('/'));
  const index = await findIndex(folder, top, options);
  problems.push(...(index?.problems ?? []));
  const paths = index === undefined ? await pathsByContent(folder, listed, options) : [...index.shards.keys()];
  const opened: OpenedFile[] = [];
  try {
    for (const path of paths) {
      try {
        opened.push({ path, source: await folder.open(path, options) });
      } catch (error) {
        if (!isForebearError(error, 'source')) throw error;
        problems.push(problemOf(error, index?.shards.get(path) ?? []));
      }
    }
  } catch (error) {
    await Promise.allSettled(opened.map(({ source }) => source.close()));
    throw error;
  }
  return { index, opened };
}

async function findIndex(
  folder: Folder,
  top: readonly FolderEntry[],
  options?: RunOptions,
): Promise<ShardIndex | undefined> {
  const entry = indexAmong(top);
  if (entry === undefined) return undefined;
  const source = await folder.open(entry.path, options);
  try {
    return await readShardIndex(entry.path, source, options);
  } finally {
    await source.close();
  }
}

/** The index that a folder's model goes by, of the files at its top; undefined where it has none. */
export function indexAmong(top: readonly FolderEntry[]): FolderEntry | undefined {
  const entries = top.filter((entry) => indexEnding.test(entry.path));
  const named = (name: string): FolderEntry | undefined => entries.find((entry) => entry.path === name);
  const safetensors = entries.find((entry) => /\.safetensors\.index\.json$/i.test(entry.path));
  // An index of pickles beside whole safetensors is the same model in another form.
  if (safetensors === undefined && top.some(({ path }) => path === 'model.safetensors')) return undefined;
  return named('model.safetensors.index.json') ?? safetensors ?? entries[0];
}

interface Kinds {
  readonly [kind: string]: readonly string[];
}

async function pathsByContent(
  folder: Folder,
  listed: readonly FolderEntry[],
  options?: RunOptions,
): Promise<readonly string[]> {
  const usual = listed.filter(({ path }) => usualEnding.test(path));
  const likely = usual.length > 0 ? usual : listed.filter(({ path }) => !textEnding.test(path));
  const kinds = await kindsOf(folder, likely.slice(0, mostSniffed), options);
  for (const kind of preference) {
    const paths = kinds[kind];
    if (paths !== undefined) return ofOneModel(folder, kind, paths);
  }
  const { unreadable = [], ...containers } = kinds;
  const packed = Object.values(containers).flat();
  // What looks like weights and is something else is opened too, so that the user hears what it is.
  const rest = packed.length > 0 ? packed : unreadable;
  if (rest.length === 1) return rest;
  const found = rest.length === 0 ? 'no such file' : several(rest);
  throw new ForebearError('usage', folder.uri, 'a folder with the weights of one model', found);
}

/** Paths by what the files are; what is neither a format nor a container is left out. Top-level files come alone where there are any. */
async function kindsOf(folder: Folder, entries: readonly FolderEntry[], options?: RunOptions): Promise<Kinds> {
  const kinds = new Map<string, string[]>();
  for (const { path } of entries) {
    const kind = await kindOf(folder, path, options);
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
  }
  const isTop = (path: string): boolean => !path.includes('/');
  for (const [kind, paths] of kinds) if (paths.some(isTop)) kinds.set(kind, paths.filter(isTop));
  return Object.fromEntries(kinds);
}

async function kindOf(folder: Folder, path: string, options?: RunOptions): Promise<string | undefined> {
  let source: Source | undefined;
  try {
    source = await folder.open(path, options);
    const beside = (name: string): Promise<Source | undefined> => openBeside(folder, path, name, options);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const pack = await openPack(source, { ...options, name, beside });
    if (pack !== undefined) return pack.container;
    const recognised = await sniff(source, options);
    if (recognised.kind === 'format') return familyOf(recognised.format.id);
    // PyTorch's checkpoints are ZIP archives; which archive it is, its name says well enough to choose among files.
    const isCheckpoint = recognised.container.id === 'zip' && /\.(?:bin|pt|pth|ckpt)$/i.test(path);
    return isCheckpoint ? 'pytorch' : recognised.container.id;
  } catch (error) {
    if (!isForebearError(error)) throw error;
    return usualEnding.test(path) ? 'unreadable' : undefined;
  } finally {
    await source?.close();
  }
}

const familyOf = (id: string): string => (id.startsWith('pytorch') || id === 'torchscript' ? 'pytorch' : id);

/** The name under which one of several files is the whole model. */
const wholeNames = [/^model\.safetensors$/, /^pytorch_model\.bin$/, /^model\.(?:gguf|onnx|tflite|h5|keras|npz)$/];

const shardNumber = /[-_.](\d{5})-of-(\d{5})\.[a-z]+$/i;

function ofOneModel(folder: Folder, kind: string, paths: readonly string[]): readonly string[] {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) return [only];
  const whole = paths.find((path) => wholeNames.some((name) => name.test(path)));
  if (kind === 'safetensors' || kind === 'numpy') return whole === undefined ? paths : [whole];
  if (whole !== undefined) return [whole];
  // Sets of shards are one model each; a projector half belongs to the one model beside it.
  const models = new Map<string, string[]>();
  for (const path of paths) {
    const stem = path.replace(shardNumber, '');
    models.set(stem, [...(models.get(stem) ?? []), path]);
  }
  const halves = kind === 'gguf' ? [...models.keys()].filter((stem) => /mmproj/i.test(stem)) : [];
  if (models.size - halves.length <= 1 && halves.length <= 1) return [...models.values()].flat();
  throw new ForebearError('usage', folder.uri, 'the weights of one model, or one of them named', several(paths));
}

function several(paths: readonly string[]): string {
  const shown = paths.slice(0, 4).join(', ');
  return `${paths.length} of them: ${shown}${paths.length > 4 ? ', …' : ''}`;
}
