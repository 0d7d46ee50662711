// Archives that GNU tar wrote in every format it knows (test/fixtures/tar/make.sh), and our writer's; refusals are in test/hostile.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeTar } from '../../forgeries/writers/tar.ts';
import { encodeZip } from '../../forgeries/writers/zip.ts';
import { counted } from '../../src/bytes/counted.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { gzipContainer } from '../../src/containers/gzip.ts';
import { tarContainer } from '../../src/containers/tar.ts';
import { openModel } from '../../src/model/open.ts';
import { memberOutcome } from '../hostile/archive-outcome.ts';
import { counting, folderDoor, weights } from '../model/memory-model.ts';

const long = `${'a'.repeat(60)}/${'b'.repeat(70)}.bin`;

function fixture(format: string): Uint8Array {
  return new Uint8Array(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'tar', `${format}.tar`)));
}

describe('tarContainer', () => {
  it.for(['v7', 'oldgnu', 'gnu', 'ustar', 'posix'])('reads what GNU tar writes as %s', async (format) => {
    const bytes = fixture(format);
    expect(tarContainer.matches(bytes.subarray(0, 4096), bytes.length)).toBe(true);
    const archive = await tarContainer.open(memorySource(bytes, 'a.tar'));
    const others = format === 'v7' ? [] : [long];
    expect(archive.members.map(({ path }) => path)).toEqual(['folder/slips.txt', 'empty', ...others]);
    expect(await memberOutcome(archive, 'folder/slips.txt')).toEqual(new TextEncoder().encode('bamboo slips'));
    for (const path of others) expect(await memberOutcome(archive, path)).toEqual(Uint8Array.of(0, 1, 2, 3));
    const sparse = format === 'gnu' || format === 'posix' ? ['a sparse file'] : [];
    expect(archive.problems.map(({ found }) => found)).toEqual(['a symbolic link', 'a hard link', ...sparse]);
    expect(archive.undeclaredBytes).toBe(0);
  });

  it('reads back what our writer writes, long names and empty archives too', async () => {
    const files = [
      { path: 'model.safetensors', bytes: weights(counting('w', 4)) },
      { path: long, bytes: Uint8Array.of(1, 2, 3) },
      { path: '竹简.bin', bytes: new Uint8Array(512).fill(7) },
    ];
    const archive = await tarContainer.open(memorySource(encodeTar(files)));
    expect(archive).toMatchObject({ container: 'tar', problems: [], undeclaredBytes: 0 });
    expect(archive.members.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
    for (const { path, bytes } of files) expect(await memberOutcome(archive, path)).toEqual(bytes);
    expect(await tarContainer.open(memorySource(encodeTar([])))).toMatchObject({ members: [], problems: [] });
  });

  it('reads headers and no contents', async () => {
    let read = 0;
    const files = [
      { path: 'large', bytes: new Uint8Array(8_000_000).fill(1) },
      { path: 'small', bytes: Uint8Array.of(1) },
    ];
    await tarContainer.open(counted(memorySource(encodeTar(files)), (length) => (read += length)));
    expect(read).toBeLessThan(50_000);
  });

  it('knows no text, no zeros and no safetensors file as its own', () => {
    const texts = [new TextEncoder().encode('ustar'.repeat(200)), new Uint8Array(1024), weights(counting('w', 400))];
    for (const bytes of texts) expect(tarContainer.matches(bytes.subarray(0, 4096), bytes.length)).toBe(false);
  });

  it('stops when told to', async () => {
    const signal = AbortSignal.abort('stop');
    await expect(tarContainer.open(memorySource(fixture('gnu')), { signal })).rejects.toBe('stop');
  });
});

describe('gzipContainer', () => {
  const bytes = new TextEncoder().encode('bamboo slips');

  it('has one member, called as the stream says', async () => {
    const plain = new Uint8Array(gzipSync(bytes));
    const archive = await gzipContainer.open(memorySource(plain));
    expect(archive.members).toMatchObject([{ path: 'unpacked', size: 12 }]);
    expect(await memberOutcome(archive, 'unpacked')).toEqual(bytes);
    const named = Uint8Array.of(...plain.subarray(0, 3), 8, ...plain.subarray(4, 10));
    const name = new TextEncoder().encode('../folder/模型.bin\0');
    const withName = Uint8Array.of(...named, ...name, ...plain.subarray(10));
    const other = await gzipContainer.open(memorySource(withName));
    expect(await memberOutcome(other, '模型.bin')).toEqual(bytes);
  });

  it('knows its streams by their first bytes', () => {
    const plain = new Uint8Array(gzipSync(bytes));
    expect(gzipContainer.matches(plain, plain.length)).toBe(true);
    expect(gzipContainer.matches(Uint8Array.of(0x1f, 0x8b, 8, 0xff), 100)).toBe(false);
    expect(gzipContainer.matches(Uint8Array.of(0x1f, 0x8b), 2)).toBe(false);
  });
});

describe('archives within archives', () => {
  const safetensors = weights(counting('w', 2, 3));
  const tar = encodeTar([{ path: 'package/model.safetensors', bytes: safetensors }]);
  const tarball = new Uint8Array(gzipSync(tar));

  it.for([
    ['a tar under another name', 'model.nemo', tar],
    ['a gzipped tar', 'model.tgz', tarball],
    ['a zip', 'model.zip', encodeZip([{ path: 'a/model.safetensors', bytes: safetensors }], { deflate: true })],
  ] as const)('are opened as models: %s', async ([, name, bytes]) => {
    await using model = await openModel(folderDoor({ [name]: bytes }));
    expect(model.tensors).toMatchObject([{ name: 'w', shape: [2, 3] }]);
    expect(await model.read(model.tensors[0]!, 0, 6)).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
  });

  it('are refused where they go on without end', async () => {
    let bytes = encodeZip([{ path: 'model.safetensors', bytes: safetensors }]);
    for (let depth = 0; depth < 5; depth++) bytes = encodeZip([{ path: 'inner.zip', bytes }]);
    await expect(openModel(folderDoor({ 'model.zip': bytes }))).rejects.toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });
});
