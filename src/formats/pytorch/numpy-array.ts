// NumPy arrays inside a pickle: type, shape and order out of what would have rebuilt them, numbers where they lie.
import type { ErrorCode } from '../../errors.ts';
import { arrayType, type ElementType } from './element-types.ts';
import {
  type Call,
  isNode,
  meaningOf,
  type PickleBytes,
  type PickleValue,
  quoted,
  textOf,
} from './pickle/pickle-values.ts';
import { wholeNumbers } from './pickle/whole-numbers.ts';

/** An array whose numbers lie in the pickle itself. Nothing of it has been held against the bytes yet. */
export interface StoredArray {
  readonly kind: 'array';
  readonly data: PickleBytes;
  readonly type: ElementType;
  readonly bigEndian: boolean;
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest. */
  readonly columns: boolean;
}

interface Lost {
  readonly kind: 'lost';
  readonly code: ErrorCode;
  readonly expected: string;
  readonly found: string;
}

/**
 * The array that a call of `_reconstruct` or `_frombuffer` would have made; undefined where it holds Python objects, which
 * are no numbers.
 */
export function arrayOf(call: Call): StoredArray | Lost | undefined {
  return meaningOf(call.callee) === 'buffer-array' ? fromBuffer(call) : fromState(call);
}

/** `_frombuffer(buffer, dtype, shape, order)`. */
function fromBuffer({ args }: Call): StoredArray | Lost | undefined {
  const order = textOf(args[3]);
  if (order !== 'C' && order !== 'F') return lost('format', 'an order of C or F', 'another');
  return stored(args[0], args[1], args[2], order === 'F');
}

/** `_reconstruct(class, (0,), b'b')` filled with (version, shape, dtype, is Fortran, data). */
function fromState({ state }: Call): StoredArray | Lost | undefined {
  if (!isNode(state, 'tuple') || state.items.length < 5) return lost('format', 'the state of an array', 'another');
  const [, shape, type, fortran, data] = state.items;
  return stored(data, type, shape, fortran === true || fortran === 1);
}

function stored(
  data: PickleValue | undefined,
  type: PickleValue | undefined,
  shapeValue: PickleValue | undefined,
  columns: boolean,
): StoredArray | Lost | undefined {
  const shape = wholeNumbers(shapeValue);
  const code = isNode(type, 'call') && meaningOf(type.callee) === 'array-type' ? textOf(type.args[0]) : undefined;
  if (shape === undefined || code === undefined) return lost('format', 'an array with a shape and a type', 'another');
  if (/^[<>|=]?O\d*$/.test(code)) return undefined;
  const element = arrayType(code);
  if (element === undefined) return lost('unsupported', 'arrays of plain numbers', quoted(code));
  // An array of nothing has no bytes, however they would have been written.
  if (shape.includes(0) && isNode(data, 'call')) return undefined;
  if (isNode(data, 'call') && meaningOf(data.callee) === 'text-as-bytes') {
    return lost('unsupported', 'arrays as bytes', 'one that was pickled as text (protocol 0 to 2)');
  }
  const isBytes = isNode(data, 'bytes') || isNode(data, 'bytearray') || isNode(data, 'string');
  if (!isBytes) return lost('format', 'an array with its bytes', 'something else');
  if (data.start < 0) return lost('unsupported', 'arrays as bytes', 'one that was pickled as text (protocol 0)');
  return { kind: 'array', data, type: element, bigEndian: orderOf(type, code) === '>', shape, columns };
}

/** The byte order: the second item of the type's state, or the mark in its code. */
function orderOf(type: PickleValue | undefined, code: string): string {
  const state = isNode(type, 'call') ? type.state : undefined;
  const inState = isNode(state, 'tuple') ? textOf(state.items[1]) : undefined;
  return inState ?? code.charAt(0);
}

function lost(code: ErrorCode, expected: string, found: string): Lost {
  return { kind: 'lost', code, expected, found };
}
