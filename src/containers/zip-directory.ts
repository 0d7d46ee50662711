// The directory of a ZIP archive: one record per entry, with everything that its local header must say again.
import { crc32 } from '../bytes/crc32.ts';
import { Cursor } from '../bytes/cursor.ts';
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { memberPath, textOf437, textOfUtf8 } from './member-names.ts';
import type { ZipEnd } from './zip-end.ts';

export type ZipKind = 'file' | 'folder' | 'a symbolic link' | 'a special file';

export interface ZipEntry {
  /** Checked: leads nowhere. Folders have no `/` at the end. */
  readonly path: string;
  readonly kind: ZipKind;
  /** The name as stored, for the comparison with the local header. */
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where its local header begins in the file. */
  readonly localStart: number;
  /** When the entry says it was last changed, `YYYY-MM-DD hh:mm:ss` by the packing machine's clock; undefined where it says nothing. */
  readonly changed: string | undefined;
}

const signature = 0x02014b50;
const utf8Flag = 0x0800;
const wideField = 0x0001;
const unicodePathField = 0x7075;
const full = 0xffffffff;

/** Nothing, deflated: some writers do so with folders. */
const emptyDeflated = 2;

/** Type of a file in the upper half of the external attributes, where the archive was made on a kind of Unix. */
const typeMask = 0o170000;
const linkType = 0o120000;
const fileTypes: readonly number[] = [0, 0o100000, 0o040000];
const unixMakers: readonly number[] = [3, 19];

/**
 * Reads all records. Throws `format` where they do not fill the directory exactly or name one path twice, `containment`
 * for names that lead out.
 */
export async function readZipDirectory(
  source: Source,
  { entries, directoryStart, directoryEnd, base }: ZipEnd,
  options?: RunOptions,
): Promise<readonly ZipEntry[]> {
  const cursor = new Cursor(await source.read(directoryStart, directoryEnd, options), source.uri);
  const found: ZipEntry[] = [];
  const paths = new Set<string>();
  while (cursor.remaining > 0) {
    if (found.length === entries) throw refusal(source.uri, `${entries} entries in the directory`, 'more');
    const entry = readRecord(cursor, source.uri, base);
    if (paths.has(entry.path)) throw refusal(source.uri, 'each path once', `“${entry.path}” twice`);
    paths.add(entry.path);
    found.push(entry);
  }
  if (found.length < entries) throw refusal(source.uri, `${entries} entries in the directory`, `${found.length}`);
  return found;
}

function readRecord(cursor: Cursor, uri: string, base: number): ZipEntry {
  const found = cursor.u32();
  if (found !== signature) throw refusal(uri, 'a directory entry', `the number ${found}`);
  const maker = cursor.u16() >> 8;
  cursor.take(2);
  const flags = cursor.u16();
  const method = cursor.u16();
  const changed = dosTime(cursor.u16(), cursor.u16());
  const crc = cursor.u32();
  const narrow = { compressedSize: cursor.u32(), size: cursor.u32() };
  const [nameBytes, extraBytes, commentBytes, disk] = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()];
  cursor.take(2);
  const mode = cursor.u32() >>> 16;
  const localOffset = cursor.u32();
  const rawName = cursor.take(nameBytes);
  const extra = zipExtra(cursor.take(extraBytes), uri);
  cursor.take(commentBytes);
  const name = nameOf(rawName, flags, extra, uri);
  const subject = `${uri}!/${name}`;
  const wide = widened({ ...narrow, localOffset, disk }, extra, subject);
  if (wide.disk !== 0) throw new ForebearError('unsupported', subject, 'an archive in one file', 'another volume');
  const isFolder = name.endsWith('/');
  if (isFolder && (wide.size > 0 || wide.compressedSize > emptyDeflated)) {
    throw refusal(subject, 'a folder without bytes', `${wide.size}, ${wide.compressedSize} stored`);
  }
  const type = unixMakers.includes(maker) ? mode & typeMask : 0;
  return {
    path: memberPath(isFolder ? name.slice(0, -1) : name, subject),
    kind: kindOf(type, isFolder),
    rawName,
    flags,
    method,
    crc,
    compressedSize: wide.compressedSize,
    size: wide.size,
    localStart: wide.localOffset + base,
    changed,
  };
}

/** Time and date of MS-DOS (APPNOTE 4.4.6). Its first day stands for none: writers that keep no time put it there. */
function dosTime(time: number, date: number): string | undefined {
  const [year, month, day] = [1980 + (date >> 9), (date >> 5) & 15, date & 31];
  const [hour, minute, second] = [time >> 11, (time >> 5) & 63, 2 * (time & 31)];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  if (year === 1980 && month === 1 && day === 1) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

function kindOf(type: number, isFolder: boolean): ZipKind {
  if (type === linkType) return 'a symbolic link';
  if (!fileTypes.includes(type)) return 'a special file';
  return isFolder ? 'folder' : 'file';
}

/** The extra fields by id. Throws `format` where one occurs twice or leads out of `bytes`; padding at the end may be shorter than a field. */
export function zipExtra(bytes: Uint8Array, subject: string): ReadonlyMap<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  const cursor = new Cursor(bytes, subject);
  while (cursor.remaining >= 4) {
    const id = cursor.u16();
    const field = cursor.take(cursor.u16());
    if (fields.has(id) && (id === wideField || id === unicodePathField)) {
      throw refusal(subject, 'each extra field once', `field ${id} twice`);
    }
    fields.set(id, field);
  }
  return fields;
}

function nameOf(raw: Uint8Array, flags: number, extra: ReadonlyMap<number, Uint8Array>, uri: string): string {
  if ((flags & utf8Flag) !== 0) {
    const name = textOfUtf8(raw);
    if (name === undefined) throw refusal(`${uri}!/${textOf437(raw)}`, 'a name in UTF-8', 'bytes that are not UTF-8');
    return name;
  }
  const other = extra.get(unicodePathField);
  // Version 1, and the checksum of the name that it stands for; otherwise the name was changed later.
  if (other !== undefined && other.length > 5 && other[0] === 1) {
    const promised = new Cursor(other, uri, 1).u32();
    const name = promised === crc32(raw) ? textOfUtf8(other.subarray(5)) : undefined;
    if (name !== undefined) return name;
  }
  return textOf437(raw);
}

interface Fields {
  readonly size: number;
  readonly compressedSize: number;
  readonly localOffset: number;
  readonly disk: number;
}

/** The fields with those that did not fit taken from the ZIP64 extra field, where they stand in this order. */
function widened(narrow: Fields, extra: ReadonlyMap<number, Uint8Array>, subject: string): Fields {
  const cursor = new Cursor(extra.get(wideField) ?? new Uint8Array(0), subject);
  return {
    size: narrow.size === full ? cursor.u64() : narrow.size,
    compressedSize: narrow.compressedSize === full ? cursor.u64() : narrow.compressedSize,
    localOffset: narrow.localOffset === full ? cursor.u64() : narrow.localOffset,
    disk: narrow.disk === 0xffff ? cursor.u32() : narrow.disk,
  };
}

function refusal(subject: string, expected: string, found: string): ForebearError {
  return new ForebearError('format', subject, expected, found);
}
