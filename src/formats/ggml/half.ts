// Half-precision scales as they lie in ggml's blocks.
import { valueTable } from '../numbers/small-floats.ts';

/** Made when it is first needed: most runs read no blocks. */
let halves: Float32Array | undefined;

/** The half-precision number whose two bytes, lower first, begin at `at`. */
export function halfAt(bytes: Uint8Array, at: number): number {
  halves ??= valueTable('F16');
  return halves[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;
}
