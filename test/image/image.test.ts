// Images in and out: every form of PNG that the standard has, fonts as outlines, and files that attack the readers.
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tinyFont } from '../../forgeries/writers/tiny-font.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { isForebearError } from '../../src/errors.ts';
import { decodeImage } from '../../src/image/decode.ts';
import { encodePng } from '../../src/image/encode-png.ts';
import { openFont } from '../../src/image/font/font.ts';
import { drawContours } from '../../src/image/rasterise.ts';
import { createRandom } from '../../src/math/random.ts';

/** A file of chunks, checksums right. */
function png(header: readonly number[], rows: Uint8Array, palette?: readonly number[]): Uint8Array {
  const chunk = (type: string, body: Uint8Array): Uint8Array => {
    const out = Buffer.alloc(body.length + 12);
    out.writeUInt32BE(body.length, 0);
    out.write(type, 4, 'latin1');
    out.set(body, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
    return out;
  };
  const [width = 0, height = 0, ...rest] = header;
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(width, 0);
  ihdr.writeUInt32BE(height, 4);
  ihdr.set([...rest], 8);
  return Buffer.concat([
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk('IHDR', ihdr),
    ...(palette === undefined ? [] : [chunk('PLTE', Uint8Array.from(palette))]),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return isForebearError(error) ? error.code : `not ours: ${String(error)}`;
  }
  return 'none';
};

describe('PNG', () => {
  it('comes back as it was written, whatever its pixels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        fc.boolean(),
        (width, height, seed, even) => {
          const random = createRandom(seed);
          const data = Uint8Array.from({ length: 3 * width * height }, () =>
            even ? random.integer(2) : random.integer(256),
          );
          expect(decodeImage(encodePng({ width, height, channels: 3, data }))).toEqual({
            width,
            height,
            channels: 3,
            data,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each<readonly [string, readonly number[], readonly number[], readonly number[] | undefined, readonly number[]]>([
    ['grey, 1 bit', [3, 1, 1, 0, 0, 0, 0], [0, 0b10100000], undefined, [255, 0, 255]],
    ['grey, 2 bits', [4, 1, 2, 0, 0, 0, 0], [0, 0b00011011], undefined, [0, 85, 170, 255]],
    ['grey, 16 bits', [2, 1, 16, 0, 0, 0, 0], [0, 200, 17, 3, 99], undefined, [200, 3]],
    ['grey and opacity', [2, 1, 8, 4, 0, 0, 0], [0, 9, 0, 70, 255], undefined, [9, 70]],
    ['palette, 4 bits', [2, 1, 4, 3, 0, 0, 0], [0, 0x10], [1, 1, 1, 8, 8, 8], [8, 1]],
    ['left filter', [3, 1, 8, 0, 0, 0, 0], [1, 10, 5, 5], undefined, [10, 15, 20]],
    ['upper filter', [1, 2, 8, 0, 0, 0, 0], [2, 10, 2, 5], undefined, [10, 15]],
    ['mean filter', [2, 2, 8, 0, 0, 0, 0], [0, 10, 20, 3, 5, 5], undefined, [10, 20, 10, 20]],
    ['Paeth filter', [2, 2, 8, 0, 0, 0, 0], [0, 10, 20, 4, 1, 1], undefined, [10, 20, 11, 21]],
    ['interlaced', [2, 2, 8, 0, 0, 0, 1], [0, 1, 0, 2, 0, 3, 4], undefined, [1, 2, 3, 4]],
  ])('is read in the form %s', (_, header, rows, palette, grey) => {
    const { data } = decodeImage(png(header, Uint8Array.from(rows), palette));
    expect([...data].filter((__, at) => at % 3 === 0)).toEqual(grey);
  });

  it('drops opacity instead of blending it', () => {
    expect([...decodeImage(png([1, 1, 8, 6, 0, 0, 0], Uint8Array.of(0, 250, 100, 50, 0))).data]).toEqual([
      250, 100, 50,
    ]);
  });

  it.each<readonly [string, Uint8Array, string]>([
    ['another format', new TextEncoder().encode('GIF89a'), 'unsupported'],
    ['sides of four thousand million', png([4_000_000_000, 4_000_000_000, 8, 2, 0, 0, 0], new Uint8Array(4)), 'limit'],
    ['rows that are missing', png([9, 9, 8, 2, 0, 0, 0], new Uint8Array(4)), 'format'],
    ['rows without end', png([1, 1, 8, 0, 0, 0, 0], new Uint8Array(1_000_000)), 'limit'],
    ['a colour beyond the palette', png([1, 1, 8, 3, 0, 0, 0], Uint8Array.of(0, 9), [1, 2, 3]), 'format'],
    ['a filter that there is not', png([1, 1, 8, 0, 0, 0, 0], Uint8Array.of(7, 9)), 'format'],
    ['no sides', png([0, 1, 8, 0, 0, 0, 0], new Uint8Array(1)), 'format'],
    ['a broken JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2), 'format'],
  ])('with %s is refused', (_, bytes, code) => {
    expect(codeOf(() => decodeImage(bytes))).toBe(code);
  });

  it('refuses every damage or reads it, and never breaks', () => {
    const whole = encodePng({ width: 9, height: 7, channels: 3, data: Uint8Array.from({ length: 189 }, (_, i) => i) });
    const codes = new Set<string>();
    for (let at = 0; at < whole.length; at++) {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] as number) ^ 0x55;
      codes.add(codeOf(() => decodeImage(damaged)));
      codes.add(codeOf(() => decodeImage(whole.slice(0, at))));
    }
    expect([...codes].filter((code) => code.startsWith('not ours'))).toEqual([]);
  });
});

describe('fonts', () => {
  it('give outlines, composed ones too', () => {
    const font = openFont(tinyFont());
    expect([font.unitsPerEm, font.points]).toEqual([1000, [0x4e00, 0x4e01, 0x4e02]]);
    const corners = (point: number) =>
      font.outline(point)?.contours.map((contour) => contour.map(({ x, y }) => [x, y]));
    expect(corners(0x4e00)).toEqual([
      [
        [100, 0],
        [600, 0],
        [600, 800],
        [100, 800],
      ],
    ]);
    expect(corners(0x4e01)).toEqual([
      [
        [400, 100],
        [900, 100],
        [900, 900],
        [400, 900],
      ],
    ]);
    expect(font.outline(0x4e03)).toBeUndefined();
    expect(codeOf(() => font.outline(0x4e02))).toBe('limit');
  });

  it('are inked by how much of each pixel they cover', () => {
    const ink = new Float64Array(16);
    const square = [
      { x: 0.5, y: 1, on: true },
      { x: 3, y: 1, on: true },
      { x: 3, y: 3, on: true },
      { x: 0.5, y: 3, on: true },
    ];
    drawContours(ink, 4, 4, [square], { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 });
    expect([...ink]).toEqual([0, 0, 0, 0, 0.5, 1, 1, 0, 0.5, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('that are damaged anywhere are refused or read, and never break', () => {
    const whole = tinyFont();
    const found = new Set<string>();
    for (let at = 0; at < whole.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const damaged = whole.slice();
        damaged[at] = (damaged[at] as number) ^ flip;
        found.add(
          codeOf(() => {
            const font = openFont(damaged);
            for (const point of font.points.slice(0, 50)) font.outline(point);
          }),
        );
      }
      found.add(codeOf(() => openFont(whole.slice(0, at))));
    }
    expect([...found].filter((code) => code.startsWith('not ours'))).toEqual([]);
    expect(found.has('format')).toBe(true);
  }, 60_000);
});
