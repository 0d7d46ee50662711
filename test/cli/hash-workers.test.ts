// Threads give the hashes that one thread gives, side by side, and outlive a file that cannot be read.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { sha256 } from '../../src/bytes/sha256.ts';
import type { Source } from '../../src/bytes/source.ts';
import { startHashWorkers } from '../../src/cli/hash-workers.ts';
import { ForebearError } from '../../src/errors.ts';

/** Bytes that differ from piece to piece, without the time that chance would take. */
function bytesOf(length: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let i = 0; i < words.length; i++) words[i] = Math.imul(i + seed, 2_654_435_761);
  return new Uint8Array(words.buffer, 0, length);
}

/** A source that fills the memory it is given, as files do. */
function filling(source: Source): Source {
  return {
    ...source,
    read: async (start, end, options) => {
      const bytes = await source.read(start, end, { signal: options?.signal });
      const room = options?.allocate?.(end - start);
      room?.set(bytes);
      return room ?? bytes;
    },
  };
}

const large = [67_108_864, 67_108_865, 70_000_003].map((size, i) => filling(memorySource(bytesOf(size, i), `${size}`)));

describe('startHashWorkers', () => {
  it('gives the hash of each of more files than threads', async () => {
    await using workers = startHashWorkers(2);
    const small = filling(memorySource(bytesOf(1_000, 9), 'small'));
    const files = [...large, small];
    const found = await Promise.all(files.map((file) => workers.hash(file)));
    for (const [i, file] of files.entries()) expect(found[i]).toBe(await sha256(file));
  });

  it('tells of progress to the last byte', async () => {
    await using workers = startHashWorkers(1);
    const done: number[] = [];
    const [first] = large;
    await workers.hash(first as Source, { onProgress: (event) => done.push(event.done) });
    expect(done.at(-1)).toBe(67_108_864);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('hashes the next file where one could not be read or was given up', async () => {
    await using workers = startHashWorkers(1);
    const [first, second] = large as [Source, Source, Source];
    const broken: Source = {
      ...first,
      read: (start, end, options) =>
        start > 20_000_000
          ? Promise.reject(new ForebearError('source', 'broken', 'bytes', 'none'))
          : first.read(start, end, options),
    };
    await expect(workers.hash(broken)).rejects.toMatchObject({ code: 'source' });
    const abort = new AbortController();
    const given = workers.hash(first, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    expect(await workers.hash(second)).toBe(await sha256(second));
  });
});
