// One HDF5 dataset as a tensor: where its numbers lie in one piece, or the pieces they have to be put together from.
import { Cursor } from '../../bytes/cursor.ts';
import type { Member } from '../../containers/container.ts';
import type { TensorInfo } from '../format.ts';
import { readTexts } from './attributes.ts';
import { type Chunks, readChunkTree } from './chunk-index.ts';
import { chunkedMember } from './chunked-source.ts';
import { type ElementType, readDatatype, readSides } from './datatype.ts';
import { type Filter, readFilters } from './filters.ts';
import type { Hdf5File } from './hdf5-file.ts';
import { type Message, messageKinds, messageOf } from './object-header.ts';

/** A dataset's place: `member` where it has to be put together. */
export interface Dataset {
  readonly info: TensorInfo;
  readonly member?: Member;
}

/** No published weight has more than six. */
const maxDimensions = 8;

const compact = 0;
const contiguous = 1;
const chunked = 2;

/** How the chunks of a dataset are listed, in version 4 of the layout. */
const singleChunk = 1;
const indexNames: ReadonlyMap<number, string> = new Map([
  [2, 'an implicit index'],
  [3, 'a fixed array'],
  [4, 'an extensible array'],
  [5, 'a tree of version 2'],
]);

/** Whether the object with these messages is one: groups and types have no layout. */
export function isDataset(messages: readonly Message[]): boolean {
  return messageOf(messages, messageKinds.layout) !== undefined;
}

/**
 * The dataset with these messages; undefined where it holds no numbers (text) or no elements at all. Throws a ForebearError
 * where it cannot be read: the caller makes a problem of it.
 */
export async function readDataset(
  file: Hdf5File,
  messages: readonly Message[],
  name: string,
): Promise<Dataset | undefined> {
  const [type, space, layout] = [messageKinds.datatype, messageKinds.dataspace, messageKinds.layout].map((kind) =>
    messageOf(messages, kind),
  );
  if (type === undefined || space === undefined || layout === undefined) {
    throw file.fault(`a type, a dataspace and a layout of “${name}”`, 'fewer');
  }
  if (type.shared || space.shared) throw file.unsupported(`a type of its own for “${name}”`, 'a shared one');
  const element = await numberOf(file, messages, readDatatype(file, type.bytes), name);
  const shape = readSides(file, space.bytes);
  if (element === undefined || shape === undefined) return undefined;
  if (shape.length > maxDimensions)
    throw file.fault(`at most ${maxDimensions} dimensions of “${name}”`, `${shape.length}`);
  const bytes = shape.reduce((product, side) => product * side, element.bytes);
  if (!Number.isSafeInteger(bytes)) throw file.fault(`a size of “${name}” below 2^53`, `[${shape.join(', ')}]`);
  if (messageOf(messages, messageKinds.externalFiles) !== undefined) {
    throw file.unsupported(`the numbers of “${name}” in the file`, 'files beside it');
  }
  const { dtype, byteOrder } = element;
  const facts = { name, dtype, shape, encoding: 'raw', ...(byteOrder === undefined ? {} : { byteOrder }) } as const;
  const filters = readFilters(file, messageOf(messages, messageKinds.filters));
  const place = await readLayout(file, layout, { bytes, shape, elementBytes: element.bytes, filters, name });
  if (!('chunks' in place)) return { info: { ...facts, file: '', start: place.start, end: place.start + bytes } };
  const member = chunkedMember(file, name, place, shape, element.bytes, filters);
  return { info: { ...facts, file: `!/${member.path}`, start: 0, end: bytes }, member };
}

/** Two bytes without a meaning of their own are how Keras writes bfloat16; an attribute says so. */
async function numberOf(
  file: Hdf5File,
  messages: readonly Message[],
  type: ElementType,
  name: string,
): Promise<(ElementType & { readonly kind: 'number' }) | undefined> {
  if (type.kind === 'number') return type;
  if (type.kind === 'text' || type.kind === 'text elsewhere') return undefined;
  if (type.kind === 'opaque' && type.bytes === 2 && (await readTexts(file, messages)).get('dtype') === 'bfloat16') {
    return { kind: 'number', dtype: 'BF16', bytes: 2 };
  }
  const found = type.kind === 'other' ? type.found : `${type.bytes} bytes of no known meaning`;
  throw file.unsupported(`numbers in “${name}”`, found);
}

interface Facts {
  readonly bytes: number;
  readonly shape: readonly number[];
  readonly elementBytes: number;
  readonly filters: readonly Filter[];
  readonly name: string;
}

async function readLayout(
  file: Hdf5File,
  message: Message,
  facts: Facts,
): Promise<{ readonly start: number } | Chunks> {
  const { bytes, name } = facts;
  const cursor = new Cursor(message.bytes, file.source.uri);
  const version = cursor.u8();
  if (version < 3 || version > 5) throw file.unsupported(`a layout of version 3 to 5 for “${name}”`, `${version}`);
  const kind = cursor.u8();
  if (kind === compact) {
    const length = cursor.u16();
    if (length !== bytes || length > cursor.remaining) throw file.fault(`${bytes} bytes of “${name}”`, `${length}`);
    return { start: message.at + cursor.at };
  }
  if (kind === contiguous) {
    const start = file.address(cursor);
    const length = file.length(cursor);
    if (bytes === 0) return { start: 0 };
    if (start === undefined) throw file.fault(`numbers for “${name}”`, 'none that were ever written');
    if (length !== bytes) throw file.fault(`${bytes} bytes of “${name}”`, `${length}`);
    file.claim(start, length, `“${name}”`);
    return { start };
  }
  if (kind !== chunked) throw file.unsupported(`“${name}” in one piece or in chunks`, `a layout of kind ${kind}`);
  if (bytes === 0) return { start: 0 };
  return version === 3 ? readChunkedOld(file, cursor, facts) : readChunkedNew(file, cursor, facts);
}

function readChunkedOld(file: Hdf5File, cursor: Cursor, facts: Facts): Promise<Chunks> {
  const rank = cursor.u8() - 1;
  const tree = file.address(cursor);
  const sides = Array.from({ length: Math.max(0, rank) }, () => cursor.u32());
  const elementBytes = cursor.u32();
  if (elementBytes !== facts.elementBytes) {
    throw file.fault(`elements of ${facts.elementBytes} bytes in “${facts.name}”`, `${elementBytes}`);
  }
  return readChunkTree(file, tree, sides, facts);
}

async function readChunkedNew(file: Hdf5File, cursor: Cursor, facts: Facts): Promise<Chunks> {
  const { name, shape, elementBytes } = facts;
  const flags = cursor.u8();
  const [rank, width] = [cursor.u8() - 1, cursor.u8()];
  const sides = Array.from({ length: Math.max(0, rank) }, () => file.number(cursor, width));
  file.number(cursor, width);
  const index = cursor.u8();
  if (index !== singleChunk) {
    throw file.unsupported(`the chunks of “${name}” in one chunk or a tree`, indexNames.get(index) ?? `index ${index}`);
  }
  const whole = sides.reduce((product, side) => product * side, elementBytes);
  const length = (flags & 2) === 0 ? whole : file.length(cursor);
  const skipped = (flags & 2) === 0 ? 0 : cursor.u32();
  const start = file.address(cursor);
  if (
    start === undefined ||
    sides.length !== shape.length ||
    sides.some((side, axis) => side < (shape[axis] as number))
  ) {
    throw file.fault(`one chunk that holds all of “${name}”`, `[${sides.join(', ')}]`);
  }
  file.claim(start, length, `“${name}”`);
  return { sides, chunks: [{ start, length, skipped }] };
}
