// Convolutions with their outputs last, as TensorFlow stores them: found, explained and told from strangers like any other.
import { describe, expect, it } from 'vitest';
import { convNet, inKeras } from '../../forgeries/conv-net.ts';
import { type ForgedModel, forgedTensor } from '../../forgeries/forged-model.ts';
import { randomFor } from '../../forgeries/random.ts';
import { compareForged } from './in-memory.ts';

const original = convNet(1);
const numbered = (model: ForgedModel): ForgedModel =>
  new Map([...model.values()].map((tensor, i) => [`t${i}`, tensor]));

/** Every kernel with noise of a tenth of its size; vectors stay. */
function noised(model: ForgedModel): ForgedModel {
  return new Map(
    [...model].map(([name, { shape, dtype, values }]) => {
      const random = randomFor(9, name);
      const sigma = shape.length < 2 ? 0 : 0.01;
      return [
        name,
        forgedTensor(
          shape,
          dtype,
          values.map((value) => value + sigma * random.normal()),
        ),
      ];
    }),
  );
}

describe('kernels with their outputs last', () => {
  it.for([
    ['on both sides, under equal names', inKeras(noised(original)), inKeras(original)],
    ['on both sides, without names', numbered(inKeras(noised(original))), inKeras(original)],
    ['in the candidate, without names', numbered(noised(original)), inKeras(original)],
    ['in the suspect, without names', numbered(inKeras(noised(original))), original],
  ] as const)('%s: a noised copy is derived', async ([, suspect, candidate]) => {
    const { verdict } = await compareForged(suspect, candidate);
    expect(verdict.answer).toBe('derived');
    expect(verdict.operations.map(({ operation }) => operation)).toContain('noised');
    const sigma = verdict.operations.find(({ operation }) => operation === 'noised')?.parameters['sigma'];
    expect(sigma).toBeCloseTo(0.01, 3);
  });

  it.for([
    ['on both sides', numbered(inKeras(convNet(2))), inKeras(original)],
    ['in the candidate', numbered(convNet(2)), inKeras(original)],
    ['in the suspect', numbered(inKeras(convNet(2))), original],
  ] as const)('%s: a stranger is independent', async ([, suspect, candidate]) => {
    const { verdict } = await compareForged(suspect, candidate);
    expect(verdict.answer).toBe('independent');
  });

  it('are relaid where only one side has them last, and not where both have', async () => {
    const operations = async (suspect: ForgedModel): Promise<readonly string[]> =>
      (await compareForged(suspect, inKeras(original))).verdict.operations.map(({ operation }) => operation);
    expect(await operations(numbered(original))).toContain('relaid');
    expect(await operations(numbered(inKeras(original)))).not.toContain('relaid');
  });
});
