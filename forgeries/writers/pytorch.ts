// PyTorch's ways of keeping tensors, in memory: the members of a checkpoint, TorchScript's, the legacy file, a NumPy pickle.
import { type EncodableDType, encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';
import { pickle, type ToPickle } from './pickler.ts';

/** The files of an archive by their paths, in order; a ZIP writer makes one file of them. */
export type Files = Readonly<Record<string, Uint8Array>>;

export interface CheckpointOptions {
  /** What the members stand under; PyTorch takes the file's name. */
  readonly archive?: string;
  /** A key to put the state dictionary under, such as `state_dict`. */
  readonly wrapper?: string;
  /** What else to put beside it at the top. */
  readonly beside?: readonly (readonly [string, ToPickle])[];
}

/** The members of what `torch.save(state_dict)` writes since 1.6. Nested dictionaries are not made of dotted names. */
export function checkpointFiles(tensors: readonly NumbersToWrite[], options: CheckpointOptions = {}): Files {
  const { archive = 'archive', wrapper, beside = [] } = options;
  const state = orderedDict(tensors.map((tensor, key) => [tensor.name, rebuilt(tensor, `${key}`, [])]));
  const root: ToPickle =
    wrapper === undefined && beside.length === 0 ? state : { dict: [[wrapper ?? 'state_dict', state], ...beside] };
  return {
    [`${archive}/data.pkl`]: pickle(root),
    [`${archive}/byteorder`]: text('little'),
    ...storages(tensors, `${archive}/data`),
    [`${archive}/version`]: text('3\n'),
  };
}

/** The members of a TorchScript module with these parameters: objects nested along the dots of the names. */
export function torchScriptFiles(tensors: readonly NumbersToWrite[], archive = 'archive'): Files {
  const leaves = tensors.map((tensor, key): Leaf => [tensor.name.split('.'), rebuilt(tensor, `${key}`, [])]);
  return {
    ...storages(tensors, `${archive}/data`),
    [`${archive}/data.pkl`]: pickle(moduleOf(leaves)),
    [`${archive}/code/__torch__.py`]: text('class Module(Module):\n  pass\n'),
    [`${archive}/constants.pkl`]: pickle({ tuple: [] }),
    [`${archive}/version`]: text('3\n'),
  };
}

/** What `torch.save` wrote before 1.6: five pickles, then the storages in the order of their keys. */
export function encodeLegacy(tensors: readonly NumbersToWrite[]): Uint8Array {
  const keys = tensors.map((_, i) => `${94_000_000_000_000 + i}`);
  const system: ToPickle = {
    dict: [
      ['protocol_version', 1001],
      ['little_endian', true],
      ['type_sizes', { dict: Object.entries({ short: 2, int: 4, long: 4 }) }],
    ],
  };
  const state = orderedDict(tensors.map((tensor, i) => [tensor.name, rebuilt(tensor, keys[i] ?? '', [null])]));
  const magic = Uint8Array.of(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e);
  const data = tensors.flatMap((tensor) => {
    const bytes = bytesOf(tensor);
    return [new Uint8Array(BigUint64Array.of(BigInt(bytes.length / storageWidth(tensor.dtype))).buffer), bytes];
  });
  return joined([magic, pickle(1001), pickle(system), pickle(state), pickle({ list: keys }), ...data]);
}

/** A dictionary of NumPy arrays as `pickle.dump` writes it in protocol 3. NumPy has no BF16 and no 8-bit floats. */
export function encodeArrayPickle(tensors: readonly NumbersToWrite[]): Uint8Array {
  const entries = tensors.map((tensor): readonly [ToPickle, ToPickle] => [tensor.name, arrayOf(tensor)]);
  return pickle({ dict: entries }, 3);
}

interface TorchType {
  readonly storage: string;
  readonly bytes: number;
  /** For types without a storage class of their own. */
  readonly name?: string;
}

const torchTypes: { readonly [dtype in EncodableDType]: TorchType } = {
  F64: { storage: 'DoubleStorage', bytes: 8 },
  F32: { storage: 'FloatStorage', bytes: 4 },
  F16: { storage: 'HalfStorage', bytes: 2 },
  BF16: { storage: 'BFloat16Storage', bytes: 2 },
  F8_E4M3: { storage: 'UntypedStorage', bytes: 1, name: 'float8_e4m3fn' },
  F8_E5M2: { storage: 'UntypedStorage', bytes: 1, name: 'float8_e5m2' },
  I64: { storage: 'LongStorage', bytes: 8 },
  I32: { storage: 'IntStorage', bytes: 4 },
  I8: { storage: 'CharStorage', bytes: 1 },
  U8: { storage: 'ByteStorage', bytes: 1 },
};

const arrayCodes: { readonly [dtype in EncodableDType]?: string } = {
  F64: 'f8',
  F32: 'f4',
  F16: 'f2',
  I64: 'i8',
  I32: 'i4',
  I8: 'i1',
  U8: 'u1',
};

function storageWidth(dtype: EncodableDType): number {
  return torchTypes[dtype].bytes;
}

function rebuilt(tensor: NumbersToWrite, key: string, more: readonly ToPickle[]): ToPickle {
  const { storage, name } = torchTypes[tensor.dtype];
  const numel = tensor.shape.reduce((product, side) => product * side, 1);
  const module = name === undefined ? 'torch' : 'torch.storage';
  const id: ToPickle = { tuple: ['storage', { global: [module, storage] }, key, 'cpu', numel, ...more] };
  const view: readonly ToPickle[] = [
    { persistent: id },
    0,
    { tuple: tensor.shape },
    { tuple: strides(tensor.shape) },
    false,
    orderedDict([]),
  ];
  if (name === undefined) return { call: { global: ['torch._utils', '_rebuild_tensor_v2'] }, args: view };
  const typed = [...view, { global: ['torch', name] as const }];
  return { call: { global: ['torch._utils', '_rebuild_tensor_v3'] }, args: typed };
}

function orderedDict(entries: readonly (readonly [ToPickle, ToPickle])[]): ToPickle {
  const call = { call: { global: ['collections', 'OrderedDict'] as const }, args: [] };
  return entries.length === 0 ? call : { ...call, entries };
}

type Leaf = readonly [path: readonly string[], tensor: ToPickle];

function moduleOf(leaves: readonly Leaf[]): ToPickle {
  const attributes: [string, ToPickle][] = [];
  for (const [key, inside] of Map.groupBy(leaves, ([path]) => path[0] ?? '')) {
    const [first] = inside;
    const value = first?.[0].length === 1 ? first[1] : moduleOf(inside.map(([path, leaf]) => [path.slice(1), leaf]));
    attributes.push([key, value]);
  }
  return { object: { global: ['__torch__', 'Module'] }, state: { dict: [['training', false], ...attributes] } };
}

function arrayOf(tensor: NumbersToWrite): ToPickle {
  const code = arrayCodes[tensor.dtype];
  if (code === undefined) throw new RangeError(`${tensor.name}: NumPy has no ${tensor.dtype}`);
  const type: ToPickle = {
    call: { global: ['numpy', 'dtype'] },
    args: [code, false, true],
    state: { tuple: [3, '<', null, null, null, -1, -1, 0] },
  };
  return {
    call: { global: ['numpy.core.multiarray', '_reconstruct'] },
    args: [{ global: ['numpy', 'ndarray'] }, { tuple: [0] }, Uint8Array.of(0x62)],
    state: { tuple: [1, { tuple: tensor.shape }, type, false, bytesOf(tensor)] },
  };
}

function storages(tensors: readonly NumbersToWrite[], folder: string): Files {
  return Object.fromEntries(tensors.map((tensor, key) => [`${folder}/${key}`, bytesOf(tensor)]));
}

function strides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
}

function bytesOf(tensor: NumbersToWrite): Uint8Array {
  const values = typeof tensor.values === 'function' ? tensor.values() : tensor.values;
  return values instanceof Uint8Array ? values : encode(tensor.dtype, values);
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
