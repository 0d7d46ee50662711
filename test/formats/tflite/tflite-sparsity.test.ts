// Sparse tensors: whatever order, blocks and indices they are stored with, the dense values come out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTfliteModel, tfliteTypes } from '../../../forgeries/writers/tflite.ts';
import { type Sparsity, sparsified } from '../../../forgeries/writers/tflite-sparsity.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { encode } from '../../../src/formats/numbers/values.ts';
import { tfliteFormat } from '../../../src/formats/tflite/tflite.ts';
import { valuesByName } from '../read-values.ts';

async function throughFile(values: Float32Array, shape: readonly number[], sparsity: Sparsity): Promise<number[]> {
  const { stored, table } = sparsified(values, shape, sparsity);
  const data = encode('F32', Float32Array.from(stored));
  const tensor = { name: 'w', type: tfliteTypes.F32, shape, data, sparsity: table };
  const bytes = encodeTfliteModel({ subgraphs: [{ tensors: [tensor] }] });
  const header = await tfliteFormat.readHeader(memorySource(bytes));
  expect(header.problems).toEqual([]);
  expect(header.tensors[0]?.sparse?.places.length).toBe(stored.length);
  return valuesByName(header, 'w', bytes);
}

describe('sparse tensors', () => {
  it('come out dense: the example of the schema, row by row', async () => {
    const values = Float32Array.of(1, 0, 2, 3, 0, 4, 0, 0, 0, 0, 0, 5);
    expect(await throughFile(values, [3, 4], { order: [0, 1], listed: [1] })).toEqual([...values]);
    expect(await throughFile(values, [3, 4], { order: [1, 0], listed: [0] })).toEqual([...values]);
    expect(await throughFile(values, [3, 4], { order: [0, 1], listed: [0, 1], indexBytes: 1 })).toEqual([...values]);
  });

  it('come out dense from blocks, whichever way the blocks are gone through', async () => {
    const values = Float32Array.of(1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 5, 0, 0, 0, 0, 6);
    const blocks = [
      { axis: 0, side: 2 },
      { axis: 1, side: 2 },
    ];
    for (const order of [
      [0, 1, 2, 3],
      [1, 0, 3, 2],
      [0, 1, 3, 2],
    ]) {
      const listed = [order[1] ?? 0];
      expect(await throughFile(values, [4, 4], { order, blocks, listed, indexBytes: 2 })).toEqual([...values]);
    }
  });

  it('come out dense in every range, for random ones', async () => {
    const side = fc.constantFrom(1, 2, 4, 6);
    await fc.assert(
      fc.asyncProperty(
        side,
        side,
        side,
        fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }),
        fc.subarray([0, 1, 2]),
        fc.boolean(),
        fc.array(fc.constantFrom(0, 0, 1, -2.5), { minLength: 1, maxLength: 50 }),
        async (a, b, c, order, listed, blocked, numbers) => {
          const shape = [a, b, 2 * c];
          const values = Float32Array.from({ length: a * b * 2 * c }, (_, i) => numbers[(7 * i) % numbers.length] ?? 0);
          values[0] = 1;
          const blocks = blocked ? [{ axis: 2, side: 2 }] : [];
          const full = blocked ? [...order, 3] : order;
          expect(await throughFile(values, shape, { order: full, blocks, listed })).toEqual([...values]);
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  it('are passed over where nothing is stored, as tensors without data are', async () => {
    const { table } = sparsified(new Float32Array(12), [3, 4], { order: [0, 1], listed: [0, 1] });
    const tensor = { name: 'w', type: tfliteTypes.F32, shape: [3, 4], data: new Uint8Array(0), sparsity: table };
    const bytes = encodeTfliteModel({ subgraphs: [{ tensors: [tensor] }] });
    expect(await tfliteFormat.readHeader(memorySource(bytes))).toMatchObject({ tensors: [], problems: [] });
  });

  it('of codes stand for the values of codes, zero among them', async () => {
    const { stored, table } = sparsified([1, 0, 0, 3], [2, 2], { order: [0, 1], listed: [1] });
    const bytes = encodeTfliteModel({
      subgraphs: [
        {
          tensors: [
            {
              name: 'w',
              type: tfliteTypes.I8,
              shape: [2, 2],
              data: Uint8Array.from(stored),
              quantisation: { scale: [0.5, 2], zero: [0, 1], axis: 0 },
              sparsity: table,
            },
          ],
        },
      ],
    });
    const header = await tfliteFormat.readHeader(memorySource(bytes));
    expect(await valuesByName(header, 'w', bytes)).toEqual([0.5, 0, -2, 4]);
  });
});
