// What was done in several steps is told as a list that leaves out what cannot be seen and says nothing that was not done.
import { describe, expect, it } from 'vitest';
import { addNoise, cast, prune, rename } from '../../forgeries/disguises.ts';
import type { ForgedModel } from '../../forgeries/forged-model.ts';
import { roundToLevels, withZerosOf } from '../../forgeries/levels.ts';
import { mergeLora } from '../../forgeries/low-rank-edits.ts';
import { fineTune, type TinyLlamaShape, tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { Verdict } from '../../src/case/case-file.ts';
import { compareForged } from './in-memory.ts';

const shape: TinyLlamaShape = { layers: 3, width: 96, heads: 8, keyValueHeads: 4, feedForward: 192, vocabulary: 160 };
const base = tinyLlama(1, shape);
const tuned = fineTune(base, 5, shape);
const fine = tinyLlama(1, shape, 'F32');

const verdictOn = async (suspect: ForgedModel, candidate: ForgedModel = base): Promise<Verdict> =>
  (await compareForged(suspect, candidate)).verdict;

const namesOf = ({ operations }: Verdict): string[] => operations.map(({ operation }) => operation).toSorted();

describe('one step', () => {
  it.each([8, 4])('of rounding to %i bits and back is told with its bits and groups', async (bits) => {
    const verdict = await verdictOn(roundToLevels(base, bits, 32));
    expect(namesOf(verdict)).toEqual(['requantised']);
    expect(verdict.operations[0]?.parameters).toEqual({
      format: `int${bits} in groups of 32, stored as BF16`,
      bits,
      group: 32,
    });
    expect(verdict.operations[0]?.reconstructed).toBeGreaterThan(0.9);
  });

  it('is not told where both lie on the same levels', async () => {
    const rounded = roundToLevels(base, 4, 32);
    const verdict = await verdictOn(mergeLora(rounded, { rank: 2, targets: ['q_proj'] }, 4), rounded);
    expect(namesOf(verdict)).toEqual(['lora-merged']);
  });
});

describe('two steps', () => {
  it.each<readonly [string, ForgedModel, ForgedModel, readonly string[]]>([
    [
      'a merged adapter and noise',
      addNoise(mergeLora(base, { rank: 4, targets: ['v_proj', 'q_proj'], size: 0.5 }, 3), 1.4e-3, 7),
      base,
      ['lora-merged', 'noised'],
    ],
    [
      'a merged adapter and other names',
      rename(mergeLora(base, { rank: 4, targets: ['q_proj'] }, 3), [['model.', 'm.']]),
      base,
      ['lora-merged', 'renamed'],
    ],
    [
      'a merged adapter and a coarser type',
      cast(mergeLora(fine, { rank: 4, targets: ['q_proj', 'o_proj'], size: 0.2 }, 3), 'BF16'),
      fine,
      ['cast', 'lora-merged'],
    ],
    ['a fine-tune and a coarser type', cast(fineTune(fine, 5, shape), 'BF16'), fine, ['cast', 'fine-tuned']],
    ['a fine-tune and four bits', roundToLevels(tuned, 4, 32), base, ['fine-tuned', 'requantised']],
    ['a fine-tune and eight bits', roundToLevels(tuned, 8, 32), base, ['fine-tuned', 'requantised']],
    ['a fine-tune, then zeros', prune(tuned, 0.5), base, ['fine-tuned', 'pruned']],
    ['zeros, then a fine-tune that kept them', withZerosOf(tuned, prune(base, 0.3)), base, ['fine-tuned', 'pruned']],
  ])('%s', async (_, suspect, candidate, expected) => {
    const verdict = await verdictOn(suspect, candidate);
    expect(verdict.answer).toBe('derived');
    expect(namesOf(verdict)).toEqual(expected);
    expect(verdict.direction).not.toBe('candidate-from-suspect');
  });

  it('keep their parameters', async () => {
    const pruned = await verdictOn(prune(tuned, 0.5));
    const zeros = pruned.operations.find(({ operation }) => operation === 'pruned')?.parameters['zeroFraction'];
    expect(Math.abs(Number(zeros) / 0.5 - 1)).toBeLessThan(0.02);
    const rounded = await verdictOn(roundToLevels(tuned, 4, 32));
    expect(rounded.operations.find(({ operation }) => operation === 'requantised')?.parameters['bits']).toBe(4);
  });

  it('of which a sibling shares one point nowhere', async () => {
    const sibling = fineTune(base, 9, shape);
    for (const suspect of [prune(tuned, 0.5), roundToLevels(tuned, 4, 32)])
      expect((await verdictOn(suspect, sibling)).direction).toBe('undecided');
  });
});
