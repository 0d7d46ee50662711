// One ONNX TensorProto: its type, its shape, and where its numbers lie, inside the file or beside it.
import { relativeSegments } from '../../bytes/relative-path.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { RunOptions } from '../../run.ts';
import type { TensorInfo } from '../format.ts';
import { bitsPerElement, type DType } from '../numbers/dtype.ts';
import { byteLength } from '../numbers/values.ts';
import { type ProtoBudget, type ProtoField, readMessage, readVarint } from './protobuf.ts';

/** TensorProto.DataType by number; what is missing here is named in `unreadTypes`. */
const dataTypes: ReadonlyMap<number, DType> = new Map([
  [1, 'F32'],
  [2, 'U8'],
  [3, 'I8'],
  [4, 'U16'],
  [5, 'I16'],
  [6, 'I32'],
  [7, 'I64'],
  [9, 'BOOL'],
  [10, 'F16'],
  [11, 'F64'],
  [12, 'U32'],
  [13, 'U64'],
  [14, 'C64'],
  [16, 'BF16'],
  [17, 'F8_E4M3'],
  [18, 'F8_E4M3FNUZ'],
  [19, 'F8_E5M2'],
  [20, 'F8_E5M2FNUZ'],
  [23, 'F4'],
  [24, 'F8_E8M0'],
]);

const unreadTypes: ReadonlyMap<number, string> = new Map([
  [15, 'complex128'],
  [21, 'uint4'],
  [22, 'int4'],
  [25, 'uint2'],
  [26, 'int2'],
]);

/** Text is no weight. */
const stringType = 8;

interface TypedField {
  readonly encoding: 'raw' | 'varint';
  /** How a single number is written that is not packed. */
  readonly kind: ProtoField['kind'];
  readonly types: readonly DType[];
}

/** Which field may hold which types as numbers. int32_data also carries the bit patterns of small floats. */
const typedFields: ReadonlyMap<number, TypedField> = new Map([
  [4, { encoding: 'raw', kind: 'fixed32', types: ['F32', 'C64'] }],
  [10, { encoding: 'raw', kind: 'fixed64', types: ['F64'] }],
  [
    5,
    {
      encoding: 'varint',
      kind: 'varint',
      types: [
        'I32',
        'I16',
        'I8',
        'U16',
        'U8',
        'BOOL',
        'F16',
        'BF16',
        'F8_E4M3',
        'F8_E4M3FNUZ',
        'F8_E5M2',
        'F8_E5M2FNUZ',
        'F8_E8M0',
      ],
    },
  ],
  [7, { encoding: 'varint', kind: 'varint', types: ['I64'] }],
  [11, { encoding: 'varint', kind: 'varint', types: ['U64', 'U32'] }],
] as const);

const rawData = 9;
const dataFields: ReadonlySet<number> = new Set([rawData, ...typedFields.keys()]);

/** No published weight has more than six. */
const maxDimensions = 8;

/** Bytes of a text in a TensorProto that we keep: file names, keys, numbers. */
const maxTextBytes = 2048;

/** `location`, `offset` and `length` are read; a checksum and a base path are known and not needed. */
const externalKeys: ReadonlySet<string> = new Set(['location', 'offset', 'length', 'checksum', 'basepath']);

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Text of at most `maxBytes` bytes; what is longer is cut. Names are labels here, so bad UTF-8 becomes U+FFFD. */
export async function readText(
  source: Source,
  field: ProtoField | undefined,
  maxBytes: number,
  options?: RunOptions,
): Promise<string> {
  if (field === undefined || field.kind !== 'bytes') return '';
  return lenientUtf8.decode(await source.read(field.start, Math.min(field.end, field.start + maxBytes), options));
}

/** The key and value of a StringStringEntryProto. */
export async function readEntry(
  source: Source,
  field: ProtoField,
  budget: ProtoBudget,
  maxBytes: number,
  options?: RunOptions,
): Promise<readonly [key: string, value: string]> {
  const fields = await readMessage(source, field.start, field.end, budget, options);
  const key = await readText(source, last(fields, 1), maxBytes, options);
  return [key, await readText(source, last(fields, 2), maxBytes, options)];
}

/** The last field of a number: what protobuf takes where a single field was written more than once. */
export function last(fields: readonly ProtoField[], number: number): ProtoField | undefined {
  return fields.findLast((field) => field.number === number);
}

/** A tensor as found. `ignoredKeys`: keys of its external data that mean nothing to us. */
export interface ReadTensor {
  readonly info: TensorInfo;
  readonly ignoredKeys: readonly string[];
}

/**
 * Reads the TensorProto whose fields are given; undefined for text. Throws a ForebearError where this tensor cannot be
 * read: the caller makes a problem of it.
 */
export async function readTensor(
  source: Source,
  fields: readonly ProtoField[],
  name: string,
  budget: ProtoBudget,
  options?: RunOptions,
): Promise<ReadTensor | undefined> {
  const type = last(fields, 2)?.value ?? 0;
  if (type === stringType) return undefined;
  const dtype = dataTypes.get(type);
  if (dtype === undefined) {
    throw new ForebearError('unsupported', name, 'a known element type', unreadTypes.get(type) ?? `type ${type}`);
  }
  if (last(fields, 3) !== undefined) throw new ForebearError('unsupported', name, 'a whole tensor', 'a segment of one');
  const shape = await readShape(source, fields, name, options);
  const count = countElements(shape, dtype, name);
  const place = { name, dtype, shape };
  if (last(fields, 14)?.value === 1)
    return readExternal(source, fields, place, byteLength(dtype, count), budget, options);
  return { info: { ...place, file: '', ...locate(fields, dtype, count, name) }, ignoredKeys: [] };
}

async function readShape(
  source: Source,
  fields: readonly ProtoField[],
  name: string,
  options?: RunOptions,
): Promise<readonly number[]> {
  const shape: number[] = [];
  for (const field of fields) {
    if (field.number !== 1) continue;
    if (field.kind === 'varint') shape.push(field.value);
    else if (field.kind === 'bytes') {
      const bytes = await source.read(field.start, Math.min(field.end, field.start + maxTextBytes), options);
      for (let at = 0; at < bytes.length && shape.length <= maxDimensions; ) {
        const { value, length } = readVarint(bytes, at);
        shape.push(length === 0 ? Number.NaN : value);
        at += Math.max(1, length);
      }
    }
    if (shape.length > maxDimensions) {
      throw new ForebearError('limit', name, `at most ${maxDimensions} dimensions`, 'more');
    }
  }
  if (shape.some((side) => Number.isNaN(side))) {
    throw new ForebearError('limit', name, 'dimensions from 0 to 2^53', 'a negative or larger one');
  }
  return shape;
}

function countElements(shape: readonly number[], dtype: DType, name: string): number {
  let count = 1;
  for (const side of shape) {
    count *= side;
    if (count * bitsPerElement(dtype) > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', name, 'a size below 2^53 bits', `the shape [${shape.join(', ')}]`);
    }
  }
  return count;
}

function locate(
  fields: readonly ProtoField[],
  dtype: DType,
  count: number,
  name: string,
): Pick<TensorInfo, 'start' | 'end' | 'encoding'> {
  const data = fields.filter((field) => dataFields.has(field.number) && field.start < field.end);
  const [field, ...more] = data;
  if (field === undefined) {
    if (count === 0) return { start: 0, end: 0, encoding: 'raw' };
    throw new ForebearError('format', name, `${count} elements`, 'no data');
  }
  if (more.length > 0) throw new ForebearError('unsupported', name, 'data in one piece', `${data.length} pieces`);
  const typed = typedFields.get(field.number);
  if (field.kind !== 'bytes' && !(count === 1 && field.kind === typed?.kind)) {
    throw new ForebearError('unsupported', name, 'packed data', 'data field by field');
  }
  if (typed !== undefined && !typed.types.includes(dtype)) {
    throw new ForebearError('format', name, `a data field for ${dtype}`, `field ${field.number}`);
  }
  const encoding = typed?.encoding ?? 'raw';
  const length = field.end - field.start;
  const fits = encoding === 'raw' ? length === byteLength(dtype, count) : length >= count && length <= 10 * count;
  if (!fits) throw new ForebearError('format', name, `${count} elements of ${dtype}`, `${length} bytes`);
  return { start: field.start, end: field.end, encoding };
}

async function readExternal(
  source: Source,
  fields: readonly ProtoField[],
  place: Pick<TensorInfo, 'name' | 'dtype' | 'shape'>,
  expected: number,
  budget: ProtoBudget,
  options?: RunOptions,
): Promise<ReadTensor> {
  const entries = new Map<string, string>();
  const ignoredKeys: string[] = [];
  for (const field of fields) {
    if (field.number !== 13 || field.kind !== 'bytes') continue;
    const [key, value] = await readEntry(source, field, budget, maxTextBytes, options);
    if (!externalKeys.has(key)) ignoredKeys.push(key);
    else if (entries.has(key)) throw new ForebearError('format', place.name, 'each key once', `“${key}” twice`);
    else entries.set(key, value);
  }
  const location = (entries.get('location') ?? '').replace(/^(?:\.\/)+/, '');
  const file = relativeSegments(location, place.name).join('/');
  const start = wholeNumber(entries.get('offset') ?? '0', 'offset', place.name);
  const length = wholeNumber(entries.get('length') ?? `${expected}`, 'length', place.name);
  if (length !== expected)
    throw new ForebearError('format', place.name, `${expected} bytes of external data`, `${length}`);
  if (!Number.isSafeInteger(start + length)) {
    throw new ForebearError('limit', place.name, 'external data below 2^53', `offset ${start} and length ${length}`);
  }
  return { info: { ...place, file, start, end: start + length, encoding: 'raw' }, ignoredKeys };
}

function wholeNumber(text: string, what: string, name: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text)) throw new ForebearError('format', name, `a whole number from 0 on as ${what}`, text);
  if (!Number.isSafeInteger(value)) throw new ForebearError('limit', name, `${what} below 2^53`, text);
  return value;
}
