// A small TensorFlow Lite writer for forgeries and tests: tensors with data, described as freely as the schema allows.
import { encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';
import { encodeFlatBuffer, type FlatField, type FlatFields, flatNumbers, flatTables, flatText } from './flatbuffer.ts';

/** TensorType by the names of our dtypes, and of what only TensorFlow Lite has. */
export const tfliteTypes = {
  F32: 0,
  F16: 1,
  I32: 2,
  U8: 3,
  I64: 4,
  STRING: 5,
  BOOL: 6,
  I16: 7,
  C64: 8,
  I8: 9,
  F64: 10,
  C128: 11,
  U64: 12,
  RESOURCE: 13,
  VARIANT: 14,
  U32: 15,
  U16: 16,
  I4: 17,
  BF16: 18,
  I2: 19,
  U4: 20,
  F8_E4M3: 21,
  F8_E5M2: 22,
} as const;

/** QuantizationParameters: one scale and zero point, or one for each index along `axis`. */
export interface TfliteQuantisation {
  readonly scale: readonly number[];
  readonly zero?: readonly number[];
  readonly axis?: number;
  /** The kind of `details`, where they say it all. */
  readonly details?: number;
}

/** One tensor. `data` absent: an activation. `buffer`: the index to claim where that is not the buffer of `data`. */
export interface TfliteTensor {
  readonly name?: string;
  readonly type: number;
  readonly shape?: readonly number[];
  readonly data?: Uint8Array;
  readonly buffer?: number;
  readonly quantisation?: TfliteQuantisation;
  readonly sparsity?: FlatFields;
  /** Counted from 1. */
  readonly externalBuffer?: number;
}

export interface TfliteModel {
  readonly subgraphs: readonly { readonly name?: string; readonly tensors: readonly TfliteTensor[] }[];
  readonly version?: number;
  readonly description?: string;
  readonly metadata?: readonly string[];
  /** Files beside the model and the ranges in them that tensors may lie in. */
  readonly external?: readonly {
    readonly file: string;
    readonly start: number;
    readonly length: number;
    readonly packing?: string;
  }[];
}

/** The tensors as one subgraph. `quantise` stores those of two and more dimensions as bytes, with a scale for each first index. */
export function encodeTflite(tensors: readonly NumbersToWrite[], quantise?: 'int8'): Uint8Array {
  const list = tensors.map((tensor): TfliteTensor => {
    const { name, dtype, shape } = tensor;
    const values = typeof tensor.values === 'function' ? tensor.values() : tensor.values;
    if (quantise === 'int8' && shape.length > 1 && !(values instanceof Uint8Array))
      return quantised(name, shape, values);
    const data = values instanceof Uint8Array ? values : encode(dtype, values);
    return { name, type: tfliteTypes[dtype], shape, data };
  });
  return encodeTfliteModel({ subgraphs: [{ name: 'main', tensors: list }], description: 'forged' });
}

/** Symmetric, along the first axis, as TensorFlow Lite quantises weights: the largest of each row becomes 127. */
function quantised(name: string, shape: readonly number[], values: Float32Array | Float64Array): TfliteTensor {
  const rows = shape[0] ?? 1;
  const length = values.length / rows;
  const data = new Int8Array(values.length);
  const scale = Array.from({ length: rows }, (_, row) => {
    const own = Array.from(values.subarray(row * length, (row + 1) * length));
    const step = Math.fround(own.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127);
    for (const [i, value] of own.entries()) data[row * length + i] = step === 0 ? 0 : Math.round(value / step);
    return step;
  });
  const zero = scale.map(() => 0);
  return {
    name,
    type: tfliteTypes.I8,
    shape,
    data: new Uint8Array(data.buffer),
    quantisation: { scale, zero, axis: 0 },
  };
}

/** A whole model. Buffer 0 is empty, as the schema wants it; then come those of the tensors in order, then those of the metadata. */
export function encodeTfliteModel(model: TfliteModel): Uint8Array {
  return encodeFlatBuffer(tfliteTables(model), 'TFL3');
}

/** The tables of a model, for tests that change them. */
export function tfliteTables(model: TfliteModel): FlatFields {
  const buffers: FlatFields[] = [[]];
  const subgraphs = model.subgraphs.map(({ name, tensors }): FlatFields => {
    const tables = tensors.map((tensor) => tensorTable(tensor, buffers));
    return [flatTables(tables), undefined, undefined, undefined, name === undefined ? undefined : flatText(name)];
  });
  const metadata = (model.metadata ?? []).map((name): FlatFields => {
    buffers.push([flatNumbers(new TextEncoder().encode(`about ${name}`))]);
    return [flatText(name), { u32: buffers.length - 1 }];
  });
  const groups = model.external?.map(({ file }): FlatFields => [flatText(file)]);
  const external = model.external?.map(
    ({ start, length, packing }, i): FlatFields => [
      { u32: i + 1 },
      { u32: i },
      { u64: start },
      { u64: length },
      packing === undefined ? undefined : flatText(packing),
    ],
  );
  return [
    { u32: model.version ?? 3 },
    flatTables([[{ i8: 3 }]]),
    flatTables(subgraphs),
    model.description === undefined ? undefined : flatText(model.description),
    flatTables(buffers),
    undefined,
    model.metadata === undefined ? undefined : flatTables(metadata),
    undefined,
    groups === undefined ? undefined : flatTables(groups),
    external === undefined ? undefined : flatTables(external),
  ];
}

function tensorTable(tensor: TfliteTensor, buffers: FlatFields[]): FlatFields {
  if (tensor.data !== undefined) buffers.push([flatNumbers(tensor.data)]);
  const buffer = tensor.buffer ?? (tensor.data === undefined ? 0 : buffers.length - 1);
  return [
    tensor.shape === undefined ? undefined : flatNumbers(tensor.shape),
    { i8: tensor.type },
    { u32: buffer },
    tensor.name === undefined ? undefined : flatText(tensor.name),
    tensor.quantisation === undefined ? undefined : { table: quantisationTable(tensor.quantisation) },
    undefined,
    tensor.sparsity === undefined ? undefined : { table: tensor.sparsity },
    undefined,
    undefined,
    undefined,
    tensor.externalBuffer === undefined ? undefined : { u32: tensor.externalBuffer },
  ];
}

function quantisationTable({ scale, zero, axis, details }: TfliteQuantisation): FlatFields {
  const other: readonly FlatField[] = details === undefined ? [undefined, undefined] : [{ u8: details }, { table: [] }];
  return [
    undefined,
    undefined,
    flatNumbers(Float32Array.from(scale)),
    zero === undefined ? undefined : flatNumbers(BigInt64Array.from(zero, BigInt)),
    ...other,
    axis === undefined ? undefined : { i32: axis },
  ];
}
