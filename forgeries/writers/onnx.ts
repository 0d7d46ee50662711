// ONNX files written field by field, so that a test can break any rule it likes.
import { type EncodableDType, encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';

/** A varint; negative numbers take ten bytes, as protobuf writes them. */
export function varint(value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  do {
    out.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(out);
}

/** Byte arrays one after another. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A field of kind varint (numbers) or bytes (text, bytes). */
export function field(number: number, value: number | bigint | string | Uint8Array): Uint8Array {
  if (typeof value === 'number' || typeof value === 'bigint') return join(varint(number * 8), varint(value));
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return join(varint(number * 8 + 2), varint(bytes.length), bytes);
}

/** What a TensorProto can be made of; `extra` fields come last. */
export interface TensorParts {
  readonly name?: string;
  readonly dims?: readonly (number | bigint)[];
  readonly type?: number;
  readonly raw?: Uint8Array;
  readonly external?: { readonly [key: string]: string };
  readonly extra?: readonly Uint8Array[];
}

/** The payload of a TensorProto. */
export function tensor(parts: TensorParts): Uint8Array {
  const external = Object.entries(parts.external ?? {}).map(([key, value]) =>
    field(13, join(field(1, key), field(2, value))),
  );
  return join(
    ...(parts.dims ?? []).map((side) => field(1, side)),
    field(2, parts.type ?? 1),
    ...(parts.name === undefined ? [] : [field(8, parts.name)]),
    ...(parts.raw === undefined ? [] : [field(9, parts.raw)]),
    ...external,
    ...(parts.external === undefined ? [] : [field(14, 1)]),
    ...(parts.extra ?? []),
  );
}

/** The payload of a NodeProto with one attribute, whose fields besides the name are given. */
export function node(
  type: string,
  name: string,
  output: string,
  attribute: string,
  ...value: Uint8Array[]
): Uint8Array {
  return join(field(2, output), field(3, name), field(4, type), field(5, join(field(1, attribute), ...value)));
}

/** The payload of a GraphProto. */
export function graph(initializers: readonly Uint8Array[], nodes: readonly Uint8Array[] = []): Uint8Array {
  return join(...nodes.map((each) => field(1, each)), field(2, 'g'), ...initializers.map((each) => field(5, each)));
}

/** A whole file around the payload of a graph. */
export function model(graphPayload: Uint8Array, ...extra: readonly Uint8Array[]): Uint8Array {
  const opset = field(8, field(2, 17));
  return join(field(1, 8), field(2, 'crafted'), field(7, graphPayload), opset, ...extra);
}

/** A file with these initialisers only. */
export function modelOf(...tensors: readonly TensorParts[]): Uint8Array {
  return model(graph(tensors.map(tensor)));
}

/** Graphs in the else branches of If nodes, `levels` deep. */
export function nestedModel(levels: number): Uint8Array {
  let inner = graph([tensor({ name: 'w', dims: [1], raw: new Uint8Array(4) })]);
  for (let level = 0; level < levels; level++) {
    inner = graph([], [node('If', '', 'y', 'else_branch', field(6, inner))]);
  }
  return model(inner);
}

/** ONNX' numbers of the types that can be written. */
const onnxTypes: { readonly [dtype in EncodableDType]?: number } = {
  F32: 1,
  U8: 2,
  I8: 3,
  I32: 6,
  I64: 7,
  F16: 10,
  F64: 11,
  BF16: 16,
};

/** A file whose tensors are the initialisers of one graph. Throws `RangeError` for types that ONNX has no raw form of. */
export function encodeOnnx(tensors: readonly NumbersToWrite[]): Uint8Array {
  return modelOf(
    ...tensors.map(({ name, dtype, shape, values }): TensorParts => {
      const type = onnxTypes[dtype];
      if (type === undefined) throw new RangeError(`${name}: ONNX cannot hold ${dtype}`);
      const data = typeof values === 'function' ? values() : values;
      return { name, dims: shape, type, raw: data instanceof Uint8Array ? data : encode(dtype, data) };
    }),
  );
}
