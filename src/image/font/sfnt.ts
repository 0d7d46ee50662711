// The tables of a font file: TrueType, and WOFF 1 that wraps it (W3C 2012). Bounded; nothing in a font is run.
import { inflateStream } from '../../bytes/inflate-stream.ts';
import { ForebearError } from '../../errors.ts';

/** Tables of the fonts with all of Unicode's ideographs reach 40 MB. */
const mostTableBytes = 134_217_728;
const mostTables = 128;

export interface Tables {
  /** Throws `unsupported` where there is none of that name. */
  table(tag: string): DataView;
}

const fault = (expected: string, found: string): ForebearError => new ForebearError('format', 'font', expected, found);

/** Throws `unsupported` for WOFF 2, collections and outlines that are no TrueType, `format` for damaged files. */
export function tablesOf(bytes: Uint8Array): Tables {
  if (bytes.length < 12) throw fault('a font', `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kind = view.getUint32(0);
  const name = String.fromCharCode(...bytes.subarray(0, 4));
  if (kind === 0x774f4646) return woffTables(bytes, view);
  if (kind !== 0x00010000 && name !== 'true') {
    const found = ['OTTO', 'wOF2', 'ttcf'].includes(name) ? name : 'another file';
    throw new ForebearError('unsupported', 'font', 'TrueType outlines, in .ttf or .woff', found);
  }
  const places = new Map<string, { readonly start: number; readonly length: number }>();
  const count = view.getUint16(4);
  if (count > mostTables || 12 + 16 * count > bytes.length)
    throw fault('a directory within the file', `${count} tables`);
  for (let i = 0; i < count; i++) {
    const at = 12 + 16 * i;
    places.set(tagAt(bytes, at), { start: view.getUint32(at + 8), length: view.getUint32(at + 12) });
  }
  return lookup((tag) => {
    const place = places.get(tag);
    if (place === undefined) return undefined;
    if (place.start + place.length > bytes.length) throw fault(`table ${tag} within the file`, 'one beyond its end');
    return bytes.subarray(place.start, place.start + place.length);
  });
}

function woffTables(bytes: Uint8Array, view: DataView): Tables {
  if (bytes.length < 44) throw fault('a WOFF header', 'a cut one');
  const count = view.getUint16(12);
  if (count > mostTables || 44 + 20 * count > bytes.length)
    throw fault('a directory within the file', `${count} tables`);
  const places = new Map<string, { readonly start: number; readonly packed: number; readonly length: number }>();
  for (let i = 0; i < count; i++) {
    const at = 44 + 20 * i;
    const [start, packed, length] = [view.getUint32(at + 4), view.getUint32(at + 8), view.getUint32(at + 12)];
    places.set(tagAt(bytes, at), { start, packed, length });
  }
  return lookup((tag) => {
    const place = places.get(tag);
    if (place === undefined) return undefined;
    const { start, packed, length } = place;
    if (start + packed > bytes.length || length > mostTableBytes)
      throw fault(`table ${tag} within the file`, 'one beyond it');
    const stored = bytes.subarray(start, start + packed);
    if (packed === length) return stored;
    const unpacked = inflateStream('font', stored, length).bytes;
    if (unpacked.length !== length) throw fault(`${length} bytes of ${tag}`, `${unpacked.length}`);
    return unpacked;
  });
}

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

function lookup(read: (tag: string) => Uint8Array | undefined): Tables {
  const known = new Map<string, DataView>();
  return {
    table(tag) {
      const have = known.get(tag);
      if (have !== undefined) return have;
      const bytes = read(tag);
      if (bytes === undefined) throw new ForebearError('unsupported', 'font', `a table ${tag}`, 'none');
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      known.set(tag, view);
      return view;
    },
  };
}
