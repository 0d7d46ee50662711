// NumPy: one array in a .npy file, behind a header that is a Python dictionary as text. A .npz is a ZIP archive of them.
import { Cursor } from '../../bytes/cursor.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, type Problem } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { Format, TensorInfo } from '../format.ts';
import { rowMajorStrides } from '../numbers/arrangement.ts';
import { arrayTypes } from '../numbers/array-types.ts';
import { type PlainType, plainTypes } from '../numbers/dtype.ts';
import { type NpyDictionary, type PyValue, parseNpyDictionary } from './npy-header.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Headers of plain arrays take 128 bytes; NumPy itself refuses more than 10,000 unless told to trust the file. */
const mostHeaderBytes = 65_536;

const firstReadBytes = 4096;

/**
 * Reads plain numeric arrays of versions 1 to 3. The tensor has no name: its file gives it one. Arrays of Python objects
 * are pickles and refused as `unsafe`; structured, text and date types are `unsupported`.
 */
export const numpyFormat: Format = {
  id: 'numpy',
  selfContained: false,

  matches(head, size) {
    return size >= 10 && magic.every((byte, at) => head[at] === byte);
  },

  async readHeader(source, options) {
    const { text, start } = await readText(source, options);
    const dictionary = parseNpyDictionary(text, source.uri);
    const { dtype, byteOrder } = typeOf(dictionary.descr, source.uri);
    const end = start + lengthOf(dictionary.shape, dtype, source.uri);
    const problems: Problem[] = [];
    const tensors: TensorInfo[] = [];
    const name = '';
    if (end > source.size) {
      const expected = `${end} bytes`;
      problems.push({ code: 'source', subject: source.uri, expected, found: `${source.size} bytes`, lost: [name] });
    } else {
      const place = { file: '', start, end, encoding: 'raw' } as const;
      const { shape } = dictionary;
      tensors.push({ name, dtype, shape, ...place, ...(byteOrder ? { byteOrder } : {}), ...stridesOf(dictionary) });
    }
    const undeclaredBytes = Math.max(0, source.size - end);
    if (undeclaredBytes > 0) {
      const found = `${undeclaredBytes} undeclared bytes more`;
      problems.push({ code: 'format', subject: source.uri, expected: `${end} bytes`, found, lost: [] });
    }
    return { format: 'numpy', metadata: new Map(), tensors, problems, undeclaredBytes };
  },
};

async function readText(source: Source, options?: RunOptions): Promise<{ text: string; start: number }> {
  const first = await source.read(0, Math.min(source.size, firstReadBytes), options);
  const cursor = new Cursor(first, source.uri);
  if (!cursor.take(magic.length).every((byte, i) => byte === magic[i])) {
    throw new ForebearError('format', source.uri, 'the beginning of a NumPy file', 'something else');
  }
  const [version, minor] = [cursor.u8(), cursor.u8()];
  if (version < 1 || version > 3 || minor !== 0) {
    throw new ForebearError('unsupported', source.uri, 'NumPy’s format 1.0 to 3.0', `${version}.${minor}`);
  }
  const length = version === 1 ? cursor.u16() : cursor.u32();
  const start = cursor.at + length;
  if (length > mostHeaderBytes) {
    throw new ForebearError('limit', source.uri, `a header of at most ${mostHeaderBytes} bytes`, `${length}`);
  }
  if (start > source.size) {
    throw new ForebearError('source', source.uri, `a header up to byte ${start}`, `${source.size} bytes in all`);
  }
  const bytes = start <= first.length ? first.subarray(cursor.at, start) : await source.read(cursor.at, start, options);
  try {
    // Before version 3 the text is Latin-1, which differs only where field names do.
    const decoder = new TextDecoder(version === 3 ? 'utf-8' : 'latin1', { fatal: true });
    return { text: decoder.decode(bytes), start };
  } catch (cause) {
    throw new ForebearError('format', source.uri, 'a header in UTF-8', 'bytes that are not UTF-8', { cause });
  }
}

function typeOf(descr: PyValue, subject: string): { readonly dtype: PlainType; readonly byteOrder?: 'big' } {
  if (holdsObjects(descr)) {
    throw new ForebearError('unsafe', subject, 'an array of numbers', 'an array of Python objects, which is a pickle');
  }
  const text = typeof descr === 'string' ? descr : JSON.stringify(descr);
  const found = /^([<>|])([fiubc]\d)$/.exec(text);
  const dtype = arrayTypes.get(found?.[2] ?? '');
  if (typeof descr !== 'string' || dtype === undefined) {
    throw new ForebearError('unsupported', subject, 'an array of plain numbers', `the type ${text.slice(0, 100)}`);
  }
  // A byte has no order, and whatever has one must say it.
  if ((found?.[1] === '|') !== (plainTypes[dtype].bits === 8)) {
    throw new ForebearError('format', subject, 'a type with its byte order', text);
  }
  return found?.[1] === '>' ? { dtype, byteOrder: 'big' } : { dtype };
}

/** Whether the type, or any field of it, is Python's objects: reading such an array would load a pickle. */
function holdsObjects(descr: PyValue): boolean {
  if (typeof descr === 'string') return /^[<>|=]?O/.test(descr);
  return Array.isArray(descr) && descr.some(holdsObjects);
}

function lengthOf(shape: readonly number[], dtype: PlainType, subject: string): number {
  let bytes = plainTypes[dtype].bits / 8;
  for (const side of shape) {
    bytes *= side;
    // Asked at every step: a zero at the end would hide what overflowed before it.
    if (bytes > Number.MAX_SAFE_INTEGER / 2) {
      throw new ForebearError('limit', subject, 'a size below 2^52 bytes', `the shape [${shape.join(', ')}]`);
    }
  }
  return bytes;
}

/** Strides of an array whose first axis runs fastest; with one axis or none that is the plain order. */
function stridesOf({ fortranOrder, shape }: NpyDictionary): { readonly strides?: readonly number[] } {
  if (!fortranOrder || shape.length < 2) return {};
  return { strides: rowMajorStrides(shape.toReversed()).toReversed() };
}
