// What a container made of hostile bytes: an archive whose promises hold, or a typed refusal. Anything else fails the test.
import { memorySource } from '../../src/bytes/memory.ts';
import type { Archive, Container, ContainerOptions } from '../../src/containers/container.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';

/** Lists the members; the code of the refusal where it is refused. Errors of any other kind pass through. */
export async function archiveOutcome(
  container: Container,
  bytes: Uint8Array,
  options?: ContainerOptions,
): Promise<Archive | ErrorCode> {
  try {
    return await container.open(memorySource(bytes, 'crafted'), options);
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

/** Opens and reads one member whole; the code of the refusal where it is refused. */
export async function memberOutcome(archive: Archive | ErrorCode, path: string): Promise<Uint8Array | ErrorCode> {
  if (typeof archive === 'string') return archive;
  const member = archive.members.find((each) => each.path === path);
  if (member === undefined)
    throw new Error(`no member ${path} among ${archive.members.map((each) => each.path).join(', ')}`);
  try {
    const source = await member.open();
    if (source.size !== member.size) throw new Error(`${path}: opened with another size than listed`);
    return await source.read(0, source.size);
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

/** Throws unless members have paths of their own that lead nowhere, lie in the file, and can be read or are refused. */
export async function checkArchive(archive: Archive, bytes: Uint8Array): Promise<void> {
  const paths = new Set(archive.members.map(({ path }) => path));
  if (paths.size !== archive.members.length) throw new Error('two members share a path');
  if (!(archive.undeclaredBytes >= 0 && archive.undeclaredBytes <= bytes.length)) throw new Error('undeclared bytes');
  for (const { path, size, range } of archive.members) {
    if (path === '' || path.startsWith('/') || path.split('/').includes('..')) throw new Error(`${path} leads out`);
    if (!(Number.isSafeInteger(size) && size >= 0)) throw new Error(`${path}: size ${size}`);
    if (range !== undefined) {
      const { start, end } = range;
      if (!(start >= 0 && start <= end && end <= bytes.length)) throw new Error(`${path}: outside the file`);
      if (end - start !== size) throw new Error(`${path}: another length than its size`);
    }
    await memberOutcome(archive, path);
  }
}
