// Values of a tensor out of bytes in memory, as a model would read them.
import { memorySource } from '../../src/bytes/memory.ts';
import type { Source } from '../../src/bytes/source.ts';
import type { Header, TensorInfo } from '../../src/formats/format.ts';
import { numbersIn, storedValues } from '../../src/model/values/stored-values.ts';

/** All values; those of members come out of the header's own. Read in three ranges, so that ranges are tried too. */
export async function valuesOf(header: Header, info: TensorInfo, bytes: Uint8Array): Promise<number[]> {
  const source = await sourceOf(header, info, bytes);
  const count = numbersIn(info);
  const cuts = [0, Math.floor(count / 3), Math.floor((2 * count) / 3), count];
  const out: number[] = [];
  for (const [i, from] of cuts.slice(0, -1).entries()) {
    out.push(...(await storedValues(info, source, from, cuts[i + 1] ?? 0, () => undefined)));
  }
  return out;
}

/** The values of the tensor of a name. */
export function valuesByName(header: Header, name: string, bytes: Uint8Array): Promise<number[]> {
  const info = header.tensors.find((each) => each.name === name);
  if (info === undefined) throw new Error(`no tensor “${name}” among ${header.tensors.length}`);
  return valuesOf(header, info, bytes);
}

function sourceOf(header: Header, info: TensorInfo, bytes: Uint8Array): Promise<Source> {
  const member = header.members?.find(({ path }) => info.file === `!/${path}`);
  return member === undefined ? Promise.resolve(memorySource(bytes)) : member.open();
}
