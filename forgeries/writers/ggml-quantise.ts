// Writers of ggml's quantised types: the same rule as ggml's reference for the simple ones, rules of our own for the
// rest.
import { type BlockType, blockTypes } from '../../src/formats/numbers/dtype.ts';
import {
  writeIQ1_M,
  writeIQ1_S,
  writeIQ2_S,
  writeIQ2_XS,
  writeIQ2_XXS,
  writeIQ3_S,
  writeIQ3_XXS,
} from './ggml-grid-blocks.ts';
import { writeQ2_K, writeQ3_K, writeQ4_K, writeQ5_K, writeQ6_K, writeQ8_K } from './ggml-k-blocks.ts';
import {
  writeQ1_0,
  writeQ2_0,
  writeQ4_0,
  writeQ4_1,
  writeQ5_0,
  writeQ5_1,
  writeQ8_0,
  writeQ8_1,
} from './ggml-legacy-blocks.ts';
import { writeIQ4_NL, writeIQ4_XS, writeMXFP4, writeNVFP4 } from './ggml-level-blocks.ts';
import { writeTQ1_0, writeTQ2_0 } from './ggml-ternary-blocks.ts';

/** Writes the values of one block into its bytes, which are zero before. */
type BlockWriter = (values: Float32Array, block: Uint8Array) => void;

const writers: { readonly [name in BlockType]: BlockWriter } = {
  Q1_0: writeQ1_0,
  Q2_0: writeQ2_0,
  Q4_0: writeQ4_0,
  Q4_1: writeQ4_1,
  Q5_0: writeQ5_0,
  Q5_1: writeQ5_1,
  Q8_0: writeQ8_0,
  Q8_1: writeQ8_1,
  Q2_K: writeQ2_K,
  Q3_K: writeQ3_K,
  Q4_K: writeQ4_K,
  Q5_K: writeQ5_K,
  Q6_K: writeQ6_K,
  Q8_K: writeQ8_K,
  IQ1_S: writeIQ1_S,
  IQ1_M: writeIQ1_M,
  IQ2_XXS: writeIQ2_XXS,
  IQ2_XS: writeIQ2_XS,
  IQ2_S: writeIQ2_S,
  IQ3_XXS: writeIQ3_XXS,
  IQ3_S: writeIQ3_S,
  IQ4_NL: writeIQ4_NL,
  IQ4_XS: writeIQ4_XS,
  TQ1_0: writeTQ1_0,
  TQ2_0: writeTQ2_0,
  MXFP4: writeMXFP4,
  NVFP4: writeNVFP4,
};

/**
 * The blocks of `values`, finite numbers, as rows of `rowLength`. Legacy and ternary types, Q8_K, MXFP4 and NVFP4 equal
 * ggml's in every bit; the others are as near to the values as ggml's, and not equal. Throws where a row is no whole
 * number of blocks, which ggml's files cannot hold.
 */
export function quantise(dtype: BlockType, values: Float32Array, rowLength: number): Uint8Array {
  const { elements, bytes: size } = blockTypes[dtype];
  if (rowLength % elements !== 0 || values.length % rowLength !== 0) {
    throw new RangeError(`${dtype}: ${values.length} values in rows of ${rowLength} are no blocks of ${elements}`);
  }
  const write = writers[dtype];
  const out = new Uint8Array((values.length / elements) * size);
  for (let from = 0, at = 0; from < values.length; from += elements, at += size) {
    write(values.subarray(from, from + elements), out.subarray(at, at + size));
  }
  return out;
}
