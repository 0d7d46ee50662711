// What a reader made of hostile bytes: a header whose promises hold, or a typed refusal. Anything else fails the test.
import { memorySource } from '../../src/bytes/memory.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import type { Format, Header } from '../../src/formats/format.ts';
import { byteLength, decode, elementRange } from '../../src/formats/numbers/values.ts';
import { decodeVarints } from '../../src/formats/numbers/varints.ts';

/** Reads the header; the code of the refusal where it is refused. Errors of any other kind pass through. */
export async function outcome(format: Format, bytes: Uint8Array): Promise<Header | ErrorCode> {
  try {
    return await format.readHeader(memorySource(bytes, 'crafted'));
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

/** Throws unless every listed tensor lies in the file, has a name of its own, and its values can be read or are refused. */
export async function checkPromises(header: Header, bytes: Uint8Array): Promise<void> {
  const source = memorySource(bytes, 'crafted');
  const names = new Set(header.tensors.map((info) => info.name));
  if (names.size !== header.tensors.length) throw new Error('two tensors share a name');
  for (const info of header.tensors) {
    if (info.shape.some((side) => !Number.isSafeInteger(side) || side < 0)) throw new Error(`${info.name}: bad shape`);
    if (!(Number.isSafeInteger(info.start) && Number.isSafeInteger(info.end) && 0 <= info.start)) {
      throw new Error(`${info.name}: bad offsets`);
    }
    if (info.start > info.end) throw new Error(`${info.name}: ends before it begins`);
    const member = header.members?.find(({ path }) => info.file === `!/${path}`);
    if (info.file !== '' && member === undefined) continue;
    if (info.end > (member?.size ?? bytes.length)) throw new Error(`${info.name}: outside the file`);
    const elements = info.shape.reduce((product, side) => product * side, 1);
    const count = info.sparse?.places.length ?? elements;
    if (info.sparse?.places.some((place) => place >= elements)) throw new Error(`${info.name}: places outside`);
    if (info.encoding === 'varint') {
      await decodeVarints(source, info).catch((error: unknown) => {
        if (!isForebearError(error, 'format')) throw error;
      });
      continue;
    }
    const { start, end } = elementRange(info, 0, count);
    if (end - start !== byteLength(info.dtype, count)) throw new Error(`${info.name}: wrong length`);
    try {
      const data = member === undefined ? source : await member.open();
      decode(info.dtype, await data.read(start, end), count);
    } catch (error) {
      // What a member is put together from may be damaged; what lies open may not.
      if (member === undefined || !isForebearError(error, 'format', 'limit')) throw error;
    }
  }
}
