// NumPy's names of number types, as files of NumPy and pickled arrays give them.
import type { PlainType } from './dtype.ts';

/** Kind and width without the byte order, as in `f4`. */
export const arrayTypes: ReadonlyMap<string, PlainType> = new Map([
  ['f8', 'F64'],
  ['f4', 'F32'],
  ['f2', 'F16'],
  ['i8', 'I64'],
  ['i4', 'I32'],
  ['i2', 'I16'],
  ['i1', 'I8'],
  ['u8', 'U64'],
  ['u4', 'U32'],
  ['u2', 'U16'],
  ['u1', 'U8'],
  ['b1', 'BOOL'],
  ['c8', 'C64'],
]);
