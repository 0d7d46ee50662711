// Blocks of the other byte order: built field by field with DataView, turned round, and read.
import { describe, expect, it } from 'vitest';
import { blockFields, swapBlocks } from '../../../src/formats/ggml/block-fields.ts';
import { dequantise } from '../../../src/formats/ggml/dequantise.ts';
import { swapBytes } from '../../../src/formats/numbers/arrangement.ts';
import { blockTypes } from '../../../src/formats/numbers/dtype.ts';
import { allBlockTypes, randomBlocks } from './sample-blocks.ts';

/** A block whose only fields are halves at `places`, once in each byte order, with the same bytes between. */
function bothOrders(bytes: number, places: readonly number[]): { little: Uint8Array; big: Uint8Array } {
  const little = Uint8Array.from({ length: bytes }, (_, i) => (i * 37) & 255);
  const big = little.slice();
  places.forEach((at, i) => {
    new DataView(little.buffer).setUint16(at, 0x2c01 + i, true);
    new DataView(big.buffer).setUint16(at, 0x2c01 + i, false);
  });
  return { little, big };
}

describe('swapBlocks', () => {
  // The types that llama.cpp's own converter of byte order knows, with the places that it turns round.
  it.for([
    ['Q4_0', [0]],
    ['Q8_0', [0]],
    ['Q4_K', [0, 2]],
    ['Q6_K', [208]],
  ] as const)('turns round the scales of %s and nothing else', ([dtype, places]) => {
    const { little, big } = bothOrders(blockTypes[dtype].bytes, places);
    expect(swapBlocks(dtype, big)).toEqual(little);
    expect(dequantise(dtype, swapBlocks(dtype, big))).toEqual(dequantise(dtype, little));
  });

  it('leaves types of single bytes as they are, in a fresh array', () => {
    for (const dtype of ['MXFP4', 'NVFP4'] as const) {
      const bytes = randomBlocks(dtype, 2, 1);
      const swapped = swapBlocks(dtype, bytes);
      expect(swapped).toEqual(bytes);
      expect(swapped).not.toBe(bytes);
    }
  });

  it('turns round words of two and four bytes too', () => {
    const fifthBits = new Uint8Array(22);
    new DataView(fifthBits.buffer).setUint16(0, 0x3c00, false);
    new DataView(fifthBits.buffer).setUint32(2, 1, false);
    const values = dequantise('Q5_0', swapBlocks('Q5_0', fifthBits));
    expect([values[0], values[1], values[31]]).toEqual([0, -16, -16]);

    const floats = new Uint8Array(292).fill(1);
    new DataView(floats.buffer).setFloat32(0, 0.75, false);
    new DataView(floats.buffer).setInt16(260, 16, false);
    const swapped = swapBlocks('Q8_K', floats);
    expect(dequantise('Q8_K', swapped)[255]).toBe(0.75);
    expect(new DataView(swapped.buffer).getInt16(260, true)).toBe(16);
  });

  it.for(allBlockTypes)('gives %s back when done twice, without changing what it was given', (dtype) => {
    const bytes = randomBlocks(dtype, 3, 2);
    const before = bytes.slice();
    expect(swapBlocks(dtype, swapBlocks(dtype, bytes))).toEqual(before);
    expect(bytes).toEqual(before);
  });

  it('knows fields that lie within their block, apart from one another', () => {
    for (const dtype of allBlockTypes) {
      let end = 0;
      for (const { at, width, count } of blockFields[dtype].toSorted((a, b) => a.at - b.at)) {
        expect(at, dtype).toBeGreaterThanOrEqual(end);
        end = at + width * count;
      }
      expect(end, dtype).toBeLessThanOrEqual(blockTypes[dtype].bytes);
    }
  });

  it('refuses a part of a block', () => {
    expect(() => swapBlocks('Q4_0', new Uint8Array(17))).toThrow(/Q4_0: expected whole blocks of 18 bytes/);
  });
});

describe('swapBytes', () => {
  it('turns the fields of blocks round, and whole numbers elsewhere', () => {
    const bytes = randomBlocks('Q4_1', 2, 4);
    expect(swapBytes('Q4_1', bytes)).toEqual(swapBlocks('Q4_1', bytes));
    expect([...swapBytes('I16', Uint8Array.of(1, 2, 3, 4))]).toEqual([2, 1, 4, 3]);
  });
});
