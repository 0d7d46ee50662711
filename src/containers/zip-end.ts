// The end of a ZIP archive, where it says where its directory is; and the only one that may say so.
import { Cursor } from '../bytes/cursor.ts';
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';

/** Where the parts of an archive lie in its file, ends exclusive. */
export interface ZipEnd {
  readonly entries: number;
  readonly directoryStart: number;
  readonly directoryEnd: number;
  /** Add this to every offset that the archive declares: the length of what stands before it. */
  readonly base: number;
  /** Where the end records begin, and where the archive ends with its comment. */
  readonly recordsStart: number;
  readonly end: number;
}

/** What one set of end records declares. */
interface Declared {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
}

const endSignature = 0x06054b50;
const endBytes = 22;
const mostCommentBytes = 0xffff;
const locatorSignature = 0x07064b50;
const locatorBytes = 20;
const wideSignature = 0x06064b50;
const wideBytes = 56;
const directorySignature = 0x02014b50;

/** Far above any model's; an archive of more is made to be slow. */
const mostEntries = 100_000;

/** Entries take 46 bytes and their names; this leaves each of the most entries 600. */
const mostDirectoryBytes = 67_108_864;

const smallestEntryBytes = 46;

/**
 * Finds the end records. Throws `format` where there are none, where several could be meant, or where they contradict
 * each other or the file; `limit` for too many entries; `unsupported` for archives in several volumes.
 */
export async function findZipEnd(source: Source, options?: RunOptions): Promise<ZipEnd> {
  const tailStart = Math.max(0, source.size - endBytes - mostCommentBytes);
  const tail = await source.read(tailStart, source.size, options);
  const inTail = endRecordIn(tail, source.uri);
  const at = tailStart + inTail;
  const record = new Cursor(tail.subarray(inTail), source.uri, 4);
  const disks = [record.u16(), record.u16()];
  const [entriesHere, entries] = [record.u16(), record.u16()];
  const narrow: Declared = { entries, directoryBytes: record.u32(), directoryOffset: record.u32() };
  const end = at + endBytes + record.u16();
  const locator = at >= locatorBytes ? await source.read(at - locatorBytes, at, options) : new Uint8Array(locatorBytes);
  if (new Cursor(locator, source.uri).u32() !== locatorSignature) {
    checkVolumes(source.uri, disks, entriesHere, entries);
    return place(source, narrow, at, end, options);
  }
  const wide = await readWide(source, locator, at - locatorBytes, options);
  const agrees =
    [0xffff, wide.entries].includes(narrow.entries) &&
    [0xffffffff, wide.directoryBytes].includes(narrow.directoryBytes) &&
    [0xffffffff, wide.directoryOffset].includes(narrow.directoryOffset);
  if (!agrees) throw refusal(source.uri, 'end records that say the same', 'two that contradict each other');
  const placed = await place(source, wide, wide.at, end, options);
  if (placed.base !== wide.base) {
    throw refusal(source.uri, `${placed.base} bytes before the archive`, `${wide.base} by its end records`);
  }
  return placed;
}

/**
 * Where in `tail` the end record begins. One whose comment reaches just to the end of the file is it; with two of that
 * kind every tool would read another archive. Without any, the last one is, and something follows the archive.
 */
function endRecordIn(tail: Uint8Array, uri: string): number {
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  let exact: number | undefined;
  let last: number | undefined;
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== endSignature) continue;
    const end = at + endBytes + view.getUint16(at + 20, true);
    if (end === tail.length && exact !== undefined) throw refusal(uri, 'one end of the archive', 'two');
    if (end === tail.length) exact = at;
    else if (end < tail.length) last ??= at;
  }
  const found = exact ?? last;
  if (found === undefined) throw refusal(uri, 'the end record of a ZIP archive', 'none');
  return found;
}

async function readWide(
  source: Source,
  locatorRecord: Uint8Array,
  locatorAt: number,
  options?: RunOptions,
): Promise<Declared & { readonly at: number; readonly base: number }> {
  const locator = new Cursor(locatorRecord, source.uri, 4);
  const disk = locator.u32();
  const declaredAt = locator.u64();
  const disks = locator.u32();
  if (disk !== 0 || disks > 1) throw severalVolumes(source.uri);
  const places = [...new Set([declaredAt, locatorAt - wideBytes])];
  const found: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  for (const at of places) {
    if (at < 0 || at + wideBytes > locatorAt) continue;
    const bytes = await source.read(at, at + wideBytes, options);
    if (new Cursor(bytes, source.uri).u32() === wideSignature) found.push({ at, bytes });
  }
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw refusal(source.uri, 'one ZIP64 end record', only === undefined ? 'none' : 'two');
  }
  const record = new Cursor(only.bytes, source.uri, 4);
  const recordBytes = record.u64() + 12;
  if (only.at + recordBytes !== locatorAt) {
    throw refusal(source.uri, `a ZIP64 end record of ${locatorAt - only.at} bytes`, `${recordBytes}`);
  }
  record.take(4);
  const volumes = [record.u32(), record.u32()];
  const [entriesHere, entries] = [record.u64(), record.u64()];
  checkVolumes(source.uri, volumes, entriesHere, entries);
  const declared = { entries, directoryBytes: record.u64(), directoryOffset: record.u64() };
  return { ...declared, at: only.at, base: only.at - declaredAt };
}

/** Finds the directory that is declared to lie before `recordsStart`, whatever stands before the archive. */
async function place(
  source: Source,
  { entries, directoryBytes, directoryOffset }: Declared,
  recordsStart: number,
  end: number,
  options?: RunOptions,
): Promise<ZipEnd> {
  if (entries > mostEntries) {
    throw new ForebearError('limit', source.uri, `at most ${mostEntries} entries`, `${entries}`);
  }
  if (directoryBytes > mostDirectoryBytes) {
    const expected = `a directory of at most ${mostDirectoryBytes} bytes`;
    throw new ForebearError('limit', source.uri, expected, `${directoryBytes}`);
  }
  if (entries * smallestEntryBytes > directoryBytes || directoryOffset + directoryBytes > recordsStart) {
    const found = `${directoryBytes} bytes at ${directoryOffset}`;
    throw refusal(source.uri, `a directory of ${entries} entries before byte ${recordsStart}`, found);
  }
  const base = recordsStart - directoryBytes - directoryOffset;
  const start = (shift: number): ZipEnd => {
    const directoryStart = directoryOffset + shift;
    return { entries, directoryStart, directoryEnd: directoryStart + directoryBytes, base: shift, recordsStart, end };
  };
  if (base === 0 || entries === 0) return start(base);
  // Something stands before the archive, or between its directory and its end.
  const before = await isDirectory(source, directoryOffset + base, options);
  const between = await isDirectory(source, directoryOffset, options);
  if (before === between) {
    throw refusal(source.uri, 'one directory', before ? 'two that could be meant' : 'none where it should be');
  }
  return start(before ? base : 0);
}

async function isDirectory(source: Source, at: number, options?: RunOptions): Promise<boolean> {
  return new Cursor(await source.read(at, at + 4, options), source.uri).u32() === directorySignature;
}

function checkVolumes(uri: string, disks: readonly number[], entriesHere: number, entries: number): void {
  if (disks.some((disk) => disk !== 0) || entriesHere !== entries) throw severalVolumes(uri);
}

function severalVolumes(uri: string): ForebearError {
  return new ForebearError('unsupported', uri, 'a ZIP archive in one file', 'one of several volumes');
}

function refusal(uri: string, expected: string, found: string): ForebearError {
  return new ForebearError('format', uri, expected, found);
}
