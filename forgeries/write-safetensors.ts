// A small safetensors writer for forgeries and tests: in memory, or to disk tensor by tensor.
import { open } from 'node:fs/promises';
import { type PlainType, plainTypes } from '../src/formats/numbers/dtype.ts';
import { byteLength, type EncodableDType, encode } from '../src/formats/numbers/values.ts';

/** Values to be encoded in the tensor's dtype, or (Uint8Array) bytes that are encoded already. */
export type TensorValues = Float32Array | Float64Array | Uint8Array;

/**
 * One tensor to write. A function as `values` is called when its turn comes, so only one tensor is in memory. Types that
 * numbers cannot be encoded in are given as bytes.
 */
export interface TensorToWrite {
  readonly name: string;
  readonly dtype: PlainType;
  readonly shape: readonly number[];
  readonly values: TensorValues | (() => TensorValues);
}

/** A tensor whose numbers can be encoded in its type: what the writers of other formats take. */
export interface NumbersToWrite extends TensorToWrite {
  readonly dtype: EncodableDType;
}

/** The whole file in memory: tensors in the order given, without holes, header padded with spaces to 8 bytes. */
export function encodeSafetensors(
  tensors: Iterable<TensorToWrite>,
  metadata?: { readonly [key: string]: string },
): Uint8Array {
  const list = [...tensors];
  const header = encodeHeader(list, metadata);
  const out = new Uint8Array(header.length + list.reduce((sum, tensor) => sum + tensorBytes(tensor), 0));
  out.set(header);
  let at = header.length;
  for (const tensor of list) {
    const bytes = encodeTensor(tensor);
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/** Writes the same file to `path`, one tensor at a time. Gives the number of bytes written. */
export async function writeSafetensors(
  path: string,
  tensors: Iterable<TensorToWrite>,
  metadata?: { readonly [key: string]: string },
): Promise<number> {
  const list = [...tensors];
  const file = await open(path, 'w');
  try {
    let at = 0;
    const append = async (bytes: Uint8Array): Promise<void> => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
        done += bytesWritten;
      }
      at += bytes.length;
    };
    await append(encodeHeader(list, metadata));
    for (const tensor of list) await append(encodeTensor(tensor));
    return at;
  } finally {
    await file.close();
  }
}

function tensorBytes(tensor: TensorToWrite): number {
  return byteLength(
    tensor.dtype,
    tensor.shape.reduce((product, side) => product * side, 1),
  );
}

function encodeHeader(tensors: readonly TensorToWrite[], metadata?: { readonly [key: string]: string }): Uint8Array {
  const entries: string[] = metadata === undefined ? [] : [`"__metadata__":${JSON.stringify(metadata)}`];
  let at = 0;
  for (const tensor of tensors) {
    const end = at + tensorBytes(tensor);
    const facts = { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [at, end] };
    entries.push(`${JSON.stringify(tensor.name)}:${JSON.stringify(facts)}`);
    at = end;
  }
  const json = new TextEncoder().encode(`{${entries.join(',')}}`);
  const padded = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + padded).fill(0x20);
  new DataView(out.buffer).setBigUint64(0, BigInt(padded), true);
  out.set(json, 8);
  return out;
}

function encodeTensor(tensor: TensorToWrite): Uint8Array {
  const values = typeof tensor.values === 'function' ? tensor.values() : tensor.values;
  const bytes = values instanceof Uint8Array ? values : encode(tensor.dtype as EncodableDType, values);
  if (bytes.length !== tensorBytes(tensor)) {
    const facts = `${tensor.dtype} (${plainTypes[tensor.dtype].bits} bits) [${tensor.shape.join(', ')}]`;
    throw new RangeError(`${tensor.name}: ${bytes.length} bytes do not fill ${facts}`);
  }
  return bytes;
}
