// A small ZIP writer: files one after another, stored or deflated, without any of the extras.
import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive. A name that ends in `/` is a folder. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Where the archive is to differ from the plain one. */
export interface ZipOptions {
  /** Deflate instead of storing. */
  readonly deflate?: boolean;
  /** Write the numbers behind the data, as streaming writers do (PyTorch's among them). */
  readonly descriptors?: boolean;
  /** Begin each file's bytes on a multiple of this, by an extra field in the local header, as PyTorch does with 64. */
  readonly align?: number;
  /** End with a ZIP64 record, as archives of more than 4 GiB must. */
  readonly zip64?: boolean;
  /** Free text at the very end. */
  readonly comment?: string;
}

const utf8Flag = 0x0800;
const descriptorFlag = 0x0008;

/** The archive with its files in the order given. */
export function encodeZip(files: readonly ZipFile[], options: ZipOptions = {}): Uint8Array {
  const body: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    body.push(bytes);
    at += bytes.length;
  };
  const flags = utf8Flag | (options.descriptors === true ? descriptorFlag : 0);
  const method = options.deflate === true ? 8 : 0;
  for (const { path, bytes } of files) {
    const name = new TextEncoder().encode(path);
    const data = method === 8 ? deflateRawSync(bytes) : bytes;
    const numbers = [crc32(bytes), data.length, bytes.length] as const;
    const localStart = at;
    const padding = paddingFor(at + 30 + name.length, options.align);
    const shown = options.descriptors === true ? ([0, 0, 0] as const) : numbers;
    put(record('IHHHIIIIHH', [0x04034b50, 20, flags, method, 0, ...shown, name.length, padding.length]));
    put(name);
    put(padding);
    put(data);
    if (options.descriptors === true) put(record('IIII', [0x08074b50, ...numbers]));
    const facts = [0x02014b50, 20, 20, flags, method, 0, ...numbers, name.length, 0, 0, 0, 0, 0, localStart];
    directory.push(record('IHHHHIIIIHHHHHII', facts), name);
  }
  const start = at;
  for (const piece of directory) put(piece);
  const size = at - start;
  if (options.zip64 === true) {
    const wideAt = at;
    put(record('IQHHIIQQQQ', [0x06064b50, 44, 45, 45, 0, 0, files.length, files.length, size, start]));
    put(record('IIQI', [0x07064b50, 0, wideAt, 1]));
  }
  const comment = new TextEncoder().encode(options.comment ?? '');
  const [count, shortSize, shortStart] =
    options.zip64 === true ? [0xffff, 2 ** 32 - 1, 2 ** 32 - 1] : [files.length, size, start];
  put(record('IHHHHIIH', [0x06054b50, 0, 0, count, count, shortSize, shortStart, comment.length]));
  put(comment);
  return new Uint8Array(Buffer.concat(body));
}

/** An extra field of zeros that ends on a multiple of `align`. */
function paddingFor(at: number, align = 1): Uint8Array {
  if (align === 1) return new Uint8Array(0);
  const length = (align - ((at + 4) % align)) % align;
  return Buffer.concat([record('HH', [0x4246, length]), new Uint8Array(length)]);
}

/** Little-endian numbers of 2 (H), 4 (I) and 8 (Q) bytes. */
export function record(layout: string, numbers: readonly number[]): Uint8Array {
  const widths: { readonly [letter: string]: number } = { H: 2, I: 4, Q: 8 };
  const bytes = new Uint8Array([...layout].reduce((sum, letter) => sum + (widths[letter] ?? 0), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [i, letter] of [...layout].entries()) {
    const value = numbers[i] ?? 0;
    if (letter === 'H') view.setUint16(at, value, true);
    else if (letter === 'I') view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += widths[letter] ?? 0;
  }
  return bytes;
}
