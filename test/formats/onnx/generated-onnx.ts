// ONNX models of every shape that the format allows, for fast-check: tensors of each type in each field, graphs in graphs, unknown fields.
import fc from 'fast-check';
import { field, graph, join, model, node, type TensorParts, tensor, varint } from '../../../forgeries/writers/onnx.ts';
import type { PlainType } from '../../../src/formats/numbers/dtype.ts';

/** A type of the format: its number, its name there, and the field for numbers that are not raw. */
export interface OnnxType {
  readonly dtype: PlainType;
  readonly name: string;
  readonly number: number;
  readonly width: number;
  readonly field: 4 | 5 | 7 | 10 | 11;
}

const type = (
  number: number,
  name: string,
  dtype: PlainType,
  width: number,
  field: OnnxType['field'],
): readonly [string, OnnxType] => [name, { dtype, name, number, width, field }];

/** Every type that ONNX had when onnx-proto was made, and that holds numbers which we read. */
export const onnxTypes: ReadonlyMap<string, OnnxType> = new Map([
  type(1, 'FLOAT', 'F32', 4, 4),
  type(2, 'UINT8', 'U8', 1, 5),
  type(3, 'INT8', 'I8', 1, 5),
  type(4, 'UINT16', 'U16', 2, 5),
  type(5, 'INT16', 'I16', 2, 5),
  type(6, 'INT32', 'I32', 4, 5),
  type(7, 'INT64', 'I64', 8, 7),
  type(9, 'BOOL', 'BOOL', 1, 5),
  type(10, 'FLOAT16', 'F16', 2, 5),
  type(11, 'DOUBLE', 'F64', 8, 10),
  type(12, 'UINT32', 'U32', 4, 11),
  type(13, 'UINT64', 'U64', 8, 11),
  type(14, 'COMPLEX64', 'C64', 8, 4),
  type(16, 'BFLOAT16', 'BF16', 2, 5),
]);

/** Types that came into the format after onnx-proto: it gives their numbers and not their values. */
export const newerTypes: ReadonlyMap<string, PlainType> = new Map([
  ['17', 'F8_E4M3'],
  ['18', 'F8_E4M3FNUZ'],
  ['19', 'F8_E5M2'],
  ['20', 'F8_E5M2FNUZ'],
  ['23', 'F4'],
  ['24', 'F8_E8M0'],
]);

/** The payload of the field for numbers of a type, from the bytes of the raw form. */
function typedData({ name, width, field: place }: OnnxType, raw: Uint8Array): Uint8Array {
  if (place === 4 || place === 10) return raw;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const isSigned = name.startsWith('INT');
  return join(
    ...Array.from({ length: raw.length / width }, (_, i) => {
      const words = raw.subarray(i * width, (i + 1) * width);
      const pattern = words.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
      if (name === 'BOOL') return varint(view.getUint8(i) % 2);
      return varint(isSigned ? BigInt.asIntN(8 * width, pattern) : pattern);
    }),
  );
}

/** Fields of numbers that no version of the format has, of every kind. */
const unknown: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 100, max: 100_000 }),
      fc.constantFrom(0, 1, 2, 5),
      fc.uint8Array({ minLength: 8, maxLength: 8 }),
    ),
    { maxLength: 2 },
  )
  .map((fields) =>
    join(
      ...fields.map(([number, kind, bytes]) => {
        if (kind === 2) return field(number, bytes);
        const value = kind === 0 ? varint(new DataView(bytes.buffer).getBigUint64(0)) : bytes;
        return join(varint(8 * number + kind), kind === 5 ? value.subarray(0, 4) : value);
      }),
    ),
  );

/** Few names among many, so that some come twice. */
const name = fc.oneof(
  fc.constantFrom('w', 'bias', 'w#2', ''),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
);

/** The payload of a tensor whose parts fit one another. */
export const soundTensor: fc.Arbitrary<Uint8Array> = fc
  .record({
    type: fc.constantFrom(...onnxTypes.values()),
    dims: fc.array(fc.nat(4), { maxLength: 3 }),
    name,
    isTyped: fc.boolean(),
    packsDims: fc.boolean(),
    unknown,
  })
  .chain((parts) => {
    const size = parts.dims.reduce((product, side) => product * side, 1) * parts.type.width;
    return fc.uint8Array({ minLength: size, maxLength: size }).map((raw) => ({ ...parts, raw }));
  })
  .map(({ type: of, dims, name: own, isTyped, packsDims, unknown: more, raw }) => {
    const parts: TensorParts = isTyped ? {} : { raw };
    const packedDims = packsDims ? [field(1, join(...dims.map(varint)))] : [];
    const data = isTyped ? [field(of.field, typedData(of, raw))] : [];
    return tensor({
      ...parts,
      name: own,
      type: of.number,
      dims: packsDims ? [] : dims,
      extra: [...packedDims, ...data, more],
    });
  });

const several = <T>(of: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> => fc.array(of, { maxLength: most });

interface Carrier {
  readonly kind: string;
  readonly attribute: string;
  readonly values: readonly Uint8Array[];
}

/** An attribute of some kind of node with these things in it, under the field of their number. */
const carrier = (
  kind: string,
  attribute: string,
  number: number,
  of: fc.Arbitrary<Uint8Array[]>,
): fc.Arbitrary<Carrier> => of.map((all) => ({ kind, attribute, values: all.map((one) => field(number, one)) }));

const one = (of: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array[]> => of.map((only) => [only]);

/** The payload of a node that carries tensors: as a constant, as a list, or in the branches of an If or a Loop. */
function soundNode(levels: number): fc.Arbitrary<Uint8Array> {
  const carriers = [
    carrier('Constant', 'value', 5, one(soundTensor)),
    carrier('Custom', 'tables', 10, several(soundTensor, 2)),
  ];
  if (levels > 0) {
    const inner = soundGraph(levels - 1);
    carriers.push(carrier('If', 'then_branch', 6, one(inner)), carrier('Loop', 'bodies', 11, several(inner, 2)));
  }
  return fc
    .tuple(fc.oneof(...carriers), name, name, unknown, unknown)
    .map(([{ kind, attribute, values }, own, output, inside, after]) =>
      join(node(kind, own, output, attribute, ...values, inside), after),
    );
}

function soundGraph(levels: number): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(several(soundTensor, 4), several(soundNode(levels), 3), unknown)
    .map(([initializers, nodes, more]) => join(graph(initializers, nodes), more));
}

/** Whole files. */
export const soundModel: fc.Arbitrary<Uint8Array> = fc
  .tuple(soundGraph(3), several(fc.tuple(name, soundNode(1)), 2), several(soundGraph(0), 1), unknown)
  .map(([main, functions, trained, more]) =>
    model(
      main,
      ...functions.map(([own, of]) => field(25, join(field(1, own), field(7, of)))),
      ...trained.map((of) => field(20, join(field(1, of), field(2, graph([]))))),
      more,
    ),
  );
