// The wire form: fields by number and place, far beyond what fits in memory or in 32 bits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, join, varint } from '../../../forgeries/writers/onnx.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { Source } from '../../../src/bytes/source.ts';
import { readMessage, readVarint } from '../../../src/formats/onnx/protobuf.ts';

const budget = (): { fields: number } => ({ fields: 1_000_000 });

describe('readMessage', () => {
  it('finds every field with its place', async () => {
    const fixed = join(varint(3 * 8 + 5), new Uint8Array(4), varint(4 * 8 + 1), new Uint8Array(8));
    const bytes = join(field(1, 300), field(2, 'abc'), fixed, field(536_870_911, 1));
    expect(await readMessage(memorySource(bytes), 0, bytes.length, budget())).toEqual([
      { number: 1, kind: 'varint', start: 1, end: 3, value: 300 },
      { number: 2, kind: 'bytes', start: 5, end: 8, value: 0 },
      { number: 3, kind: 'fixed32', start: 9, end: 13, value: 0 },
      { number: 4, kind: 'fixed64', start: 14, end: 22, value: 0 },
      { number: 536_870_911, kind: 'varint', start: 27, end: 28, value: 1 },
    ]);
  });

  it('finds the same fields wherever the borders of its reads fall', async () => {
    const sizes = fc.array(fc.nat(5000), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, async (lengths) => {
        const bytes = join(...lengths.map((length, i) => field(i + 1, new Uint8Array(length))));
        const fields = await readMessage(memorySource(bytes), 0, bytes.length, budget());
        expect(fields.map(({ start, end }) => end - start)).toEqual(lengths);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('skips payloads of gigabytes by number', async () => {
    const size = 12 * 2 ** 30;
    const head = join(varint(9 * 8 + 2), varint(size - 16));
    const tail = field(1, 7);
    const reads: number[] = [];
    const sparse: Source = {
      uri: 'sparse',
      size,
      read(start, end) {
        reads.push(end - start);
        const bytes = new Uint8Array(end - start);
        if (start === 0) bytes.set(head);
        const at = head.length + size - 16 - start;
        if (at >= 0 && at + tail.length <= bytes.length) bytes.set(tail, at);
        return Promise.resolve(bytes);
      },
      close: () => Promise.resolve(),
    };
    const last = head.length + size - 16;
    const fields = await readMessage(sparse, 0, last + tail.length, budget());
    expect(fields.map(({ number, end }) => [number, end])).toEqual([
      [9, last],
      [1, last + 2],
    ]);
    expect(Math.max(...reads)).toBeLessThanOrEqual(4096);
  });

  it('stops when the file has cost enough', async () => {
    const bytes = join(field(1, 1), field(1, 1), field(1, 1));
    await expect(readMessage(memorySource(bytes), 0, bytes.length, { fields: 2 })).rejects.toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
  });
});

describe('readVarint', () => {
  it('reads what was written, and NaN beyond 2^53', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const bytes = varint(value);
        const wanted = value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Number.NaN;
        expect(readVarint(bytes, 0)).toEqual({ value: wanted, length: bytes.length });
      }),
      { seed: 2, numRuns: 300 },
    );
    expect(readVarint(varint(Number.MAX_SAFE_INTEGER), 0).value).toBe(Number.MAX_SAFE_INTEGER);
    expect(readVarint(varint(2n ** 53n), 0).value).toBeNaN();
  });

  it('gives length 0 where the varint does not end', () => {
    expect(readVarint(Uint8Array.of(0x80), 0).length).toBe(0);
    expect(readVarint(new Uint8Array(11).fill(0x80), 0).length).toBe(0);
    expect(readVarint(new Uint8Array(0), 0).length).toBe(0);
  });
});
