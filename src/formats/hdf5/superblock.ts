// The superblock of an HDF5 file: found by its signature, in the four versions there are.
import { Cursor } from '../../bytes/cursor.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import { type Superblock, signature } from './hdf5-file.ts';

/** Where a superblock may stand; larger user blocks than this one are not written for models. */
const places = [0, 512, 1024, 2048];

/** The longest: version 1 with addresses of 8 bytes. */
const mostBytes = 28 + 4 * 8 + 40;

/** Where the superblock is, judged by the file's first bytes; undefined where it is nowhere. */
export function superblockAt(head: Uint8Array): number | undefined {
  return places.find((place) => signature.every((byte, i) => head[place + i] === byte));
}

/** Throws `format` where there is none or it contradicts itself, `unsupported` for versions to come. */
export async function readSuperblock(source: Source, options?: RunOptions): Promise<Superblock> {
  const head = await source.read(0, Math.min(source.size, (places.at(-1) as number) + mostBytes), options);
  const place = superblockAt(head);
  if (place === undefined) throw new ForebearError('format', source.uri, 'an HDF5 file', 'no signature');
  const cursor = new Cursor(head, source.uri, place + signature.length);
  const version = cursor.u8();
  if (version > 3) throw new ForebearError('unsupported', source.uri, 'a superblock of version 0 to 3', `${version}`);
  const read = version < 2 ? readOld(cursor, version) : readNew(cursor);
  const { base, end, root } = read;
  if (root === undefined) throw new ForebearError('format', source.uri, 'a root group', 'none');
  // Addresses count from the superblock, whatever base it names: tools put blocks before a file and leave that as it was.
  return { ...read, base: place, root: root + place, end: end + place - base };
}

type Draft = Omit<Superblock, 'root'> & { readonly root: number | undefined };

function readOld(cursor: Cursor, version: number): Draft {
  cursor.take(4);
  const [offsetBytes, lengthBytes] = readWidths(cursor);
  cursor.take(version === 0 ? 9 : 13);
  const base = readNumber(cursor, offsetBytes) ?? 0;
  readNumber(cursor, offsetBytes);
  const end = readNumber(cursor, offsetBytes) ?? 0;
  readNumber(cursor, offsetBytes);
  // The root group's entry: the offset of its name, then its object header.
  readNumber(cursor, offsetBytes);
  return { base, offsetBytes, lengthBytes, end, root: readNumber(cursor, offsetBytes) };
}

function readNew(cursor: Cursor): Draft {
  const [offsetBytes, lengthBytes] = readWidths(cursor);
  cursor.take(1);
  const base = readNumber(cursor, offsetBytes) ?? 0;
  readNumber(cursor, offsetBytes);
  const end = readNumber(cursor, offsetBytes) ?? 0;
  return { base, offsetBytes, lengthBytes, end, root: readNumber(cursor, offsetBytes) };
}

function readWidths(cursor: Cursor): readonly [number, number] {
  const [offsetBytes, lengthBytes] = [cursor.u8(), cursor.u8()];
  const known = [2, 4, 8];
  if (!known.includes(offsetBytes) || !known.includes(lengthBytes)) {
    const found = `${offsetBytes} and ${lengthBytes}`;
    throw new ForebearError('format', cursor.subject, 'addresses and lengths of 2, 4 or 8 bytes', found);
  }
  return [offsetBytes, lengthBytes];
}

/** Undefined for the address that stands for none. */
function readNumber(cursor: Cursor, width: number): number | undefined {
  const bytes = cursor.take(width);
  if (bytes.every((byte) => byte === 0xff)) return undefined;
  const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(value)) {
    throw new ForebearError('limit', cursor.subject, 'addresses below 2^53', `${value}`);
  }
  return value;
}
