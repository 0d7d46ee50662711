// Varint tensors: every type, any length of varint, and counts that do not fit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, varint } from '../../../forgeries/writers/onnx.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import type { TensorInfo } from '../../../src/formats/format.ts';
import type { DType } from '../../../src/formats/numbers/dtype.ts';
import { decodeVarints } from '../../../src/formats/numbers/varints.ts';

function info(dtype: DType, count: number, end: number): TensorInfo {
  return { name: 't', dtype, shape: [count], file: '', start: 0, end, encoding: 'varint' };
}

async function decoded(dtype: DType, ...values: readonly (number | bigint)[]): Promise<readonly number[]> {
  const bytes = join(...values.map(varint));
  return [...(await decodeVarints(memorySource(bytes), info(dtype, values.length, bytes.length)))];
}

describe('decodeVarints', () => {
  it('reads every 64-bit integer as the nearest 32-bit float', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), async (values) => {
        expect(await decoded('I64', ...values)).toEqual(values.map((value) => Math.fround(Number(value))));
        const unsigned = values.map((value) => BigInt.asUintN(64, value));
        expect(await decoded('U64', ...unsigned)).toEqual(unsigned.map((value) => Math.fround(Number(value))));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('reads narrower types from the low bits', async () => {
    expect(await decoded('I32', -1, 7, -(2 ** 31))).toEqual([-1, 7, -(2 ** 31)]);
    expect(await decoded('U32', 2 ** 32 - 1)).toEqual([2 ** 32]);
    expect(await decoded('I16', -2, 300)).toEqual([-2, 300]);
    expect(await decoded('U16', 65_535)).toEqual([65_535]);
    expect(await decoded('I8', -128, 127)).toEqual([-128, 127]);
    expect(await decoded('U8', 255)).toEqual([255]);
    expect(await decoded('BOOL', 0, 1, 2n ** 40n)).toEqual([0, 1, 1]);
    expect(await decoded('F16', 0x3c00, 0xbc00)).toEqual([1, -1]);
    expect(await decoded('BF16', 0x3f80)).toEqual([1]);
    expect(await decoded('F8_E4M3', 0x38, 0x7e)).toEqual([1, 448]);
  });

  it.for([
    ['fewer numbers than the shape', 3, varint(1)],
    ['more numbers than the shape', 1, join(varint(1), varint(2))],
    ['a number cut off', 2, Uint8Array.of(1, 0x80)],
    ['a number of eleven bytes', 1, join(new Uint8Array(10).fill(0x80), Uint8Array.of(0))],
    ['a shape larger than the file', 2 ** 40, varint(1)],
  ] as const)('refuses %s', async ([, count, bytes]) => {
    await expect(decodeVarints(memorySource(bytes), info('I64', count, bytes.length))).rejects.toThrow(
      expect.objectContaining({ code: 'format' }),
    );
  });

  it('reads across the borders of its pieces', async () => {
    const one = varint(300);
    const count = 700_000;
    const bytes = new Uint8Array(one.length * count);
    for (let i = 0; i < count; i++) bytes.set(one, i * one.length);
    // One byte in front puts the border into the middle of a number.
    const shifted = join(Uint8Array.of(5), bytes);
    const values = await decodeVarints(memorySource(shifted), info('I64', count + 1, shifted.length));
    expect(values[0]).toBe(5);
    expect(values.subarray(1).every((value) => value === 300)).toBe(true);
  });
});
