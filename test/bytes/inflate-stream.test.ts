// A zlib stream out of the middle of other bytes: how much it took, and that it never gives more than was allowed.
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateStart, inflateStream } from '../../src/bytes/inflate-stream.ts';

describe('inflateStream', () => {
  it('says how many bytes the stream took, whatever stands behind it', () => {
    for (const length of [0, 1, 100, 70_000, 300_000]) {
      const packed = deflateSync(Buffer.alloc(length, 7));
      const { bytes, consumed } = inflateStream('x', Buffer.concat([packed, packed, Buffer.from('more')]), length);
      expect([bytes.length, consumed]).toEqual([length, packed.length]);
    }
  });

  it('refuses more than was allowed, damage, and a cut stream', () => {
    const packed = deflateSync(Buffer.alloc(10_000_000));
    expect(() => inflateStream('x', packed, 1_000)).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => inflateStream('x', packed, 0)).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => inflateStream('x', packed.subarray(0, 50), 10_000_000)).toThrow(
      expect.objectContaining({ code: 'format' }),
    );
    expect(() => inflateStream('x', Buffer.from('no stream'), 10)).toThrow(expect.objectContaining({ code: 'format' }));
  });

  it('gives the beginning of a cut stream', () => {
    const varied = Array.from({ length: 5_000 }, (_, index) => String((index * 7_919) % 9_973)).join(' ');
    const packed = deflateSync(Buffer.from(`blob ${varied.length}\0${varied}`));
    expect(packed.length).toBeGreaterThan(1_000);
    const start = inflateStart('x', packed.subarray(0, 512), 10);
    expect(Buffer.from(start).toString()).toBe(`blob ${varied.length}`);
  });
});
