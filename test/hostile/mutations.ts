// Changes to valid files that keep most of their structure, so that fuzzing gets past the first check.
import fc from 'fast-check';
import { join, varint } from '../../forgeries/writers/onnx.ts';

/** One change: `at` and `length` are fractions of the file, so that they fit files of any length. */
export interface Mutation {
  readonly kind: 'flip' | 'overwrite' | 'insert' | 'remove' | 'repeat' | 'move' | 'truncate' | 'number' | 'varint';
  readonly at: number;
  readonly length: number;
  readonly value: number;
}

/** Numbers on the edges of what readers assume. */
const edgeNumbers = [
  '0',
  '-1',
  '1',
  '8',
  '9007199254740991',
  '9007199254740992',
  '18446744073709551615',
  '1e999',
  '0.5',
  '[]',
  '{}',
  'null',
  '"x"',
];
const edgeVarints = [0n, 1n, 127n, 128n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

// Not fc.double, which prefers tiny numbers: places must fall anywhere in the file.
const fraction = fc.nat(2 ** 30 - 1).map((part) => part / 2 ** 30);

/** Lists of one to four changes. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'overwrite', 'insert', 'remove', 'repeat', 'move', 'truncate', 'number', 'varint'),
    at: fraction,
    length: fraction,
    value: fc.nat(255),
  }),
  { minLength: 1, maxLength: 4 },
);

/** The bytes after all changes, in order. */
export function mutate(bytes: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  return changes.reduce(applyMutation, bytes);
}

function applyMutation(bytes: Uint8Array, { kind, at, length, value }: Mutation): Uint8Array {
  const start = Math.floor(at * bytes.length);
  // Short pieces are likelier to leave a file that can still be read in part.
  const end = Math.min(bytes.length, start + 1 + Math.floor(length * length * 64));
  const before = bytes.subarray(0, start);
  const piece = bytes.subarray(start, end);
  const after = bytes.subarray(end);
  switch (kind) {
    case 'flip':
      return join(
        before,
        piece.slice(0, 1).map((byte) => byte ^ (1 << (value % 8))),
        bytes.subarray(start + 1),
      );
    case 'overwrite':
      return join(before, piece.slice().fill(value), after);
    case 'insert':
      return join(before, new Uint8Array(end - start).fill(value), piece, after);
    case 'remove':
      return join(before, after);
    case 'repeat':
      return join(before, piece, piece, after);
    case 'move':
      return join(piece, before, after);
    case 'truncate':
      return bytes.slice(0, end);
    case 'varint':
      return join(before, varint(edgeVarints[value % edgeVarints.length] ?? 0n), after);
    case 'number':
      return replaceNumber(bytes, start, edgeNumbers[value % edgeNumbers.length] ?? '0');
  }
}

/** Puts `text` in the place of the next run of digits at or after `from`. */
function replaceNumber(bytes: Uint8Array, from: number, text: string): Uint8Array {
  const isDigit = (at: number): boolean => (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39;
  let start = from;
  while (start < bytes.length && !isDigit(start)) start += 1;
  let end = start;
  while (isDigit(end)) end += 1;
  return join(bytes.subarray(0, start), new TextEncoder().encode(text), bytes.subarray(end));
}
