// 64-bit weights: what 32-bit floats would hide must not pass for equality.
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../../../forgeries/write-safetensors.ts';
import { memorySource } from '../../../src/bytes/memory.ts';
import { examine } from '../../../src/case/examine.ts';
import { createRandom } from '../../../src/math/random.ts';
import { openModel } from '../../../src/model/open.ts';

const names = ['first.weight', 'second.weight', 'third.weight'];

function valuesOf(seed: number): Float64Array[] {
  const random = createRandom(seed);
  return names.map(() => Float64Array.from({ length: 64 * 48 }, () => random.normal()));
}

async function modelOf(values: readonly Float64Array[], dtype: 'F64' | 'F32') {
  const tensors = values.map((one, i) => ({ name: names[i] as string, dtype, shape: [64, 48], values: one }));
  const source = memorySource(encodeSafetensors(tensors), 'model.safetensors');
  return openModel({ kind: 'files', name: 'model', files: [{ path: 'model.safetensors', source }] });
}

async function verdictOf(suspect: readonly Float64Array[], type: 'F64' | 'F32', candidate: readonly Float64Array[]) {
  const caseFile = await examine(await modelOf(suspect, type), [await modelOf(candidate, 'F64')]);
  return caseFile.comparisons[0]?.verdict;
}

describe('contentEquality', () => {
  it('calls equal F64 weights identical', async () => {
    expect((await verdictOf(valuesOf(1), 'F64', valuesOf(1)))?.answer).toBe('identical');
  });

  it('does not call F64 weights identical that differ where a 32-bit float does not reach', async () => {
    const moved = valuesOf(1).map((values) => values.map((value) => value * (1 + 2 ** -40)));
    expect((await verdictOf(moved, 'F64', valuesOf(1)))?.answer).toBe('derived');
  });

  it('knows a cast from F64 to F32 as lossy and the suspect as its result', async () => {
    const verdict = await verdictOf(valuesOf(1), 'F32', valuesOf(1));
    expect(verdict?.answer).toBe('derived');
    expect(verdict?.direction).toBe('suspect-from-candidate');
    expect(verdict?.operations).toMatchObject([
      { operation: 'cast', parameters: { from: 'F64', to: 'F32' }, reconstructed: 1 },
    ]);
  });
});
