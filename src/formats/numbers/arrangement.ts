// Elements that do not lie plainly: other byte order, strides, codes that stand for values.
import { ForebearError } from '../../errors.ts';
import type { Affine, TensorInfo } from '../format.ts';
import { swapBlocks } from '../ggml/block-fields.ts';
import { type DType, isBlockType, plainTypes } from './dtype.ts';

/**
 * The same elements with the bytes of each number turned round, in a fresh array: in blocks, of each field that is a
 * number. Throws `usage` where `bytes` should hold whole blocks and does not.
 */
export function swapBytes(dtype: DType, bytes: Uint8Array): Uint8Array {
  if (isBlockType(dtype)) return swapBlocks(dtype, bytes);
  const { bits } = plainTypes[dtype];
  const width = dtype === 'C64' ? 4 : Math.max(1, bits / 8);
  const out = bytes.slice();
  if (width === 1 || bits < 8) return out;
  for (let start = 0; start + width <= out.length; start += width) out.subarray(start, start + width).reverse();
  return out;
}

/** Values of the codes of elements `from`, `from` + 1, … of a tensor of `shape`, in place, in 32-bit arithmetic. */
export function applyAffine(codes: Float32Array, affine: Affine, shape: readonly number[], from: number): void {
  const { axis, scale, zero, offset } = affine;
  const inner = shape.slice(axis + 1).reduce((product, side) => product * side, 1);
  const side = shape[axis] ?? 1;
  for (let i = 0; i < codes.length; i++) {
    const at = scale.length === 1 ? 0 : Math.floor((from + i) / inner) % side;
    const shifted = Math.fround((codes[i] as number) - (zero[at] as number));
    codes[i] = Math.fround(Math.fround(shifted * (scale[at] as number)) + (offset[at] as number));
  }
}

/** The codes that integer types can hold; undefined for floats, which have no nearest code to speak of. */
const codeRanges: { readonly [dtype in DType]?: readonly [least: number, most: number] } = {
  U4: [0, 15],
  I4: [-8, 7],
  U8: [0, 255],
  I8: [-128, 127],
  U16: [0, 65_535],
  I16: [-32_768, 32_767],
};

/**
 * Values of elements `from`, `from` + 1, … as they come back after being given the nearest code under the scales that
 * are there, in a fresh array. Undefined where the codes are no small integers.
 */
export function roundToCodes(
  dtype: DType,
  values: Float32Array,
  affine: Affine,
  shape: readonly number[],
  from: number,
): Float32Array | undefined {
  const range = codeRanges[dtype];
  if (range === undefined) return undefined;
  const [least, most] = range;
  const { axis, scale, zero, offset } = affine;
  const inner = shape.slice(axis + 1).reduce((product, side) => product * side, 1);
  const side = shape[axis] ?? 1;
  const codes = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const at = scale.length === 1 ? 0 : Math.floor((from + i) / inner) % side;
    const exact = ((values[i] as number) - (offset[at] as number)) / (scale[at] as number) + (zero[at] as number);
    codes[i] = Number.isNaN(exact) ? Number.NaN : Math.min(most, Math.max(least, Math.round(exact)));
  }
  applyAffine(codes, affine, shape, from);
  return codes;
}

/**
 * The numbers [from, to) in row-major order out of `all`, those of the tensor's whole range in the order in which they
 * lie; `width` numbers make an element. Throws `format` where a stride leads out of it.
 */
export function gather(info: TensorInfo, all: Float32Array, from: number, to: number, width: 1 | 2): Float32Array {
  const { shape } = info;
  const strides = info.strides ?? [];
  const counter = new Array<number>(shape.length).fill(0);
  let rest = Math.floor(from / width);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const side = shape[axis] as number;
    counter[axis] = rest % side;
    rest = Math.floor(rest / side);
  }
  const out = new Float32Array(to - from);
  for (let i = 0; i < out.length; ) {
    let at = 0;
    for (let axis = 0; axis < shape.length; axis++) at += (counter[axis] as number) * (strides[axis] as number);
    if (at < 0 || (at + 1) * width > all.length) {
      throw new ForebearError('format', info.name, `strides within ${all.length / width} elements`, `element ${at}`);
    }
    for (let part = (from + i) % width; part < width && i < out.length; part++, i++) {
      out[i] = all[at * width + part] as number;
    }
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      counter[axis] = (counter[axis] as number) + 1;
      if ((counter[axis] as number) < (shape[axis] as number)) break;
      counter[axis] = 0;
    }
  }
  return out;
}

/** Strides of elements that lie row-major without gaps. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = (strides[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return strides;
}
