// One tensor of a TensorFlow Lite model: its type, its shape, what its codes stand for, and where they lie.
import { relativeSegments } from '../../bytes/relative-path.ts';
import type { Source } from '../../bytes/source.ts';
import { ForebearError, isForebearError } from '../../errors.ts';
import type { Affine, TensorInfo } from '../format.ts';
import { bitsPerElement, type DType, plainTypes } from '../numbers/dtype.ts';
import { byteLength } from '../numbers/values.ts';
import type { FlatBuffer, FlatTable } from './flatbuffer.ts';
import { readPlaces } from './tflite-sparsity.ts';

/** TensorType by number; what is missing here is in `unreadTypes` or no number at all. */
const tensorTypes: ReadonlyMap<number, DType> = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [2, 'I32'],
  [3, 'U8'],
  [4, 'I64'],
  [6, 'BOOL'],
  [7, 'I16'],
  [8, 'C64'],
  [9, 'I8'],
  [10, 'F64'],
  [12, 'U64'],
  [15, 'U32'],
  [16, 'U16'],
  [17, 'I4'],
  [18, 'BF16'],
  [20, 'U4'],
  [21, 'F8_E4M3'],
  [22, 'F8_E5M2'],
]);

const unreadTypes: ReadonlyMap<number, string> = new Map([
  [11, 'complex128'],
  [19, 'int2'],
]);

/** Text, and handles to things that exist only while a model runs. */
const noNumbers: ReadonlySet<number> = new Set([5, 13, 14]);

/** What QuantizationParameters leave to a table of their own. */
const otherQuantisation: ReadonlyMap<number, string> = new Map([
  [1, 'a quantisation of its own making'],
  [2, 'quantisation in blocks'],
  [3, 'quantisation along several dimensions'],
]);

/** TensorFlow Lite's own limit for most operations. */
const maxDimensions = 8;

/** Where the bytes of a buffer lie; `file` is '' for the model's own. Length 0 where it has none. */
export interface TensorPlace {
  readonly file: string;
  readonly start: number;
  readonly length: number;
}

/** What the tensors of one file point into. Lookups are kept: many tensors may share one entry. */
export class TensorPlaces {
  readonly #file: FlatBuffer;
  readonly #source: Source;
  readonly #buffers: readonly number[];
  readonly #external: readonly number[];
  readonly #groups: readonly number[];
  readonly #found = new Map<number, Promise<TensorPlace>>();
  #tables: Promise<ReadonlyMap<number, FlatTable>> | undefined;

  constructor(file: FlatBuffer, source: Source, vectors: Record<'buffers' | 'external' | 'groups', readonly number[]>) {
    this.#file = file;
    this.#source = source;
    this.#buffers = vectors.buffers;
    this.#external = vectors.external;
    this.#groups = vectors.groups;
  }

  /** Throws a ForebearError where the buffer does not exist or leaves the file. */
  of(tensor: FlatTable): Promise<TensorPlace> {
    const external = tensor.number(10, 'u32');
    if (external > 0) return this.#externalPlace(external);
    const index = tensor.number(2, 'u32');
    const at = this.#buffers[index];
    if (at === undefined && index > 0) throw this.#missing('buffer', index, this.#buffers.length);
    return at === undefined
      ? Promise.resolve({ file: '', start: 0, length: 0 })
      : this.#once(at, () => this.#buffer(at));
  }

  /** Looks at the buffers of no tensor too: what metadata lies in is no hidden data. */
  async visitAll(): Promise<void> {
    for (const at of this.#buffers) {
      await this.#once(at, () => this.#buffer(at)).catch((error: unknown) => {
        if (!isForebearError(error, 'format', 'source')) throw error;
      });
    }
  }

  #once(at: number, look: () => Promise<TensorPlace>): Promise<TensorPlace> {
    let found = this.#found.get(at);
    if (found === undefined) {
      found = look();
      this.#found.set(at, found);
    }
    return found;
  }

  async #buffer(at: number): Promise<TensorPlace> {
    const buffer = await this.#file.table(at);
    const [start, length] = [buffer.u64(1), buffer.u64(2)];
    // Models of more than 2 GB keep their data behind the tables; offsets 0 and 1 say that this one does not.
    if (start > 1) {
      if (start + length > this.#source.size) {
        const { uri, size } = this.#source;
        throw new ForebearError('source', uri, `data up to byte ${start + length}`, `${size} bytes in all`);
      }
      this.#file.claim(start, length, 'data');
      return { file: '', start, length };
    }
    const data = await this.#file.vector(buffer, 0, 1);
    return { file: '', start: data?.start ?? 0, length: data?.count ?? 0 };
  }

  async #externalPlace(number: number): Promise<TensorPlace> {
    this.#tables ??= this.#externalTables();
    const buffer = (await this.#tables).get(number);
    if (buffer === undefined) throw this.#missing('external buffer', number, this.#external.length);
    const index = buffer.number(1, 'u32');
    const group = this.#groups[index];
    if (group === undefined) throw this.#missing('group of external buffers', index, this.#groups.length);
    const packing = await this.#file.text(buffer, 4);
    if (packing !== '' && packing !== 'unpacked') {
      throw new ForebearError('unsupported', this.#source.uri, 'external data as it is', `packing “${packing}”`);
    }
    const name = await this.#file.text(await this.#file.table(group), 0);
    const file = relativeSegments(name, this.#source.uri).join('/');
    return { file, start: buffer.u64(2), length: buffer.u64(3) };
  }

  /** By the numbers that tensors know them by, which need not be their places in the list. */
  async #externalTables(): Promise<ReadonlyMap<number, FlatTable>> {
    const tables = new Map<number, FlatTable>();
    for (const at of this.#external) {
      const table = await this.#file.table(at);
      tables.set(table.number(0, 'u32'), table);
    }
    return tables;
  }

  #missing(what: string, index: number, count: number): ForebearError {
    return new ForebearError('format', this.#source.uri, `a ${what} among ${count}`, `number ${index}`);
  }
}

/**
 * The tensor that stands at a table, with its data at `place`; undefined where that is no numbers but text. Throws a ForebearError where it cannot be read: the caller makes a problem of it.
 */
export async function readTensor(
  file: FlatBuffer,
  tensor: FlatTable,
  name: string,
  place: TensorPlace,
): Promise<TensorInfo | undefined> {
  const type = tensor.number(1, 'i8');
  if (noNumbers.has(type)) return undefined;
  const dtype = tensorTypes.get(type);
  if (dtype === undefined) {
    throw new ForebearError('unsupported', name, 'a known element type', unreadTypes.get(type) ?? `type ${type}`);
  }
  const shape = await readShape(file, tensor, name);
  const elements = countElements(shape, dtype, name);
  const sparsity = await file.child(tensor, 6);
  if (sparsity !== undefined && dtype === 'C64') {
    throw new ForebearError('unsupported', name, 'real numbers in a sparse tensor', 'complex ones');
  }
  const mostStored = Math.floor((8 * place.length) / bitsPerElement(dtype));
  const sparse = sparsity === undefined ? undefined : await readPlaces(file, sparsity, shape, mostStored, name);
  const count = sparse?.places.length ?? elements;
  if (byteLength(dtype, count) !== place.length) {
    const facts = `${byteLength(dtype, count)} bytes for ${dtype} [${shape.join(', ')}]`;
    throw new ForebearError('format', name, facts, `${place.length} bytes`);
  }
  if (!Number.isSafeInteger(place.start + place.length)) {
    throw new ForebearError('limit', name, 'data below byte 2^53', `${place.start}`);
  }
  const affine = await readAffine(file, tensor, dtype, shape, name);
  return {
    name,
    dtype,
    shape,
    file: place.file,
    start: place.start,
    end: place.start + place.length,
    encoding: 'raw',
    ...(sparse === undefined ? {} : { sparse }),
    ...(affine === undefined ? {} : { affine }),
  };
}

async function readShape(file: FlatBuffer, tensor: FlatTable, name: string): Promise<readonly number[]> {
  const sides = await file.bytes(tensor, 0, 4);
  const count = sides.byteLength / 4;
  if (count > maxDimensions) throw new ForebearError('limit', name, `at most ${maxDimensions} dimensions`, `${count}`);
  const shape = Array.from({ length: count }, (_, axis) => sides.getInt32(4 * axis, true));
  if (shape.some((side) => side < 0)) {
    throw new ForebearError('format', name, 'sides from 0 on', `[${shape.join(', ')}]`);
  }
  return shape;
}

function countElements(shape: readonly number[], dtype: DType, name: string): number {
  let elements = 1;
  for (const side of shape) {
    elements *= side;
    if (elements * bitsPerElement(dtype) > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', name, 'a size below 2^53 bits', `the shape [${shape.join(', ')}]`);
    }
  }
  return elements;
}

/** Scales mean something for integers only: those of floats tell of the range that they once had. */
async function readAffine(
  file: FlatBuffer,
  tensor: FlatTable,
  dtype: DType,
  shape: readonly number[],
  name: string,
): Promise<Affine | undefined> {
  const isInteger = dtype in plainTypes && /^[IU]/.test(dtype);
  const parameters = isInteger ? await file.child(tensor, 4) : undefined;
  if (parameters === undefined) return undefined;
  const other = otherQuantisation.get(parameters.number(4, 'u8'));
  if (other !== undefined) throw new ForebearError('unsupported', name, 'a scale and a zero point', other);
  const scales = await file.bytes(parameters, 2, 4);
  const zeros = await file.bytes(parameters, 3, 8);
  const count = scales.byteLength / 4;
  if (count === 0) return undefined;
  const axis = parameters.number(6, 'i32');
  if (count > 1 && shape[axis] !== count) {
    throw new ForebearError('format', name, `a scale for each of ${shape[axis]} along axis ${axis}`, `${count} scales`);
  }
  const zeroCount = zeros.byteLength / 8;
  if (zeroCount > 1 && zeroCount !== count) {
    throw new ForebearError('format', name, `one zero point or ${count}`, `${zeroCount}`);
  }
  const scale = Float32Array.from({ length: count }, (_, i) => scales.getFloat32(4 * i, true));
  const bad = scale.find((one) => !(one >= 0 && one < Number.POSITIVE_INFINITY));
  if (bad !== undefined) throw new ForebearError('format', name, 'finite scales from 0 on', `${bad}`);
  const zeroAt = (i: number): number => Number(zeros.getBigInt64(zeroCount === 1 ? 0 : 8 * i, true));
  const zero = Float32Array.from({ length: count }, (_, i) => (zeroCount === 0 ? 0 : zeroAt(i)));
  return { axis: count === 1 ? 0 : axis, scale, zero, offset: new Float32Array(count) };
}
