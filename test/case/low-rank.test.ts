// Merged adapters and edits along few directions are named with their rank and their places; what is neither is not.
import { describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { type ForgedDType, type ForgedModel, forgedTensor } from '../../forgeries/forged-model.ts';
import { ablateDirection, editFact, mergeLora } from '../../forgeries/low-rank-edits.ts';
import { mergeLinear } from '../../forgeries/merges.ts';
import { fineTune, type TinyLlamaShape, tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { Direction, Operation } from '../../src/verdict/verdict.ts';
import { compareForged } from './in-memory.ts';

const shape: TinyLlamaShape = { layers: 4, width: 96, heads: 8, keyValueHeads: 4, feedForward: 192, vocabulary: 160 };
const wide: TinyLlamaShape = { layers: 2, width: 160, heads: 8, keyValueHeads: 8, feedForward: 256, vocabulary: 192 };
const base = tinyLlama(1, shape);
const attention = ['q_proj', 'v_proj'];

async function operationsOf(
  suspect: ForgedModel,
  candidate: ForgedModel,
): Promise<{ answer: string; direction: Direction; operations: readonly Operation[] }> {
  const { verdict } = await compareForged(suspect, candidate);
  return verdict;
}

const namesOf = (operations: readonly Operation[]): string[] => operations.map(({ operation }) => operation);

describe('a merged adapter', () => {
  const cases = (['BF16', 'F32'] as ForgedDType[]).flatMap((dtype) =>
    [1, 2, 4, 7, 8, 9, 16, 32, 64].map((rank) => ({ dtype, rank })),
  );
  it.for(cases)('of rank $rank in $dtype is named with its rank and its modules', async ({ dtype, rank }) => {
    const original = tinyLlama(rank, wide, dtype);
    const suspect = mergeLora(original, { rank, targets: ['q_proj', 'v_proj', 'down_proj'] }, 40 + rank);
    const { answer, operations } = await operationsOf(suspect, original);
    expect(answer).toBe('derived');
    expect(namesOf(operations)).toEqual(['lora-merged']);
    expect(operations[0]?.parameters).toEqual({ rank, targets: ['down_proj', 'q_proj', 'v_proj'] });
    expect(operations[0]?.reconstructed).toBeGreaterThan(0.5);
  });

  it('may have other ranks in other modules', async () => {
    const suspect = mergeLora(
      mergeLora(base, { rank: 4, targets: ['q_proj'] }, 3),
      { rank: 8, targets: ['down_proj'] },
      4,
    );
    const [operation] = (await operationsOf(suspect, base)).operations;
    expect(operation).toMatchObject({
      operation: 'lora-merged',
      parameters: { rank: 8, targets: ['down_proj', 'q_proj'], ranks: ['down_proj 8', 'q_proj 4'] },
    });
  });

  it('is told from the finer weights that both files were rounded from', async () => {
    const fine = tinyLlama(5, shape, 'F32');
    const rounded = (model: ForgedModel): ForgedModel =>
      new Map([...model].map(([name, { values, shape: sides }]) => [name, forgedTensor(sides, 'BF16', values)]));
    const suspect = rounded(mergeLora(fine, { rank: 8, targets: attention }, 6));
    const [operation] = (await operationsOf(suspect, rounded(fine))).operations;
    expect(operation).toMatchObject({ operation: 'lora-merged', parameters: { rank: 8, targets: attention } });
  });

  it('is told beside noise', async () => {
    const suspect = addNoise(mergeLora(base, { rank: 4, targets: attention, size: 0.5 }, 3), 1.4e-3, 7);
    const { direction, operations } = await operationsOf(suspect, base);
    expect(namesOf(operations)).toEqual(['lora-merged', 'noised']);
    expect(operations[0]?.parameters).toEqual({ rank: 4, targets: attention });
    expect(Math.abs(Number(operations[1]?.parameters['sigma']) / 1.4e-3 - 1)).toBeLessThan(0.02);
    expect(direction).not.toBe('candidate-from-suspect');
  });

  it('leaves the direction open', async () => {
    const suspect = mergeLora(base, { rank: 4, targets: attention }, 3);
    expect((await operationsOf(suspect, base)).direction).toBe('undecided');
    expect((await operationsOf(base, suspect)).direction).toBe('undecided');
  });
});

describe('an edit', () => {
  it('that takes a direction out is named, with its direction', async () => {
    const suspect = ablateDirection(base, 3);
    const forward = await operationsOf(suspect, base);
    expect(forward.operations).toMatchObject([
      { operation: 'edited', parameters: { rank: 1, targets: ['down_proj', 'o_proj'] } },
    ]);
    expect((await compareForged(suspect, base)).components.map(({ verdict }) => namesOf(verdict.operations))).toEqual([
      ['edited'],
      ['edited'],
    ]);
    expect(forward.direction).toBe('suspect-from-candidate');
    const back = await operationsOf(base, suspect);
    expect(namesOf(back.operations)).toEqual(['edited']);
    expect(back.direction).toBe('candidate-from-suspect');
  });

  it('that weakens a direction by half is named, and its direction left open', async () => {
    const { direction, operations } = await operationsOf(ablateDirection(base, 3, 0.5), base);
    expect(namesOf(operations)).toEqual(['edited']);
    expect(direction).toBe('undecided');
  });

  it('is not what an adapter of rank 1 in the same places is called', async () => {
    const suspect = mergeLora(base, { rank: 1, targets: ['o_proj', 'down_proj'] }, 3);
    expect(namesOf((await operationsOf(suspect, base)).operations)).toEqual(['lora-merged']);
  });

  it('of one matrix is no adapter', async () => {
    const suspect = editFact(base, 'model.layers.2.mlp.down_proj.weight', 3);
    const { operations } = await operationsOf(suspect, base);
    expect(operations).toMatchObject([{ operation: 'edited', parameters: { rank: 1, targets: ['down_proj'] } }]);
  });
});

describe('what has no few directions', () => {
  it('is not called so: a fine-tune, noise, and both', async () => {
    const tuned = fineTune(base, 5, shape);
    for (const suspect of [tuned, addNoise(base, 2e-3, 4), addNoise(tuned, 2e-4, 4)]) {
      const names = namesOf((await operationsOf(suspect, base)).operations);
      expect(names).not.toContain('lora-merged');
      expect(names).not.toContain('edited');
    }
  });

  it.each(['BF16', 'F32'] as ForgedDType[])(
    'is not called so: a fine-tune that mostly sank below rounding, %s',
    async (dtype) => {
      const original = tinyLlama(2, shape, dtype);
      for (const share of [0.05, 0.01]) {
        const suspect = mergeLinear([
          [original, 1 - share],
          [fineTune(original, 7, shape), share],
        ]);
        const names = namesOf((await operationsOf(suspect, original)).operations);
        expect(names).not.toContain('lora-merged');
        expect(names).not.toContain('edited');
      }
    },
  );

  it('is not called so: a few replaced rows', async () => {
    const name = 'model.embed_tokens.weight';
    const tensor = base.get(name)!;
    const other = tinyLlama(9, shape).get(name)!;
    const values = tensor.values.slice();
    values.set(other.values.subarray(0, 5 * shape.width), 0);
    const suspect = new Map(base).set(name, { ...tensor, values });
    expect(namesOf((await operationsOf(suspect, base)).operations)).not.toContain('lora-merged');
  });
});
