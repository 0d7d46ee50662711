// Python's integers of any length, as pickles write them.
import { ForebearError } from '../../../errors.ts';
import { quoted } from './pickle-values.ts';

/** Seeds and masks reach some hundred bytes; Python itself refuses more than 4,300 digits, which are 1,786 bytes. */
const maxLongBytes = 1_786;
const maxLongDigits = 4_300;

/**
 * The two's complement, little-endian number in the first `length` of `bytes`; a `number` where that is exact. Throws
 * `limit` for numbers longer than Python would print. `at` is for the message.
 */
export function longFromBytes(bytes: Uint8Array, length: number, at: number, subject: string): number | bigint {
  if (length > maxLongBytes) throw tooLong(`${length} bytes`, at, subject);
  let digits = '';
  for (let i = length - 1; i >= 0; i--) digits += (bytes[i] ?? 0).toString(16).padStart(2, '0');
  return shortest(BigInt.asIntN(Math.max(1, 8 * length), BigInt(digits === '' ? 0 : `0x${digits}`)));
}

/** A decimal number with an optional sign. Throws `format` for anything else. */
export function longFromText(text: string, at: number, subject: string): number | bigint {
  if (text.length > maxLongDigits) throw tooLong(`${text.length} digits`, at, subject);
  if (!/^[+-]?\d+$/.test(text)) {
    throw new ForebearError('format', subject, `a whole number at byte ${at}`, `“${quoted(text)}”`);
  }
  return shortest(BigInt(text.replace(/^\+/, '')));
}

function shortest(value: bigint): number | bigint {
  const short = Number(value);
  return Number.isSafeInteger(short) ? short : value;
}

function tooLong(found: string, at: number, subject: string): ForebearError {
  const expected = `whole numbers of at most ${maxLongDigits} digits at byte ${at}`;
  return new ForebearError('limit', subject, expected, found);
}
