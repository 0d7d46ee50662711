// Parts of a source as sources, and several sources as one: the same bytes under other numbers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined } from '../../src/bytes/joined.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Source } from '../../src/bytes/source.ts';
import { span } from '../../src/bytes/span.ts';
import type { ErrorCode } from '../../src/errors.ts';

const code = (code: ErrorCode): unknown => expect.objectContaining({ code });
const thousand = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

/** A source that tells when it is closed and with which signal it is read. */
function watched(bytes: Uint8Array): Source & { readonly signals: unknown[]; closed: number } {
  const source = memorySource(bytes);
  return {
    ...source,
    signals: [],
    closed: 0,
    read(start, end, options) {
      this.signals.push(options?.signal);
      return source.read(start, end, options);
    },
    close() {
      this.closed += 1;
      return Promise.resolve();
    },
  };
}

describe('span', () => {
  it('numbers the bytes from its own start', async () => {
    const part = span(memorySource(thousand), 100, 200, 'part');
    expect([part.uri, part.size]).toEqual(['part', 100]);
    expect(await part.read(0, 100)).toEqual(thousand.slice(100, 200));
    expect(await part.read(40, 41)).toEqual(thousand.slice(140, 141));
    expect(await span(memorySource(thousand), 1000, 1000, 'empty').read(0, 0)).toEqual(new Uint8Array(0));
  });

  it('refuses reads beyond its end, though the outer source goes on', async () => {
    const part = span(memorySource(thousand), 100, 200, 'part');
    await expect(part.read(99, 101)).rejects.toThrow(code('source'));
    for (const [start, end] of [
      [-1, 5],
      [5, 4],
      [Number.NaN, 5],
      [0.5, 5],
    ] as const) {
      await expect(part.read(start, end)).rejects.toThrow(code('usage'));
    }
  });

  it.for([
    [-1, 5],
    [5, 4],
    [0, 1001],
    [0.5, 2],
    [Number.NaN, 2],
    [0, Number.POSITIVE_INFINITY],
  ] as const)('refuses to span %j', ([start, end]) => {
    expect(() => span(memorySource(thousand), start, end, 'part')).toThrow(code('source'));
  });

  it('leaves the outer source open and passes the signal on', async () => {
    const outer = watched(thousand);
    const part = span(outer, 0, 10, 'part');
    const { signal } = new AbortController();
    await part.read(0, 1, { signal });
    await part.close();
    expect([outer.signals, outer.closed]).toEqual([[signal], 0]);
  });
});

describe('joined', () => {
  it('gives the bytes of all parts in order, whatever the cuts and the reads', async () => {
    const cut = fc.array(fc.nat(1000), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cut, fc.array(fc.tuple(fc.nat(1000), fc.nat(1000))), async (cuts, reads) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), 1000];
        const parts = ends.slice(1).map((end, i) => memorySource(thousand.slice(ends[i], end)));
        const source = joined(parts, 'all');
        expect(source.size).toBe(1000);
        for (const [a, b] of reads) {
          const [start, end] = a < b ? [a, b] : [b, a];
          expect(await source.read(start, end)).toEqual(thousand.slice(start, end));
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('refuses ranges outside and ranges that are none', async () => {
    const source = joined([memorySource(thousand), memorySource(thousand)], 'all');
    await expect(source.read(1999, 2001)).rejects.toThrow(code('source'));
    for (const [start, end] of [
      [-1, 5],
      [5, 4],
      [Number.NaN, 5],
      [0.5, 5],
    ] as const) {
      await expect(source.read(start, end)).rejects.toThrow(code('usage'));
    }
  });

  it('is empty without parts', async () => {
    const source = joined([], 'none');
    expect(source.size).toBe(0);
    expect(await source.read(0, 0)).toEqual(new Uint8Array(0));
  });

  it('reads only the parts that are asked for, with the signal, and closes all', async () => {
    const parts = [watched(thousand), watched(thousand), watched(thousand)];
    const source = joined(parts, 'all');
    const { signal } = new AbortController();
    await source.read(1500, 1600, { signal });
    await source.close();
    expect(parts.map(({ signals }) => signals)).toEqual([[], [signal], []]);
    expect(parts.map(({ closed }) => closed)).toEqual([1, 1, 1]);
    await expect(source.read(0, 1, { signal: AbortSignal.abort('stop') })).rejects.toBe('stop');
  });
});
