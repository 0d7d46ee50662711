// From an opened file to the headers in it: recognised by content, unpacked where it is a container, never deeper than honest files go.
import type { Source } from '../../bytes/source.ts';
import type { Archive, Member } from '../../containers/container.ts';
import { openPack } from '../../containers/mediapipe-pack.ts';
import { ForebearError, isForebearError, type Problem, problemOf } from '../../errors.ts';
import type { Header, TensorInfo } from '../../formats/format.ts';
import { archiveFormats } from '../../formats/formats.ts';
import { sniff } from '../../formats/sniff.ts';
import type { RunOptions } from '../../run.ts';

/** A compressed tar, or a network in an archive in a package; deeper nesting hides something or is a bomb. */
const maxNesting = 2;

/** Members beyond this many are no longer looked into; packs of networks have tens. */
const maxMembersSniffed = 4_096;

/** Texts and pictures beside the weights, told by their names so that they need not be unpacked to be passed over. */
const beside =
  /\.(?:json|txt|md|py|pyi|js|html?|css|ya?ml|toml|csv|png|jpe?g|svg|gif|pdf|model|vocab|binarypb|pbtxt)$/i;

/** The one text that is a model's own: TensorFlow.js' description, which names the shards. */
const manifest = /(?:^|\/)model\.json$/i;

/** One header, and where its own names lead: files are relative to `path`, members are told apart by `!/`. */
export interface FileHeader {
  readonly path: string;
  readonly header: Header;
  readonly selfContained: boolean;
}

/** What a file turned out to be: one line for the inventory. */
export interface Content {
  /** Relative to the model's folder; members stand behind `!/`. Untrusted text. */
  readonly path: string;
  readonly bytes: number;
  /** A format's or container's id. */
  readonly type: string;
  readonly tensors: number;
  readonly undeclaredBytes: number;
}

/** What opening the files of one model gathers. */
export interface Gathered {
  readonly headers: FileHeader[];
  readonly contents: Content[];
  readonly members: Map<string, Member>;
  readonly problems: Problem[];
}

export function nothingGathered(problems: Problem[]): Gathered {
  return { headers: [], contents: [], members: new Map(), problems };
}

/** How to open what lies beside a file that is read. */
export interface Surroundings extends RunOptions {
  readonly beside?: (path: string) => Promise<Source | undefined>;
  /** The one member of a container that is asked for: its whole path, or the end of it from a `/` on. */
  readonly member?: string | undefined;
}

/** Reads every header in `source` into `into`. Throws where nothing of it can be read. */
export async function gatherHeaders(
  path: string,
  source: Source,
  into: Gathered,
  options: Surroundings,
): Promise<void> {
  await gather(path, source, into, options, 0);
}

async function gather(
  path: string,
  source: Source,
  into: Gathered,
  options: Surroundings,
  nesting: number,
): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // A pack looks like the first file in it; only what lies beside it can tell, and beside a member lies nothing.
  const pack = nesting === 0 ? await openPack(source, { ...options, name }) : undefined;
  if (pack !== undefined) return gatherMembers(path, source, pack, into, options, nesting);
  const recognised = await sniff(source, options);
  if (options.member !== undefined && recognised.kind === 'format') {
    throw new ForebearError('usage', path, `a container with ${options.member} in it`, recognised.format.id);
  }
  if (recognised.kind === 'format') {
    const header = await recognised.format.readHeader(source, options);
    add(path, source.size, header, recognised.format.selfContained, into);
    return;
  }
  if (nesting >= maxNesting) {
    const expected = `archives within archives at most ${maxNesting} deep`;
    throw new ForebearError('limit', path, expected, 'a deeper one');
  }
  const archive = await recognised.container.open(source, { ...options, name });
  await gatherMembers(path, source, archive, into, options, nesting);
}

async function gatherMembers(
  path: string,
  source: Source,
  archive: Archive,
  into: Gathered,
  options: Surroundings,
  nesting: number,
): Promise<void> {
  into.problems.push(...archive.problems.map((problem) => at(path, problem)));
  for (const member of archive.members) into.members.set(`${path}!/${member.path}`, member);
  const format = archiveFormats.find((each) => each.matches(archive.members));
  if (format !== undefined) {
    const header = await format.readHeader(archive, path, options);
    add(path, source.size, header, false, into, archive);
    return;
  }
  into.contents.push({
    path,
    bytes: source.size,
    type: archive.container,
    tensors: 0,
    undeclaredBytes: archive.undeclaredBytes,
  });
  const before = into.headers.length;
  let refusal: ForebearError | undefined;
  const asked = membersAsked(path, archive, options.member);
  for (const member of asked.slice(0, maxMembersSniffed)) {
    if (member.size < 16 || (beside.test(member.path) && !manifest.test(member.path))) continue;
    try {
      const inside = { ...options, member: undefined, beside: besideMember(archive, member, options) };
      await gather(`${path}!/${member.path}`, await member.open(options), into, inside, nesting + 1);
    } catch (error) {
      if (!isForebearError(error)) throw error;
      // Something else in an archive is no fault of it, unless it is something that should have been readable.
      if (error.code !== 'unsupported') into.problems.push(problemOf(error));
      refusal ??= error;
    }
  }
  if (into.headers.length === before) {
    if (refusal !== undefined && refusal.code !== 'unsupported') throw refusal;
    const names = asked.slice(0, 4).map((member) => member.path);
    const count = asked.length === 1 ? '1 file of another kind' : `${asked.length} files of other kinds`;
    const found = names.length > 0 ? `${count}: ${names.join(', ')}` : count;
    throw new ForebearError('unsupported', path, 'weights in the archive', found);
  }
}

/** All members, or the one that was asked for. Throws `usage` where there is none or several of that name. */
function membersAsked(path: string, { members }: Archive, asked: string | undefined): readonly Member[] {
  if (asked === undefined) return members;
  const found = members.filter((member) => member.path === asked || member.path.endsWith(`/${asked}`));
  if (found.length === 1) return found;
  const names = (found.length === 0 ? members : found).slice(0, 4).map((member) => member.path);
  throw new ForebearError('usage', path, `one member called ${asked}`, `${found.length} such; ${names.join(', ')}, …`);
}

/** Opens what lies beside a member in the same archive. */
function besideMember({ members }: Archive, { path }: Member, options: RunOptions): Surroundings['beside'] & {} {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return async (name) => members.find((member) => member.path === `${folder}${name}`)?.open(options);
}

function add(
  path: string,
  bytes: number,
  header: Header,
  selfContained: boolean,
  into: Gathered,
  archive?: Archive,
): void {
  into.headers.push({ path, header: archive === undefined ? header : inArchive(header), selfContained });
  for (const member of header.members ?? []) into.members.set(`${path}!/${member.path}`, member);
  into.problems.push(...header.problems.map((problem) => at(path, problem)));
  const undeclaredBytes = header.undeclaredBytes + (archive?.undeclaredBytes ?? 0);
  into.contents.push({ path, bytes, type: header.format, tensors: header.tensors.length, undeclaredBytes });
}

/** Tensors of an archive format name its members; from outside these stand behind the archive's own path. */
function inArchive(header: Header): Header {
  const outside = (info: TensorInfo): TensorInfo => ({ ...info, file: `!/${info.file}` });
  return { ...header, tensors: header.tensors.map(outside) };
}

function at(path: string, problem: Problem): Problem {
  return problem.subject === '' ? { ...problem, subject: path } : problem;
}

/** The path of a tensor's file as the model's reader knows it: of the very file, a member of it, or a file beside it. */
export function resolvedFile(path: string, file: string): string {
  if (file === '') return path;
  if (file.startsWith('!/')) return `${path}${file}`;
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${file}`;
}
