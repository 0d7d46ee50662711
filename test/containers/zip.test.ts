// Archives of our own writer and of others, read back, and held against yauzl; refusals are in test/hostile.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeZip, type ZipOptions } from '../../forgeries/writers/zip.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Archive } from '../../src/containers/container.ts';
import { zipContainer } from '../../src/containers/zip.ts';
import { archiveOutcome, checkArchive, memberOutcome } from '../hostile/archive-outcome.ts';
import { mutate, mutations } from '../hostile/mutations.ts';
import { zipSeeds } from '../hostile/seeds/zip.ts';
import { readWithYauzl } from '../oracles/yauzl.ts';

const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * 2_654_435_761) >>> 24);
const files = [
  { path: 'a/b.bin', bytes: noise },
  { path: '竹简.txt', bytes: new TextEncoder().encode('竹简'.repeat(500)) },
  { path: 'empty/', bytes: new Uint8Array(0) },
  { path: 'empty/none', bytes: new Uint8Array(0) },
];

/** Every member as bytes; throws where one cannot be read. */
async function contents(archive: Archive): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const member of archive.members) {
    const source = await member.open();
    found.set(member.path, await source.read(0, source.size));
  }
  return found;
}

const written: readonly (readonly [name: string, options: ZipOptions])[] = [
  ['stored', {}],
  ['deflated', { deflate: true }],
  ['streamed and aligned, as PyTorch does', { descriptors: true, align: 64 }],
  ['streamed, deflated, with a comment', { descriptors: true, deflate: true, comment: '简' }],
  ['with a ZIP64 end', { zip64: true }],
];

describe('zipContainer', () => {
  it.for(written)('reads back what was written, as yauzl does: %s', async ([, options]) => {
    const bytes = encodeZip(files, options);
    expect(zipContainer.matches(bytes.subarray(0, 4096), bytes.length)).toBe(true);
    const archive = await zipContainer.open(memorySource(bytes));
    expect(archive).toMatchObject({ container: 'zip', problems: [], undeclaredBytes: 0 });
    const expected = files.filter(({ path }) => !path.endsWith('/')).map(({ path, bytes }) => [path, bytes] as const);
    expect(await contents(archive)).toEqual(new Map(expected));
    expect(await readWithYauzl(bytes)).toEqual(new Map(expected));
  });

  it('gives the range of stored members and of no others', async () => {
    const bytes = encodeZip(files, { align: 64 });
    const { members } = await zipContainer.open(memorySource(bytes));
    for (const { path, range } of members) {
      expect(bytes.slice(range?.start, range?.end)).toEqual(files.find((file) => file.path === path)?.bytes);
      expect((range?.start ?? 1) % 64).toBe(0);
    }
    const deflated = await zipContainer.open(memorySource(encodeZip(files, { deflate: true })));
    expect(deflated.members.map(({ range }) => range)).toEqual([undefined, undefined, undefined]);
  });

  it('leaves the archive open when a member is closed', async () => {
    const { members } = await zipContainer.open(memorySource(encodeZip(files)));
    const first = await members[0]!.open();
    await first.close();
    expect((await members[0]!.open()).size).toBe(3000);
  });

  it('stops when told to', async () => {
    const source = memorySource(encodeZip(files, { deflate: true }));
    const signal = AbortSignal.abort('stop');
    await expect(zipContainer.open(source, { signal })).rejects.toBe('stop');
    const member = await (await zipContainer.open(source)).members[0]!.open();
    await expect(member.read(0, 3000, { signal })).rejects.toBe('stop');
    expect(await member.read(0, 3000)).toEqual(noise);
  });

  it('knows archives by their first bytes', () => {
    const starts = (text: string): boolean => zipContainer.matches(new TextEncoder().encode(text), text.length);
    expect([starts('PK\x03\x04'), starts('PK\x05\x06'), starts('PK\x01\x02'), starts('PK'), starts('')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

function isSame(theirs: Uint8Array | Error | undefined, ours: Uint8Array): boolean {
  return theirs instanceof Uint8Array && Buffer.compare(theirs, ours) === 0;
}

describe('zipContainer and yauzl', () => {
  // yauzl takes offsets as they are declared and looks at no local header but for its length: whatever we accept
  // without bytes before the archive, it must read to the same names and the same bytes.
  it('agree on every damaged archive that we accept', { timeout: 60_000 }, async () => {
    let accepted = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zipSeeds), mutations, async (seed, changes) => {
        const bytes = mutate(seed, changes);
        const archive = await archiveOutcome(zipContainer, bytes);
        if (typeof archive === 'string') return;
        accepted += 1;
        await checkArchive(archive, bytes);
        if (archive.undeclaredBytes > 0) return;
        const theirs = await readWithYauzl(bytes);
        const paths: string[] = [];
        for (const { path } of archive.members) {
          const ours = await memberOutcome(archive, path);
          if (typeof ours !== 'string' && !isSame(theirs.get(path), ours)) paths.push(path);
          compared += 1;
        }
        expect(paths).toEqual([]);
      }),
      { seed: 20_240_601, numRuns: 9000 },
    );
    expect(accepted).toBeGreaterThan(100);
    expect(compared).toBeGreaterThan(100);
  });
});
