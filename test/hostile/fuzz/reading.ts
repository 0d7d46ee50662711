// Reading everything that a header promises, and holding the header to its promises.
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Source } from '../../../src/bytes/source.ts';
import type { Archive, Container } from '../../../src/containers/container.ts';
import { ForebearError } from '../../../src/errors.ts';
import type { ArchiveFormat, Format, Header, TensorInfo } from '../../../src/formats/format.ts';
import { decodeVarints } from '../../../src/formats/numbers/varints.ts';
import { numbersIn, storedValues } from '../../../src/model/values/stored-values.ts';

/** Elements read at each end of a tensor: a mutant may claim a large one that is truly there. */
const readAtEachEnd = 2_048;

/** Reads a file of a format, and the values of its tensors. */
export async function readFormat(format: Format, bytes: Uint8Array): Promise<void> {
  const source = memorySource(bytes, 'mutant');
  const header = await format.readHeader(source);
  const opened = new Map([['', source]]);
  for (const member of header.members ?? []) opened.set(`!/${member.path}`, await member.open());
  await readTensors(header, (file) => opened.get(file));
}

/** Reads an archive's tensors out of its members. */
export async function readArchive(format: ArchiveFormat, archive: Archive): Promise<void> {
  const header = await format.readHeader(archive, 'mutant');
  const opened = new Map<string, Source>();
  for (const { file } of header.tensors) {
    const member = archive.members.find(({ path }) => path === file);
    if (member !== undefined && !opened.has(file)) opened.set(file, await member.open());
  }
  await readTensors(header, (file) => opened.get(file));
}

/** Opens a container and every member of it. */
export async function readContainer(container: Container, bytes: Uint8Array): Promise<void> {
  const archive = await container.open(memorySource(bytes, 'mutant'), { name: 'mutant' });
  for (const { path, size, open } of archive.members) {
    try {
      const source = await open();
      if (source.size !== size) throw new Error(`${path}: ${source.size} bytes instead of ${size}`);
      await source.read(0, Math.min(size, readAtEachEnd));
    } catch (error) {
      // A member that cannot be unpacked is refused when it is asked for, and the others are not.
      if (!(error instanceof ForebearError)) throw error;
    }
  }
}

async function readTensors(header: Header, sourceOf: (file: string) => Source | undefined): Promise<void> {
  const names = new Set<string>();
  for (const info of header.tensors) {
    if (names.has(info.name)) throw new Error(`two tensors are called ${info.name}`);
    names.add(info.name);
    checkInfo(info);
    const source = sourceOf(info.file);
    if (source === undefined) continue;
    if (info.end > source.size) throw new Error(`${info.name}: ends at ${info.end} of ${source.size} bytes`);
    const elements = numbersIn(info);
    const ends = new Set([0, Math.max(0, elements - readAtEachEnd)]);
    for (const from of ends) {
      const to = Math.min(elements, from + readAtEachEnd);
      const values = await valuesOf(info, source, from, to);
      if (values !== to - from) throw new Error(`${info.name}: ${values} values for [${from}, ${to})`);
    }
  }
}

async function valuesOf(info: TensorInfo, source: Source, from: number, to: number): Promise<number> {
  const isOpen = info.encoding === 'raw' && !info.file.startsWith('!/');
  if (isOpen) return (await storedValues(info, source, from, to, () => undefined)).length;
  try {
    if (info.encoding === 'raw') return (await storedValues(info, source, from, to, () => undefined)).length;
    await decodeVarints(source, info);
  } catch (error) {
    // Varints are counted, and members put together, only when they are read; what is wrong is found then, and said.
    if (!(error instanceof ForebearError)) throw error;
  }
  return to - from;
}

function checkInfo({ name, shape, start, end }: TensorInfo): void {
  if (shape.some((side) => !Number.isSafeInteger(side) || side < 0)) throw new Error(`${name}: shape ${shape.join()}`);
  if (!(Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end)) {
    throw new Error(`${name}: from ${start} to ${end}`);
  }
}
