// Small valid safetensors files for the fuzzer: every kind of width, metadata with escapes, an empty tensor.
import { craftSafetensors, entry } from '../crafted-safetensors.ts';

const header = `{"__metadata__":{"format":"pt","é":"\\u00e9\\ud83d\\ude00"},${[
  entry('a.weight', 'F32', '[2,3]', 0, 24),
  entry('b.weight', 'BF16', '[4]', 24, 32),
  entry('c', 'F4', '[2,2]', 32, 34),
  entry('d', 'F6_E2M3', '[4]', 34, 37),
  entry('e', 'C64', '[]', 37, 45),
  entry('f', 'BOOL', '[0]', 45, 45),
].join(',')}}`;

export const safetensorsSeeds: readonly Uint8Array[] = [
  craftSafetensors(header, 45),
  craftSafetensors(`{${entry('w', 'F8_E4M3', '[4,4]', 0, 16)}}`, 16),
];

/** The same file with the header's length set to what is there, so that mutants get past the first check. */
export function refitSafetensors(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 16) return bytes;
  const out = bytes.slice();
  let end = out.lastIndexOf(0x7d);
  if (end < 8) end = out.length - 1;
  new DataView(out.buffer).setBigUint64(0, BigInt(end - 7), true);
  return out;
}
