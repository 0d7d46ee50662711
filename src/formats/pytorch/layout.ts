// Where the elements of a view lie in its storage: sizes, offsets and strides held against the bytes that are there.
import type { ErrorCode } from '../../errors.ts';
import type { TensorInfo } from '../format.ts';
import { rowMajorStrides } from '../numbers/arrangement.ts';
import { type ElementType, storageType } from './element-types.ts';
import type { StoredArray } from './numpy-array.ts';
import { isNode } from './pickle/pickle-values.ts';
import type { StoredView } from './stored-tensor.ts';

/** Why one tensor cannot be read; the others can. */
export interface Fault {
  readonly code: ErrorCode;
  readonly expected: string;
  readonly found: string;
}

/** The bytes of a storage: all of `file` from `start` on, `bytes` of them there. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly bytes: number;
  readonly bigEndian: boolean;
  /** What the elements are, where the storage itself says so. */
  readonly type?: ElementType;
}

/** No published weight has more than six. */
const maxDimensions = 8;

/**
 * An axis of stride 0 shows the same element again and again: an honest mask or table of positions, and a way to make
 * four bytes into a petabyte of work. 2^24 is a mask of 4,096 by 4,096.
 */
const maxRepeated = 16_777_216;

/** How a tensor's elements lie: from `start` to `end` of its file, and with `strides` where not plainly. */
export type Laid = Pick<
  TensorInfo,
  'dtype' | 'shape' | 'file' | 'start' | 'end' | 'encoding' | 'byteOrder' | 'strides'
>;

/** The place of a view in its storage's bytes, or why it has none. */
export function layView(view: StoredView, place: Place): Laid | Fault {
  const stored = isNode(view.storage, 'storage') ? storageType(view.storage.type) : undefined;
  const type = view.type ?? stored ?? place.type;
  if (type === undefined) return fault('format', 'a type for each tensor', 'none');
  return lay(view, type, place);
}

/** The place of an array in the pickle that holds it, which lies in `file`, or why it has none. */
export function layArray(array: StoredArray, file: string): Laid | Fault {
  const { data, type, shape, columns, bigEndian } = array;
  const elements = shape.reduce((product, side) => product * side, 1);
  if (elements * type.bytes !== data.length) {
    return fault('format', 'arrays as long as their shape says', `${data.length} bytes for [${shape.join(', ')}]`);
  }
  const strides = columns ? rowMajorStrides(shape.toReversed()).toReversed() : rowMajorStrides(shape);
  const place = { file, start: data.start, bytes: data.length, bigEndian };
  return lay({ offset: 0, shape, strides }, type, place);
}

function fault(code: ErrorCode, expected: string, found: string): Fault {
  return { code, expected, found };
}

function lay(view: Pick<StoredView, 'offset' | 'shape' | 'strides'>, type: ElementType, place: Place): Laid | Fault {
  const { offset, shape, strides } = view;
  if (type.dtype === undefined) return fault('unsupported', 'numbers of known types', type.name);
  if (shape.length > maxDimensions) return fault('limit', `at most ${maxDimensions} dimensions`, `${shape.length}`);
  const elements = shape.reduce((product, side) => product * side, 1);
  const reach = elements === 0 ? 0 : shape.reduce((sum, side, axis) => sum + (side - 1) * (strides[axis] ?? 0), 1);
  const last = (offset + reach) * type.bytes;
  if (!Number.isSafeInteger(elements * type.bytes) || !Number.isSafeInteger(place.start + last)) {
    return fault('limit', 'sizes below 2^53 bytes', `[${shape.join(', ')}] from element ${offset} on`);
  }
  if (last > place.bytes) {
    const found = `one up to byte ${last} of ${place.bytes}`;
    return fault('format', 'tensors within their storages', found);
  }
  if (elements > Math.max(reach, maxRepeated)) {
    const expected = `at most ${maxRepeated} elements that are the same ones again`;
    return fault('limit', expected, `[${shape.join(', ')}] out of ${reach}`);
  }
  const start = place.start + offset * type.bytes;
  const plain = elements === 0 || isRowMajor(shape, strides);
  if (!plain && type.dtype === 'C64') return fault('unsupported', 'complex numbers one after another', 'strides');
  return {
    dtype: type.dtype,
    shape,
    file: place.file,
    start,
    end: start + reach * type.bytes,
    encoding: 'raw',
    ...(place.bigEndian && type.bytes > 1 ? { byteOrder: 'big' } : {}),
    ...(plain ? {} : { strides }),
  };
}

/** Whether elements lie one after another; the stride of an axis with one index says nothing. */
function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const expected = rowMajorStrides(shape);
  return shape.every((side, axis) => side === 1 || strides[axis] === expected[axis]);
}
