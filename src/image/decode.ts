// An image file as pixels, whichever of the two formats it is in.
import { decode as decodeJpeg } from 'jpeg-js';
import { ForebearError } from '../errors.ts';
import type { Pixels } from './pixels.ts';
import { decodePng, isPng, mostImagePixels } from './png.ts';

/** The largest photographs of cameras have 40 MB. */
export const mostImageBytes = 67_108_864;

/** What the decoder of JPEG may hold, in megabytes: four bytes a pixel and its own tables. */
const jpegMegabytes = 1_024;

/** By its first bytes; undefined for what is neither. */
export function imageTypeOf(bytes: Uint8Array): 'image/png' | 'image/jpeg' | undefined {
  if (isPng(bytes)) return 'image/png';
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? 'image/jpeg' : undefined;
}

/**
 * RGB. Orientation and colour profiles that a file carries are not applied: the released preprocessing applies none. Two decoders of
 * JPEG may differ by a level here and there, so that exact comparisons want PNG. Throws `unsupported` for other formats, `format` for
 * damaged files, `limit` for ones that are too large.
 */
export function decodeImage(bytes: Uint8Array): Pixels {
  if (bytes.length > mostImageBytes)
    throw new ForebearError('limit', 'image', `at most ${mostImageBytes} bytes`, `${bytes.length}`);
  const type = imageTypeOf(bytes);
  if (type === 'image/png') return decodePng(bytes);
  if (type === undefined) throw new ForebearError('unsupported', 'image', 'a PNG or a JPEG', 'another format');
  try {
    const { width, height, data } = decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: mostImagePixels / 1e6,
      maxMemoryUsageInMB: jpegMegabytes,
    });
    return { width, height, channels: 3, data };
  } catch (cause) {
    const found = cause instanceof Error ? cause.message.slice(0, 120) : 'a damaged one';
    const code = /exceeded|limit/i.test(found) ? 'limit' : 'format';
    throw new ForebearError(code, 'JPEG image', 'an intact JPEG of some size', found, { cause });
  }
}
