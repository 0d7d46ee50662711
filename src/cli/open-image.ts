// Image files as a question takes them: whole, within the decoder's limit, with their hash.
import { basename, resolve } from 'node:path';
import { openFile } from '../bytes/file.ts';
import { createSha256 } from '../bytes/sha256.ts';
import { ForebearError } from '../errors.ts';
import { imageTypeOf, mostImageBytes } from '../image/decode.ts';
import type { RunOptions } from '../run.ts';
import type { EncodedImage } from '../runtimes/runtime.ts';

/** Throws `unsupported` for what is neither PNG nor JPEG by its first bytes, `limit` for larger files. */
export async function openImage(path: string, run: RunOptions): Promise<EncodedImage> {
  const source = await openFile(resolve(path), { ...run, label: basename(path) });
  try {
    if (source.size > mostImageBytes)
      throw new ForebearError('limit', path, `an image of at most ${mostImageBytes} bytes`, `${source.size}`);
    return encodedImage(await source.read(0, source.size, { signal: run.signal }), path);
  } finally {
    await source.close();
  }
}

function encodedImage(bytes: Uint8Array, subject: string): EncodedImage {
  const type = imageTypeOf(bytes);
  if (type === undefined) throw new ForebearError('unsupported', subject, 'a PNG or a JPEG', 'another format');
  const hash = createSha256();
  hash.update(bytes);
  return { type, bytes, sha256: hash.digestHex() };
}
