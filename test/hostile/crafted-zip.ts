// ZIP archives written field by field, so that a test can make any two of them disagree.
import { crc32, deflateRawSync } from 'node:zlib';
import { record } from '../../forgeries/writers/zip.ts';

/** The fields that stand in both headers of an entry. */
export interface ZipFields {
  readonly name: string | Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly extra: Uint8Array;
}

export interface CraftedEntry {
  readonly name: string | Uint8Array;
  readonly bytes?: Uint8Array;
  readonly deflate?: boolean;
  /** What one header says where it is not the truth. */
  readonly local?: Partial<ZipFields>;
  readonly central?: Partial<ZipFields & { maker: number; attributes: number; offset: number; disk: number }>;
  /** Before its local header, and behind its data (a descriptor, a gap). */
  readonly before?: Uint8Array;
  readonly behind?: Uint8Array;
  /** In the directory alone: no local header and no data are written. */
  readonly ghost?: boolean;
}

export interface CraftedEnd {
  readonly entries?: number;
  readonly directoryBytes?: number;
  readonly directoryOffset?: number;
  readonly disk?: number;
  readonly comment?: Uint8Array;
  /** Numbers of the ZIP64 record; it is written where this is given. */
  readonly wide?: {
    readonly entries?: number;
    readonly directoryBytes?: bigint;
    readonly directoryOffset?: bigint;
    readonly recordBytes?: bigint;
    readonly at?: bigint;
  };
  readonly between?: Uint8Array;
}

const nothing: Uint8Array = new Uint8Array(0);

/** The archive as crafted; `prefix` counts to no offset. */
export function craftZip(entries: readonly CraftedEntry[], end: CraftedEnd = {}, prefix = nothing): Uint8Array {
  const body: Uint8Array[] = [];
  let at = 0;
  const put = (...pieces: readonly Uint8Array[]): void => {
    for (const piece of pieces) {
      body.push(piece);
      at += piece.length;
    }
  };
  const directory: Uint8Array[] = [];
  for (const entry of entries) {
    const bytes = entry.bytes ?? nothing;
    const data = entry.deflate === true ? new Uint8Array(deflateRawSync(bytes)) : bytes;
    const truth: ZipFields = {
      name: entry.name,
      flags: 0,
      method: entry.deflate === true ? 8 : 0,
      crc: crc32(bytes),
      compressed: data.length,
      size: bytes.length,
      extra: nothing,
    };
    put(entry.before ?? nothing);
    const start = at;
    if (entry.ghost !== true) put(localHeader({ ...truth, ...entry.local }), data, entry.behind ?? nothing);
    const central = { maker: 20, attributes: 0, offset: start, disk: 0, ...truth, ...entry.central };
    const name = bytesOf(central.name);
    const { maker, flags, method, crc, compressed, size, extra, disk, attributes, offset } = central;
    const lengths = [name.length, extra.length, 0, disk, 0];
    const numbers = [0x02014b50, maker, 20, flags, method, 0, crc, compressed, size, ...lengths, attributes, offset];
    directory.push(join(record('IHHHHIIIIHHHHHII', numbers), name, extra));
  }
  put(end.between ?? nothing);
  const start = at;
  put(...directory);
  const length = at - start;
  if (end.wide !== undefined) {
    const { wide } = end;
    const wideAt = at;
    const count = wide.entries ?? entries.length;
    const pieces = [
      record('IQHHIIQQ', [0x06064b50, 0, 45, 45, 0, 0, count, count]),
      big(wide.directoryBytes ?? BigInt(length)),
      big(wide.directoryOffset ?? BigInt(start)),
    ];
    const wideRecord = join(...pieces);
    wideRecord.set(big(wide.recordBytes ?? 44n), 4);
    put(wideRecord, record('II', [0x07064b50, 0]), big(wide.at ?? BigInt(wideAt)), record('I', [1]));
  }
  const count = end.entries ?? entries.length;
  const comment = end.comment ?? nothing;
  const disk = end.disk ?? 0;
  const numbers = [0x06054b50, disk, 0, count, count, end.directoryBytes ?? length, end.directoryOffset ?? start];
  put(record('IHHHHIIH', [...numbers, comment.length]), comment);
  return new Uint8Array(Buffer.concat([prefix, ...body]));
}

function localHeader({ name, flags, method, crc, compressed, size, extra }: ZipFields): Uint8Array {
  const bytes = bytesOf(name);
  const numbers = [0x04034b50, 20, flags, method, 0, crc, compressed, size, bytes.length, extra.length];
  return join(record('IHHHIIIIHH', numbers), bytes, extra);
}

/** A 64-bit number, little-endian. */
export function big(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

/** A ZIP64 extra field with these numbers. */
export function wideExtra(...numbers: readonly bigint[]): Uint8Array {
  return join(record('HH', [1, 8 * numbers.length]), ...numbers.map(big));
}

/** The descriptor that streaming writers put behind the data. */
export function descriptor(crc: number, compressed: number, size: number): Uint8Array {
  return record('IIII', [0x08074b50, crc, compressed, size]);
}

export function join(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}

function bytesOf(name: string | Uint8Array): Uint8Array {
  return typeof name === 'string' ? new TextEncoder().encode(name) : name;
}
