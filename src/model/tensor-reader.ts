// Values out of a model's files by element range; opens external files only through the folder's door.
import type { Folder, Source } from '../bytes/source.ts';
import { ForebearError } from '../errors.ts';
import { decode, decode64, elementRange, elementsPerUnit, numbersPerElement } from '../formats/numbers/values.ts';
import { decodeVarints } from '../formats/numbers/varints.ts';
import type { RunOptions } from '../run.ts';
import type { Tensor } from './model.ts';

/** Varint tensors can only be read from their start and are kept whole: shapes and counters are short, weights are never so stored. */
const varintLimit = 4_194_304;

export interface TensorReader {
  read(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float32Array>;
  readExact(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float64Array>;
  bytesRead(): number;
  close(): Promise<void>;
}

/** `sources` by path; a tensor in any other file (ONNX external data) is opened in `folder`, where containment is kept. */
export function openTensorReader(sources: Map<string, Source>, folder: Folder | undefined): TensorReader {
  let total = 0;
  const varints = new Map<Tensor, Float32Array>();
  // Promises, so that reads side by side share one open file.
  const external = new Map<string, Promise<Source>>();

  async function sourceOf(tensor: Tensor, options?: RunOptions): Promise<Source> {
    const known = sources.get(tensor.file);
    if (known !== undefined) return known;
    if (folder === undefined)
      throw new ForebearError('source', tensor.name, 'its data in the same file', `external file ${tensor.file}`);
    let opening = external.get(tensor.file);
    if (opening === undefined) {
      opening = folder.open(tensor.file, { ...options, strict: true });
      external.set(tensor.file, opening);
    }
    try {
      return await opening;
    } catch (error) {
      if (external.get(tensor.file) === opening) external.delete(tensor.file);
      throw error;
    }
  }

  async function read(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float32Array> {
    if (from < 0 || to < from || to > tensor.elements)
      throw new ForebearError('usage', tensor.name, `a range within ${tensor.elements} elements`, `[${from}, ${to})`);
    options?.signal?.throwIfAborted();
    const source = await sourceOf(tensor, options);
    if (tensor.encoding === 'varint') {
      let values = varints.get(tensor);
      if (values === undefined) {
        if (tensor.elements > varintLimit)
          throw new ForebearError('limit', tensor.name, `at most ${varintLimit} varint elements`, `${tensor.elements}`);
        total += tensor.end - tensor.start;
        values = await decodeVarints(source, tensor, options);
        varints.set(tensor, values);
      }
      return values.slice(from, to);
    }
    const { bytes, count, skip } = await stored(tensor, source, from, to, options);
    const values = decode(tensor.dtype, bytes, count);
    return values.length === to - from ? values : values.slice(skip, skip + to - from);
  }

  async function readExact(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float64Array> {
    if (tensor.encoding === 'varint') return Float64Array.from(await read(tensor, from, to, options));
    const { bytes, count, skip } = await stored(tensor, await sourceOf(tensor, options), from, to, options);
    return decode64(tensor.dtype, bytes, count).slice(skip, skip + to - from);
  }

  /** The bytes that hold numbers [from, to): complex elements count as two, sub-byte ones are read from the byte they begin in. */
  async function stored(tensor: Tensor, source: Source, from: number, to: number, options?: RunOptions) {
    const perElement = numbersPerElement(tensor.dtype);
    const unit = Math.max(perElement, elementsPerUnit(tensor.dtype));
    const first = Math.floor(from / unit) * unit;
    const last = Math.min(Math.ceil(to / unit) * unit, tensor.elements);
    const range = elementRange(tensor, first / perElement, last / perElement);
    total += range.end - range.start;
    const bytes = await source.read(range.start, range.end, options);
    return { bytes, count: (last - first) / perElement, skip: from - first };
  }

  return {
    read,
    readExact,
    bytesRead: () => total,
    close: async () => {
      const opened = [...sources.values(), ...external.values()];
      await Promise.allSettled(opened.map(async (source) => (await source).close()));
    },
  };
}
