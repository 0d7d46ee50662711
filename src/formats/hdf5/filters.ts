// What was done to the chunks of an HDF5 dataset before they were written, and how it is undone.
import { Cursor } from '../../bytes/cursor.ts';
import { inflate } from '../../bytes/inflate.ts';
import { memorySource } from '../../bytes/memory.ts';
import type { RunOptions } from '../../run.ts';
import type { Hdf5File } from './hdf5-file.ts';
import type { Message } from './object-header.ts';

/** One step; undone in the reverse order. */
export interface Filter {
  readonly kind: 'deflate' | 'shuffle' | 'fletcher32';
  /** Bytes of one element, for shuffle. */
  readonly width: number;
}

const filterKinds: ReadonlyMap<number, Filter['kind']> = new Map([
  [1, 'deflate'],
  [2, 'shuffle'],
  [3, 'fletcher32'],
]);

const otherFilters: ReadonlyMap<number, string> = new Map([
  [4, 'szip'],
  [5, 'nbit'],
  [6, 'scaleoffset'],
  [32000, 'lzf'],
  [32001, 'blosc'],
  [32004, 'lz4'],
  [32008, 'bitshuffle'],
  [32015, 'zstd'],
]);

/** From here on, filters have names. */
const firstNamed = 256;

const maxFilters = 32;

/** Honest weights shrink to half; chunks of equal numbers shrink to nothing, and hold nothing. */
const maxRatio = 256;

const checksumBytes = 4;

/** The steps of a filter message, in the order in which they were taken. Throws `unsupported` for one we cannot undo. */
export function readFilters(file: Hdf5File, message: Message | undefined): readonly Filter[] {
  if (message === undefined) return [];
  const cursor = new Cursor(message.bytes, file.source.uri);
  const version = cursor.u8();
  const count = cursor.u8();
  if (version !== 1 && version !== 2) throw file.unsupported('filters of version 1 or 2', `${version}`);
  if (count > maxFilters) throw file.fault(`at most ${maxFilters} filters`, `${count}`);
  if (version === 1) cursor.take(6);
  return Array.from({ length: count }, () => readFilter(file, cursor, version));
}

function readFilter(file: Hdf5File, cursor: Cursor, version: number): Filter {
  const id = cursor.u16();
  const nameBytes = version === 1 || id >= firstNamed ? cursor.u16() : 0;
  cursor.take(2);
  const values = cursor.u16();
  cursor.take(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
  const settings = Array.from({ length: values }, () => cursor.u32());
  if (version === 1 && values % 2 === 1) cursor.take(4);
  const kind = filterKinds.get(id);
  if (kind === undefined) {
    throw file.unsupported('chunks packed by deflate, shuffle or fletcher32', otherFilters.get(id) ?? `filter ${id}`);
  }
  return { kind, width: settings[0] ?? 1 };
}

/** The bytes of a chunk before the filters, `size` of them. Bits of `skipped` say which of them were left out. */
export async function unfiltered(
  file: Hdf5File,
  stored: Uint8Array,
  filters: readonly Filter[],
  skipped: number,
  size: number,
  options?: RunOptions,
): Promise<Uint8Array> {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    const { kind, width } = filters[i] as Filter;
    if ((skipped & (1 << i)) !== 0) continue;
    if (kind === 'fletcher32') bytes = bytes.subarray(0, Math.max(0, bytes.length - checksumBytes));
    else if (kind === 'shuffle') bytes = unshuffled(bytes, width);
    else bytes = await unpacked(file, bytes, size, options);
  }
  if (bytes.length !== size) throw file.fault(`${size} bytes in a chunk`, `${bytes.length}`);
  return bytes;
}

/** HDF5 writes zlib's form: two bytes before and a checksum behind what is deflated. */
function unpacked(file: Hdf5File, bytes: Uint8Array, size: number, options?: RunOptions): Promise<Uint8Array> {
  const head = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const isZlib =
    bytes.length >= 2 + checksumBytes && (head & 0x0f00) === 0x0800 && head % 31 === 0 && (head & 0x20) === 0;
  if (!isZlib) throw file.fault('a chunk in the form of zlib', 'another beginning');
  // Checksums may stand behind what is unpacked: never many bytes.
  const limits = { size, maxBytes: size + checksumBytes, maxRatio };
  return inflate(memorySource(bytes, file.source.uri), 2, bytes.length - checksumBytes, 'deflate-raw', limits, options);
}

/** Shuffled bytes hold the first bytes of all elements, then the second ones, and so on; what makes no element stands behind. */
function unshuffled(bytes: Uint8Array, width: number): Uint8Array {
  const elements = Math.floor(bytes.length / width);
  // Without this, a width of four billion would be gone through for a chunk of a hundred bytes.
  if (width < 2 || elements < 2) return bytes;
  const out = bytes.slice();
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < elements; i++) out[i * width + byte] = bytes[byte * elements + i] as number;
  }
  return out;
}
