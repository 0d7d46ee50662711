// What a compiled Python file says of itself: the interpreter, the source's time and size, and the paths in it. Nothing is unmarshalled.

export interface PycFacts {
  readonly magic: number;
  /** `3.9`; undefined for a magic number that no released interpreter has. */
  readonly python: string | undefined;
  /** Seconds since 1970 at which the source was last written; undefined where the file names its source by hash. */
  readonly sourceSeconds: number | undefined;
  /** Bytes of the source, modulo 2^32. */
  readonly sourceBytes: number | undefined;
  /** Hash of the source (PEP 552), as hex. */
  readonly sourceHash: string | undefined;
  /** Paths of source files that stand in the code, in the order in which they stand there. Untrusted text. */
  readonly paths: readonly string[];
}

/** Magic numbers of CPython's releases, from its Lib/importlib/_bootstrap_external.py: first, last, version. */
const versions: readonly (readonly [number, number, string])[] = [
  [3250, 3310, '3.4'],
  [3320, 3351, '3.5'],
  [3360, 3379, '3.6'],
  [3390, 3394, '3.7'],
  [3400, 3413, '3.8'],
  [3420, 3425, '3.9'],
  [3430, 3439, '3.10'],
  [3450, 3495, '3.11'],
  [3500, 3531, '3.12'],
  [3550, 3571, '3.13'],
  [3600, 3627, '3.14'],
];

/** From 3.7 on four bytes of flags stand before the source's time (PEP 552). */
const firstWithFlags = 3390;

const mostPaths = 16;
const longestPath = 4_096;

/** The facts, or undefined where the bytes are no compiled Python of version 3.4 or later. */
export function pycFacts(bytes: Uint8Array): PycFacts | undefined {
  if (bytes.length < 16 || bytes[2] !== 13 || bytes[3] !== 10) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = view.getUint16(0, true);
  if (magic < 3250 || magic >= 4_000) return undefined;
  const python = versions.find(([first, last]) => magic >= first && magic <= last)?.[2];
  const flags = magic >= firstWithFlags ? view.getUint32(4, true) : 0;
  if (flags > 3) return undefined;
  const at = magic >= firstWithFlags ? 8 : 4;
  const hashed = (flags & 1) === 1;
  return {
    magic,
    python,
    sourceSeconds: hashed ? undefined : view.getUint32(at, true),
    sourceBytes: hashed ? undefined : view.getUint32(at + 4, true),
    sourceHash: hashed ? view.getBigUint64(8, false).toString(16).padStart(16, '0') : undefined,
    paths: sourcePaths(bytes, view, at + 8),
  };
}

/** Strings of marshal data that end in `.py`: found by their length and their end, so that each byte is looked at a few times. */
function sourcePaths(bytes: Uint8Array, view: DataView, start: number): readonly string[] {
  const found = new Set<string>();
  for (let at = start; at + 5 < bytes.length && found.size < mostPaths; at += 1) {
    // The high bit marks what later references point to.
    const kind = (bytes[at] as number) & 127;
    const short = kind === 0x7a || kind === 0x5a;
    const long = kind === 0x61 || kind === 0x41 || kind === 0x75 || kind === 0x73;
    if (!short && !long) continue;
    const from = at + (short ? 2 : 5);
    const length = short ? (bytes[at + 1] as number) : view.getUint32(at + 1, true);
    const end = from + length;
    if (length < 4 || length > longestPath || end > bytes.length) continue;
    if (bytes[end - 3] !== 0x2e || bytes[end - 2] !== 0x70 || bytes[end - 1] !== 0x79) continue;
    const text = bytes.subarray(from, end);
    if (text.every((byte) => byte >= 32 && byte !== 127)) found.add(new TextDecoder().decode(text));
  }
  return [...found];
}
