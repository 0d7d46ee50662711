// Where the numbers of more than one byte lie in ggml's blocks, which is all that byte order changes.
import { ForebearError } from '../../errors.ts';
import { type BlockType, blockTypes } from '../numbers/dtype.ts';

/** `count` numbers of `width` bytes one after another from byte `at` of a block. `scale`: a float, not packed bits. */
interface BlockField {
  readonly at: number;
  readonly width: 2 | 4;
  readonly count: number;
  readonly scale: boolean;
}

function scales(at: number, count = 1): BlockField {
  return { at, width: 2, count, scale: true };
}

function words(width: 2 | 4, at: number, count = 1): BlockField {
  return { at, width, count, scale: false };
}

/**
 * The fields of each type as ggml's code reads them from memory. Fifth bits, the small scales of IQ1_M and the words of
 * IQ2_XXS and IQ3_XXS are declared there in smaller pieces than they are read in; by the reading, a big-endian machine
 * stores them turned round. llama.cpp's converter of byte order knows Q4_0, Q8_0, Q4_K, Q6_K and MXFP4, and agrees.
 */
export const blockFields: { readonly [name in BlockType]: readonly BlockField[] } = {
  Q1_0: [scales(0)],
  Q2_0: [scales(0)],
  Q4_0: [scales(0)],
  Q4_1: [scales(0, 2)],
  Q5_0: [scales(0), words(4, 2)],
  Q5_1: [scales(0, 2), words(4, 4)],
  Q8_0: [scales(0)],
  Q8_1: [scales(0, 2)],
  Q2_K: [scales(80, 2)],
  Q3_K: [scales(108)],
  Q4_K: [scales(0, 2)],
  Q5_K: [scales(0, 2)],
  Q6_K: [scales(208)],
  Q8_K: [{ at: 0, width: 4, count: 1, scale: true }, words(2, 260, 16)],
  IQ1_S: [scales(0), words(2, 34, 8)],
  IQ1_M: [words(2, 48, 4)],
  IQ2_XXS: [scales(0), words(4, 2, 16)],
  IQ2_XS: [scales(0), words(2, 2, 32)],
  IQ2_S: [scales(0)],
  IQ3_XXS: [scales(0), words(4, 66, 8)],
  IQ3_S: [scales(0)],
  IQ4_NL: [scales(0)],
  IQ4_XS: [scales(0), words(2, 2)],
  TQ1_0: [scales(52)],
  TQ2_0: [scales(64)],
  MXFP4: [],
  NVFP4: [],
};

/**
 * The same blocks in the other byte order, in a fresh array: each number of more than one byte turned round, all else
 * as it was. Throws `usage` where `bytes` holds no whole number of blocks.
 */
export function swapBlocks(dtype: BlockType, bytes: Uint8Array): Uint8Array {
  const size = blockTypes[dtype].bytes;
  if (bytes.length % size !== 0) {
    throw new ForebearError('usage', dtype, `whole blocks of ${size} bytes`, `${bytes.length} bytes`);
  }
  const out = bytes.slice();
  for (const { at, width, count } of blockFields[dtype]) {
    for (let block = 0; block < out.length; block += size) {
      for (let i = 0; i < count; i++) {
        const from = block + at + width * i;
        for (let j = 0; j < width; j++) out[from + j] = bytes[from + width - 1 - j] as number;
      }
    }
  }
  return out;
}
