// A small HDF5 writer for forgeries and tests: groups, datasets in one piece and texts as attributes, as the oldest version has them.
import { bitsPerElement } from '../../src/formats/numbers/dtype.ts';
import { type EncodableDType, encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const nowhere = 0xffff_ffff_ffff_ffffn;

const kinds = {
  dataspace: 0x01,
  datatype: 0x03,
  fill: 0x05,
  layout: 0x08,
  attribute: 0x0c,
  symbolTable: 0x11,
} as const;

/** Children of a node of a group's tree, halved; HDF5's own default. */
const treeHalf = 16;

/** Bits of exponent and mantissa, and the exponent's bias. */
const floats: { readonly [dtype: string]: readonly [exponent: number, mantissa: number, bias: number] } = {
  F64: [11, 52, 1023],
  F32: [8, 23, 127],
  F16: [5, 10, 15],
  BF16: [8, 7, 127],
  F8_E4M3: [4, 3, 7],
  F8_E5M2: [5, 2, 15],
};

interface Group {
  readonly groups: Map<string, Group>;
  readonly datasets: Map<string, NumbersToWrite>;
}

export interface H5Options {
  /** Texts that the root group carries. */
  readonly attributes?: { readonly [name: string]: string };
  readonly byteOrder?: 'big';
}

/** One dataset for each tensor, in the groups that its name's segments say. */
export function encodeH5(tensors: readonly NumbersToWrite[], options: H5Options = {}): Uint8Array {
  const root = groupTree(tensors);
  const leafHalf = Math.max(4, Math.ceil(mostLinks(root) / 2));
  const writer = new H5Writer(options, leafHalf);
  // Written again when the root's place is known; its length never changes.
  writer.append(superblock(0, 0, leafHalf));
  const at = writer.group(root, Object.entries(options.attributes ?? {}));
  return writer.finish(superblock(at, writer.length, leafHalf));
}

function groupTree(tensors: readonly NumbersToWrite[]): Group {
  const root: Group = { groups: new Map(), datasets: new Map() };
  for (const tensor of tensors) {
    const segments = tensor.name.split('/');
    const last = segments.pop() ?? '';
    let group = root;
    for (const segment of segments) {
      const inner: Group = group.groups.get(segment) ?? { groups: new Map(), datasets: new Map() };
      group.groups.set(segment, inner);
      group = inner;
    }
    if (last === '' || group.datasets.has(last)) throw new RangeError(`${tensor.name} cannot be a dataset of its own`);
    group.datasets.set(last, tensor);
  }
  return root;
}

function mostLinks({ groups, datasets }: Group): number {
  return Math.max(groups.size + datasets.size, ...[...groups.values()].map(mostLinks));
}

/** Little-endian numbers one after another: `[value, bytes]`. */
function numbers(...list: readonly (readonly [number | bigint, 1 | 2 | 4 | 8])[]): Uint8Array {
  const out: number[] = [];
  for (const [value, bytes] of list) {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (let i = 0; i < bytes; i++) {
      out.push(Number(rest & 0xffn));
      rest >>= 8n;
    }
  }
  return Uint8Array.from(out);
}

function joinAll(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function filled(bytes: Uint8Array): Uint8Array {
  return joinAll(bytes, new Uint8Array((8 - (bytes.length % 8)) % 8));
}

function superblock(root: number, end: number, leafHalf: number): Uint8Array {
  return joinAll(
    Uint8Array.from(signature),
    numbers([0, 4], [0, 1], [8, 1], [8, 1], [0, 1], [leafHalf, 2], [treeHalf, 2], [0, 4]),
    numbers([0, 8], [nowhere, 8], [end, 8], [nowhere, 8]),
    numbers([0, 8], [root, 8], [0, 4], [0, 4], [0, 8], [0, 8]),
  );
}

class H5Writer {
  length = 0;
  readonly #parts: Uint8Array[] = [];
  readonly #options: H5Options;
  /** Links of a symbol node, halved: the same for all nodes of a file, so that each group needs but one. */
  readonly #leafHalf: number;

  constructor(options: H5Options, leafHalf: number) {
    this.#options = options;
    this.#leafHalf = leafHalf;
  }

  /** Gives the place of the bytes: always a multiple of eight. */
  append(bytes: Uint8Array): number {
    const at = this.length;
    const whole = filled(bytes);
    this.#parts.push(whole);
    this.length += whole.length;
    return at;
  }

  finish(head: Uint8Array): Uint8Array {
    const out = joinAll(...this.#parts);
    out.set(head);
    return out;
  }

  group({ groups, datasets }: Group, attributes: readonly (readonly [string, string])[] = []): number {
    const links = [
      ...[...groups].map(([name, group]) => ({ name: new TextEncoder().encode(name), at: this.group(group) })),
      ...[...datasets].map(([name, tensor]) => ({ name: new TextEncoder().encode(name), at: this.#dataset(tensor) })),
    ].toSorted((a, b) => Buffer.compare(a.name, b.name));
    const names: Uint8Array[] = [new Uint8Array(8)];
    const places: number[] = [];
    let nameAt = 8;
    for (const { name } of links) {
      places.push(nameAt);
      const whole = filled(joinAll(name, new Uint8Array(1)));
      names.push(whole);
      nameAt += whole.length;
    }
    const namesAt = this.append(joinAll(...names));
    const heap = this.append(joinAll(text('HEAP'), numbers([0, 4], [nameAt, 8], [1, 8], [namesAt, 8])));
    const symbols = links.map(({ at }, i) => numbers([places[i] ?? 0, 8], [at, 8], [0, 4], [0, 4], [0, 8], [0, 8]));
    const empty = new Uint8Array(40 * (2 * this.#leafHalf - links.length));
    const node = this.append(joinAll(text('SNOD'), numbers([1, 1], [0, 1], [links.length, 2]), ...symbols, empty));
    const used = links.length === 0 ? 0 : 1;
    const key = numbers([0, 8], [node, 8], [places.at(-1) ?? 0, 8]);
    const rest = new Uint8Array(8 * (4 * treeHalf + 1) - key.length);
    const tree = this.append(
      joinAll(text('TREE'), numbers([0, 1], [0, 1], [used, 2], [nowhere, 8], [nowhere, 8]), key, rest),
    );
    return this.#object([
      [kinds.symbolTable, numbers([tree, 8], [heap, 8])],
      ...attributes.map(([name, value]) => [kinds.attribute, textAttribute(name, value)] as const),
    ]);
  }

  #dataset(tensor: NumbersToWrite): number {
    const { dtype, shape } = tensor;
    const values = typeof tensor.values === 'function' ? tensor.values() : tensor.values;
    const bytes = values instanceof Uint8Array ? values.slice() : encode(dtype, values).slice();
    const width = bitsPerElement(dtype) / 8;
    const big = this.#options.byteOrder === 'big' && width > 1;
    if (big) for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
    const at = bytes.length === 0 ? nowhere : this.append(bytes);
    return this.#object([
      [kinds.dataspace, dataspace(shape)],
      [kinds.datatype, datatype(dtype, big)],
      [kinds.fill, numbers([2, 1], [2, 1], [0, 1], [0, 1])],
      [kinds.layout, numbers([3, 1], [1, 1], [at, 8], [bytes.length, 8])],
    ]);
  }

  #object(messages: readonly (readonly [kind: number, data: Uint8Array])[]): number {
    const written = messages.map(([kind, data]) => {
      const whole = filled(data);
      return joinAll(numbers([kind, 2], [whole.length, 2], [0, 1], [0, 2], [0, 1]), whole);
    });
    const body = joinAll(...written);
    return this.append(joinAll(numbers([1, 1], [0, 1], [messages.length, 2], [1, 4], [body.length, 4], [0, 4]), body));
  }
}

function text(letters: string): Uint8Array {
  return new TextEncoder().encode(letters);
}

function dataspace(shape: readonly number[]): Uint8Array {
  const head = numbers([1, 1], [shape.length, 1], [0, 2], [0, 4]);
  return joinAll(head, ...shape.map((side) => numbers([side, 8])));
}

function datatype(dtype: EncodableDType, big: boolean): Uint8Array {
  const bits = bitsPerElement(dtype);
  const order = big ? 1 : 0;
  const float = floats[dtype];
  if (float === undefined) {
    const signed = dtype.startsWith('I') ? 8 : 0;
    return numbers([0x10, 1], [order | signed, 1], [0, 2], [bits / 8, 4], [0, 2], [bits, 2]);
  }
  const [exponent, mantissa, bias] = float;
  return joinAll(
    // The leading bit of a mantissa is implied (2 << 4); the sign is the highest bit.
    numbers([0x11, 1], [order | 0x20, 1], [bits - 1, 1], [0, 1], [bits / 8, 4], [0, 2], [bits, 2]),
    numbers([mantissa, 1], [exponent, 1], [0, 1], [mantissa, 1], [bias, 4]),
  );
}

/** Version 1: each part filled up to a multiple of eight bytes. */
function textAttribute(name: string, value: string): Uint8Array {
  const nameBytes = text(`${name}\0`);
  const data = text(value);
  const type = numbers([0x13, 1], [0, 1], [0, 2], [data.length, 4]);
  const space = numbers([1, 1], [0, 1], [0, 2], [0, 4]);
  const lengths = numbers([1, 1], [0, 1], [nameBytes.length, 2], [type.length, 2], [space.length, 2]);
  return joinAll(lengths, filled(nameBytes), filled(type), filled(space), data);
}
