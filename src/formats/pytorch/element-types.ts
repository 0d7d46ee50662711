// PyTorch's and NumPy's names for element types, as ours.
import { arrayTypes } from '../numbers/array-types.ts';
import type { DType } from '../numbers/dtype.ts';
import type { GlobalName } from './pickle/pickle-values.ts';

/** An element type: its width, and our name for it where we can read it. */
export interface ElementType {
  readonly name: string;
  readonly bytes: number;
  readonly dtype: DType | undefined;
}

/** `torch.float32` and so on. Types of less than a byte count in bytes here, as PyTorch counts them. */
const torchTypes: ReadonlyMap<string, readonly [bytes: number, dtype: DType | undefined]> = new Map([
  ['float64', [8, 'F64']],
  ['float32', [4, 'F32']],
  ['float16', [2, 'F16']],
  ['bfloat16', [2, 'BF16']],
  ['float8_e4m3fn', [1, 'F8_E4M3']],
  ['float8_e5m2', [1, 'F8_E5M2']],
  ['float8_e4m3fnuz', [1, 'F8_E4M3FNUZ']],
  ['float8_e5m2fnuz', [1, 'F8_E5M2FNUZ']],
  ['float8_e8m0fnu', [1, 'F8_E8M0']],
  ['int64', [8, 'I64']],
  ['int32', [4, 'I32']],
  ['int16', [2, 'I16']],
  ['int8', [1, 'I8']],
  ['uint64', [8, 'U64']],
  ['uint32', [4, 'U32']],
  ['uint16', [2, 'U16']],
  ['uint8', [1, 'U8']],
  ['bool', [1, 'BOOL']],
  ['complex64', [8, 'C64']],
  ['qint8', [1, 'I8']],
  ['quint8', [1, 'U8']],
  ['qint32', [4, 'I32']],
  // Known by width only: two numbers of 64 bits, pairs of 16 bits, several codes to a byte.
  ['complex128', [16, undefined]],
  ['complex32', [4, undefined]],
  ['quint4x2', [1, undefined]],
  ['quint2x4', [1, undefined]],
  ['float4_e2m1fn_x2', [1, undefined]],
]);

/** Other spellings of the same types, and what the classes of storages are called after. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['double', 'float64'],
  ['float', 'float32'],
  ['half', 'float16'],
  ['long', 'int64'],
  ['int', 'int32'],
  ['short', 'int16'],
  ['char', 'int8'],
  ['byte', 'uint8'],
  ['untyped', 'uint8'],
  ['typed', 'uint8'],
  ['complexfloat', 'complex64'],
  ['complexdouble', 'complex128'],
]);

/** The type that a member of `torch` such as `float32` names. */
export function torchType(global: GlobalName): ElementType | undefined {
  return global.module === 'torch' ? byName(global.name) : undefined;
}

/** The type that a class such as `torch.FloatStorage` or `torch.cuda.HalfStorage` stores; bytes for untyped ones. */
export function storageType(global: GlobalName): ElementType | undefined {
  const name = /^_?(\w+)Storage$/.exec(global.name)?.[1];
  const isTorch = ['torch', 'torch.cuda', 'torch.storage'].includes(global.module);
  return name === undefined || !isTorch ? undefined : byName(name.toLowerCase());
}

/** Whether a storage class says nothing of the elements, so that the tensor must. */
export function isUntyped(global: GlobalName): boolean {
  return /^_?(?:Unt|T)ypedStorage$/.test(global.name);
}

function byName(name: string): ElementType | undefined {
  const full = aliases.get(name) ?? name;
  const facts = torchTypes.get(full);
  return facts === undefined ? undefined : { name: full, bytes: facts[0], dtype: facts[1] };
}

/** The type of a NumPy array by the code that its dtype is made from, such as `f4` or `<i8`. */
export function arrayType(code: string): ElementType | undefined {
  const [, kind, width] = /^[<>|=]?([a-zA-Z])(\d{1,6})$/.exec(code) ?? [];
  if (kind === undefined || width === undefined) return undefined;
  // U counts characters of four bytes; everything else counts bytes.
  const bytes = Number(width) * (kind === 'U' ? 4 : 1);
  return { name: code, bytes, dtype: arrayTypes.get(`${kind}${width}`) };
}
