// The local header before each entry of a ZIP archive, held to what the directory says: tools that believe the one are
// blind to what tools see that believe the other.
import { Cursor } from '../bytes/cursor.ts';
import type { Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import type { RunOptions } from '../run.ts';
import { type ZipEntry, zipExtra } from './zip-directory.ts';

/** Where an entry's data lies, and where everything that belongs to it ends. Ends exclusive. */
export interface ZipSpan {
  readonly start: number;
  readonly dataStart: number;
  readonly dataEnd: number;
  readonly end: number;
}

const signature = 0x04034b50;
const headerBytes = 30;
const encryptedFlags = 0x2041;
const descriptorFlag = 0x0008;
const patchFlag = 0x0020;
const descriptorSignature = 0x08074b50;
const widestDescriptor = 24;
const wideField = 0x0001;
const full = 0xffffffff;

/**
 * Reads and checks the header and the descriptor behind the data. `limit` is where the directory begins. Throws `format`
 * where they contradict the entry or leave the archive, `unsupported` for encrypted and patched entries.
 */
export async function checkZipLocal(
  source: Source,
  entry: ZipEntry,
  limit: number,
  options?: RunOptions,
): Promise<ZipSpan> {
  const subject = `${source.uri}!/${entry.path}`;
  const start = entry.localStart;
  const headerEnd = start + headerBytes + entry.rawName.length;
  if (headerEnd > limit) throw refusal(subject, `a header before the directory at byte ${limit}`, `one at ${start}`);
  const header = new Cursor(await source.read(start, headerEnd, options), subject);
  const found = header.u32();
  if (found !== signature) throw refusal(subject, `a local header at byte ${start}`, `the number ${found}`);
  header.take(2);
  const [flags, method] = [header.u16(), header.u16()];
  header.take(4);
  const [crc, compressedSize, size] = [header.u32(), header.u32(), header.u32()];
  const [nameBytes, extraBytes] = [header.u16(), header.u16()];
  const agree = (field: string, local: number, central: number): void => {
    if (local !== central) {
      throw refusal(subject, `${field} ${central} as in the directory`, `${local} in the local header`);
    }
  };
  agree('flags', flags, entry.flags);
  agree('method', method, entry.method);
  agree('a name length of', nameBytes, entry.rawName.length);
  const name = header.take(nameBytes);
  if (!name.every((byte, i) => byte === entry.rawName[i])) {
    throw refusal(subject, 'the name as in the directory', 'another name in the local header');
  }
  refuseLocked(subject, flags);
  const dataStart = headerEnd + extraBytes;
  const dataEnd = dataStart + entry.compressedSize;
  if (dataEnd > limit) throw refusal(subject, `data before the directory at byte ${limit}`, `data up to ${dataEnd}`);
  const wide = await wideSizes(
    source,
    subject,
    headerEnd,
    dataStart,
    compressedSize === full || size === full,
    options,
  );
  const sizes = wide ?? { compressedSize, size };
  const later = (flags & descriptorFlag) !== 0;
  // Where the numbers were not known before the data, the header says nothing, or the truth.
  if (!(later && crc === 0)) agree('a checksum of', crc, entry.crc);
  if (!(later && sizes.compressedSize === 0)) agree('a stored size of', sizes.compressedSize, entry.compressedSize);
  if (!(later && sizes.size === 0)) agree('a size of', sizes.size, entry.size);
  const end = later ? await descriptorEnd(source, subject, entry, dataEnd, limit, options) : dataEnd;
  return { start, dataStart, dataEnd, end };
}

function refuseLocked(subject: string, flags: number): void {
  const refuse = (found: string): never => {
    throw new ForebearError('unsupported', subject, 'an entry that anybody can read', found);
  };
  if ((flags & encryptedFlags) !== 0) refuse('an encrypted one');
  if ((flags & patchFlag) !== 0) refuse('a patch to another file');
}

/** The sizes in the header's ZIP64 field, where the header's own fields refer to it. */
async function wideSizes(
  source: Source,
  subject: string,
  from: number,
  to: number,
  referred: boolean,
  options?: RunOptions,
): Promise<{ readonly size: number; readonly compressedSize: number } | undefined> {
  if (!referred) return undefined;
  const field = zipExtra(await source.read(from, to, options), subject).get(wideField);
  if (field === undefined) throw refusal(subject, 'sizes in a ZIP64 field', 'no such field');
  const cursor = new Cursor(field, subject);
  return { size: cursor.u64(), compressedSize: cursor.u64() };
}

/**
 * The end of the descriptor behind the data: a checksum and two sizes of 4 or 8 bytes each, with a signature in front or
 * without. Some writers leave it out where there is no data.
 */
async function descriptorEnd(
  source: Source,
  subject: string,
  entry: ZipEntry,
  dataEnd: number,
  limit: number,
  options?: RunOptions,
): Promise<number> {
  const bytes = await source.read(dataEnd, Math.min(limit, dataEnd + widestDescriptor), options);
  for (const signed of [true, false]) {
    for (const wide of [true, false]) {
      const length = (signed ? 8 : 4) + (wide ? 16 : 8);
      if (length > bytes.length) continue;
      const cursor = new Cursor(bytes, subject);
      const matches =
        (!signed || cursor.u32() === descriptorSignature) &&
        cursor.u32() === entry.crc &&
        sizeIs(cursor, wide, entry.compressedSize) &&
        sizeIs(cursor, wide, entry.size);
      if (matches) return dataEnd + length;
    }
  }
  if (entry.size === 0 && entry.compressedSize === 0) return dataEnd;
  throw refusal(subject, 'a descriptor with the directory’s numbers behind the data', 'another or none');
}

function sizeIs(cursor: Cursor, wide: boolean, expected: number): boolean {
  if (!wide) return cursor.u32() === expected;
  return cursor.u32() + cursor.u32() * 2 ** 32 === expected;
}

function refusal(subject: string, expected: string, found: string): ForebearError {
  return new ForebearError('format', subject, expected, found);
}
