// Values of one stored tensor by element range, whatever the arrangement: the decoding half of reading a model.
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { SparsePlaces, TensorInfo } from '../../formats/format.ts';
import { applyAffine, gather, swapBytes } from '../../formats/numbers/arrangement.ts';
import { storedWithin } from '../../formats/numbers/sparse.ts';
import { decode, decode64, elementRange, elementsPerUnit, numbersPerElement } from '../../formats/numbers/values.ts';
import type { RunOptions } from '../../run.ts';

/** A tensor whose elements lie apart is held whole; checkpoints store only odd ones so, large ones never. */
const stridedLimit = 268_435_456;

/** Numbers in a tensor: complex elements count as two. */
export function numbersIn(info: TensorInfo): number {
  return info.shape.reduce((product, side) => product * side, numbersPerElement(info.dtype));
}

/** Elements [from, to), end exclusive, as 32-bit floats; `onBytes` hears how many bytes were read for them. */
export async function storedValues(
  info: TensorInfo,
  source: Source,
  from: number,
  to: number,
  onBytes: (bytes: number) => void,
  options?: RunOptions,
): Promise<Float32Array> {
  if (info.strides !== undefined) {
    return arranged(info, await numbersAsTheyLie(info, source, onBytes, options), from, to);
  }
  if (info.sparse !== undefined) return sparseValues(info, info.sparse, source, from, to, onBytes, options);
  const { bytes, count, skip } = await storedElements(info, source, from, to, onBytes, options);
  const values = decode(info.dtype, bytes, count);
  const asked = values.length === to - from ? values : values.slice(skip, skip + to - from);
  if (info.affine !== undefined) applyAffine(asked, info.affine, info.shape, from);
  return asked;
}

/** As `storedValues`, as 64-bit floats: exact for every type but integers beyond 2^53. */
export async function storedExactly(
  info: TensorInfo,
  source: Source,
  from: number,
  to: number,
  onBytes: (bytes: number) => void,
  options?: RunOptions,
): Promise<Float64Array> {
  if (info.strides !== undefined || info.affine !== undefined || info.sparse !== undefined) {
    return Float64Array.from(await storedValues(info, source, from, to, onBytes, options));
  }
  const { bytes, count, skip } = await storedElements(info, source, from, to, onBytes, options);
  return decode64(info.dtype, bytes, count).slice(skip, skip + to - from);
}

/** The little-endian bytes of the whole units that hold numbers [from, to), and where in them the asked ones begin. */
export async function storedElements(
  info: TensorInfo,
  source: Source,
  from: number,
  to: number,
  onBytes: (bytes: number) => void,
  options?: RunOptions,
): Promise<{ bytes: Uint8Array; count: number; skip: number }> {
  const perElement = numbersPerElement(info.dtype);
  const unit = Math.max(perElement, elementsPerUnit(info.dtype));
  const first = Math.floor(from / unit) * unit;
  const last = Math.min(Math.ceil(to / unit) * unit, numbersIn(info));
  const range = elementRange(info, first / perElement, last / perElement);
  onBytes(range.end - range.start);
  const bytes = await source.read(range.start, range.end, options);
  return {
    bytes: info.byteOrder === 'big' ? swapBytes(info.dtype, bytes) : bytes,
    count: (last - first) / perElement,
    skip: from - first,
  };
}

/** Zeros, and the stored elements in their places. Complex elements are never stored so. */
async function sparseValues(
  info: TensorInfo,
  sparse: SparsePlaces,
  source: Source,
  from: number,
  to: number,
  onBytes: (bytes: number) => void,
  options?: RunOptions,
): Promise<Float32Array> {
  const { first, last, start, end } = storedWithin(sparse, from, to);
  const { name, dtype, file, encoding } = info;
  const dense = { name, dtype, shape: [sparse.places.length], file, start: info.start, end: info.end, encoding };
  const stored = await storedValues(dense, source, start, end, onBytes, options);
  const out = new Float32Array(to - from);
  for (let i = first; i < last; i++) {
    out[(sparse.places[i] as number) - from] = stored[(sparse.order[i] as number) - start] as number;
  }
  if (info.affine !== undefined) applyAffine(out, info.affine, info.shape, from);
  return out;
}

/**
 * All numbers between the first and the last element of a tensor whose elements lie apart, in the order in which they
 * lie: whoever reads such a tensor piece by piece keeps them. Throws `limit` where they are too many to be held.
 */
export async function numbersAsTheyLie(
  info: TensorInfo,
  source: Source,
  onBytes: (bytes: number) => void,
  options?: RunOptions,
): Promise<Float32Array> {
  const length = info.end - info.start;
  if (length > stridedLimit) {
    throw new ForebearError('limit', info.name, `at most ${stridedLimit} bytes that lie apart`, `${length} bytes`);
  }
  onBytes(length);
  const bytes = await source.read(info.start, info.end, options);
  const count = Math.floor(length / widthOf(info)) * elementsPerUnit(info.dtype);
  return decode(info.dtype, info.byteOrder === 'big' ? swapBytes(info.dtype, bytes) : bytes, count);
}

/** Numbers [from, to) of a tensor whose elements lie apart, out of `numbersAsTheyLie`. */
export function arranged(info: TensorInfo, all: Float32Array, from: number, to: number): Float32Array {
  const asked = gather(info, all, from, to, numbersPerElement(info.dtype));
  if (info.affine !== undefined) applyAffine(asked, info.affine, info.shape, from);
  return asked;
}

/** Bytes of one element; strided tensors are of whole bytes each. */
function widthOf(info: TensorInfo): number {
  const { start, end } = elementRange({ ...info, encoding: 'raw' }, 0, 1);
  return end - start;
}
