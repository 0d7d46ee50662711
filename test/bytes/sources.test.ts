// The small parts of the bytes room: sources in memory, counting, reading ahead, cursors, hashes and names.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buffered } from '../../src/bytes/buffered.ts';
import { counted } from '../../src/bytes/counted.ts';
import { Cursor } from '../../src/bytes/cursor.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import { paged } from '../../src/bytes/paged.ts';
import { relativeSegments } from '../../src/bytes/relative-path.ts';
import { createSha256, sha256 } from '../../src/bytes/sha256.ts';
import type { Progress } from '../../src/run.ts';

const code = (name: string): unknown => expect.objectContaining({ name: 'ForebearError', code: name });
const thousand = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

describe('memorySource', () => {
  it('gives fresh arrays and refuses ranges outside', async () => {
    const source = memorySource(thousand);
    const bytes = await source.read(10, 20);
    bytes.fill(0);
    expect(await source.read(10, 12)).toEqual(Uint8Array.of(10, 11));
    await expect(source.read(990, 1001)).rejects.toThrow(code('source'));
    await expect(source.read(5, 4)).rejects.toThrow(code('usage'));
  });
});

describe('buffered', () => {
  it('gives the same bytes as its source, in any order of reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(1000), fc.nat(1000))),
        fc.integer({ min: 1, max: 300 }),
        async (ranges, window) => {
          const source = buffered(memorySource(thousand), window);
          for (const [a, b] of ranges) {
            const [start, end] = a < b ? [a, b] : [b, a];
            expect(await source.read(start, end)).toEqual(thousand.slice(start, end));
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('touches the source once per window', async () => {
    const lengths: number[] = [];
    const source = buffered(
      counted(memorySource(thousand), (length) => lengths.push(length)),
      100,
    );
    for (let at = 0; at + 4 <= 1000; at += 4) await source.read(at, at + 4);
    expect(lengths.length).toBe(10);
    expect(lengths.reduce((sum, length) => sum + length)).toBe(1000);
  });

  it('passes refusals through', async () => {
    await expect(buffered(memorySource(thousand)).read(999, 1001)).rejects.toThrow(code('source'));
  });
});

describe('paged', () => {
  it('gives the same bytes as its source, in any order of reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(1000), fc.nat(1000))),
        fc.integer({ min: 1, max: 300 }),
        async (ranges, page) => {
          const source = paged(memorySource(thousand), page);
          for (const [a, b] of ranges) {
            const [start, end] = a < b ? [a, b] : [b, a];
            expect(await source.read(start, end)).toEqual(thousand.slice(start, end));
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('touches the source once per page, however it jumps', async () => {
    let total = 0;
    const source = paged(
      counted(memorySource(thousand), (length) => (total += length)),
      100,
    );
    for (const at of [950, 10, 555, 0, 96, 950, 550, 420, 12]) await source.read(at, at + 8);
    expect(total).toBe(500);
  });

  it('forgets the pages it was asked for longest ago', async () => {
    let total = 0;
    const source = paged(
      counted(memorySource(thousand), (length) => (total += length)),
      1,
    );
    for (let at = 0; at < 1000; at++) await source.read(at, at + 1);
    expect(await source.read(999, 1000)).toEqual(thousand.slice(999));
    expect(total).toBe(1000);
    await source.read(0, 1);
    expect(total).toBe(1001);
  });

  it('passes refusals through', async () => {
    await expect(paged(memorySource(thousand)).read(999, 1001)).rejects.toThrow(code('source'));
    await expect(paged(memorySource(thousand)).read(5, 4)).rejects.toThrow(code('usage'));
  });
});

describe('counted', () => {
  it('counts what was read and not what failed', async () => {
    let total = 0;
    const source = counted(memorySource(thousand), (length) => (total += length));
    await source.read(0, 30);
    await source.read(0, 2000).catch(() => undefined);
    await source.read(5, 6);
    expect(total).toBe(31);
  });
});

describe('Cursor', () => {
  it('reads little-endian numbers one after another', () => {
    const cursor = new Cursor(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 42), 'test');
    expect([cursor.u8(), cursor.u16(), cursor.u32(), cursor.u64()]).toEqual([1, 0x0302, 0x07060504, 0x0908]);
    expect(cursor.take(1)).toEqual(Uint8Array.of(42));
    expect(cursor.remaining).toBe(0);
  });

  it('refuses to step past the end or back', () => {
    const cursor = new Cursor(new Uint8Array(3), 'test');
    expect(() => cursor.u32()).toThrow(code('format'));
    expect(() => cursor.take(-1)).toThrow(code('format'));
    expect(() => cursor.take(Number.NaN)).toThrow(code('format'));
    expect(cursor.at).toBe(0);
  });

  it('refuses numbers that a float would round', () => {
    expect(new Cursor(Uint8Array.of(255, 255, 255, 255, 255, 255, 31, 0), 'test').u64()).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => new Cursor(Uint8Array.of(0, 0, 0, 0, 0, 0, 32, 0), 'test').u64()).toThrow(code('limit'));
  });
});

describe('sha256', () => {
  it('agrees with the published test vector', async () => {
    const abc = memorySource(new TextEncoder().encode('abc'));
    expect(await sha256(abc)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(await sha256(memorySource(new Uint8Array(0)))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it('reads in pieces, tells how far it is, and hashes as a whole would', async () => {
    const bytes = new Uint8Array(2_500_000).fill(7);
    const heard: Progress[] = [];
    const whole = createSha256();
    whole.update(bytes);
    expect(await sha256(memorySource(bytes), { onProgress: (progress) => heard.push(progress) })).toBe(
      whole.digestHex(),
    );
    expect(heard.map((progress) => progress.done)).toEqual([1_048_576, 2_097_152, 2_500_000]);
  });

  it('stops when told to', async () => {
    await expect(sha256(memorySource(thousand), { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
  });
});

describe('relativeSegments', () => {
  it('splits plain names, of any script', () => {
    expect(relativeSegments('onnx/模型.bin', 'test')).toEqual(['onnx', '模型.bin']);
    expect(relativeSegments('...', 'test')).toEqual(['...']);
    expect(relativeSegments('a b/.hidden', 'test')).toEqual(['a b', '.hidden']);
  });

  it.for([
    '',
    '/',
    '/a',
    '..',
    'a/..',
    './a',
    'a/',
    'a//b',
    'a\\b',
    'c:a',
    'a\0',
    '%2E%2E',
    'a%2fb',
    'a%00',
    'a'.repeat(1025),
  ])('refuses %j', (path) => {
    expect(() => relativeSegments(path, 'test')).toThrow(code('containment'));
  });
});
