// Blocks to try the readers on: random bytes, and the scales that break careless arithmetic.
import { createHash } from 'node:crypto';
import { blockFields } from '../../../src/formats/ggml/block-fields.ts';
import { type BlockType, blockTypes } from '../../../src/formats/numbers/dtype.ts';
import { createRandom } from '../../../src/math/random.ts';

/** What test/fixtures/ggml/blocks.json keeps of one type; every float's bits, NaN counted as one, are in the hashes. */
export interface GgmlFixture {
  /** The blocks that ggml made of `fixtureValues`, in base64. */
  readonly made: string;
  /** The first eight values that ggml reads from them. */
  readonly begins: readonly number[];
  readonly sha256: string;
  /** Of what ggml reads from `randomBlocks(dtype, 64, 1)`. */
  readonly randomSha256: string;
}

/** Two rows of 256 weights, as large as weights are. */
export function fixtureValues(): Float32Array {
  const random = createRandom(41);
  return Float32Array.from({ length: 512 }, () => 0.02 * random.normal());
}

export const allBlockTypes = Object.keys(blockTypes) as BlockType[];

/** `count` blocks of random bytes: every one is valid. */
export function randomBlocks(dtype: BlockType, count: number, seed: number): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: count * blockTypes[dtype].bytes }, () => random.integer(256));
}

/** Zeros, the smallest and largest numbers of either kind, infinities, quiet and signalling NaN, both signs of each. */
const oddHalves = [
  0x0000, 0x0001, 0x0002, 0x03ff, 0x0400, 0x0401, 0x3c00, 0x5555, 0x7bff, 0x7c00, 0x7c01, 0x7dff, 0x7e00, 0x7fff,
].flatMap((code) => [code, code | 0x8000]);

/** The same of 32-bit floats, by their bits. */
const oddFloats = [
  0x0000_0000, 0x0000_0001, 0x0080_0000, 0x007f_ffff, 0x3f80_0000, 0x7f7f_ffff, 0x7f80_0000, 0x7f80_0001, 0x7fc0_0000,
].flatMap((bits) => [bits, (bits | 0x8000_0000) >>> 0]);

const fills = [0x00, 0xff, 0x80, 0x7f, 0x08, 0x0f, 0xf0, 0x55, 0xaa, 0x24];

/** Blocks with an odd number in every pair of places for scales, over bytes that are all alike and over random ones. */
export function oddBlocks(dtype: BlockType): Uint8Array {
  const size = blockTypes[dtype].bytes;
  const random = createRandom(77);
  const blocks: Uint8Array[] = [];
  for (const first of oddHalves.keys()) {
    for (const second of oddHalves.keys()) {
      const fill = fills[(first + second) % (fills.length + 1)];
      const block = Uint8Array.from({ length: size }, () => fill ?? random.integer(256));
      const view = new DataView(block.buffer);
      let next = first;
      for (const { at, width, count, scale } of blockFields[dtype]) {
        for (let i = 0; i < (scale ? count : 0); i++) {
          if (width === 2) view.setUint16(at + 2 * i, oddHalves[next]!, true);
          else view.setUint32(at + 4 * i, oddFloats[(next + second) % oddFloats.length]!, true);
          next = second;
        }
      }
      blocks.push(block);
    }
  }
  return new Uint8Array(Buffer.concat(blocks));
}

/**
 * Blocks with the same random codes under each half-precision number in turn, or under every seventeenth for long ones.
 */
export function scaleBlocks(dtype: BlockType): Uint8Array {
  const { bytes: size, elements } = blockTypes[dtype];
  const stride = elements > 64 ? 17 : 1;
  const count = Math.ceil(65_536 / stride);
  const block = randomBlocks(dtype, 1, 11);
  const out = new Uint8Array(count * size);
  const view = new DataView(out.buffer);
  for (let i = 0; i < count; i++) {
    out.set(block, i * size);
    const [field] = blockFields[dtype];
    // Of a 32-bit float the upper half, which has its exponent.
    if (field?.scale === true) view.setUint16(i * size + field.at + field.width - 2, i * stride, true);
    // The types without such a field have scales of a byte, at their beginning.
    else out[i * size] = i & 255;
  }
  return out;
}

/** The places where two lists of floats differ in a bit; any NaN equals any other. At most `most` of them. */
export function unequalPlaces(a: Float32Array, b: Float32Array, most = 5): readonly string[] {
  const left = new Uint32Array(a.buffer, a.byteOffset, a.length);
  const right = new Uint32Array(b.buffer, b.byteOffset, b.length);
  const found: string[] = a.length === b.length ? [] : [`${a.length} values, ${b.length} values`];
  for (let i = 0; i < a.length && found.length < most; i++) {
    if (left[i] === right[i] || (Number.isNaN(a[i]) && Number.isNaN(b[i]))) continue;
    found.push(`${i}: ${a[i]} (${left[i]!.toString(16)}), ${b[i]} (${right[i]!.toString(16)})`);
  }
  return found;
}

/** SHA-256 of the bits of `values`, with one NaN for all: what payload a NaN carries is left to the machine. */
export function fingerprint(values: Float32Array): string {
  const bits = new Uint32Array(values.length);
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = Number.isNaN(values[i]) ? 0x7fc0_0000 : (words[i] ?? 0);
  return createHash('sha256').update(bits).digest('hex');
}
