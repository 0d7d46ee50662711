// Values out of a model's files by element range; opens external files only through the folder's door.
import { joined } from '../../bytes/joined.ts';
import type { Folder, Source } from '../../bytes/source.ts';
import { ForebearError } from '../../errors.ts';
import type { TensorInfo } from '../../formats/format.ts';
import { requantise } from '../../formats/ggml/requantise.ts';
import { roundToCodes } from '../../formats/numbers/arrangement.ts';
import { isBlockType } from '../../formats/numbers/dtype.ts';
import { decodeVarints } from '../../formats/numbers/varints.ts';
import type { RunOptions } from '../../run.ts';
import type { StoredNumbers, Tensor } from '../model.ts';
import type { PartReader } from './assembly.ts';
import { arranged, numbersAsTheyLie, numbersIn, storedElements, storedExactly, storedValues } from './stored-values.ts';

/** Varint tensors can only be read from their start and are kept whole: shapes and counters are short, weights are never so stored. */
const varintLimit = 4_194_304;

/** Bytes of unpacked members that are kept at once; an archive's weights are asked for tensor by tensor. */
const unpackedLimit = 268_435_456;

export interface TensorReader {
  /** What assemblies are read through. */
  readonly parts: PartReader;
  read(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float32Array>;
  readStored(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<StoredNumbers | undefined>;
  readExact(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float64Array>;
  requantise(
    tensor: Tensor,
    from: number,
    values: Float32Array,
    options?: RunOptions,
  ): Promise<Float32Array | undefined>;
  bytesRead(): number;
  close(): Promise<void>;
}

/** Bytes of packed parts that are kept at once: those of the largest published matrix, and what goes with them. */
const heldLimit = 167_772_160;

/** Where the bytes behind a tensor's `file` come from. */
export interface FileDoors {
  /** Open files by path. */
  readonly sources: ReadonlyMap<string, Source>;
  /** Members of containers by path, opened when they are first asked for. */
  readonly members: ReadonlyMap<string, { readonly size: number; open(options?: RunOptions): Promise<Source> }>;
  /** Names that stand for several files one after another. */
  readonly joined: ReadonlyMap<string, readonly string[]>;
  /** Every other name is opened here, where containment is kept. */
  readonly folder: Folder | undefined;
}

/** A tensor in a file that is none of the sources (ONNX external data, shards of a manifest) is opened strictly. */
export function openTensorReader(doors: FileDoors): TensorReader {
  let total = 0;
  const onBytes = (bytes: number): void => {
    total += bytes;
  };
  const varints = new Map<TensorInfo, Float32Array>();
  /** The last tensor whose elements lie apart: a walk through it would otherwise read it whole for every piece. */
  let apart: { readonly info: TensorInfo; readonly numbers: Float32Array } | undefined;
  // Promises, so that reads side by side share one open file.
  const opened = new Map<string, Promise<Source>>();
  /** Members by path, the one asked for last at the end. */
  const unpacked = new Map<string, { readonly source: Promise<Source>; readonly size: number }>();

  async function sourceOf(file: string, subject: string, options?: RunOptions): Promise<Source> {
    const known = doors.sources.get(file);
    if (known !== undefined) return known;
    const member = doors.members.get(file);
    if (member !== undefined) return memberOf(file, member, options);
    let opening = opened.get(file);
    if (opening === undefined) {
      opening = openOther(file, subject, options);
      opened.set(file, opening);
    }
    try {
      return await opening;
    } catch (error) {
      if (opened.get(file) === opening) opened.delete(file);
      throw error;
    }
  }

  async function openOther(file: string, subject: string, options?: RunOptions): Promise<Source> {
    const parts = doors.joined.get(file);
    if (parts !== undefined) {
      const sources: Source[] = [];
      for (const part of parts) sources.push(await sourceOf(part, subject, options));
      return joined(sources, file);
    }
    if (doors.folder === undefined) {
      throw new ForebearError('source', subject, 'its data in the same file', `external file ${file}`);
    }
    return doors.folder.open(file, { ...options, strict: true });
  }

  async function memberOf(
    file: string,
    { size, open }: { readonly size: number; open(options?: RunOptions): Promise<Source> },
    options?: RunOptions,
  ): Promise<Source> {
    const entry = unpacked.get(file) ?? { source: open(options), size };
    unpacked.delete(file);
    unpacked.set(file, entry);
    let held = 0;
    for (const one of unpacked.values()) held += one.size;
    for (const [oldest, one] of unpacked) {
      if (held <= unpackedLimit || oldest === file) break;
      unpacked.delete(oldest);
      held -= one.size;
    }
    try {
      return await entry.source;
    } catch (error) {
      unpacked.delete(file);
      throw error;
    }
  }

  async function valuesOf(info: TensorInfo, from: number, to: number, options?: RunOptions): Promise<Float32Array> {
    const elements = numbersIn(info);
    checkRange(info.name, elements, from, to);
    options?.signal?.throwIfAborted();
    const source = await sourceOf(info.file, info.name, options);
    if (info.strides !== undefined) {
      if (apart?.info !== info) apart = { info, numbers: await numbersAsTheyLie(info, source, onBytes, options) };
      return arranged(info, apart.numbers, from, to);
    }
    if (info.encoding !== 'varint') return storedValues(info, source, from, to, onBytes, options);
    let values = varints.get(info);
    if (values === undefined) {
      if (elements > varintLimit) {
        throw new ForebearError('limit', info.name, `at most ${varintLimit} varint elements`, `${elements}`);
      }
      onBytes(info.end - info.start);
      values = await decodeVarints(source, info, options);
      varints.set(info, values);
    }
    return values.slice(from, to);
  }

  const parts: PartReader = {
    values: valuesOf,
    async bytes(part, start, end, options) {
      if (!(0 <= start && start <= end && end <= part.end - part.start)) {
        throw new ForebearError(
          'usage',
          part.name,
          `a range within ${part.end - part.start} bytes`,
          `[${start}, ${end})`,
        );
      }
      const source = await sourceOf(part.file, part.name, options);
      onBytes(end - start);
      return source.read(part.start + start, part.start + end, options);
    },
    held: holder(),
  };

  async function read(tensor: Tensor, from: number, to: number, options?: RunOptions): Promise<Float32Array> {
    if (tensor.assembly === undefined) return valuesOf(tensor, from, to, options);
    checkRange(tensor.name, tensor.elements, from, to);
    options?.signal?.throwIfAborted();
    return tensor.assembly.values(parts, from, to, options);
  }

  return {
    parts,
    read,

    async readStored(tensor, from, to, options) {
      const { dtype } = tensor;
      const isPlain = dtype === 'F32' || dtype === 'BF16' || dtype === 'F16';
      const isElsewhere = tensor.assembly ?? tensor.affine ?? tensor.strides ?? tensor.sparse;
      if (!isPlain || isElsewhere !== undefined || tensor.encoding !== 'raw' || tensor.byteOrder === 'big') {
        return undefined;
      }
      checkRange(tensor.name, tensor.elements, from, to);
      const source = await sourceOf(tensor.file, tensor.name, options);
      const { bytes } = await storedElements(tensor, source, from, to, onBytes, options);
      return { type: dtype, bytes };
    },

    async readExact(tensor, from, to, options) {
      if (tensor.encoding === 'varint' || tensor.assembly !== undefined || tensor.strides !== undefined) {
        return Float64Array.from(await read(tensor, from, to, options));
      }
      const source = await sourceOf(tensor.file, tensor.name, options);
      return storedExactly(tensor, source, from, to, onBytes, options);
    },

    async requantise(tensor, from, values, options) {
      if (tensor.assembly !== undefined) {
        checkRange(tensor.name, tensor.elements, from, from + values.length);
        return tensor.assembly.requantise?.(parts, from, values, options);
      }
      if (tensor.affine !== undefined) {
        return roundToCodes(tensor.dtype, values, tensor.affine, tensor.shape, from);
      }
      if (!isBlockType(tensor.dtype)) return undefined;
      const source = await sourceOf(tensor.file, tensor.name, options);
      const { bytes, count, skip } = await storedElements(tensor, source, from, from + values.length, onBytes, options);
      const padded = new Float32Array(count);
      padded.set(values, skip);
      return requantise(tensor.dtype, bytes, padded)?.slice(skip, skip + values.length);
    },

    bytesRead: () => total,

    async close() {
      const all = [
        ...doors.sources.values(),
        ...opened.values(),
        ...[...unpacked.values()].map(({ source }) => source),
      ];
      await Promise.allSettled(all.map(async (source) => (await source).close()));
    },
  };
}

function checkRange(name: string, elements: number, from: number, to: number): void {
  if (from >= 0 && from <= to && to <= elements) return;
  throw new ForebearError('usage', name, `a range within ${elements} elements`, `[${from}, ${to})`);
}

/** Keeps what was made for a key, the key asked for last longest, up to `heldLimit` bytes. */
function holder(): PartReader['held'] {
  const kept = new Map<object, Uint8Array | Float32Array>();
  return async <T extends Uint8Array | Float32Array>(key: object, make: () => Promise<T>): Promise<T> => {
    const made = (kept.get(key) as T | undefined) ?? (await make());
    kept.delete(key);
    kept.set(key, made);
    let bytes = 0;
    for (const one of kept.values()) bytes += one.byteLength;
    for (const [oldest, one] of kept) {
      if (bytes <= heldLimit) break;
      kept.delete(oldest);
      bytes -= one.byteLength;
    }
    return made;
  };
}
