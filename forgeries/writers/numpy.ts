// A small NumPy writer: arrays as .npy files, and several of them as a .npz archive.
import { type EncodableDType, encode } from '../../src/formats/numbers/values.ts';
import type { NumbersToWrite } from '../write-safetensors.ts';
import { encodeZip } from './zip.ts';

const descriptions: { readonly [dtype in EncodableDType]?: string } = {
  F64: '<f8',
  F32: '<f4',
  F16: '<f2',
  I64: '<i8',
  I32: '<i4',
  I8: '|i1',
  U8: '|u1',
};

/** One array in row-major order. Throws RangeError for types that NumPy does not have (BF16 and the 8-bit floats). */
export function encodeNpy({ dtype, shape, values }: NumbersToWrite, version: 1 | 2 | 3 = 1): Uint8Array {
  const descr = descriptions[dtype];
  if (descr === undefined) throw new RangeError(`NumPy has no ${dtype}`);
  const given = typeof values === 'function' ? values() : values;
  const data = given instanceof Uint8Array ? given : encode(dtype, given);
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  return npyFile(`{'descr': '${descr}', 'fortran_order': False, 'shape': (${sides}), }`, data, version);
}

/** Header text of any kind and data, with the padding that NumPy gives them. */
export function npyFile(header: string, data: Uint8Array, version = 1): Uint8Array {
  const lengthBytes = version === 1 ? 2 : 4;
  const begin = 8 + lengthBytes;
  const text = new TextEncoder().encode(header);
  const length = Math.ceil((begin + text.length + 1) / 64) * 64 - begin;
  const out = new Uint8Array(begin + length + data.length).fill(0x20, begin, begin + length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(out.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  out.set(text, begin);
  out[begin + length - 1] = 0x0a;
  out.set(data, begin + length);
  return out;
}

/** All arrays as `numpy.savez` writes them, or `savez_compressed`. */
export function encodeNpz(tensors: Iterable<NumbersToWrite>, options: { readonly deflate?: boolean } = {}): Uint8Array {
  const files = [...tensors].map((tensor) => ({ path: `${tensor.name}.npy`, bytes: encodeNpy(tensor) }));
  return encodeZip(files, options);
}
