// Glyphs of a TrueType font as outlines (OpenType 1.9: cmap, loca, glyf, hmtx), read when they are asked for.
import { ForebearError } from '../../errors.ts';
import { type Tables, tablesOf } from './sfnt.ts';

/** A point of an outline, in units of the font; y points upwards. */
export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  /** On the curve; the others pull it (quadratic Bézier). */
  readonly on: boolean;
}

export interface Outline {
  /** Closed contours. */
  readonly contours: readonly (readonly OutlinePoint[])[];
  /** Units to the next glyph. */
  readonly advance: number;
}

export interface Font {
  readonly unitsPerEm: number;
  /** Code points that have a glyph, upwards. */
  readonly points: readonly number[];
  /** Throws `format` for damaged glyphs; undefined where the font has none for the code point. */
  outline(point: number): Outline | undefined;
}

/** Parts of parts: honest fonts nest once or twice. */
const deepest = 6;
/** Points of a glyph with all its parts: the most intricate ideographs have some thousands. */
const mostPoints = 32_768;
const mostCodePoints = 1_114_112;

const fault = (expected: string, found: string): ForebearError => new ForebearError('format', 'font', expected, found);

/** Throws `unsupported` where the file holds no TrueType outlines, `format` where it is damaged. */
export function openFont(bytes: Uint8Array): Font {
  return guarded(() => {
    const tables = tablesOf(bytes);
    const unitsPerEm = tables.table('head').getUint16(18);
    if (unitsPerEm < 16 || unitsPerEm > 16_384) throw fault('16 to 16384 units an em', `${unitsPerEm}`);
    const glyphs = charactersOf(tables.table('cmap'));
    const reader = glyphReader(tables);
    return {
      unitsPerEm,
      points: [...glyphs.keys()].toSorted((a, b) => a - b),
      outline: (point) => {
        const glyph = glyphs.get(point);
        return glyph === undefined ? undefined : guarded(() => reader(glyph));
      },
    };
  });
}

/** A read beyond a table's end is a damaged font. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw fault('tables that hold what they announce', 'a read beyond one');
    throw error;
  }
}

/** Glyph by code point, from subtables of format 12 and 4; format 12 has the word where both are there. */
function charactersOf(cmap: DataView): Map<number, number> {
  const glyphs = new Map<number, number>();
  const subtables: number[] = [];
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const [platform, encoding] = [cmap.getUint16(4 + 8 * i), cmap.getUint16(6 + 8 * i)];
    if (platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10)))
      subtables.push(cmap.getUint32(8 + 8 * i));
  }
  for (const at of new Set(subtables)) if (cmap.getUint16(at) === 4) segments(cmap, at, glyphs);
  for (const at of new Set(subtables)) if (cmap.getUint16(at) === 12) groups(cmap, at, glyphs);
  return glyphs;
}

function segments(cmap: DataView, at: number, glyphs: Map<number, number>): void {
  const count = cmap.getUint16(at + 6) / 2;
  const [ends, starts] = [at + 14, at + 16 + 2 * count];
  const [deltas, ranges] = [starts + 2 * count, starts + 4 * count];
  for (let i = 0; i < count; i++) {
    const [start, end] = [cmap.getUint16(starts + 2 * i), cmap.getUint16(ends + 2 * i)];
    const [delta, range] = [cmap.getUint16(deltas + 2 * i), cmap.getUint16(ranges + 2 * i)];
    for (let point = start; point <= end && point < 0xffff; point++) {
      const stored = range === 0 ? point : cmap.getUint16(ranges + 2 * i + range + 2 * (point - start));
      const glyph = range !== 0 && stored === 0 ? 0 : (stored + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(point, glyph);
    }
  }
}

function groups(cmap: DataView, at: number, glyphs: Map<number, number>): void {
  for (let i = 0, total = 0; i < cmap.getUint32(at + 12); i++) {
    const group = at + 16 + 12 * i;
    const [start, end, glyph] = [cmap.getUint32(group), cmap.getUint32(group + 4), cmap.getUint32(group + 8)];
    total += end - start + 1;
    if (end < start || total > mostCodePoints) throw fault('groups within Unicode', `${start} to ${end}`);
    for (let point = start; point <= end; point++) glyphs.set(point, glyph + point - start);
  }
}

function glyphReader(tables: Tables): (glyph: number) => Outline {
  const long = tables.table('head').getInt16(50) === 1;
  const [loca, glyf] = [tables.table('loca'), tables.table('glyf')];
  const metrics = Math.max(1, tables.table('hhea').getUint16(34));
  const hmtx = tables.table('hmtx');
  const place = (glyph: number): number => (long ? loca.getUint32(4 * glyph) : 2 * loca.getUint16(2 * glyph));
  const contours = (glyph: number, depth: number, budget: { left: number }): OutlinePoint[][] => {
    const [start, end] = [place(glyph), place(glyph + 1)];
    if (end <= start) return [];
    if (end > glyf.byteLength) throw fault('glyphs within their table', 'one beyond it');
    const count = glyf.getInt16(start);
    if (count >= 0) return simple(glyf, start, count, budget);
    if (depth >= deepest)
      throw new ForebearError('limit', 'font', `parts nested at most ${deepest} deep`, 'deeper ones');
    return composite(glyf, start + 10, end, (part) => contours(part, depth + 1, budget));
  };
  return (glyph) => ({
    contours: contours(glyph, 0, { left: mostPoints }),
    advance: hmtx.getUint16(4 * Math.min(glyph, metrics - 1)),
  });
}

function simple(glyf: DataView, start: number, count: number, budget: { left: number }): OutlinePoint[][] {
  let at = start + 10;
  const ends: number[] = [];
  for (let i = 0; i < count; i++, at += 2) ends.push(glyf.getUint16(at));
  const points = count === 0 ? 0 : (ends.at(-1) as number) + 1;
  budget.left -= points;
  if (budget.left < 0) throw new ForebearError('limit', 'font', `at most ${mostPoints} points of a glyph`, 'more');
  at += 2 + glyf.getUint16(at);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = glyf.getUint8(at++);
    let times = (flag & 8) !== 0 ? 1 + glyf.getUint8(at++) : 1;
    while (times-- > 0 && flags.length < points) flags.push(flag);
  }
  const along = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) value += (flag & same) !== 0 ? glyf.getUint8(at++) : -glyf.getUint8(at++);
      else if ((flag & same) === 0) {
        value += glyf.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const [xs, ys] = [along(2, 16), along(4, 32)];
  let from = 0;
  return ends.map((end) => {
    if (end < from - 1) throw fault('contours in order', 'one before another');
    const contour: OutlinePoint[] = [];
    for (let i = from; i <= end; i++)
      contour.push({ x: xs[i] as number, y: ys[i] as number, on: ((flags[i] as number) & 1) !== 0 });
    from = end + 1;
    return contour;
  });
}

function composite(
  glyf: DataView,
  start: number,
  end: number,
  part: (glyph: number) => OutlinePoint[][],
): OutlinePoint[][] {
  const out: OutlinePoint[][] = [];
  for (let at = start, flags = 32; (flags & 32) !== 0; ) {
    if (at + 4 > end) throw fault('parts within their glyph', 'one beyond it');
    flags = glyf.getUint16(at);
    const glyph = glyf.getUint16(at + 2);
    at += 4;
    const wide = (flags & 1) !== 0;
    const [dx, dy] = wide ? [glyf.getInt16(at), glyf.getInt16(at + 2)] : [glyf.getInt8(at), glyf.getInt8(at + 1)];
    at += wide ? 4 : 2;
    let [a, b, c, d] = [1, 0, 0, 1];
    const fraction = (): number => {
      at += 2;
      return glyf.getInt16(at - 2) / 16_384;
    };
    if ((flags & 8) !== 0) a = d = fraction();
    else if ((flags & 64) !== 0) [a, d] = [fraction(), fraction()];
    else if ((flags & 128) !== 0) [a, b, c, d] = [fraction(), fraction(), fraction(), fraction()];
    // Parts that are placed by points instead of distances are rare, and stay where they are drawn.
    const [x, y] = (flags & 2) !== 0 ? [dx, dy] : [0, 0];
    for (const contour of part(glyph))
      out.push(contour.map((p) => ({ x: a * p.x + c * p.y + x, y: b * p.x + d * p.y + y, on: p.on })));
  }
  return out;
}
