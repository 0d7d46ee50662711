// Attacks on the NumPy reader: pickles, headers that are programs, sizes that overflow; each ends in a typed refusal, soon.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { npyFile } from '../../forgeries/writers/numpy.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { numpyFormat } from '../../src/formats/numpy/npy.ts';
import { mutate, mutations } from './mutations.ts';
import { checkPromises, outcome } from './outcome.ts';
import { npySeeds } from './seeds/npy.ts';

type Refused = readonly [name: string, code: ErrorCode, make: () => Uint8Array];

function dictionary(text: string, bytes = 24): Uint8Array {
  return npyFile(text, new Uint8Array(bytes));
}

function array(descr: string, shape = '(2, 3)', order = 'False'): Uint8Array {
  return dictionary(`{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`);
}

/** A header that says its length is another. */
function declared(version: number, length: number): Uint8Array {
  const bytes = npyFile('{}', new Uint8Array(8), version);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  return bytes;
}

const refused: readonly Refused[] = [
  ['an empty file', 'format', () => new Uint8Array(0)],
  ['a beginning alone', 'format', () => Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)],
  ['another beginning', 'format', () => new Uint8Array(100)],
  ['version 4', 'unsupported', () => npyFile('{}', new Uint8Array(8), 4)],
  ['version 0', 'unsupported', () => npyFile('{}', new Uint8Array(8), 0)],
  ['a header beyond the file', 'source', () => declared(1, 60_000)],
  ['a header of 4 GiB', 'limit', () => declared(2, 0xffffffff)],
  ['objects', 'unsafe', () => array("'|O'")],
  ['objects with a byte order', 'unsafe', () => array("'<O8'")],
  ['objects in a field', 'unsafe', () => array("[('a', '<f4'), ('b', [('c', '|O')])]")],
  ['a structured type', 'unsupported', () => array("[('a', '<f4')]")],
  ['text', 'unsupported', () => array("'<U4'")],
  ['dates', 'unsupported', () => array("'<M8[ns]'")],
  ['raw bytes, as bfloat16 is written', 'unsupported', () => array("'<V2'")],
  ['long doubles', 'unsupported', () => array("'<f16'")],
  ['no byte order', 'unsupported', () => array("'f4'")],
  ['a number without byte order', 'format', () => array("'|f4'")],
  ['None as a type', 'unsupported', () => array('None')],
  ['a missing key', 'format', () => dictionary("{'descr': '<f4', 'shape': (2, 3)}")],
  ['a key too many', 'format', () => dictionary("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1}")],
  ['a key twice', 'format', () => dictionary("{'descr': '<f4', 'descr': '|O', 'fortran_order': False, 'shape': (6,)}")],
  ['a key __proto__', 'format', () => dictionary("{'descr': '<f4', '__proto__': False, 'shape': (6,)}")],
  ['a number as an order', 'format', () => array("'<f4'", '(2, 3)', '0')],
  ['a negative side', 'format', () => array("'<f4'", '(2, -3)')],
  ['a fraction as a side', 'format', () => array("'<f4'", '(2.5, 3)')],
  ['a word as a side', 'format', () => array("'<f4'", '(True, 3)')],
  ['a side in quotes', 'format', () => array("'<f4'", "('2', 3)")],
  ['a number as a shape', 'format', () => array("'<f4'", '6')],
  ['a side of 2^53', 'limit', () => array("'<f4'", '(9007199254740992,)')],
  ['a side of thirty digits', 'format', () => array("'<f4'", `(${'9'.repeat(30)},)`)],
  ['a product that overflows', 'limit', () => array("'<f4'", '(4294967296, 4294967296)')],
  ['a product that overflows before a zero', 'limit', () => array("'<f4'", '(4294967296, 4294967296, 0)')],
  ['a hundred dimensions', 'limit', () => array("'<f4'", `(${'1, '.repeat(100)})`)],
  ['a call', 'format', () => dictionary("__import__('os').system('true')")],
  ['a call as a value', 'format', () => array("'<f4'", "__import__('os').system('true')")],
  ['a product as a side', 'format', () => array("'<f4'", '(2**99, 1)')],
  [
    'text behind the dictionary',
    'format',
    () => dictionary("{'descr': '<f4', 'fortran_order': False, 'shape': (6,)} x"),
  ],
  ['a dictionary without an end', 'format', () => dictionary("{'descr': '<f4', 'fortran_order': False, 'shape': (6,)")],
  ['a string without an end', 'format', () => dictionary("{'descr")],
  ['sixty thousand open brackets', 'limit', () => npyFile(`{'descr': ${'['.repeat(60_000)}`, new Uint8Array(8), 2)],
  ['sixty thousand backslashes', 'format', () => npyFile(`{'${'\\\\'.repeat(30_000)}`, new Uint8Array(8), 2)],
  ['sixty thousand spaces', 'format', () => npyFile(`{${' '.repeat(60_000)}`, new Uint8Array(8), 2)],
  ['no text', 'format', () => npyFile('', new Uint8Array(8))],
  ['bytes that are not UTF-8', 'format', () => withByte(0xff)],
];

function withByte(byte: number): Uint8Array {
  const bytes = npyFile("{'descr'", new Uint8Array(8), 3);
  bytes[14] = byte;
  return bytes;
}

describe('numpyFormat, attacked', () => {
  it.for(refused)('refuses %s', { timeout: 2000 }, async ([, code, make]) => {
    expect(await outcome(numpyFormat, make())).toBe(code);
  });

  it('reports an array that is cut short or longer than its shape', async () => {
    const whole = array("'<f4'");
    const short = await outcome(numpyFormat, whole.slice(0, -1));
    expect(short).toMatchObject({ tensors: [], problems: [{ code: 'source', lost: [''] }] });
    const long = await outcome(numpyFormat, Uint8Array.of(...whole, 1, 2, 3));
    expect(long).toMatchObject({ tensors: { length: 1 }, undeclaredBytes: 3, problems: [{ code: 'format' }] });
  });

  it('keeps its promises or refuses, whatever is damaged', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...npySeeds), mutations, async (seed, changes) => {
        const bytes = mutate(seed, changes);
        const result = await outcome(numpyFormat, bytes);
        if (typeof result === 'string') return;
        accepted += 1;
        await checkPromises(result, bytes);
      }),
      { seed: 20_240_601, numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
