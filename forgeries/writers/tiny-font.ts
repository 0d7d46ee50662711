// A font of a few boxes, built table by table, for tests of the reader: simple glyphs, a composite one, one that is part of itself.

function bytesOf(values: readonly (readonly [number, 1 | 2 | 4])[]): Uint8Array {
  const out = new Uint8Array(values.reduce((sum, [, size]) => sum + size, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [value, size] of values) {
    if (size === 1) view.setUint8(at, value & 0xff);
    else if (size === 2) view.setUint16(at, value & 0xffff);
    else view.setUint32(at, value >>> 0);
    at += size;
  }
  return out;
}

const u16 = (...values: number[]): [number, 2][] => values.map((value) => [value, 2]);

/** A box from (x, y) to (x + w, y + h), corners on the curve. */
function box(x: number, y: number, w: number, h: number): Uint8Array {
  return bytesOf([
    ...u16(1, x, y, x + w, y + h, 3, 0),
    ...([1, 1, 1, 1] as const).map((flag): [number, 1] => [flag, 1]),
    ...u16(x, w, 0, -w),
    ...u16(y, 0, h, 0),
  ]);
}

/** Glyph `part` moved by (dx, dy). */
const composite = (part: number, dx: number, dy: number): Uint8Array =>
  bytesOf(u16(-1, 0, 0, 1000, 1000, 3, part, dx, dy));

/** Glyphs: 1 a box for U+4E00, 2 the same moved for U+4E01, 3 part of itself for U+4E02. */
export function tinyFont(): Uint8Array {
  const glyphs = [new Uint8Array(0), box(100, 0, 500, 800), composite(1, 300, 100), composite(3, 0, 0)];
  const offsets = [0];
  for (const glyph of glyphs) offsets.push((offsets.at(-1) as number) + glyph.length);
  const glyf = new Uint8Array(offsets.at(-1) as number);
  for (const [i, glyph] of glyphs.entries()) glyf.set(glyph, offsets[i]);
  const head = new Uint8Array(54);
  new DataView(head.buffer).setUint16(18, 1000);
  new DataView(head.buffer).setUint16(50, 1);
  const hhea = new Uint8Array(36);
  new DataView(hhea.buffer).setUint16(34, 1);
  const tables: readonly [string, Uint8Array][] = [
    [
      'cmap',
      bytesOf([...u16(0, 1, 3, 10), [12, 4], ...u16(12, 0), [28, 4], [0, 4], [1, 4], [0x4e00, 4], [0x4e02, 4], [1, 4]]),
    ],
    ['glyf', glyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', bytesOf(u16(1000, 0))],
    ['loca', bytesOf(offsets.map((offset): [number, 4] => [offset, 4]))],
  ];
  const out: number[] = [...bytesOf([[0x00010000, 4], ...u16(tables.length, 0, 0, 0)])];
  let at = 12 + 16 * tables.length;
  for (const [tag, table] of tables) {
    out.push(...[...tag].map((letter) => letter.charCodeAt(0)));
    out.push(
      ...bytesOf([
        [0, 4],
        [at, 4],
        [table.length, 4],
      ]),
    );
    at += table.length;
  }
  for (const [, table] of tables) out.push(...table);
  return Uint8Array.from(out);
}
