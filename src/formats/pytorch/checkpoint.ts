// PyTorch's files since 1.6, and TorchScript: an archive with a pickle that describes the tensors and a file for each storage.
import type { Source } from '../../bytes/source.ts';
import type { Archive, Member } from '../../containers/container.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { ArchiveFormat, FormatId, Header } from '../format.ts';
import type { Shelf } from './describe-tensors.ts';
import { headerOf, type PickledFile } from './header.ts';
import type { Fault } from './layout.ts';
import { readEmbeddedStorage } from './legacy.ts';
import { readPickle } from './pickle/pickle.ts';
import { quoted, type StorageId, strictText } from './pickle/pickle-values.ts';
import { placeWithin } from './storage-place.ts';

/** A word; anything longer is not one of the members that hold one. */
const maxWordBytes = 64;

/** `archive/data.pkl`, under whatever the archive is called. */
const pickleName = 'data.pkl';

/** Folders whose members are storages. */
const storageFolders = ['data', 'constants', 'tensors'];

export const checkpointFormat: ArchiveFormat = {
  id: 'pytorch',
  matches: (members) => rootOf(members) !== undefined && !isScript(members),
  readHeader: (archive, subject, options) => readArchive('pytorch', archive, subject, options),
};

export const torchScriptFormat: ArchiveFormat = {
  id: 'torchscript',
  matches: isScript,
  readHeader: (archive, subject, options) => readArchive('torchscript', archive, subject, options),
};

/** The member whose listing shows what an archive's tensors are made from; undefined where there is none. */
export function pickleMember(members: readonly Member[]): Member | undefined {
  const root = rootOf(members);
  return root === undefined ? undefined : members.find(({ path }) => path === `${root}${pickleName}`);
}

/** Everything before `data.pkl`, with its slash; undefined where there is no such member. The shortest counts. */
function rootOf(members: readonly Member[]): string | undefined {
  const roots = members
    .map(({ path }) => path)
    .filter((path) => path === pickleName || path.endsWith(`/${pickleName}`))
    .map((path) => path.slice(0, -pickleName.length));
  return roots.toSorted((a, b) => a.length - b.length)[0];
}

/** TorchScript has the constants of its code beside the data; before PyTorch 1.4 it had a JSON file instead. */
function isScript(members: readonly Member[]): boolean {
  const root = rootOf(members);
  if (root === undefined) return oldScriptRoot(members) !== undefined;
  return members.some(({ path }) => path === `${root}constants.pkl` || path.startsWith(`${root}code/`));
}

function oldScriptRoot(members: readonly Member[]): string | undefined {
  const model = members.find(({ path }) => path.endsWith('/model.json'))?.path;
  const root = model?.slice(0, -'model.json'.length);
  const beside = (folder: string): boolean => members.some(({ path }) => path.startsWith(`${root}${folder}/`));
  return root !== undefined && beside('tensors') && beside('code') ? root : undefined;
}

async function readArchive(id: FormatId, archive: Archive, subject: string, options?: RunOptions): Promise<Header> {
  const root = rootOf(archive.members);
  if (root === undefined) {
    throw new ForebearError('unsupported', subject, 'TorchScript of PyTorch 1.4 or later', 'an older one');
  }
  const members = new Map(archive.members.map((member) => [member.path, member]));
  const opened = new Map<string, Promise<Source>>();
  const open = (path: string): Promise<Source> => {
    const known = opened.get(path) ?? memberAt(members, path, subject).open(options);
    opened.set(path, known);
    return known;
  };
  try {
    return await readOpened(id, { root, members, open }, subject, options);
  } finally {
    await Promise.allSettled([...opened.values()].map(async (source) => (await source).close()));
  }
}

interface Opened {
  readonly root: string;
  readonly members: ReadonlyMap<string, Member>;
  readonly open: (path: string) => Promise<Source>;
}

async function readOpened(id: FormatId, archive: Opened, subject: string, options?: RunOptions): Promise<Header> {
  const { root, members, open } = archive;
  const bigEndian = await isBigEndian(archive, subject);
  const used = new Set<string>();
  const pickles: PickledFile['pickles'][number][] = [];
  let undeclaredBytes = 0;
  const read = async (name: string, prefix: string, folder: string): Promise<Shelf> => {
    const pickle = await open(`${root}${name}`);
    const unpickled = await readPickle(pickle, 0, 'torch', options);
    undeclaredBytes += pickle.size - unpickled.end;
    for (const key of unpickled.storages.keys()) used.add(storagePath(root, folder, key, subject));
    const place: Shelf['place'] = (storage) => placeOf(archive, folder, storage, bigEndian, subject);
    const shelf = { pickleFile: `${root}${name}`, pickle, place, embedded: readEmbeddedStorage, open };
    pickles.push({ ...unpickled, prefix, shelf });
    return shelf;
  };
  const shelf = await read(pickleName, '', 'data');
  if (members.has(`${root}constants.pkl`)) await read('constants.pkl', 'constants', 'constants');

  const strays = strayStorages(members, root, used);
  for (const { size } of strays) undeclaredBytes += size;
  const faults: Fault[] = [];
  if (strays[0] !== undefined) {
    const found = `${strays.length} that nothing refers to, the first “${quoted(strays[0].path)}”`;
    faults.push({ code: 'format', expected: 'every storage referred to', found });
  }
  const header = await headerOf({ id, subject, pickles, undeclaredBytes, faults }, shelf, options);
  const metadata = new Map(header.metadata);
  const version = await wordIn(archive, `${root}version`, subject);
  if (version !== undefined) metadata.set('version', version);
  if (bigEndian) metadata.set('byteorder', 'big');
  return { ...header, metadata };
}

function memberAt(members: ReadonlyMap<string, Member>, path: string, subject: string): Member {
  const member = members.get(path);
  if (member === undefined) throw new ForebearError('source', subject, `the member ${path}`, 'none');
  return member;
}

/** The member of a storage. Throws `containment` for a key that is no plain name: it is part of a path. */
function storagePath(root: string, folder: string, key: string, subject: string): string {
  if (!/^[\w.-]+$/.test(key) || key === '.' || key === '..') {
    throw new ForebearError('containment', subject, 'plain names as keys of storages', quoted(key));
  }
  return `${root}${folder}/${key}`;
}

function placeOf(
  { root, members }: Opened,
  folder: string,
  storage: StorageId,
  bigEndian: boolean,
  subject: string,
): ReturnType<Shelf['place']> {
  const file = storagePath(root, folder, storage.key, subject);
  const member = members.get(file);
  if (member === undefined)
    return { code: 'source', expected: 'a member for each storage', found: `no ${quoted(file)}` };
  return placeWithin(storage, { file, start: 0, bytes: member.size, bigEndian });
}

function strayStorages(members: ReadonlyMap<string, Member>, root: string, used: ReadonlySet<string>): Member[] {
  const isStorage = (path: string): boolean => storageFolders.some((folder) => path.startsWith(`${root}${folder}/`));
  return [...members.values()].filter(({ path }) => isStorage(path) && !used.has(path));
}

/** What the machine that wrote the storages took for natural; without a word, what nearly all machines do. */
async function isBigEndian(archive: Opened, subject: string): Promise<boolean> {
  const word = await wordIn(archive, `${archive.root}byteorder`, subject);
  if (word !== undefined && word !== 'little' && word !== 'big') {
    throw new ForebearError('format', subject, 'little or big as byte order', `“${quoted(word)}”`);
  }
  return word === 'big';
}

/** The text of a member that holds one word; undefined where there is no such member. */
async function wordIn({ members, open }: Opened, path: string, subject: string): Promise<string | undefined> {
  const size = members.get(path)?.size;
  if (size === undefined) return undefined;
  if (size > maxWordBytes) throw new ForebearError('limit', subject, `a word in ${path}`, `${size} bytes`);
  const source = await open(path);
  return strictText(await source.read(0, source.size))?.trim();
}
