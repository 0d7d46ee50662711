// Small valid gzip streams: bare, and with every optional field.
import { gzipSync } from 'node:zlib';
import { join } from '../crafted-zip.ts';

const text = new TextEncoder().encode('bamboo slips, bamboo slips, bamboo slips');
const plain = new Uint8Array(gzipSync(text));
const fields = Uint8Array.of(3, 0, 1, 2, 3, ...new TextEncoder().encode('slips.txt\0a comment\0'));

export const gzipSeeds: readonly Uint8Array[] = [
  plain,
  new Uint8Array(gzipSync('')),
  join(plain.subarray(0, 3), Uint8Array.of(0x1c), plain.subarray(4, 10), fields, plain.subarray(10)),
];
