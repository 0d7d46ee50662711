// Half-precision scales as they lie in ggml's blocks.
import { valueTable } from '../numbers/small-floats.ts';

const halves = valueTable('F16');

/** The half-precision number whose two bytes, lower first, begin at `at`. */
export function halfAt(bytes: Uint8Array, at: number): number {
  return halves[(bytes[at] as number) | ((bytes[at + 1] as number) << 8)] as number;
}
