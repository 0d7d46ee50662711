// Batch norms folded into the layers before them, as exporters do: named where the candidate's own norms explain it, and only there.
import { describe, expect, it } from 'vitest';
import { convNet, foldNorms, inKeras } from '../../forgeries/conv-net.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { compareForged } from './in-memory.ts';

const original = convNet(1);

/** Names as an exporter numbers them. */
const numbered = (name: string): string => `onnx::${[...original.keys()].indexOf(name)}`;

const operationsOf = ({ verdict }: Comparison): readonly string[] =>
  verdict.operations.map(({ operation }) => operation);

describe('folded batch norms', () => {
  it.for([
    ['under the same names', foldNorms(original), original],
    ['under an exporter’s names, with another ε', foldNorms(original, 1e-3, numbered), original],
    ['in 16 bits', foldNorms(convNet(1, 'F16')), convNet(1, 'F16')],
    ['out of Keras, with the axes in another order', foldNorms(original, 1e-3, numbered), inKeras(original)],
  ] as const)('are named %s', async ([, suspect, candidate]) => {
    const comparison = await compareForged(suspect, candidate);
    expect(comparison.verdict.answer).toBe('derived');
    const folded = comparison.verdict.operations.find(({ operation }) => operation === 'folded');
    expect(folded?.parameters).toEqual({ tensors: 6 });
    expect(operationsOf(comparison)).not.toContain('rescaled');
    expect(comparison.verdict.because.join(' ')).toContain('batch normalisation multiplies it by');
  });

  it('are not named where other factors were multiplied in', async () => {
    const other = convNet(3);
    const mixed = new Map(
      [...original].map(([name, tensor]) => [name, name.includes('.norm.') ? (other.get(name) ?? tensor) : tensor]),
    );
    const comparison = await compareForged(foldNorms(mixed), original);
    expect(comparison.verdict.answer).toBe('derived');
    expect(operationsOf(comparison)).toContain('rescaled');
    expect(operationsOf(comparison)).not.toContain('folded');
  });

  it('are not asked for where the suspect has its norms still, and not named for a copy', async () => {
    const comparison = await compareForged(original, original);
    expect(comparison.verdict.answer).toBe('identical');
    expect(comparison.evidence.map(({ test }) => test)).not.toContain('norm-folding');
  });

  it('are not named where the norms multiply all channels alike', async () => {
    const flat = new Map(
      [...original].map(([name, tensor]) => {
        const constant = name.endsWith('.norm.weight') || name.endsWith('.norm.running_var');
        return [name, constant ? { ...tensor, values: tensor.values.map(() => 0.5) } : tensor];
      }),
    );
    const comparison = await compareForged(foldNorms(flat), flat);
    expect(operationsOf(comparison)).not.toContain('folded');
    expect(comparison.verdict.answer).toBe('derived');
  });

  it('make no stranger kin', async () => {
    const comparison = await compareForged(foldNorms(convNet(2), 1e-5, numbered), original);
    expect(comparison.verdict.answer).toBe('independent');
  });
});
