// GGUF models in several files: which belong together, what the set says of itself, and what is missing from it.
import type { Folder } from '../../bytes/source.ts';
import { isForebearError, type Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { FileHeader, Gathered } from '../opening/headers.ts';
import type { OpenedFile } from '../opening/weight-files.ts';

const shardName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;

/** The largest published sets have some hundred; each name costs a look into the folder. */
const mostShards = 1_024;

/** Tensors of shards that are not there are lost without names; a set that claims more of them is not believed. */
const mostUnnamed = 65_536;

/** Missing shards that a message names. */
const mostNamed = 8;

/** Whether a file's name says that it is one of several. */
export function isShardName(path: string): boolean {
  return shardName.test(path);
}

/**
 * Adds to `opened` the sisters of the shards in it that lie in the folder, and orders all by their numbers. What cannot be
 * opened is left out, and `checkShards` says so.
 */
export async function openSisters(opened: OpenedFile[], folder: Folder, options?: RunOptions): Promise<void> {
  const known = new Set(opened.map(({ path }) => path));
  // The sisters that join on the way have the same sisters.
  for (const path of known) {
    for (const sister of sistersOf(path)) {
      if (known.has(sister)) continue;
      try {
        opened.push({ path: sister, source: await folder.open(sister, options) });
        known.add(sister);
      } catch (error) {
        if (!isForebearError(error, 'source', 'containment')) throw error;
      }
    }
  }
  const numberOf = ({ path }: OpenedFile): number => Number(shardName.exec(path)?.[2] ?? 0);
  opened.sort((a, b) => numberOf(a) - numberOf(b));
}

function sistersOf(path: string): readonly string[] {
  const [, stem = '', , total = '0'] = shardName.exec(path) ?? [];
  const count = Number(total);
  const five = (n: number): string => String(n).padStart(5, '0');
  const nameOf = (_: unknown, i: number): string => `${stem}-${five(i + 1)}-of-${total}.gguf`;
  return count > mostShards ? [] : Array.from({ length: count }, nameOf);
}

/** Files that are one GGUF model together: their headers, and the metadata of the one that has it. */
export interface GgufSet {
  readonly paths: readonly string[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The sets among the headers; a file that is no shard is a set of its own. */
export function ggufSets({ headers }: Gathered): readonly GgufSet[] {
  return [...bySet(headers).values()].map((members) => ({
    paths: members.map(({ path }) => path),
    // Only the first shard says more than its number.
    metadata: (members.find(describesItself) ?? (members[0] as FileHeader)).header.metadata,
  }));
}

const describesItself = ({ header }: FileHeader): boolean => header.metadata.has('general.architecture');

function bySet(headers: readonly FileHeader[]): Map<string, FileHeader[]> {
  return Map.groupBy(
    headers.filter(({ header }) => header.format === 'gguf'),
    ({ path }) => shardName.exec(path)?.[1] ?? path,
  );
}

/**
 * Holds every set to what its shards say of it. Shards of another model are taken out of `gathered`; they, and shards that
 * are missing, become problems with the number of tensors that are lost with them.
 */
export function checkShards(gathered: Gathered): void {
  for (const [stem, members] of bySet(gathered.headers)) {
    const declared = members.map(({ header }) => numberIn(header.metadata, 'split.count'));
    // A name alone makes no set: every shard says that it is one.
    const count = mostFrequent(declared) ?? 1;
    if (count <= 1) continue;
    const total = mostFrequent(members.map(({ header }) => numberIn(header.metadata, 'split.tensors.count')));
    const architecture = members.find(describesItself)?.header.metadata.get('general.architecture');
    const present = new Map<number, FileHeader>();
    for (const member of members) {
      const fault = faultOf(member, { count, total, architecture }, present);
      if (fault === undefined) {
        present.set(numberIn(member.header.metadata, 'split.no') as number, member);
        continue;
      }
      gathered.headers.splice(gathered.headers.indexOf(member), 1);
      gathered.problems.push({ code: 'format', subject: member.path, ...fault, lost: [] });
    }
    const missing = missingFrom(stem, count, total ?? 0, present);
    if (missing !== undefined) gathered.problems.push(missing);
  }
}

function numberIn(metadata: ReadonlyMap<string, string>, key: string): number | undefined {
  const text = metadata.get(key) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function mostFrequent(values: readonly (number | undefined)[]): number | undefined {
  const times = new Map<number, number>();
  for (const value of values) if (value !== undefined) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

/** What most shards of a set say of it. */
interface SetFacts {
  readonly count: number;
  readonly total: number | undefined;
  readonly architecture: string | undefined;
}

/** Why a file is no shard of its set, if it is none. */
function faultOf(
  { path, header: { metadata } }: FileHeader,
  { count, total, architecture }: SetFacts,
  present: ReadonlyMap<number, FileHeader>,
): { expected: string; found: string } | undefined {
  const own = numberIn(metadata, 'split.count');
  if (own !== count) return { expected: `a shard of ${count}`, found: `a file of a set of ${own ?? 'unknown size'}` };
  const tensors = numberIn(metadata, 'split.tensors.count');
  if (tensors !== total) {
    return { expected: `a shard of ${total} tensors`, found: `one of a set of ${tensors ?? 'unknown size'}` };
  }
  const kind = metadata.get('general.architecture');
  if (kind !== undefined && kind !== architecture) {
    return { expected: `a shard of a ${architecture} model`, found: `one of a ${kind} model` };
  }
  const number = numberIn(metadata, 'split.no');
  const named = shardName.exec(path)?.[2];
  const expected = named === undefined ? `a shard number below ${count}` : `shard ${Number(named)} of ${count}`;
  const isNamed = named === undefined || number === Number(named) - 1;
  if (number === undefined || number >= count || !isNamed) {
    return { expected, found: number === undefined ? 'a file without a number' : `shard ${number + 1}` };
  }
  return present.has(number) ? { expected: 'each shard once', found: `shard ${number + 1} twice` } : undefined;
}

/** The problem that the missing shards are together; undefined where none is missing, and no tensor. */
function missingFrom(
  stem: string,
  count: number,
  total: number,
  present: ReadonlyMap<number, FileHeader>,
): Problem | undefined {
  const held = [...present.values()].reduce((sum, { header }) => {
    const lost = header.problems.reduce((names, problem) => names + problem.lost.length, 0);
    return sum + header.tensors.length + lost;
  }, 0);
  const gone = Math.max(0, total - held);
  if (present.size === count && gone === 0) return undefined;
  const missing: number[] = [];
  for (let i = 0; i < count && missing.length < mostNamed; i++) if (!present.has(i)) missing.push(i + 1);
  const named = missing.length === 0 ? '' : `, without ${missing.join(', ')}`;
  const more = count - present.size > missing.length ? ', …' : '';
  // Their names stood in the shards that are missing.
  const unnamed = (i: number): string => `${stem}: unnamed tensor ${i + 1} of ${gone}`;
  return {
    code: 'source',
    subject: stem,
    expected: `${count} shards with ${total} tensors`,
    found: `${present.size} readable ones with ${held}${named}${more}`,
    lost: Array.from({ length: Math.min(gone, mostUnnamed) }, (_, i) => unnamed(i)),
  };
}
