// PNG files as pixels: every colour type, depth and order of rows that the standard has (ISO/IEC 15948), checked and bounded.
import { crc32 } from '../bytes/crc32.ts';
import { inflateStream } from '../bytes/inflate-stream.ts';
import { ForebearError } from '../errors.ts';
import type { Pixels } from './pixels.ts';

/** Photographs reach 60 million pixels; more would take gigabytes as numbers. */
export const mostImagePixels = 64_000_000;

/** Samples of a pixel by colour type; -1 where there is no such type. */
const samples = [1, -1, 3, 1, 2, -1, 4];

/** Interlaced files hold seven smaller images (Adam7): first column and row of each, and its steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

const signature = [137, 80, 78, 71, 13, 10, 26, 10];

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, at) => bytes[at] === byte);

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

interface Chunks {
  readonly header: Header;
  readonly palette: Uint8Array | undefined;
  readonly data: Uint8Array;
}

const fault = (expected: string, found: string): ForebearError =>
  new ForebearError('format', 'PNG image', expected, found);

/**
 * RGB, 8 bits a sample. Transparency is dropped and not blended, and of 16 bits the upper 8 are taken, as Pillow's `convert("RGB")`
 * does. Throws `format` for damaged files, `limit` beyond `mostImagePixels`.
 */
export function decodePng(bytes: Uint8Array): Pixels {
  const { header, palette, data } = chunksOf(bytes);
  const { width, height, depth, colour, interlaced } = header;
  const perPixel = samples[colour] as number;
  const lineBytes = (columns: number): number => (columns === 0 ? 0 : 1 + Math.ceil((columns * perPixel * depth) / 8));
  const parts = (interlaced ? passes : [[0, 0, 1, 1] as const]).map(([left, top, across, down]) => {
    const columns = Math.ceil((width - left) / across);
    const rows = columns <= 0 ? 0 : Math.max(0, Math.ceil((height - top) / down));
    return { left, top, across, down, columns: Math.max(0, columns), rows };
  });
  const size = parts.reduce((sum, { columns, rows }) => sum + rows * lineBytes(columns), 0);
  const raw = inflateStream('PNG image', data, size).bytes;
  if (raw.length !== size) throw fault(`${size} bytes of rows`, `${raw.length}`);
  const out = new Uint8Array(width * height * 3);
  let at = 0;
  for (const { left, top, across, down, columns, rows } of parts) {
    const length = lineBytes(columns) - 1;
    let before: Uint8Array | undefined;
    for (let row = 0; row < rows; row++) {
      const line = raw.subarray(at + 1, at + 1 + length);
      unfilter(raw[at] as number, line, before, Math.max(1, (perPixel * depth) >> 3));
      const to = ((top + row * down) * width + left) * 3;
      spread(line, columns, header, palette, out, to, across * 3);
      before = line;
      at += 1 + length;
    }
  }
  return { width, height, channels: 3, data: out };
}

function chunksOf(bytes: Uint8Array): Chunks {
  if (!isPng(bytes)) throw fault('the signature of PNG', 'another beginning');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let header: Header | undefined;
  let palette: Uint8Array | undefined;
  const data: Uint8Array[] = [];
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw fault('a chunk IEND', 'the end of the file');
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) throw fault('chunks within the file', `${length} bytes at ${at}`);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length))
      throw fault('chunks with their checksums', `another one at ${at}`);
    if (header === undefined) {
      if (type !== 'IHDR' || length !== 13) throw fault('a header first', 'another chunk');
      header = headerOf(body);
    } else if (type === 'PLTE') palette = body;
    else if (type === 'IDAT') data.push(body);
    else if (type === 'IEND') break;
    at += 12 + length;
  }
  if (header === undefined || data.length === 0) throw fault('image data', 'none');
  if (header.colour === 3 && (palette === undefined || palette.length % 3 !== 0 || palette.length > 768))
    throw fault('a palette of at most 256 colours', palette === undefined ? 'none' : `${palette.length} bytes`);
  return { header, palette, data: joined(data) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function headerOf(body: Uint8Array): Header {
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = body.subarray(8) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  const depths = colour === 3 ? [1, 2, 4, 8] : colour === 0 ? [1, 2, 4, 8, 16] : [8, 16];
  if ((samples[colour] ?? -1) < 0 || !depths.includes(depth) || compression !== 0 || filter !== 0 || interlace > 1)
    throw fault('a colour type and depth of the standard', `type ${colour}, ${depth} bits`);
  if (width === 0 || height === 0) throw fault('an image of some size', `${width} × ${height}`);
  if (width * height > mostImagePixels)
    throw new ForebearError('limit', 'PNG image', `at most ${mostImagePixels} pixels`, `${width} × ${height}`);
  return { width, height, depth, colour, interlaced: interlace === 1 };
}

/** Undoes a row's filter in place. Throws `format` for kinds that there are not. */
function unfilter(kind: number, line: Uint8Array, before: Uint8Array | undefined, step: number): void {
  if (kind > 4) throw fault('row filters from 0 to 4', `${kind}`);
  if (kind === 0) return;
  for (let i = 0; i < line.length; i++) {
    const left = i < step ? 0 : (line[i - step] as number);
    const up = before?.[i] ?? 0;
    const corner = i < step ? 0 : (before?.[i - step] ?? 0);
    const guess = kind === 1 ? left : kind === 2 ? up : kind === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    line[i] = (line[i] as number) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const near = left + up - corner;
  const [a, b, c] = [Math.abs(near - left), Math.abs(near - up), Math.abs(near - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** One row's samples as RGB, `step` bytes from pixel to pixel. */
function spread(
  line: Uint8Array,
  columns: number,
  { depth, colour }: Header,
  palette: Uint8Array | undefined,
  out: Uint8Array,
  to: number,
  step: number,
): void {
  const perPixel = samples[colour] as number;
  const bytesEach = depth === 16 ? 2 : 1;
  for (let x = 0; x < columns; x++) {
    const target = to + x * step;
    if (colour === 2 || colour === 6) {
      for (let c = 0; c < 3; c++) out[target + c] = line[(x * perPixel + c) * bytesEach] as number;
      continue;
    }
    const sample =
      depth >= 8
        ? (line[x * perPixel * bytesEach] as number)
        : ((line[(x * depth) >> 3] as number) >> (8 - depth - ((x * depth) & 7))) & ((1 << depth) - 1);
    if (colour === 3) {
      if (palette === undefined || 3 * sample + 2 >= palette.length) throw fault('colours of the palette', `${sample}`);
      for (let c = 0; c < 3; c++) out[target + c] = palette[3 * sample + c] as number;
    } else out.fill(depth < 8 ? (sample * 255) / ((1 << depth) - 1) : sample, target, target + 3);
  }
}
