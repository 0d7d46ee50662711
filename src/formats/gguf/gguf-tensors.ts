// The tensor entries of a GGUF header, and the ranges of the file that they come to.
import { ForebearError, type Problem } from '../../errors.ts';
import type { TensorInfo } from '../format.ts';
import { blockTypes, type DType, isBlockType, plainTypes } from '../numbers/dtype.ts';
import { ggmlTypes, removedTypes } from './ggml-types-table.ts';
import { atMost, readBytes, refusal, strictText } from './gguf-metadata.ts';
import type { HeaderWindow } from './header-window.ts';

/** The largest published models have some thousands. */
const maxTensors = 1_000_000;

/** ggml itself stops at 63; other writers are given room. */
const maxNameBytes = 1_024;

/** ggml's arrays have four sides. */
const maxSides = 4;
/** Beyond this no count of sides is a slip. */
const absurdSides = 8;

/** An entry as the header has it: `offset` counts from the beginning of the data. */
interface TensorDraft {
  readonly name: string;
  readonly type: number;
  readonly dtype: DType | undefined;
  /** Row-major, outermost first. */
  readonly shape: readonly number[];
  readonly offset: number;
  /** Undefined where the type is not known. */
  readonly bytes: number | undefined;
}

export interface GgufLayout {
  readonly tensors: readonly TensorInfo[];
  readonly problems: readonly Problem[];
  readonly undeclaredBytes: number;
}

/**
 * Reads `count` entries. Throws `limit` beyond what honest files hold, `source` where the file ends first, `format` for
 * names that repeat and rows that are no whole number of blocks.
 */
export async function readTensors(window: HeaderWindow, count: number): Promise<readonly TensorDraft[]> {
  const { lengthBytes } = window;
  // A name's length, the number of sides, a type and an offset.
  window.claim(count * (lengthBytes + 4 + 4 + 8), 'tensor entries');
  atMost(window, 'tensors', count, maxTensors);
  const names = new Set<string>();
  const drafts: TensorDraft[] = [];
  for (let i = 0; i < count; i++) {
    const name = strictText(window, await readBytes(window, 'a tensor’s name', maxNameBytes), 'a tensor’s name');
    if (names.has(name)) throw refusal(window, 'each tensor once', `${name} twice`);
    names.add(name);
    if (!window.holds(4)) await window.load(4, name);
    const sides = window.u32();
    if (sides > maxSides) {
      const code = sides > absurdSides ? 'limit' : 'format';
      throw new ForebearError(code, subjectOf(window, name), `at most ${maxSides} sides`, `${sides}`);
    }
    const rest = sides * lengthBytes + 4 + 8;
    if (!window.holds(rest)) await window.load(rest, name);
    const shape: number[] = [];
    for (let side = 0; side < sides; side++) shape.unshift(window.length(`a side of ${name}`));
    const type = window.u32();
    const offset = window.offset(`an offset of ${name}`);
    const dtype = ggmlTypes.get(type);
    const bytes = dtype === undefined ? undefined : bytesOf(dtype, shape, subjectOf(window, name));
    drafts.push({ name, type, dtype, shape, offset, bytes });
  }
  return drafts;
}

/** Bytes of a tensor; throws where a row is no whole number of blocks, and `limit` from 2^53 bits on. */
function bytesOf(dtype: DType, shape: readonly number[], subject: string): number {
  const shapeText = `the shape [${shape.join(', ')}]`;
  const { elements: perUnit, bytes } = isBlockType(dtype)
    ? blockTypes[dtype]
    : { elements: 1, bytes: plainTypes[dtype].bits / 8 };
  const row = shape.at(-1) ?? 1;
  if (row % perUnit !== 0) {
    throw new ForebearError('format', subject, `rows of a multiple of ${perUnit} elements of ${dtype}`, shapeText);
  }
  if (shape.includes(0)) return 0;
  let elements = 1;
  for (const side of shape) {
    elements *= side;
    if ((8 * elements * bytes) / perUnit > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', subject, 'a size below 2^53 bits', shapeText);
    }
  }
  return (elements / perUnit) * bytes;
}

/**
 * Places the entries behind the header, whose end is `window.at`. They follow each other without gaps but for the padding
 * that the alignment asks for, as ggml demands. Throws `format` where they do not; tensors of unknown type and tensors
 * that the file is too short for become problems.
 */
export function placeTensors(window: HeaderWindow, drafts: readonly TensorDraft[], alignment: number): GgufLayout {
  const { uri, size } = window.source;
  const padded = (at: number): number => Math.ceil(at / alignment) * alignment;
  const dataStart = padded(window.at);
  const problems: Problem[] = [];
  const tensors: TensorInfo[] = [];
  const cut: string[] = [];
  const unknown: TensorDraft[] = [];
  /** Where the next tensor must begin; after one of unknown type, where it may begin at the earliest. */
  let next = 0;
  let exact = true;
  let end = 0;
  for (const draft of drafts) {
    const { name, dtype, shape, offset, bytes } = draft;
    const subject = subjectOf(window, name);
    if (offset % alignment !== 0) {
      throw new ForebearError('format', subject, `an offset that is a multiple of ${alignment}`, `${offset}`);
    }
    if (exact ? offset !== next : offset < next) {
      const what = offset > next ? 'a hole before it' : 'an overlap with the tensor before it';
      throw new ForebearError('format', subject, `data at ${next}`, `${offset}: ${what}`);
    }
    exact = bytes !== undefined;
    next = padded(offset + (bytes ?? 0));
    if (dataStart + next > Number.MAX_SAFE_INTEGER) {
      throw new ForebearError('limit', subject, `an end below ${Number.MAX_SAFE_INTEGER}`, `${dataStart + next}`);
    }
    const start = dataStart + offset;
    if (dtype === undefined || bytes === undefined) {
      unknown.push(draft);
      continue;
    }
    end = start + bytes;
    if (end > size) cut.push(name);
    else {
      const byteOrder = window.littleEndian ? {} : { byteOrder: 'big' as const };
      tensors.push({ name, dtype, shape, file: '', start, end, encoding: 'raw', ...byteOrder });
    }
  }
  if (unknown.length > 0) problems.push(unknownTypes(uri, unknown));
  if (end > size) {
    problems.push({ code: 'source', subject: uri, expected: `${end} bytes`, found: `${size} bytes`, lost: cut });
  }
  // What follows a last tensor of unknown type may be its own.
  const undeclaredBytes = exact ? Math.max(0, size - (drafts.length === 0 ? dataStart : dataStart + next)) : 0;
  if (undeclaredBytes > 0) {
    const found = `${undeclaredBytes} undeclared bytes more`;
    problems.push({ code: 'format', subject: uri, expected: `${size - undeclaredBytes} bytes`, found, lost: [] });
  }
  return { tensors, problems, undeclaredBytes };
}

/** Types named in a message; a hostile file has a million of them. */
const mostNamed = 4;

/** One problem for all: a file of one unknown type has it in every tensor. */
function unknownTypes(subject: string, drafts: readonly TensorDraft[]): Problem {
  const numbers = [...new Set(drafts.map(({ type }) => type))];
  const named = numbers.slice(0, mostNamed).map((number) => {
    const removed = removedTypes.get(number);
    return removed === undefined ? `number ${number}` : `number ${number} (${removed}, no longer in use)`;
  });
  const found = `${named.join(', ')}${numbers.length > mostNamed ? `, … (${numbers.length} in all)` : ''}`;
  return {
    code: 'unsupported',
    subject,
    expected: 'known element types',
    found,
    lost: drafts.map(({ name }) => name),
  };
}

const subjectOf = (window: HeaderWindow, name: string): string => `${window.source.uri}: ${name}`;
