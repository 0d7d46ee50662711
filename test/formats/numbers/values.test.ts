// Decoders and encoders of every element type, against JavaScript's own conversions and published tables.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TensorInfo } from '../../../src/formats/format.ts';
import { type DType, plainTypes } from '../../../src/formats/numbers/dtype.ts';
import {
  byteLength,
  decode,
  decode64,
  elementRange,
  encode,
  numbersPerElement,
  roundTrip,
} from '../../../src/formats/numbers/values.ts';

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const all256 = Uint8Array.from({ length: 256 }, (_, code) => code);
const runs = { seed: 7, numRuns: 300 };

describe('decode', () => {
  it('reads every half-precision code as Float16Array does', () => {
    const codes = Uint16Array.from({ length: 65_536 }, (_, code) => code);
    expect(decode('F16', bytesOf(codes), 65_536)).toEqual(Float32Array.from(new Float16Array(codes.buffer)));
  });

  it('reads bfloat16 as the upper half of a 32-bit float', () => {
    const codes = Uint16Array.of(0x3f80, 0xc000, 0x7f80, 0x0001, 0x8000);
    expect([...decode('BF16', bytesOf(codes), 5)]).toEqual([1, -2, Infinity, 2 ** -133, -0]);
  });

  const landmarks: readonly (readonly [DType, readonly (readonly [code: number, value: number])[]])[] = [
    [
      'F8_E4M3',
      [
        [0x00, 0],
        [0x80, -0],
        [0x01, 2 ** -9],
        [0x08, 2 ** -6],
        [0x38, 1],
        [0x7e, 448],
        [0x7f, Number.NaN],
        [0xff, Number.NaN],
        [0xfe, -448],
      ],
    ],
    [
      'F8_E5M2',
      [
        [0x01, 2 ** -16],
        [0x04, 2 ** -14],
        [0x3c, 1],
        [0x7b, 57344],
        [0x7c, Infinity],
        [0xfc, -Infinity],
        [0x7d, Number.NaN],
      ],
    ],
    [
      'F8_E4M3FNUZ',
      [
        [0x00, 0],
        [0x80, Number.NaN],
        [0x01, 2 ** -10],
        [0x40, 1],
        [0x7f, 240],
        [0xff, -240],
      ],
    ],
    [
      'F8_E5M2FNUZ',
      [
        [0x80, Number.NaN],
        [0x01, 2 ** -17],
        [0x40, 1],
        [0x7f, 57344],
      ],
    ],
    [
      'F8_E8M0',
      [
        [0, 2 ** -127],
        [127, 1],
        [254, 2 ** 127],
        [255, Number.NaN],
      ],
    ],
  ];
  it.for(landmarks)('reads the landmarks of %s', ([dtype, table]) => {
    const values = decode(dtype, all256, 256);
    for (const [code, value] of table) expect([code, values[code]]).toEqual([code, value]);
  });

  it('reads six-bit and four-bit floats lowest bits first', () => {
    expect([...decode('F4', Uint8Array.of(0x21, 0xf7), 4)]).toEqual([0.5, 1, 6, -6]);
    // Codes 1, 2, 3, 63 in 24 bits.
    const word = 1 | (2 << 6) | (3 << 12) | (63 << 18);
    const bytes = Uint8Array.of(word & 255, (word >> 8) & 255, word >> 16);
    expect([...decode('F6_E2M3', bytes, 4)]).toEqual([0.125, 0.25, 0.375, -7.5]);
    expect([...decode('F6_E3M2', bytes, 4)]).toEqual([0.0625, 0.125, 0.1875, -28]);
  });

  it('reads integers and booleans, rounding only what a 32-bit float cannot hold', () => {
    expect([...decode('I8', Uint8Array.of(255, 1), 2)]).toEqual([-1, 1]);
    expect([...decode('U8', Uint8Array.of(255, 1), 2)]).toEqual([255, 1]);
    expect([...decode('BOOL', Uint8Array.of(0, 1, 7), 3)]).toEqual([0, 1, 1]);
    expect([...decode('I16', bytesOf(Int16Array.of(-2, 300)), 2)]).toEqual([-2, 300]);
    expect([...decode('U16', bytesOf(Uint16Array.of(65_535)), 1)]).toEqual([65_535]);
    expect([...decode('I32', bytesOf(Int32Array.of(16_777_217, -5)), 2)]).toEqual([16_777_216, -5]);
    expect([...decode('U64', bytesOf(BigUint64Array.of(2n ** 64n - 1n)), 1)]).toEqual([2 ** 64]);
    expect([...decode64('I64', bytesOf(BigInt64Array.of(-(2n ** 53n), 3n)), 2)]).toEqual([-(2 ** 53), 3]);
  });

  it('gives two numbers for a complex one', () => {
    expect([...decode('C64', bytesOf(Float32Array.of(1, 2, 3, 4)), 2)]).toEqual([1, 2, 3, 4]);
    expect(numbersPerElement('C64')).toBe(2);
  });

  it('reads from any alignment', () => {
    for (const dtype of Object.keys(plainTypes) as DType[]) {
      const bytes = Uint8Array.from({ length: byteLength(dtype, 8) }, (_, i) => (i * 37) % 120);
      const shifted = new Uint8Array(bytes.length + 1);
      shifted.set(bytes, 1);
      expect(decode(dtype, shifted.subarray(1), 8)).toEqual(decode(dtype, bytes, 8));
      expect(decode64(dtype, shifted.subarray(1), 8)).toEqual(decode64(dtype, bytes, 8));
    }
  });

  it('refuses bytes that are not as long as the elements', () => {
    expect(() => decode('F32', new Uint8Array(7), 2)).toThrow('expected 8 bytes, found 7');
    expect(() => decode64('F64', new Uint8Array(9), 1)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('encode', () => {
  it('rounds to half precision as Float16Array does', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 1, maxLength: 200 }),
        fc.integer({ min: -30, max: 20 }),
        (values, scale) => {
          const scaled = values.map((value) => value * 2 ** scale);
          const ours = roundTrip('F16', scaled);
          expect(ours).toEqual(Float32Array.from(Float16Array.from(scaled)));
        },
      ),
      runs,
    );
  });

  it('rounds halves to even at every step of every small float', () => {
    for (const dtype of ['F8_E4M3', 'F8_E5M2', 'F16'] as const) {
      const codes =
        dtype === 'F16'
          ? Uint16Array.from({ length: 0x7bff }, (_, code) => code)
          : all256.slice(0, dtype === 'F8_E4M3' ? 0x7e : 0x7b);
      const values = decode(dtype, bytesOf(codes), codes.length);
      const halves = values.subarray(1).map((value, i) => (value + (values[i] ?? 0)) / 2);
      const wanted = halves.map((_, i) => values[i % 2 === 0 ? i : i + 1] ?? 0);
      expect(roundTrip(dtype, halves)).toEqual(wanted);
      expect(
        roundTrip(
          dtype,
          halves.map((value) => -value),
        ),
      ).toEqual(wanted.map((value) => -value));
    }
  });

  it('keeps what the type can hold', () => {
    for (const dtype of ['F8_E4M3', 'F8_E5M2'] as const) {
      const values = decode(dtype, all256, 256);
      expect(roundTrip(dtype, values)).toEqual(values);
    }
  });

  it('leaves the range as each type does', () => {
    expect([...roundTrip('F8_E4M3', Float32Array.of(464, 465, -Infinity, Number.NaN))]).toEqual([
      448,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect([...roundTrip('F8_E5M2', Float32Array.of(61_439, 61_440, -1e30, Number.NaN))]).toEqual([
      57_344,
      Infinity,
      -Infinity,
      Number.NaN,
    ]);
    expect([...roundTrip('BF16', Float32Array.of(3.4e38, 1.00390625, 1.01171875, Number.NaN))]).toEqual([
      Infinity,
      1,
      1.015625,
      Number.NaN,
    ]);
    expect([...roundTrip('F16', Float32Array.of(65_519, 65_520, 2 ** -25, 2 ** -24))]).toEqual([
      65_504,
      Infinity,
      0,
      2 ** -24,
    ]);
  });

  it('writes what decode reads, for every type it writes', () => {
    const values = Float32Array.of(0, 1, 2, 96);
    for (const dtype of ['F64', 'F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2', 'I64', 'I32', 'I8', 'U8'] as const) {
      expect(decode(dtype, encode(dtype, values), 4)).toEqual(values);
    }
  });
});

describe('elementRange', () => {
  const info = (dtype: DType, length: number): TensorInfo => ({
    name: 't',
    dtype,
    shape: [length],
    file: '',
    start: 100,
    end: 100 + byteLength(dtype, length),
    encoding: 'raw',
  });

  it('gives the bytes of whole elements', () => {
    expect(elementRange(info('F32', 10), 2, 5)).toEqual({ start: 108, end: 120 });
    expect(elementRange(info('F4', 10), 2, 6)).toEqual({ start: 101, end: 103 });
    expect(elementRange(info('F6_E2M3', 8), 4, 8)).toEqual({ start: 103, end: 106 });
    expect(elementRange(info('F32', 0), 0, 0)).toEqual({ start: 100, end: 100 });
    // Three nibbles end in the middle of the second byte.
    expect(elementRange(info('F4', 3), 0, 3)).toEqual({ start: 100, end: 102 });
  });

  it('refuses parts of bytes, ranges outside and varints', () => {
    const usage: unknown = expect.objectContaining({ code: 'usage' });
    expect(() => elementRange(info('F4', 10), 1, 4)).toThrow(usage);
    expect(() => elementRange(info('F6_E3M2', 8), 2, 4)).toThrow(usage);
    expect(() => elementRange(info('F32', 10), 5, 11)).toThrow(usage);
    expect(() => elementRange(info('F32', 10), -1, 2)).toThrow(usage);
    expect(() => elementRange(info('F32', 10), 4, 3)).toThrow(usage);
    expect(() => elementRange({ ...info('F32', 10), encoding: 'varint' }, 0, 1)).toThrow(usage);
  });
});
