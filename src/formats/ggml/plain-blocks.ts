// The plain reader of every block type: the meaning of the types, and what runs where WebAssembly has no SIMD.
import type { BlockType } from '../numbers/dtype.ts';
import { readIQ1_M, readIQ1_S, readIQ2_S, readIQ2_XS, readIQ2_XXS, readIQ3_S, readIQ3_XXS } from './grid-blocks.ts';
import { readQ2_K, readQ3_K, readQ4_K, readQ5_K, readQ6_K, readQ8_K } from './k-blocks.ts';
import { readQ1_0, readQ2_0, readQ4_0, readQ4_1, readQ5_0, readQ5_1, readQ8_0, readQ8_1 } from './legacy-blocks.ts';
import { readIQ4_NL, readIQ4_XS } from './level-blocks.ts';
import { readMXFP4, readNVFP4 } from './micro-scaled-blocks.ts';
import { readTQ1_0, readTQ2_0 } from './ternary-blocks.ts';

/** Dequantises the whole blocks in `bytes` into `out`, which is as long as their elements. */
type BlockReader = (bytes: Uint8Array, out: Float32Array) => void;

/** Equal to ggml's own functions in every bit, but for the payload of a NaN. */
export const plainReaders: { readonly [name in BlockType]: BlockReader } = {
  Q1_0: readQ1_0,
  Q2_0: readQ2_0,
  Q4_0: readQ4_0,
  Q4_1: readQ4_1,
  Q5_0: readQ5_0,
  Q5_1: readQ5_1,
  Q8_0: readQ8_0,
  Q8_1: readQ8_1,
  Q2_K: readQ2_K,
  Q3_K: readQ3_K,
  Q4_K: readQ4_K,
  Q5_K: readQ5_K,
  Q6_K: readQ6_K,
  Q8_K: readQ8_K,
  IQ1_S: readIQ1_S,
  IQ1_M: readIQ1_M,
  IQ2_XXS: readIQ2_XXS,
  IQ2_XS: readIQ2_XS,
  IQ2_S: readIQ2_S,
  IQ3_XXS: readIQ3_XXS,
  IQ3_S: readIQ3_S,
  IQ4_NL: readIQ4_NL,
  IQ4_XS: readIQ4_XS,
  TQ1_0: readTQ1_0,
  TQ2_0: readTQ2_0,
  MXFP4: readMXFP4,
  NVFP4: readNVFP4,
};
