// A seeded mutator that knows where files keep their numbers: lengths, offsets and counts are changed far more often than chance would.

import { join, varint } from '../../../forgeries/writers/onnx.ts';
import type { Random } from '../../../src/math/random.ts';

/** A place in a seed that reads like a length, an offset or a count. */
interface NumberField {
  readonly at: number;
  readonly width: 2 | 4 | 8;
  readonly littleEndian: boolean;
  readonly value: number;
}

/** A valid file, and what the mutator found out about it. */
export interface StudiedSeed {
  readonly bytes: Uint8Array;
  readonly fields: readonly NumberField[];
  /** Where runs of digits begin, for formats that write their numbers as text. */
  readonly digits: readonly number[];
}

const edgeTexts = [
  '0',
  '-1',
  '1',
  '00',
  '9007199254740991',
  '9007199254740993',
  '18446744073709551615',
  '1e999',
  '0.5',
  '[]',
  '{}',
  'null',
  '"x"',
  '"__proto__"',
];
const edgeNumbers = [0n, 1n, 127n, 128n, 255n, 2n ** 15n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n].concat([
  2n ** 32n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 62n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
]);

/** Finds the numbers of a valid file. */
export function study(bytes: Uint8Array): StudiedSeed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: NumberField[] = [];
  const add = (at: number, width: 2 | 4 | 8, littleEndian: boolean, value: number): void => {
    if (value >= 1 && value <= bytes.length) fields.push({ at, width, littleEndian, value });
  };
  for (let at = 0; at + 2 <= bytes.length; at++) {
    for (const littleEndian of [true, false]) {
      if (at + 8 <= bytes.length) add(at, 8, littleEndian, Number(view.getBigUint64(at, littleEndian)));
      if (at + 4 <= bytes.length) add(at, 4, littleEndian, view.getUint32(at, littleEndian));
      add(at, 2, littleEndian, view.getUint16(at, littleEndian));
    }
  }
  const digits: number[] = [];
  for (let at = 0; at < bytes.length; at++) if (isDigit(bytes[at]) && !isDigit(bytes[at - 1])) digits.push(at);
  return { bytes, fields, digits };
}

/** A mutant of `seed`: one to four changes; `others` lend pieces. */
export function mutant(random: Random, seed: StudiedSeed, others: readonly StudiedSeed[]): Uint8Array {
  let bytes = seed.bytes;
  const changes = 1 + random.integer(4);
  for (let i = 0; i < changes; i++) {
    // Positions found in the seed are right for the first change and nearly right for later ones.
    const kind = random.integer(12);
    if (kind <= 3 && seed.fields.length > 0) bytes = changeField(random, bytes, seed.fields);
    else if (kind <= 5 && seed.digits.length > 0) bytes = changeDigits(random, bytes, seed.digits);
    else bytes = changeBytes(random, bytes, others);
  }
  return bytes;
}

function changeField(random: Random, bytes: Uint8Array, fields: readonly NumberField[]): Uint8Array {
  const { at, width, littleEndian, value } = fields[random.integer(fields.length)] as NumberField;
  if (at + width > bytes.length) return bytes;
  const near = [value - 1, value + 1, 2 * value, bytes.length, bytes.length + 1, random.integer(64)].map(BigInt);
  const choices = random.integer(2) === 0 ? near : edgeNumbers;
  const chosen = choices[random.integer(choices.length)] as bigint;
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  if (width === 8) view.setBigUint64(at, BigInt.asUintN(64, chosen), littleEndian);
  else if (width === 4) view.setUint32(at, Number(BigInt.asUintN(32, chosen)), littleEndian);
  else view.setUint16(at, Number(BigInt.asUintN(16, chosen)), littleEndian);
  return out;
}

function changeDigits(random: Random, bytes: Uint8Array, digits: readonly number[]): Uint8Array {
  let start = digits[random.integer(digits.length)] as number;
  while (start < bytes.length && !isDigit(bytes[start])) start += 1;
  let end = start;
  while (isDigit(bytes[end])) end += 1;
  const text = edgeTexts[random.integer(edgeTexts.length)] as string;
  return join(bytes.subarray(0, start), new TextEncoder().encode(text), bytes.subarray(end));
}

function changeBytes(random: Random, bytes: Uint8Array, others: readonly StudiedSeed[]): Uint8Array {
  const start = random.integer(bytes.length + 1);
  // Short pieces are likelier to leave a file that can still be read in part.
  const end = Math.min(bytes.length, start + 1 + random.integer(random.integer(8) === 0 ? 256 : 8));
  const [before, piece, after] = [bytes.subarray(0, start), bytes.subarray(start, end), bytes.subarray(end)];
  switch (random.integer(9)) {
    case 0:
      return join(
        before,
        piece.map((byte) => byte ^ (1 << random.integer(8))),
        after,
      );
    case 1:
      return join(
        before,
        piece.map(() => random.integer(256)),
        after,
      );
    case 2:
      return join(before, new Uint8Array(end - start).fill(random.integer(256)), piece, after);
    case 3:
      return join(before, after);
    case 4:
      return join(before, piece, piece, after);
    case 5:
      return join(piece, before, after);
    case 6:
      return bytes.slice(0, end);
    case 7:
      return join(before, varint(edgeNumbers[random.integer(edgeNumbers.length)] as bigint), after);
    default: {
      const other = others[random.integer(others.length)]?.bytes ?? bytes;
      return join(before, other.subarray(random.integer(other.length + 1)));
    }
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
