// The header of one HDF5 object: its messages, in both ways of writing them, over all blocks they are spread on.
import { Cursor } from '../../bytes/cursor.ts';
import type { Hdf5File } from './hdf5-file.ts';

/** Kinds of messages that say something of weights or of where they are. */
export const messageKinds = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  symbolTable: 0x11,
} as const;

const continuation = 0x10;

export interface Message {
  readonly kind: number;
  /** Byte of the file where the message's own data begins. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** True where the data is a pointer to a message elsewhere. */
  readonly shared: boolean;
}

/** Blocks of one header; each holds at least a message or leads to the next. */
const maxBlocks = 1_024;

/** Groups written by old versions have one message per link; honest headers have tens. */
const maxMessages = 100_000;

interface Block {
  readonly start: number;
  readonly length: number;
}

/** All messages of the object at byte `at`, in order. Throws `format`, `source` or `limit` where the header is broken. */
export async function readMessages(file: Hdf5File, at: number): Promise<readonly Message[]> {
  const first = await file.read(at, 4, 'an object header');
  const isNew = String.fromCharCode(...first.bytes) === 'OHDR';
  if (!isNew && first.u8() !== 1) throw file.fault(`an object header at byte ${at}`, 'something else');
  return isNew ? readNew(file, at) : readOld(file, at);
}

/** The one message of a kind; undefined where there is none. */
export function messageOf(messages: readonly Message[], kind: number): Message | undefined {
  return messages.find((message) => message.kind === kind);
}

async function readOld(file: Hdf5File, at: number): Promise<readonly Message[]> {
  const head = await file.read(at, 16, 'an object header');
  head.take(8);
  const blocks: Block[] = [{ start: at + 16, length: head.u32() }];
  const messages: Message[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const { start, length } = blocks[i] as Block;
    const cursor = await readBlock(file, start, length, i);
    while (cursor.remaining >= 8) {
      const kind = cursor.u16();
      const size = cursor.u16();
      const flags = cursor.u8();
      cursor.take(3);
      add(file, messages, blocks, { kind, at: start + cursor.at, bytes: cursor.take(size), shared: (flags & 2) !== 0 });
    }
  }
  return messages;
}

async function readNew(file: Hdf5File, at: number): Promise<readonly Message[]> {
  const head = await file.read(at, 6, 'an object header');
  head.take(4);
  const version = head.u8();
  if (version !== 2) throw file.unsupported('an object header of version 1 or 2', `${version}`);
  const flags = head.u8();
  // Four times, then two bounds for attributes, where the flags say that they are there.
  const between = ((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4);
  const widthBytes = 2 ** (flags & 3);
  const sized = await file.read(at + 6 + between, widthBytes, 'the length of an object header');
  const orderBytes = (flags & 4) === 0 ? 0 : 2;
  const blocks: Block[] = [{ start: at + 6 + between + widthBytes, length: file.number(sized, widthBytes) }];
  const messages: Message[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const { start, length } = blocks[i] as Block;
    const cursor = await readBlock(file, start, length, i);
    if (i > 0) file.expect(cursor, 'OCHK');
    // Blocks after the first carry a checksum of four bytes within their length.
    const end = i > 0 ? length - 4 : length;
    while (end - cursor.at >= 4 + orderBytes) {
      const kind = cursor.u8();
      const size = cursor.u16();
      const shared = (cursor.u8() & 2) !== 0;
      cursor.take(orderBytes);
      add(file, messages, blocks, { kind, at: start + cursor.at, bytes: cursor.take(size), shared });
    }
  }
  return messages;
}

function readBlock(file: Hdf5File, start: number, length: number, index: number): Promise<Cursor> {
  if (index >= maxBlocks) throw file.fault(`at most ${maxBlocks} blocks of an object header`, 'more');
  return file.read(start, length, 'the messages of an object');
}

function add(file: Hdf5File, messages: Message[], blocks: Block[], message: Message): void {
  if (message.kind === continuation) {
    const cursor = new Cursor(message.bytes, file.source.uri);
    const start = file.address(cursor);
    const length = file.length(cursor);
    if (start !== undefined) blocks.push({ start, length });
    return;
  }
  messages.push(message);
  if (messages.length > maxMessages) throw file.fault(`at most ${maxMessages} messages of an object`, 'more');
}
