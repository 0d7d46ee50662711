// The kernels against their plain twin, in every format that weights are stored in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../src/formats/numbers/values.ts';
import { fastLinear, kernelLinear } from '../../src/forward/kernel-linear.ts';
import {
  type Linear,
  type Matrix,
  type MatrixFormat,
  plainLinear,
  rowsOf,
  storedBytesOf,
} from '../../src/forward/linear.ts';
import { createRandom } from '../../src/math/random.ts';

function matrix(format: MatrixFormat, rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: rows * columns }, () => random.normal());
  if (format === 'f32') return { rows, columns, format, bytes: encode('F32', values) };
  if (format === 'bf16') return { rows, columns, format, bytes: encode('BF16', values) };
  if (format === 'f16') return { rows, columns, format, bytes: encode('F16', values) };
  // Codes at random, with scales from the subnormal to the ordinary.
  const bytes = Uint8Array.from({ length: storedBytesOf(format, rows * columns) }, () => random.integer(256));
  const block = format === 'q8_0' ? 34 : 18;
  for (let at = 0; at < bytes.length; at += block)
    new DataView(bytes.buffer).setUint16(at, random.integer(0x3c00), true);
  return { rows, columns, format, bytes };
}

function products(linear: Linear, weight: Matrix, count: number, seed: number, bias?: Float32Array): Float32Array {
  const random = createRandom(seed);
  const x = Float32Array.from({ length: count * weight.columns }, () => random.normal());
  const out = new Float32Array(count * weight.rows);
  linear.apply(x, count, weight, bias, out);
  return out;
}

/** Largest difference as a share of what the product would be, were all its terms of one sign. */
function difference(weight: Matrix, count: number, seed: number, a: Float32Array, b: Float32Array): number {
  const random = createRandom(seed);
  const x = Float32Array.from({ length: count * weight.columns }, () => Math.abs(random.normal()));
  const sizes = rowsOf(weight, 0, weight.rows).map(Math.abs);
  const all = new Float32Array(count * weight.rows);
  plainLinear.apply(x, count, { ...weight, format: 'f32', bytes: new Uint8Array(sizes.buffer) }, undefined, all);
  const share = (value: number, at: number): number =>
    Math.abs(value - (b[at] as number)) / Math.max(1e-9, all[at] as number);
  return a.reduce((most, value, at) => Math.max(most, share(value, at)), 0);
}

describe.each([kernelLinear(), fastLinear()])('the kernels, $name', (linear) => {
  it.each(['f32', 'bf16', 'f16', 'q8_0', 'q4_0'] as const)('give the products of their plain twin in %s', (format) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 37 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer(),
        (rows, width, count, seed) => {
          const columns = format.startsWith('q')
            ? 32 * width
            : format === 'f32'
              ? 7 * width + 3
              : 8 * width + (seed & 1);
          const weight = matrix(format, rows, columns, seed);
          const bias = (seed & 2) === 0 ? undefined : Float32Array.from({ length: rows }, (_, at) => at / 7);
          const found = products(linear, weight, count, seed + 1, bias);
          const plain = products(plainLinear, weight, count, seed + 1, bias);
          // Activations are rounded to 16 bits beside codes.
          const allowed = format.startsWith('q') ? 5e-5 : 5e-6;
          expect(difference(weight, count, seed + 1, found, plain)).toBeLessThan(allowed);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives the same bits for a row whatever stands beside it', () => {
    const weight = matrix('f32', 300, 96, 1);
    const all = products(linear, weight, 1, 2);
    for (const [from, to] of [
      [0, 1],
      [5, 17],
      [299, 300],
    ] as const) {
      const part = { ...weight, rows: to - from, bytes: weight.bytes.subarray(4 * 96 * from, 4 * 96 * to) };
      expect(products(linear, part, 1, 2)).toEqual(all.slice(from, to));
    }
  });

  it('lets what is no number through, and infinities', () => {
    for (const format of ['f32', 'bf16', 'q8_0', 'q4_0'] as const) {
      const weight = matrix(format, 3, 64, 5);
      const out = new Float32Array(3);
      linear.apply(new Float32Array(64).fill(Number.NaN, 40, 41), 1, weight, undefined, out);
      expect([...out].every(Number.isNaN)).toBe(true);
    }
    const out = new Float32Array(1);
    const ones = { rows: 1, columns: 4, format: 'f32', bytes: encode('F32', new Float32Array(4).fill(1)) } as const;
    linear.apply(Float32Array.of(1, Infinity, 2, 3), 1, ones, undefined, out);
    expect(out[0]).toBe(Infinity);
  });

  it('refuses lengths that do not fit', () => {
    const weight = matrix('f32', 2, 4, 1);
    expect(() => linear.apply(new Float32Array(3), 1, weight, undefined, new Float32Array(2))).toThrow(RangeError);
    expect(() => linear.apply(new Float32Array(4), 1, weight, new Float32Array(3), new Float32Array(2))).toThrow(
      RangeError,
    );
    expect(() =>
      linear.apply(new Float32Array(4), 1, { ...weight, bytes: new Uint8Array(8) }, undefined, new Float32Array(2)),
    ).toThrow(RangeError);
  });
});
