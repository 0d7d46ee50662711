// Base64 by range, held against what Node's own decoder gives for the whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Base64Alphabet, base64Classes, base64Size, base64Source } from '../../src/bytes/base64.ts';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Source } from '../../src/bytes/source.ts';
import type { ErrorCode } from '../../src/errors.ts';

const code = (code: ErrorCode): unknown => expect.objectContaining({ code });

function open(text: string, alphabet: Base64Alphabet = 'plain'): Source {
  const outer = memorySource(new TextEncoder().encode(`"${text}"`));
  return base64Source(outer, 1, 1 + text.length, alphabet, 'string');
}

describe('base64Source', () => {
  it('gives every range of the bytes, in both alphabets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), fc.nat(50), fc.nat(50), async (bytes, a, b) => {
        const [from, to] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
        for (const alphabet of ['plain', 'url'] as const) {
          const text = Buffer.from(bytes)
            .toString(alphabet === 'plain' ? 'base64' : 'base64url')
            .replace(/=+$/, '');
          const source = open(text, alphabet);
          expect(source.size).toBe(bytes.length);
          expect(await source.read(from, to)).toEqual(bytes.slice(from, to));
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it.for(['QUJ*', 'QU=J', 'QUI ', 'QUJ\n', 'QUJ-', 'é123', 'QR', 'QUK'])('refuses to read %j', async (text) => {
    const source = open(text);
    await expect(source.read(0, source.size)).rejects.toThrow(code('format'));
  });

  it('refuses the other alphabet, a number of characters that none has, and ranges outside', async () => {
    await expect(open('QUJ+', 'url').read(0, 3)).rejects.toThrow(code('format'));
    expect(() => open('QUJDR')).toThrow(code('format'));
    await expect(open('QUJD').read(0, 4)).rejects.toThrow(code('source'));
    for (const [from, to] of [
      [2, 1],
      [-1, 1],
      [0.5, 1],
      [Number.NaN, 1],
    ] as const) {
      await expect(open('QUJD').read(from, to)).rejects.toThrow(code('usage'));
    }
  });

  it('reads only the text around what is asked for', async () => {
    const ranges: (readonly number[])[] = [];
    const outer = memorySource(new Uint8Array(4000).fill(0x41));
    const watched: Source = {
      ...outer,
      read(start, end) {
        ranges.push([start, end]);
        return outer.read(start, end);
      },
    };
    await base64Source(watched, 0, 4000, 'plain', 'string').read(30, 33);
    expect(ranges).toEqual([[40, 44]]);
  });

  it('knows its characters and lengths', () => {
    const classes = (text: string): readonly (number | undefined)[] =>
      [...text].map((c) => base64Classes[c.charCodeAt(0)]);
    expect(classes('aZ9+/-_=" ')).toEqual([1, 1, 1, 2, 2, 4, 4, 0, 0, 0]);
    expect([0, 1, 2, 3, 4, 5, 6].map(base64Size)).toEqual([0, undefined, 1, 2, 3, undefined, 4]);
  });
});
