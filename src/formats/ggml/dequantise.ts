// From ggml's quantised blocks to numbers.
import { ForebearError } from '../../errors.ts';
import type { BlockType } from '../numbers/dtype.ts';

/** The values of the blocks in `bytes`, a whole number of them, as 32-bit floats. */
export function dequantise(dtype: BlockType, bytes: Uint8Array): Float32Array {
  throw new ForebearError('unsupported', dtype, 'a type that can be dequantised', `${bytes.length} bytes`);
}
