// Pixels as a PNG file whose bytes are the same on every machine: the packing is our own and depends on no library's version.
import { crc32 } from '../bytes/crc32.ts';
import type { Pixels } from './pixels.ts';

/** Longest run and farthest distance of deflate (RFC 1951), and what a match must have at least. */
const [least, longest, farthest] = [3, 258, 32_768];

/** Grey or RGB. Throws `RangeError` for others, and where the data are not as long as the sides say. */
export function encodePng({ width, height, channels, data }: Pixels): Uint8Array {
  if ((channels !== 1 && channels !== 3) || data.length !== width * height * channels || data.length === 0)
    throw new RangeError(`a grey or RGB image with its pixels, not ${width} × ${height} × ${channels}`);
  const line = width * channels;
  // Each row as the difference to the one above it: what is even becomes zeros.
  const rows = new Uint8Array((line + 1) * height);
  for (let y = 0; y < height; y++) {
    rows[y * (line + 1)] = 2;
    for (let x = 0; x < line; x++) {
      const above = y === 0 ? 0 : (data[(y - 1) * line + x] as number);
      rows[y * (line + 1) + 1 + x] = (data[y * line + x] as number) - above;
    }
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', header),
    chunk('IDAT', zlib(rows)),
    chunk('IEND', new Uint8Array(0)),
  ];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let at = 0; at < 4; at++) out[4 + at] = type.charCodeAt(at);
  out.set(body, 8);
  view.setUint32(8 + body.length, crc32(out.subarray(4, 8 + body.length)));
  return out;
}

/** One block with the fixed codes of deflate, matches found by a table of the last place of each three bytes. */
function zlib(bytes: Uint8Array): Uint8Array {
  const bits = new BitWriter(bytes.length + 64);
  bits.put(0x78, 8);
  bits.put(0x01, 8);
  bits.put(0b011, 3);
  const last = new Int32Array(32_768).fill(-1);
  for (let at = 0; at < bytes.length; ) {
    let length = 0;
    let from = -1;
    if (at + least <= bytes.length) {
      const three = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
      const slot = Math.imul(three, 0x9e3779b1) >>> 17;
      from = last[slot] as number;
      last[slot] = at;
      if (from >= 0 && at - from <= farthest) {
        const most = Math.min(longest, bytes.length - at);
        while (length < most && bytes[from + length] === bytes[at + length]) length++;
      }
    }
    if (length < least) {
      bits.literal(bytes[at] as number);
      at += 1;
    } else {
      bits.match(length, at - from);
      at += length;
    }
  }
  bits.literal(256);
  bits.align();
  const sum = adler32(bytes);
  for (const shift of [24, 16, 8, 0]) bits.put((sum >>> shift) & 255, 8);
  return bits.done();
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Bases of the length codes 257 to 285 and of the distance codes, each with its extra bits. */
const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

class BitWriter {
  private bytes: Uint8Array;
  private length = 0;
  private held = 0;
  private count = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** Lowest bit first. */
  put(value: number, bits: number): void {
    this.held |= value << this.count;
    this.count += bits;
    while (this.count >= 8) {
      if (this.length === this.bytes.length) {
        const larger = new Uint8Array(2 * this.length);
        larger.set(this.bytes);
        this.bytes = larger;
      }
      this.bytes[this.length++] = this.held & 255;
      this.held >>>= 8;
      this.count -= 8;
    }
  }

  /** A code, highest bit first. */
  private code(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) this.put((value >>> bit) & 1, 1);
  }

  literal(symbol: number): void {
    if (symbol < 144) this.code(0x30 + symbol, 8);
    else if (symbol < 256) this.code(0x190 + symbol - 144, 9);
    else if (symbol < 280) this.code(symbol - 256, 7);
    else this.code(0xc0 + symbol - 280, 8);
  }

  match(length: number, distance: number): void {
    const l = lengthBases.findLastIndex((base) => base <= length);
    this.literal(257 + l);
    this.put(length - (lengthBases[l] as number), lengthExtra[l] as number);
    const d = distanceBases.findLastIndex((base) => base <= distance);
    this.code(d, 5);
    this.put(distance - (distanceBases[d] as number), distanceExtra[d] as number);
  }

  align(): void {
    if (this.count > 0) this.put(0, 8 - this.count);
  }

  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
