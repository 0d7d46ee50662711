// Unpacking that stops where it was told to, and says what is wrong with the bytes.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { counted } from '../../src/bytes/counted.ts';
import { type Compression, type InflateLimits, inflate, inflateHead } from '../../src/bytes/inflate.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Source } from '../../src/bytes/source.ts';
import { unpacked } from '../../src/bytes/unpacked.ts';
import { type ErrorCode, ForebearError } from '../../src/errors.ts';
import type { RunOptions } from '../../src/run.ts';

const code = (code: ErrorCode): unknown => expect.objectContaining({ code });
const text = new TextEncoder().encode('bamboo slips '.repeat(1000));
const packed = new Uint8Array(deflateRawSync(text));

function limits(size: number, more: Partial<InflateLimits> = {}): InflateLimits {
  return { size, maxBytes: 2 ** 30, maxRatio: 100, ...more };
}

function unpack(
  bytes: Uint8Array,
  size: number,
  method: Compression = 'deflate-raw',
  options?: RunOptions,
): Promise<Uint8Array> {
  return inflate(memorySource(bytes), 0, bytes.length, method, limits(size), options);
}

function joinedTo(bytes: Uint8Array, more: number): Uint8Array {
  const out = new Uint8Array(bytes.length + more);
  out.set(bytes);
  return out;
}

describe('inflate', () => {
  it('unpacks a range of a source, raw or gzip', async () => {
    const outer = memorySource(Uint8Array.of(1, 2, ...packed, 3));
    expect(await inflate(outer, 2, 2 + packed.length, 'deflate-raw', limits(text.length))).toEqual(text);
    expect(await unpack(new Uint8Array(gzipSync(text)), text.length, 'gzip')).toEqual(text);
    expect(await unpack(new Uint8Array(deflateRawSync('')), 0)).toEqual(new Uint8Array(0));
  });

  it.for([
    ['fewer bytes than declared', packed, text.length + 1],
    ['more bytes than declared', packed, text.length - 1],
    ['compressed bytes that end too early', packed.subarray(0, -3), text.length],
    ['bytes behind the end', joinedTo(packed, 5), text.length],
    ['three megabytes behind the end', joinedTo(packed, 3_000_000), text.length],
    ['no bytes at all', new Uint8Array(0), 0],
    ['bytes that are not compressed', new Uint8Array(1000).fill(0xff), 1000],
  ] as const)('refuses %s', async ([, bytes, size]) => {
    await expect(unpack(bytes, size)).rejects.toThrow(code('format'));
  });

  it('refuses damaged gzip: a wrong checksum, a second stream of the wrong length, junk', async () => {
    const gzip = new Uint8Array(gzipSync(text));
    const broken = gzip.slice();
    broken[gzip.length - 6]! ^= 1;
    await expect(unpack(broken, text.length, 'gzip')).rejects.toThrow(code('format'));
    await expect(unpack(Uint8Array.of(...gzip, ...gzip), text.length, 'gzip')).rejects.toThrow(code('format'));
    await expect(unpack(joinedTo(gzip, 8), text.length, 'gzip')).rejects.toThrow(code('format'));
  });

  it('refuses what is declared beyond a limit before it reads a byte', async () => {
    let read = 0;
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(20_000_000), { level: 9 }));
    const source = counted(memorySource(bomb), (length) => (read += length));
    const ratio = inflate(source, 0, bomb.length, 'deflate-raw', limits(20_000_000));
    await expect(ratio).rejects.toThrow(code('limit'));
    const most = inflate(source, 0, bomb.length, 'deflate-raw', limits(20_000_000, { maxBytes: 10, maxRatio: 5000 }));
    await expect(most).rejects.toThrow(code('limit'));
    expect(read).toBe(0);
  });

  it('lets small files be all zeros', async () => {
    const zeros = new Uint8Array(1024 * 1024);
    expect(await unpack(new Uint8Array(deflateRawSync(zeros)), zeros.length)).toEqual(zeros);
  });

  it('stops at a bomb that declares little, with little unpacked', async () => {
    const bomb = new Uint8Array(deflateRawSync(new Uint8Array(200_000_000), { level: 9 }));
    const before = process.memoryUsage().arrayBuffers;
    await expect(unpack(bomb, 1000)).rejects.toThrow(code('format'));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32_000_000);
  });

  it('passes on what the source refuses with, and the reason of an abort, whatever it is', async () => {
    const fault = new ForebearError('integrity', 'x', 'a', 'b');
    const failing: Source = { ...memorySource(packed), read: () => Promise.reject(fault) };
    await expect(inflate(failing, 0, 5, 'gzip', limits(5))).rejects.toBe(fault);
    const signal = AbortSignal.abort('stop');
    await expect(unpack(packed, text.length, 'deflate-raw', { signal })).rejects.toBe('stop');
    const controller = new AbortController();
    const source = memorySource(packed);
    const stopping: Source = {
      ...source,
      read(start, end) {
        controller.abort('later');
        return source.read(start, end);
      },
    };
    const options = { signal: controller.signal };
    const running = inflate(stopping, 0, packed.length, 'deflate-raw', limits(text.length), options);
    await expect(running).rejects.toBe('later');
  });
});

describe('inflateHead', () => {
  it('gives the first bytes and reads no further', async () => {
    const noise = Uint8Array.from({ length: 2_000_000 }, (_, i) => (i * 2654435761) >>> 24);
    const bytes = new Uint8Array(deflateRawSync(noise, { level: 1 }));
    let read = 0;
    const source = counted(memorySource(bytes), (length) => (read += length));
    expect(await inflateHead(source, 0, bytes.length, 'deflate-raw', 1000)).toEqual(noise.subarray(0, 1000));
    expect(read).toBeLessThan(bytes.length);
    expect(await inflateHead(memorySource(packed), 0, packed.length, 'deflate-raw', 10 ** 6)).toEqual(text);
  });
});

describe('unpacked', () => {
  const large = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 31) % 251);
  const bytes = new Uint8Array(deflateRawSync(large));

  function open(size: number, verify?: (all: Uint8Array) => void): Source {
    return unpacked({
      outer: memorySource(bytes),
      start: 0,
      end: bytes.length,
      method: 'deflate-raw',
      limits: limits(size),
      uri: 'member',
      ...(verify === undefined ? {} : { verify }),
    });
  }

  it('reads as the unpacked bytes would, in any order', async () => {
    const source = open(large.length);
    for (const [start, end] of [
      [0, 10],
      [65_536, 65_600],
      [5, 5],
      [0, 200_000],
      [199_999, 200_000],
      [0, 4],
    ] as const) {
      expect(await source.read(start, end)).toEqual(large.slice(start, end));
    }
    expect([source.uri, source.size]).toEqual(['member', 200_000]);
    await expect(source.read(0, 200_001)).rejects.toThrow(code('source'));
    await expect(source.read(5, 4)).rejects.toThrow(code('usage'));
  });

  it('verifies once all bytes are there, and not while only the head is asked for', async () => {
    const seen: number[] = [];
    const source = open(large.length, (all) => seen.push(all.length));
    await source.read(0, 65_536);
    expect(seen).toEqual([]);
    await source.read(0, 65_537);
    await source.read(100_000, 100_010);
    expect(seen).toEqual([200_000]);
  });

  it('says of every read that the promised size was a lie', async () => {
    const source = open(200_001);
    await expect(source.read(100_000, 100_001)).rejects.toThrow(code('format'));
    await expect(source.read(100_000, 100_001)).rejects.toThrow(code('format'));
    await expect(open(70_000).read(66_000, 66_001)).rejects.toThrow(code('format'));
  });

  it('can be read again after an abort', async () => {
    const source = open(large.length);
    await expect(source.read(0, 200_000, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
    expect(await source.read(0, 2)).toEqual(large.slice(0, 2));
  });
});
