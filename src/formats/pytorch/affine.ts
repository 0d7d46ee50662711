// The scales and zero points of PyTorch's quantised tensors: one of each, or small tensors of them along an axis.
import type { Affine } from '../format.ts';
import { swapBytes } from '../numbers/arrangement.ts';
import { decode64 } from '../numbers/values.ts';
import type { Fault, Laid } from './layout.ts';
import type { Quantiser, StoredView } from './stored-tensor.ts';

/** Channels of a quantised weight; no published layer has more. */
const maxChannels = 1_048_576;

/** Gives a small tensor's place and bytes. */
type ReadView = (view: StoredView) => Promise<{ readonly laid: Laid; readonly bytes: Uint8Array } | Fault>;

/** Scales and zero points as 32-bit floats, as PyTorch's own arithmetic takes them, for a tensor of `shape`. */
export async function readAffine(
  { axis, scale, zero }: Quantiser,
  shape: readonly number[],
  read: ReadView,
): Promise<Affine | Fault> {
  if (isOne(scale) && isOne(zero)) {
    return { axis, scale: Float32Array.from(scale), zero: Float32Array.from(zero), offset: new Float32Array(1) };
  }
  const channels = shape[axis] ?? 0;
  const scales = await channelValues(scale, channels, read);
  if ('code' in scales) return scales;
  const zeros = await channelValues(zero, channels, read);
  if ('code' in zeros) return zeros;
  return { axis, scale: scales, zero: zeros, offset: new Float32Array(channels) };
}

function isOne(numbers: Quantiser['scale']): numbers is readonly number[] {
  return isList(numbers) && numbers.length === 1;
}

function isList(numbers: Quantiser['scale']): numbers is readonly number[] {
  return Array.isArray(numbers);
}

async function channelValues(
  numbers: Quantiser['scale'],
  channels: number,
  read: ReadView,
): Promise<Float32Array | Fault> {
  const shape = isList(numbers) ? [numbers.length] : numbers.shape;
  if (shape.length !== 1 || shape[0] !== channels || channels > maxChannels) {
    const found = `[${shape.join(', ')}] for ${channels}`;
    return { code: 'format', expected: 'a scale and a zero point for each channel', found };
  }
  if (isList(numbers)) return Float32Array.from(numbers);
  const values = await read(numbers);
  if ('code' in values) return values;
  const { laid, bytes } = values;
  if (laid.strides !== undefined) {
    return { code: 'unsupported', expected: 'scales one after another', found: 'strides' };
  }
  const ordered = laid.byteOrder === 'big' ? swapBytes(laid.dtype, bytes) : bytes;
  return Float32Array.from(decode64(laid.dtype, ordered, channels));
}
