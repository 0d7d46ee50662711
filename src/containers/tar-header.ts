// One header block of a tar archive: whose numbers are checked before they are believed.
import { ForebearError } from '../errors.ts';
import { textOf437, textOfUtf8 } from './member-names.ts';

/** The unit of the format: headers are one block, contents are padded to blocks. */
export const blockBytes = 512;

export interface TarHeader {
  /** As stored, with the prefix in front where the format has one. */
  readonly name: string;
  readonly size: number;
  /** The letter of its kind; `0` for a regular file, the NUL of the oldest archives too. */
  readonly type: string;
  /** GNU's sparse files go on in further header blocks where this is set. */
  readonly extended: boolean;
}

const fields = {
  name: [0, 100],
  size: [124, 136],
  checksum: [148, 156],
  type: [156, 157],
  magic: [257, 263],
  prefix: [345, 500],
  extended: [482, 483],
} as const;

type Field = readonly [from: number, to: number];

/** Whether a block's sum is the one that it declares. */
export function isTarHeader(block: Uint8Array): boolean {
  return block.length >= blockBytes && hasChecksum(block);
}

/** Reads a block whose checksum is right. Throws `format` for bad numbers, `limit` for sizes beyond 2^53. */
export function readTarHeader(block: Uint8Array, subject: string): TarHeader {
  const type = String.fromCharCode(block[fields.type[0]] ?? 0);
  const prefix = bytesOf(block, fields.magic).join() === posixMagic ? text(block, fields.prefix) : '';
  const name = text(block, fields.name);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: tarNumber(block, fields.size, subject),
    type: type === '\0' ? '0' : type,
    extended: block[fields.extended[0]] !== 0,
  };
}

/** `ustar` and a NUL: the standard's magic. GNU's own has a space there, and no prefix. */
const posixMagic = '117,115,116,97,114,0';

/** Old writers summed the bytes as signed ones. */
function hasChecksum(block: Uint8Array): boolean {
  let unsigned = 0;
  let signed = 0;
  const [from, to] = fields.checksum;
  for (let i = 0; i < blockBytes; i++) {
    const byte = i >= from && i < to ? 0x20 : (block[i] as number);
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  const digits = octalDigits(block, fields.checksum);
  if (digits === undefined) return false;
  const declared = Number.parseInt(digits, 8);
  return declared === unsigned || declared === signed;
}

/** Octal digits, or the bytes of a large number behind a byte with its highest bit set. */
function tarNumber(block: Uint8Array, field: Field, subject: string): number {
  const bytes = bytesOf(block, field);
  const first = bytes[0] as number;
  if (first >= 0x80) {
    if (first !== 0x80) throw new ForebearError('format', subject, 'a size of zero or more', 'a negative one');
    const value = bytes.slice(1).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new ForebearError('limit', subject, `a size of at most ${Number.MAX_SAFE_INTEGER}`, `${value}`);
    }
    return Number(value);
  }
  const digits = octalDigits(block, field);
  if (digits === undefined) throw new ForebearError('format', subject, 'a size in octal digits', 'something else');
  return Number.parseInt(digits, 8);
}

/** The digits of a field of blanks, digits, and an end of blanks or NULs; undefined where anything else stands there. */
function octalDigits(block: Uint8Array, [from, to]: Field): string | undefined {
  const ascii = String.fromCharCode(...block.subarray(from, to));
  return /^ *([0-7]+)[ \0]*$/.exec(ascii)?.[1];
}

function bytesOf(block: Uint8Array, [from, to]: Field): readonly number[] {
  return [...block.subarray(from, to)];
}

function text(block: Uint8Array, [from, to]: Field): string {
  return tarText(block.subarray(from, to));
}

/** Text up to the first NUL: UTF-8, or characters that can at least be seen. */
export function tarText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const held = end === -1 ? bytes : bytes.subarray(0, end);
  return textOfUtf8(held) ?? textOf437(held);
}
