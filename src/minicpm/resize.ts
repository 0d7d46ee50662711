// Bicubic resizing as Pillow does it, bit for bit: weights in fixed point, first along rows and then along columns, 8 bits between.
import type { Pixels } from '../image/pixels.ts';

/** Pillow's precision for 8-bit images: 32 bits, less 8 for the pixel and 2 for what overshoots. */
const precision = 22;
const half = 1 << (precision - 1);

/** Keys' cubic with a = -0.5 (Keys 1981, equation 15), Pillow's choice. */
const a = -0.5;
const support = 2;

/** Longest side: larger images are no photographs, and would take gigabytes. */
const mostPixels = 400_000_000;

function cubic(at: number): number {
  const x = Math.abs(at);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

/** For each place of the result: the first source it draws on, how many, and their weights in fixed point. */
interface Weights {
  readonly first: Int32Array;
  readonly counts: Int32Array;
  readonly values: Int32Array;
  readonly stride: number;
}

function weightsOf(from: number, to: number): Weights {
  const scale = from / to;
  const spread = Math.max(scale, 1);
  const reach = support * spread;
  const stride = Math.ceil(reach) * 2 + 1;
  const [first, counts, values] = [new Int32Array(to), new Int32Array(to), new Int32Array(to * stride)];
  const row = new Float64Array(stride);
  for (let at = 0; at < to; at++) {
    const centre = (at + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(from, Math.trunc(centre + reach + 0.5));
    let sum = 0;
    for (let x = start; x < end; x++) {
      const weight = cubic((x - centre + 0.5) * (1 / spread));
      row[x - start] = weight;
      sum += weight;
    }
    for (let x = 0; x < end - start; x++) {
      const weight = sum === 0 ? (row[x] as number) : (row[x] as number) / sum;
      values[at * stride + x] = Math.trunc((weight < 0 ? -0.5 : 0.5) + weight * 2 ** precision);
    }
    first[at] = start;
    counts[at] = end - start;
  }
  return { first, counts, values, stride };
}

/** The image at another size; a side that stays is not touched. Throws `RangeError` for sizes that are none, or too large. */
export function resizeBicubic(image: Pixels, width: number, height: number): Pixels {
  const whole = [width, height].every((side) => Number.isInteger(side) && side > 0);
  if (!whole || width * height > mostPixels)
    throw new RangeError(`whole sides within ${mostPixels} pixels, not ${width} × ${height}`);
  if (image.data.length !== image.width * image.height * image.channels)
    throw new RangeError('as many bytes as pixels');
  const across = image.width === width ? image : alongRows(image, width);
  return across.height === height ? across : alongColumns(across, height);
}

function alongRows({ width: from, height, channels, data }: Pixels, width: number): Pixels {
  const { first, counts, values, stride } = weightsOf(from, width);
  const out = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [start, count] = [first[x] as number, counts[x] as number];
      for (let c = 0; c < channels; c++) {
        let sum = half;
        let at = (y * from + start) * channels + c;
        for (let k = 0; k < count; k++, at += channels)
          sum += (data[at] as number) * (values[x * stride + k] as number);
        out[(y * width + x) * channels + c] = clipped(sum);
      }
    }
  }
  return { width, height, channels, data: out };
}

function alongColumns({ width, height: from, channels, data }: Pixels, height: number): Pixels {
  const { first, counts, values, stride } = weightsOf(from, height);
  const line = width * channels;
  const out = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const [start, count] = [first[y] as number, counts[y] as number];
    for (let x = 0; x < line; x++) {
      let sum = half;
      let at = start * line + x;
      for (let k = 0; k < count; k++, at += line) sum += (data[at] as number) * (values[y * stride + k] as number);
      out[y * line + x] = clipped(sum);
    }
  }
  return { width, height, channels, data: out };
}

function clipped(sum: number): number {
  const value = sum >> precision;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** A part of an image, edges exclusive at the right and below. Throws `RangeError` where it leaves the image. */
export function cropped(
  { width, height, channels, data }: Pixels,
  left: number,
  top: number,
  right: number,
  bottom: number,
): Pixels {
  if (!(left >= 0 && top >= 0 && right <= width && bottom <= height && left < right && top < bottom)) {
    throw new RangeError('a part inside the image');
  }
  const out = new Uint8Array((right - left) * (bottom - top) * channels);
  for (let y = top; y < bottom; y++) {
    const start = (y * width + left) * channels;
    out.set(data.subarray(start, start + (right - left) * channels), (y - top) * (right - left) * channels);
  }
  return { width: right - left, height: bottom - top, channels, data: out };
}
