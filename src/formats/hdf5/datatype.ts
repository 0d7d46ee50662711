// What the elements of an HDF5 dataset or attribute are: the numbers among HDF5's types, and names for the rest.
import { Cursor } from '../../bytes/cursor.ts';
import type { DType } from '../numbers/dtype.ts';
import type { Hdf5File } from './hdf5-file.ts';

export type ElementType =
  | { readonly kind: 'number'; readonly dtype: DType; readonly bytes: number; readonly byteOrder?: 'big' }
  /** `bytes` of each, padded with NUL or spaces. */
  | { readonly kind: 'text'; readonly bytes: number }
  /** Text in a heap: each element points to it. */
  | { readonly kind: 'text elsewhere'; readonly bytes: number }
  | { readonly kind: 'opaque'; readonly bytes: number }
  | { readonly kind: 'other'; readonly bytes: number; readonly found: string };

const classes = {
  integer: 0,
  float: 1,
  text: 3,
  opaque: 5,
  enumeration: 8,
  elsewhere: 9,
} as const;

const otherClasses: ReadonlyMap<number, string> = new Map([
  [2, 'times'],
  [4, 'bit fields'],
  [6, 'compounds'],
  [7, 'references'],
  [9, 'lists of various lengths'],
  [10, 'arrays'],
  [11, 'complex numbers'],
]);

const integers: ReadonlyMap<number, DType> = new Map([
  [1, 'U8'],
  [2, 'U16'],
  [4, 'U32'],
  [8, 'U64'],
]);

/** Bytes, then bits of exponent and mantissa; the exponent's bias is what it is in IEEE 754, which every writer uses. */
const floats: ReadonlyMap<string, DType> = new Map([
  ['2/5/10', 'F16'],
  ['2/8/7', 'BF16'],
  ['4/8/23', 'F32'],
  ['8/11/52', 'F64'],
  ['1/4/3', 'F8_E4M3'],
  ['1/5/2', 'F8_E5M2'],
]);

/** The members of an enumeration that stands for truth, as NumPy's booleans are written. */
const truthMembers = 2;

/** HDF5's own limit. */
const maxRank = 32;

/** Reads a datatype message. Throws `format` where it is cut off. */
export function readDatatype(file: Hdf5File, message: Uint8Array): ElementType {
  const cursor = new Cursor(message, file.source.uri);
  const { kind, flags, bytes } = readHead(cursor);
  switch (kind) {
    case classes.integer:
      return integer(cursor, flags, bytes);
    case classes.float:
      return float(cursor, flags, bytes);
    case classes.text:
      return { kind: 'text', bytes };
    case classes.opaque:
      return { kind: 'opaque', bytes };
    case classes.enumeration:
      return enumeration(cursor, flags & 0xffff);
    case classes.elsewhere:
      if ((flags & 0x0f) === 1) return { kind: 'text elsewhere', bytes };
      return { kind: 'other', bytes, found: otherClasses.get(kind) ?? '' };
    default:
      return { kind: 'other', bytes, found: otherClasses.get(kind) ?? `elements of class ${kind}` };
  }
}

function readHead(cursor: Cursor): { readonly kind: number; readonly flags: number; readonly bytes: number } {
  const kind = cursor.u8() & 0x0f;
  const flags = cursor.u8() | (cursor.u8() << 8) | (cursor.u8() << 16);
  return { kind, flags, bytes: cursor.u32() };
}

/** Names for integers, which stand behind. */
function enumeration(cursor: Cursor, members: number): ElementType {
  const { kind, flags, bytes } = readHead(cursor);
  if (kind !== classes.integer) return { kind: 'other', bytes, found: 'names for what are no integers' };
  const base = integer(cursor, flags, bytes);
  const isTruth = base.kind === 'number' && bytes === 1 && members === truthMembers;
  return isTruth ? { kind: 'number', dtype: 'BOOL', bytes: 1 } : base;
}

function integer(cursor: Cursor, flags: number, bytes: number): ElementType {
  const [offset, precision] = [cursor.u16(), cursor.u16()];
  const unsigned = integers.get(bytes);
  if (unsigned === undefined || offset !== 0 || precision !== 8 * bytes) {
    return { kind: 'other', bytes, found: `integers of ${precision} bits in ${bytes} bytes` };
  }
  const dtype = (flags & 8) === 0 ? unsigned : (unsigned.replace('U', 'I') as DType);
  return { kind: 'number', dtype, bytes, ...((flags & 1) === 0 || bytes === 1 ? {} : { byteOrder: 'big' as const }) };
}

function float(cursor: Cursor, flags: number, bytes: number): ElementType {
  const [offset, precision] = [cursor.u16(), cursor.u16()];
  const [exponentAt, exponentBits, mantissaAt, mantissaBits] = [cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8()];
  const dtype = floats.get(`${bytes}/${exponentBits}/${mantissaBits}`);
  const isPlain = offset === 0 && precision === 8 * bytes && mantissaAt === 0 && exponentAt === mantissaBits;
  const isVax = (flags & 0x40) !== 0;
  if (dtype === undefined || !isPlain || isVax) {
    return { kind: 'other', bytes, found: `floats of ${exponentBits} and ${mantissaBits} bits in ${bytes} bytes` };
  }
  return { kind: 'number', dtype, bytes, ...((flags & 1) === 0 || bytes === 1 ? {} : { byteOrder: 'big' as const }) };
}

/** The sides of a dataspace message; empty for a scalar, undefined for one that holds nothing. Throws `limit` above 2^53. */
export function readSides(file: Hdf5File, message: Uint8Array): readonly number[] | undefined {
  const cursor = new Cursor(message, file.source.uri);
  const version = cursor.u8();
  const rank = cursor.u8();
  cursor.take(1);
  if (version !== 1 && version !== 2) throw file.unsupported('a dataspace of version 1 or 2', `${version}`);
  if (version === 1) cursor.take(5);
  // Kind 2 is the dataspace without elements.
  else if (cursor.u8() === 2) return undefined;
  if (rank > maxRank) throw file.fault(`at most ${maxRank} dimensions`, `${rank}`);
  return Array.from({ length: rank }, () => file.length(cursor));
}
