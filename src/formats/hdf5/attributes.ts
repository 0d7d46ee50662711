// Attributes of HDF5 objects, as far as they are one text each: what a file says about itself.
import { Cursor } from '../../bytes/cursor.ts';
import { readDatatype, readSides } from './datatype.ts';
import type { Hdf5File } from './hdf5-file.ts';
import { type Message, messageKinds } from './object-header.ts';

/** Bytes of one text that are kept; what is longer is a configuration, not a remark. */
const maxTextBytes = 1024;

/** Attributes of one object that are looked at. */
const maxAttributes = 256;

/** Objects of one collection that are looked through. */
const maxCollected = 4096;

const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The texts of an object's attributes by name. What is no text, too long or broken is left out: nothing depends on it. */
export async function readTexts(file: Hdf5File, messages: readonly Message[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const attributes = messages.filter(({ kind, shared }) => kind === messageKinds.attribute && !shared);
  for (const { bytes } of attributes.slice(0, maxAttributes)) {
    const attribute = splitAttribute(file, bytes);
    if (attribute === undefined) continue;
    const text = await readText(file, attribute);
    if (text !== undefined && text !== '' && !texts.has(attribute.name)) texts.set(attribute.name, text);
  }
  return texts;
}

interface Attribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly space: Uint8Array;
  readonly data: Cursor;
}

function splitAttribute(file: Hdf5File, bytes: Uint8Array): Attribute | undefined {
  const cursor = new Cursor(bytes, file.source.uri);
  if (bytes.length < 8) return undefined;
  const version = cursor.u8();
  const flags = cursor.u8();
  const [nameBytes, typeBytes, spaceBytes] = [cursor.u16(), cursor.u16(), cursor.u16()];
  if (version === 3) cursor.take(1);
  const isShared = version !== 1 && (flags & 3) !== 0;
  // In version 1 each part is filled up to a multiple of eight bytes.
  const filled = (length: number): number => (version === 1 ? Math.ceil(length / 8) * 8 : length);
  const total = filled(nameBytes) + filled(typeBytes) + filled(spaceBytes);
  if (version < 1 || version > 3 || isShared || total > cursor.remaining) return undefined;
  const name = cursor.take(filled(nameBytes));
  const zero = name.indexOf(0);
  const type = cursor.take(filled(typeBytes));
  const space = cursor.take(filled(spaceBytes));
  return { name: lenientUtf8.decode(zero === -1 ? name : name.subarray(0, zero)), type, space, data: cursor };
}

async function readText(file: Hdf5File, { type, space, data }: Attribute): Promise<string | undefined> {
  const elements = readSides(file, space)?.reduce((product, side) => product * side, 1);
  if (elements !== 1) return undefined;
  const { kind, bytes } = readDatatype(file, type);
  if (kind === 'text' && bytes <= Math.min(maxTextBytes, data.remaining)) return untilZero(data.take(bytes));
  if (kind !== 'text elsewhere' || data.remaining < 8 + file.superblock.offsetBytes) return undefined;
  const length = data.u32();
  const collection = file.address(data);
  if (collection === undefined || length > maxTextBytes) return undefined;
  const found = await readCollected(file, collection, data.u32());
  return found === undefined ? undefined : untilZero(found.subarray(0, length));
}

/** One object of a global heap collection. */
async function readCollected(file: Hdf5File, at: number, index: number): Promise<Uint8Array | undefined> {
  const { lengthBytes } = file.superblock;
  const head = await file.read(at, 8 + lengthBytes, 'a collection of texts');
  file.expect(head, 'GCOL');
  head.take(4);
  const end = at + file.length(head);
  let next = at + 8 + lengthBytes;
  for (let i = 0; i < maxCollected && next + 8 + lengthBytes <= end; i++) {
    const object = await file.read(next, 8 + lengthBytes, 'a text');
    const number = object.u16();
    object.take(6);
    const length = file.length(object);
    if (number === index && number > 0) {
      return (await file.read(next + 8 + lengthBytes, Math.min(length, maxTextBytes), 'a text')).bytes;
    }
    // Number 0 is the free space at the end.
    if (number === 0) return undefined;
    next += 8 + lengthBytes + Math.ceil(length / 8) * 8;
  }
  return undefined;
}

function untilZero(bytes: Uint8Array): string {
  const zero = bytes.indexOf(0);
  return lenientUtf8.decode(zero === -1 ? bytes : bytes.subarray(0, zero)).trimEnd();
}
