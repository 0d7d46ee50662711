// A small tar writer: ustar headers, with pax headers before names that do not fit.

/** One file of an archive. */
export interface TarFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const block = 512;

/** The archive with its files in the order given, and the two empty blocks at its end. */
export function encodeTar(files: readonly TarFile[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const { path, bytes } of files) {
    const fits = new TextEncoder().encode(path).length <= 100;
    if (!fits) pieces.push(tarEntry({ name: 'pax', type: 'x', bytes: paxRecord('path', path) }));
    pieces.push(tarEntry({ name: fits ? path : 'long', type: '0', bytes }));
  }
  pieces.push(new Uint8Array(2 * block));
  return new Uint8Array(Buffer.concat(pieces));
}

/** One header with its contents; `size` where the header is to say another, `magic` where it is to be of another age. */
export interface TarEntry {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly size?: string | Uint8Array;
  readonly magic?: string;
  readonly prefix?: string;
}

/** The header block and the contents, padded to blocks. */
export function tarEntry({ name, type, bytes, size, magic = 'ustar\x0000', prefix = '' }: TarEntry): Uint8Array {
  const padded = Math.ceil(bytes.length / block) * block;
  const out = new Uint8Array(block + padded);
  const put = (at: number, value: string | Uint8Array): void => {
    out.set(typeof value === 'string' ? new TextEncoder().encode(value) : value, at);
  };
  put(0, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`);
  put(136, '00000000000\0');
  put(148, ' '.repeat(8));
  put(156, type);
  put(257, magic);
  put(345, prefix);
  const sum = out.subarray(0, block).reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  out.set(bytes, block);
  return out;
}

/** One line of a pax header, with the length that counts itself. */
export function paxRecord(key: string, value: string): Uint8Array {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length;
  return new Uint8Array(Buffer.concat([new TextEncoder().encode(`${length}`), rest]));
}
