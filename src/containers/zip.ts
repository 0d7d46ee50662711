// ZIP archives: members by range where they are stored, unpacked within limits where they are deflated.
import { buffered } from '../bytes/buffered.ts';
import { crc32 } from '../bytes/crc32.ts';
import type { Source } from '../bytes/source.ts';
import { span } from '../bytes/span.ts';
import { unpacked } from '../bytes/unpacked.ts';
import { ForebearError, type Problem } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import type { Container, Member } from './container.ts';
import { mostMemberBytes, mostRatio, UnpackBudget } from './unpacking.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';
import { findZipEnd, type ZipEnd } from './zip-end.ts';
import { checkZipLocal, type ZipSpan } from './zip-local.ts';

const stored = 0;
const deflated = 8;

/** Local headers lie between the data of their members: a small window for each, or one for many small members. */
const headerWindowBytes = 4096;

/** Stored members up to this length are held to their checksum when they are opened; longer ones are read by range. */
const mostVerifiedBytes = 4_194_304;

/**
 * Reads archives in which every tool sees the same: what the local headers say, the directory must say too, and no two
 * entries may share a byte. Bytes outside the entries are counted and reported. Links are listed as problems.
 */
export const zipContainer: Container = {
  id: 'zip',

  matches(head) {
    const starts = (...magic: readonly number[]): boolean => magic.every((byte, at) => head[at] === byte);
    return starts(0x50, 0x4b, 3, 4) || starts(0x50, 0x4b, 5, 6) || starts(0x50, 0x4b, 0x30, 0x30, 0x50, 0x4b, 3, 4);
  },

  async open(source, options) {
    const end = await findZipEnd(source, options);
    const entries = await readZipDirectory(source, end, options);
    const spans = await readSpans(source, entries, end, options);
    const undeclaredBytes = checkLayout(source, spans, end);
    const problems: Problem[] = [];
    const members: Member[] = [];
    const budget = new UnpackBudget(source.uri, source.size);
    for (const [entry, where] of spans) {
      const fault = faultOf(entry);
      if (fault !== undefined) problems.push({ ...fault, subject: `${source.uri}!/${entry.path}`, lost: [] });
      if (entry.kind === 'file') members.push(memberOf(source, entry, where, budget));
    }
    if (undeclaredBytes > 0) {
      const expected = 'nothing in the archive but its entries';
      const found = `${undeclaredBytes} undeclared bytes before, between or after them`;
      problems.push({ code: 'format', subject: source.uri, expected, found, lost: [] });
    }
    return { container: 'zip', members, problems, undeclaredBytes };
  },
};

async function readSpans(
  source: Source,
  entries: readonly ZipEntry[],
  end: ZipEnd,
  options?: RunOptions,
): Promise<ReadonlyMap<ZipEntry, ZipSpan>> {
  const headers = buffered(source, headerWindowBytes);
  const spans = new Map<ZipEntry, ZipSpan>();
  for (const entry of entries) spans.set(entry, await checkZipLocal(headers, entry, end.directoryStart, options));
  return spans;
}

/** Refuses overlaps; gives the number of bytes that belong to nothing. */
function checkLayout(source: Source, spans: ReadonlyMap<ZipEntry, ZipSpan>, end: ZipEnd): number {
  let at = 0;
  let undeclared = 0;
  const sorted = [...spans].toSorted(([, a], [, b]) => a.start - b.start || a.end - b.end);
  for (const [entry, where] of sorted) {
    if (where.start < at) {
      const subject = `${source.uri}!/${entry.path}`;
      throw new ForebearError('format', subject, `its header at byte ${at} or later`, `at ${where.start}: an overlap`);
    }
    undeclared += where.start - at;
    at = where.end;
  }
  const betweenDirectoryAndEnd = end.recordsStart - end.directoryEnd;
  return undeclared + (end.directoryStart - at) + betweenDirectoryAndEnd + (source.size - end.end);
}

/** What keeps an entry from being read as a file, where anything does. */
function faultOf({ kind, method }: ZipEntry): Pick<Problem, 'code' | 'expected' | 'found'> | undefined {
  if (kind !== 'file' && kind !== 'folder') return { code: 'unsupported', expected: 'files and folders', found: kind };
  if (method === stored || method === deflated) return undefined;
  return { code: 'unsupported', expected: 'a stored or deflated entry', found: `compression method ${method}` };
}

function memberOf(source: Source, entry: ZipEntry, where: ZipSpan, budget: UnpackBudget): Member {
  const { path, size, compressedSize, method } = entry;
  const uri = `${source.uri}!/${path}`;
  if (method === stored) {
    if (size !== compressedSize) {
      throw new ForebearError('format', uri, `${size} stored bytes`, `${compressedSize}`);
    }
    const range = { start: where.dataStart, end: where.dataEnd };
    return { path, size, range, open: (options) => openStored(source, entry, range.start, range.end, uri, options) };
  }
  return {
    path,
    size,
    async open() {
      if (method !== deflated) {
        throw new ForebearError('unsupported', uri, 'a stored or deflated entry', `compression method ${method}`);
      }
      const member = unpacked({
        outer: source,
        start: where.dataStart,
        end: where.dataEnd,
        method: 'deflate-raw',
        limits: { size, maxBytes: mostMemberBytes, maxRatio: mostRatio },
        uri,
        verify: (bytes) => checkSum(bytes, entry, uri),
      });
      // Asked last: a member that is refused for itself takes nothing from the others.
      budget.take(path, size);
      return member;
    },
  };
}

async function openStored(
  source: Source,
  entry: ZipEntry,
  start: number,
  end: number,
  uri: string,
  options?: RunOptions,
): Promise<Source> {
  if (entry.size <= mostVerifiedBytes) checkSum(await source.read(start, end, options), entry, uri);
  return span(source, start, end, uri);
}

function checkSum(bytes: Uint8Array, entry: ZipEntry, uri: string): void {
  const found = crc32(bytes);
  if (found !== entry.crc) {
    throw new ForebearError('format', uri, `bytes with the checksum ${hex(entry.crc)}`, hex(found));
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
