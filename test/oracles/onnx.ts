// onnx-proto, an independent reader of ONNX made by protobufjs: every tensor that it finds, under the names that we would give it.
import { requireOracle } from './packages.ts';

/** A 64-bit number of protobufjs. */
interface Long {
  toString(): string;
}

interface TensorProto {
  readonly name: string;
  readonly dims: readonly Long[];
  readonly dataType: number;
  readonly rawData: Uint8Array;
  readonly floatData: readonly number[];
  readonly doubleData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly Long[];
  readonly uint64Data: readonly Long[];
  readonly segment: object | null;
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  readonly dataLocation: number;
}

interface AttributeProto {
  readonly name: string;
  readonly t: TensorProto | null;
  readonly tensors: readonly TensorProto[];
  readonly g: GraphProto | null;
  readonly graphs: readonly GraphProto[];
  readonly floats: readonly number[];
  readonly sparseTensor: object | null;
  readonly sparseTensors: readonly object[];
}

interface NodeProto {
  readonly name: string;
  readonly opType: string;
  readonly output: readonly string[];
  readonly attribute: readonly AttributeProto[];
}

interface GraphProto {
  readonly initializer: readonly TensorProto[];
  readonly sparseInitializer: readonly object[];
  readonly node: readonly NodeProto[];
}

interface ModelProto {
  readonly graph: GraphProto | null;
  readonly functions: readonly { readonly name: string; readonly node: readonly NodeProto[] }[];
  readonly trainingInfo: readonly {
    readonly initialization: GraphProto | null;
    readonly algorithm: GraphProto | null;
  }[];
}

const { onnx } = requireOracle('onnx-proto') as {
  onnx: {
    ModelProto: { decode(bytes: Uint8Array): ModelProto };
    TensorProto: { DataType: { readonly [number: number]: string } };
  };
};

/** A tensor as onnx-proto has it. */
export interface OracleTensor {
  readonly name: string;
  readonly dims: readonly bigint[];
  /** Their name of the element type, such as `FLOAT`, or the number that they have no name for. */
  readonly type: string;
  /** Fields that hold numbers, and how many bytes or numbers are in each. */
  readonly data: ReadonlyMap<string, number>;
  /** The numbers out of the only such field; two for a complex one. Undefined where there is no such field or none that fits the type. */
  readonly values: readonly number[] | undefined;
  readonly external: ReadonlyMap<string, string> | undefined;
  readonly isSegment: boolean;
  readonly isSparse: boolean;
}

/** Every tensor in the order of our walk: undefined where there is no graph. Throws what protobufjs throws. */
export function readWithOnnxProto(bytes: Uint8Array): readonly OracleTensor[] | undefined {
  // A Buffer, because their strings out of one are decoded by Node.
  const model = onnx.ModelProto.decode(Buffer.from(bytes));
  if (model.graph === null) return undefined;
  const gathered: OracleTensor[] = [];
  graph(model.graph, '', gathered);
  for (const { name, node } of model.functions) nodes(node, `functions/${name}/`, gathered);
  for (const { initialization, algorithm } of model.trainingInfo) {
    if (initialization !== null) graph(initialization, 'training/initialization/', gathered);
    if (algorithm !== null) graph(algorithm, 'training/algorithm/', gathered);
  }
  const taken = new Set<string>();
  return gathered.map((tensor) => ({ ...tensor, name: freeName(tensor.name, taken) }));
}

function freeName(name: string, taken: Set<string>): string {
  const wanted = name === '' ? 'unnamed' : name;
  let free = wanted;
  for (let i = 2; taken.has(free); i++) free = `${wanted}#${i}`;
  taken.add(free);
  return free;
}

function graph(of: GraphProto, path: string, into: OracleTensor[]): void {
  for (const each of of.initializer) into.push(tensorOf(each, path + each.name));
  for (const _ of of.sparseInitializer) into.push(sparse(`${path}sparse_initializer`));
  nodes(of.node, path, into);
}

function nodes(of: readonly NodeProto[], path: string, into: OracleTensor[]): void {
  for (const [index, { name, opType, output, attribute }] of of.entries()) {
    const label = name === '' ? `${opType === '' ? 'node' : opType}_${index}` : name;
    for (const each of attribute) {
      const isConstant = opType === 'Constant' && /^(?:sparse_)?value/.test(each.name);
      const own = path + (isConstant && (output[0] ?? '') !== '' ? output[0] : `${label}/${each.name}`);
      for (const one of each.t === null ? each.tensors : [each.t, ...each.tensors]) into.push(tensorOf(one, own));
      for (const one of each.g === null ? each.graphs : [each.g, ...each.graphs]) {
        graph(one, `${path}${label}/${each.name}/`, into);
      }
      if (each.floats.length > 1024) into.push(floats(each.floats, own));
      const isSparse = each.sparseTensor !== null || each.sparseTensors.length > 0;
      if (isSparse) into.push(sparse(own));
    }
  }
}

const nothing = { data: new Map<string, number>(), external: undefined, isSegment: false, isSparse: false };

const sparse = (name: string): OracleTensor => ({
  ...nothing,
  name,
  dims: [],
  type: '',
  values: undefined,
  isSparse: true,
});

function floats(values: readonly number[], name: string): OracleTensor {
  return { ...nothing, name, dims: [BigInt(values.length)], type: 'FLOAT', values };
}

function tensorOf(proto: TensorProto, name: string): OracleTensor {
  const fields = [
    ['raw', proto.rawData],
    ['float', proto.floatData],
    ['double', proto.doubleData],
    ['int32', proto.int32Data],
    ['int64', proto.int64Data],
    ['uint64', proto.uint64Data],
  ] as const;
  const data = new Map(fields.filter(([, { length }]) => length > 0).map(([field, { length }]) => [field, length]));
  const type = onnx.TensorProto.DataType[proto.dataType] ?? `${proto.dataType}`;
  const entries = proto.externalData.map(({ key, value }) => [key, value] as const);
  return {
    name,
    dims: proto.dims.map((side) => BigInt(side.toString())),
    type,
    data,
    values: valuesOf(proto, type, [...data.keys()]),
    external: proto.dataLocation === 1 ? new Map(entries) : undefined,
    isSegment: proto.segment !== null,
    isSparse: false,
  };
}

function valuesOf(proto: TensorProto, type: string, fields: readonly string[]): readonly number[] | undefined {
  const [field = 'raw', ...more] = fields;
  const form = forms[type];
  if (form === undefined || more.length > 0) return undefined;
  if (field === 'raw') return fromBytes(proto.rawData, form);
  if (field !== form.field) return undefined;
  if (field === 'float') return proto.floatData;
  if (field === 'double') return proto.doubleData;
  if (field === 'int32') {
    return proto.int32Data.map((number) => (type === 'BOOL' ? Number(number !== 0) : fromPattern(number, form)));
  }
  return (field === 'int64' ? proto.int64Data : proto.uint64Data).map((number) =>
    fromPattern(BigInt(number.toString()), form),
  );
}

interface Form {
  /** The field for numbers of this type that are not raw. */
  readonly field: string;
  readonly width: number;
  read(view: DataView, at: number): number;
}

const form = (field: string, width: number, read: Form['read']): Form => ({ field, width, read });

/** How each type of the format lies in bytes; complex numbers are two of 32 bits. */
const forms: { readonly [type: string]: Form } = {
  FLOAT: form('float', 4, (view, at) => view.getFloat32(at, true)),
  COMPLEX64: form('float', 4, (view, at) => view.getFloat32(at, true)),
  DOUBLE: form('double', 8, (view, at) => view.getFloat64(at, true)),
  INT64: form('int64', 8, (view, at) => Number(view.getBigInt64(at, true))),
  UINT64: form('uint64', 8, (view, at) => Number(view.getBigUint64(at, true))),
  UINT32: form('uint64', 4, (view, at) => view.getUint32(at, true)),
  INT32: form('int32', 4, (view, at) => view.getInt32(at, true)),
  INT16: form('int32', 2, (view, at) => view.getInt16(at, true)),
  UINT16: form('int32', 2, (view, at) => view.getUint16(at, true)),
  INT8: form('int32', 1, (view, at) => view.getInt8(at)),
  UINT8: form('int32', 1, (view, at) => view.getUint8(at)),
  BOOL: form('int32', 1, (view, at) => Number(view.getUint8(at) !== 0)),
  FLOAT16: form('int32', 2, (view, at) => view.getFloat16(at, true)),
  BFLOAT16: form('int32', 2, (view, at) => {
    const wide = new DataView(new ArrayBuffer(4));
    wide.setUint16(2, view.getUint16(at, true), true);
    return wide.getFloat32(0, true);
  }),
};

function fromBytes(bytes: Uint8Array, { width, read }: Form): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, i) => read(view, i * width));
}

/** A number of 64 bits that holds the bit pattern of a narrower type. */
function fromPattern(number: number | bigint, { read }: Form): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt.asIntN(64, BigInt(number)), true);
  return read(view, 0);
}
