// What git keeps: commits, trees, blobs and tags, read from their bytes.
import { ForebearError } from '../../errors.ts';
import { mostTreeEntries } from '../limits.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** A moment as a commit gives it: the clock of whoever made it, which nobody checks. */
export interface Stamp {
  /** Untrusted; name and address as given. Never printed: only counted. */
  readonly identity: string;
  /** Seconds since 1970. */
  readonly seconds: number;
  /** Minutes east of UTC. */
  readonly zone: number;
}

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Stamp;
  readonly committer: Stamp;
  readonly message: string;
}

export interface TreeEntry {
  readonly mode: number;
  readonly name: string;
  readonly id: string;
}

/** Parents beyond these are left out: an octopus has eight arms, the widest known 66. */
const mostParents = 256;

/** Characters of a message that are kept. */
const longestMessage = 65_536;

const decoder = new TextDecoder('utf-8');

export function parseCommit(id: string, bytes: Uint8Array): Commit {
  const text = decoder.decode(bytes.subarray(0, 4 * longestMessage));
  const end = text.indexOf('\n\n');
  const head = (end < 0 ? text : text.slice(0, end)).split('\n');
  const field = (name: string): string | undefined =>
    head.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  const tree = field('tree');
  if (tree === undefined || !/^[0-9a-f]{40,64}$/.test(tree)) {
    throw new ForebearError('format', id, 'a commit with a tree', 'one without');
  }
  const parents = head
    .filter((line) => /^parent [0-9a-f]{40,64}$/.test(line))
    .slice(0, mostParents)
    .map((line) => line.slice(7));
  return {
    id,
    tree,
    parents,
    author: stampOf(field('author')),
    committer: stampOf(field('committer')),
    message: end < 0 ? '' : text.slice(end + 2, end + 2 + longestMessage),
  };
}

function stampOf(line: string | undefined): Stamp {
  const found = /^(.{0,2000}?) ?(-?\d{1,12}) ([+-])(\d{2})(\d{2})$/.exec((line ?? '').slice(-2_030));
  if (found === null) return { identity: line?.slice(0, 400) ?? '', seconds: 0, zone: 0 };
  const zone = (Number(found[4]) * 60 + Number(found[5])) * (found[3] === '-' ? -1 : 1);
  return { identity: found[1] ?? '', seconds: Number(found[2]), zone };
}

/** Entries of a tree in their order. `idBytes` is 20, or 32 in a repository that hashes by SHA-256. */
export function parseTree(id: string, bytes: Uint8Array, idBytes: number): readonly TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, at);
    if (space < 0 || end < space || space - at > 7 || end + 1 + idBytes > bytes.length) {
      throw new ForebearError('format', id, 'a tree of whole entries', `${entries.length} and a broken one`);
    }
    if (entries.length >= mostTreeEntries) {
      throw new ForebearError('limit', id, `at most ${mostTreeEntries} entries of a tree`, 'more');
    }
    const mode = Number.parseInt(decoder.decode(bytes.subarray(at, space)), 8);
    const name = decoder.decode(bytes.subarray(space + 1, end));
    entries.push({ mode, name, id: hex(bytes.subarray(end + 1, end + 1 + idBytes)) });
    at = end + 1 + idBytes;
  }
  return entries;
}

/** What an annotated tag points to. */
export function tagTarget(bytes: Uint8Array): string | undefined {
  return /^object ([0-9a-f]{40,64})\n/.exec(decoder.decode(bytes.subarray(0, 200)))?.[1];
}

export const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000;
export const isLink = (mode: number): boolean => (mode & 0o170000) === 0o120000;
export const isFile = (mode: number): boolean => (mode & 0o170000) === 0o100000;

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 16 ? `0${byte.toString(16)}` : byte.toString(16);
  return text;
}
