// GGUF files written field by field, so that a test can break any rule it likes.
import { join } from '../../forgeries/writers/onnx.ts';

export { join };

export const u8 = (value: number): Uint8Array => Uint8Array.of(value);

export function u32(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
}

export function u64(value: number | bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true);
  return out;
}

/** A length of eight bytes and the text; `declared` is the length to write where it is not the text's own. */
export function string(text: string | Uint8Array, declared?: number | bigint): Uint8Array {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return join(u64(declared ?? bytes.length), bytes);
}

/** GGUF's numbers of value types. */
export const type = {
  uint8: 0,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  unknown: 13,
};

/** One key-value pair; the value is written as given. */
export function pair(key: string, valueType: number, ...value: readonly Uint8Array[]): Uint8Array {
  return join(string(key), u32(valueType), ...value);
}

/** A list's value: the elements' type, their number, and the elements as given. */
export function list(elementType: number, length: number | bigint, ...elements: readonly Uint8Array[]): Uint8Array {
  return join(u32(elementType), u64(length), ...elements);
}

/** One tensor entry; `sides` innermost first, as the file has them. */
export function tensor(
  name: string | Uint8Array,
  sides: readonly (number | bigint)[],
  ggmlType: number,
  offset: number | bigint,
  declaredSides?: number,
): Uint8Array {
  return join(string(name), u32(declaredSides ?? sides.length), ...sides.map(u64), u32(ggmlType), u64(offset));
}

/** What a file can be made of, and what it can lie about. */
export interface GgufParts {
  readonly magic?: string;
  readonly version?: number;
  readonly pairs?: readonly Uint8Array[];
  readonly tensors?: readonly Uint8Array[];
  readonly pairCount?: number | bigint;
  readonly tensorCount?: number | bigint;
  /** What the header is padded to. */
  readonly alignment?: number;
  readonly data?: number;
}

/** The file: header, padding, and data of the given length. */
export function craftGguf(parts: GgufParts = {}): Uint8Array {
  const { pairs = [], tensors = [], alignment = 32, data = 0 } = parts;
  const header = join(
    new TextEncoder().encode(parts.magic ?? 'GGUF'),
    u32(parts.version ?? 3),
    u64(parts.tensorCount ?? tensors.length),
    u64(parts.pairCount ?? pairs.length),
    ...pairs,
    ...tensors,
  );
  const padding = new Uint8Array(Math.ceil(header.length / alignment) * alignment - header.length);
  return join(
    header,
    padding,
    Uint8Array.from({ length: data }, (_, i) => i),
  );
}
