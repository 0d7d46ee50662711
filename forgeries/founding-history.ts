// A repository with the kinds of trace that the founding case's public fork has, all words and names in it ours but the original's address.
import {
  type ForgedObject,
  forgeBundle,
  forgeDelta,
  forgeIndex,
  forgeObject,
  forgePack,
  forgeTrees,
  looseFile,
  loosePath,
  type PackEntry,
} from './git-objects.ts';

export interface ForgedCommit {
  readonly seconds: number;
  readonly message: string;
  /** The whole tree, by path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

export interface ForgedHistory {
  readonly objects: readonly ForgedObject[];
  /** Ids of the commits, the first one first. */
  readonly commits: readonly string[];
}

/** When the twin's original is said to have been released, and when the twin's first commit is dated: 2024-05-28 00:30:32 UTC. */
export const twinReleased = '2024-05-20T04:44Z';
export const twinBegins = 1_716_856_232;

/** Address of the original that the deleted test names. */
export const twinOriginal = 'openbmb/MiniCPM-Llama3-V-2_5';

const zone = '-0700';

/** One line of commits, each with its whole tree. `parent` goes on from an earlier history. */
export function forgeHistory(commits: readonly ForgedCommit[], parent?: string): ForgedHistory {
  const objects = new Map<string, ForgedObject>();
  const ids: string[] = [];
  const keep = (object: ForgedObject): string => {
    objects.set(object.id, object);
    return object.id;
  };
  for (const { seconds, message, files } of commits) {
    const blobs = new Map([...files].map(([path, content]) => [path, keep(forgeObject('blob', content))]));
    const trees = forgeTrees(blobs);
    for (const tree of trees) keep(tree);
    const before = ids.at(-1) ?? parent;
    const who = `A Writer <writer@example.org> ${seconds} ${zone}`;
    const head = [`tree ${trees.at(-1)?.id}`, ...(before === undefined ? [] : [`parent ${before}`])];
    ids.push(
      keep(forgeObject('commit', `${[...head, `author ${who}`, `committer ${who}`].join('\n')}\n\n${message}\n`)),
    );
  }
  return { objects: [...objects.values()], commits: ids };
}

/** Header of a compiled file and one string of a path, which is all of it that is ever looked at. */
export function forgePyc(seconds: number, size: number, path: string): Uint8Array {
  const bytes = Buffer.alloc(16 + 2 + path.length + 8);
  bytes.writeUInt16LE(3425, 0);
  bytes.write('\r\n', 2);
  bytes.writeUInt32LE(seconds, 8);
  bytes.writeUInt32LE(size, 12);
  bytes[16] = 0xda;
  bytes[17] = path.length;
  bytes.write(path, 18, 'latin1');
  return bytes;
}

/** The twin: a test that names the original and goes, a promise that becomes narrower, a compiled file, a few days after a release. */
export function foundingHistory(): ForgedHistory {
  const source = `# Cuts a picture into slices.\n${'def slice_of(picture, at):\n    return picture[at]\n'.repeat(20)}`;
  const test = `from transformers import AutoTokenizer\n\ntokenizer = AutoTokenizer.from_pretrained('${twinOriginal}')\n`;
  const readme = (plan: string, more = ''): string =>
    `# heron3v\n\nA small model that sees.\n\n## Plan\n\n- ${plan}\n- A page with pictures\n${more}`;
  const model = 'class HeronModel:\n    """Sees."""\n';
  const compiled = forgePyc(twinBegins - 64, source.length, '/home/writer/heron3v/tests/slices.py');
  const day = (hours: number): number => twinBegins + hours * 3_600;
  const begun = { 'heron3v/slices.py': source };
  const tested = {
    'heron3v/slices.py': `${source}# One more line.\n`,
    'heron3v/tests/slices.test.py': test,
    'heron3v/tests/__pycache__/slices.cpython-39.pyc': compiled,
  };
  const described = { ...tested, 'README.md': readme('Release of the training code and the inference code') };
  const ended = {
    'heron3v/slices.py': `${source}# One more line.\n`,
    'heron3v/tests/__pycache__/slices.cpython-39.pyc': compiled,
    'heron3v/model.py': model,
    'README.md': readme('Release of the inference code (training code is coming soon)'),
  };
  const tree = (files: object): ReadonlyMap<string, string | Uint8Array> => new Map(Object.entries(files));
  return forgeHistory([
    { seconds: day(0), message: 'slices', files: tree(begun) },
    { seconds: day(7), message: 'a test', files: tree(tested) },
    { seconds: day(18), message: 'readme', files: tree(described) },
    { seconds: day(19), message: 'inference', files: tree(ended) },
  ]);
}

/** As the folder of a bare repository with one file for each object. */
export function looseRepository({ objects, commits }: ForgedHistory): Map<string, Uint8Array> {
  const files = new Map(objects.map((object) => [loosePath(object.id), looseFile(object)]));
  files.set('HEAD', Buffer.from('ref: refs/heads/main\n'));
  files.set('refs/heads/main', Buffer.from(`${commits.at(-1)}\n`));
  return files;
}

/** Entries of a pack in which every later blob is a delta against the first one: by place, by name, in turn. */
export function packedEntries({ objects }: ForgedHistory): readonly PackEntry[] {
  const base = objects.findIndex(({ type }) => type === 'blob');
  return objects.map((object, index): PackEntry => {
    const first = objects[base] as ForgedObject;
    if (object.type !== 'blob' || index <= base) return { kind: 'whole', object };
    const delta = forgeDelta(first.bytes, object.bytes);
    return index % 2 === 0 ? { kind: 'offset', base, delta } : { kind: 'name', base: first.id, delta };
  });
}

/** As the folder of a bare repository with one pack and its index. */
export function packedRepository(history: ForgedHistory): Map<string, Uint8Array> {
  const { bytes, offsets } = forgePack(packedEntries(history));
  const places = new Map(history.objects.map(({ id }, index) => [id, offsets[index] ?? 0]));
  return new Map<string, Uint8Array>([
    ['HEAD', Buffer.from('ref: refs/heads/main\n')],
    ['packed-refs', Buffer.from(`# pack-refs with: peeled\n${history.commits.at(-1)} refs/heads/main\n`)],
    ['objects/pack/pack-1.pack', bytes],
    ['objects/pack/pack-1.idx', forgeIndex(places)],
  ]);
}

export function bundledRepository(history: ForgedHistory): Uint8Array {
  const { bytes } = forgePack(packedEntries(history));
  return forgeBundle(new Map([['refs/heads/main', history.commits.at(-1) ?? '']]), bytes);
}
