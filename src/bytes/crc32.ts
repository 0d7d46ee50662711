// CRC-32 as ZIP and gzip use it.
import { crc32 as zlibCrc32 } from 'node:zlib';

/** The checksum of `bytes`, as an unsigned number of 32 bits. */
export function crc32(bytes: Uint8Array): number {
  return zlibCrc32(bytes);
}
