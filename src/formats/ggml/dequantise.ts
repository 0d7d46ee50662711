// From ggml's quantised blocks to numbers.
import { ForebearError } from '../../errors.ts';
import { type BlockType, blockTypes } from '../numbers/dtype.ts';
import { runKernel } from './block-kernels.ts';
import { plainReaders } from './plain-blocks.ts';

/**
 * The values of the blocks in `bytes` as 32-bit floats, in a fresh array of the caller's own. Equal in every bit to
 * what ggml's C gives on x64 (which multiplies and adds in two steps), save that a NaN is any NaN. Q8_1, which ggml
 * never reads back, is code times scale. Throws `usage` where `bytes` holds no whole number of blocks.
 */
export function dequantise(dtype: BlockType, bytes: Uint8Array): Float32Array {
  const values = new Float32Array(elementsIn(dtype, bytes));
  if (!runKernel(dtype, bytes, values)) plainReaders[dtype](bytes, values);
  return values;
}

/** As `dequantise`, without the SIMD kernels. */
export function dequantisePlainly(dtype: BlockType, bytes: Uint8Array): Float32Array {
  const values = new Float32Array(elementsIn(dtype, bytes));
  plainReaders[dtype](bytes, values);
  return values;
}

function elementsIn(dtype: BlockType, bytes: Uint8Array): number {
  const { elements, bytes: size } = blockTypes[dtype];
  if (bytes.length % size !== 0) {
    throw new ForebearError('usage', dtype, `whole blocks of ${size} bytes`, `${bytes.length} bytes`);
  }
  return (bytes.length / size) * elements;
}
