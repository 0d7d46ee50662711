// A small model stored in every quantised layout: kin of its original by name, values and units, and nobody else's.
import { describe, expect, it } from 'vitest';
import { addNoise } from '../../forgeries/disguises.ts';
import { fineTune, type TinyLlamaShape, tinyLlama, tinyLlamaConfig } from '../../forgeries/tiny-llama.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import type { Model } from '../../src/model/model.ts';
import { layouts, openQuantised } from '../model/schemes/quantised-models.ts';
import { openForged } from './in-memory.ts';

const shape: TinyLlamaShape = { layers: 2, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };
const base = tinyLlama(1, shape);
const config = tinyLlamaConfig(shape);

async function compare(suspect: Model, candidate: typeof base): Promise<Comparison> {
  const { comparisons } = await examine(suspect, [await openForged(candidate, { config })]);
  return comparisons[0]!;
}

/** The mean elementwise correlation of the weights that were quantised. */
function correlationOf({ evidence }: Comparison): number {
  const difference = evidence.find(({ test, component }) => test === 'difference' && component === 'text');
  if (difference?.status !== 'measured') throw new Error('no difference');
  const column = (name: string): number => difference.table.columns.indexOf(name);
  const rows = difference.table.rows.filter((row) => String(row[column('tensor')]).includes('proj'));
  return rows.reduce((sum, row) => sum + Number(row[column('correlation')]), 0) / rows.length;
}

/** The model after a fine-tune that left its token table and its head alone. */
function tuneText(model: typeof base): typeof base {
  const tuned = fineTune(model, 7, shape);
  return new Map(
    [...model].map(([name, tensor]) => [name, /layers/.test(name) ? (tuned.get(name) ?? tensor) : tensor]),
  );
}

/** The coarsest layout of each scheme: what is left of a weight there must still not look like another's. */
const coarsest = ['GPTQ of 2 bits', 'AWQ', 'bitsandbytes FP4', 'NVFP4 of modelopt', 'MXFP4, mxfp4', 'MLX of 2 bits'];

describe('a quantised model', () => {
  it.for(layouts)('is derived from its original: $name', async ({ encode, bits }) => {
    const { tensors, config: said } = encode(base);
    const suspect = await openQuantised({ tensors, config: { ...config, ...said } });
    const comparison = await compare(suspect, base);
    expect(comparison.alignment.pairedShare).toBe(1);
    expect(comparison.alignment.byName).toBe(base.size);
    expect(comparison.verdict.answer).toBe('derived');
    expect(comparison.verdict.operations.map(({ operation }) => operation)).toContain('requantised');
    expect(correlationOf(comparison)).toBeGreaterThan(bits <= 2 ? 0.85 : bits === 3 ? 0.96 : 0.98);
  });

  it.for(layouts.filter(({ name }) => coarsest.includes(name)))(
    'is independent of a stranger: $name',
    async ({ encode }) => {
      const { tensors, config: said } = encode(base);
      const suspect = await openQuantised({ tensors, config: { ...config, ...said } });
      expect((await compare(suspect, tinyLlama(2, shape))).verdict.answer).toBe('independent');
    },
  );

  it.for(layouts)('points to its original and to none of its relatives: $name', async ({ encode }) => {
    const { tensors, config: said } = encode(base);
    const suspect = await openQuantised({ tensors, config: { ...config, ...said } });
    expect((await compare(suspect, base)).verdict.direction).toBe('suspect-from-candidate');
    for (const relative of [fineTune(base, 5, shape), addNoise(base, 1.4e-3, 6), tuneText(base)]) {
      const { verdict } = await compare(suspect, relative);
      expect(verdict.answer).toBe('derived');
      expect(verdict.direction).not.toBe('suspect-from-candidate');
    }
  });

  it('is derived after a fine-tune too, and compares with another quantisation of the same original', async () => {
    const awq = layouts.find(({ name }) => name === 'AWQ')!;
    const nf4 = layouts.find(({ name }) => name === 'bitsandbytes NF4')!;
    const open = async (layout: typeof awq, model: typeof base): Promise<Model> => {
      const { tensors, config: said } = layout.encode(model);
      return openQuantised({ tensors, config: { ...config, ...said } });
    };
    const tuned = await compare(await open(awq, fineTune(base, 5, shape)), base);
    expect(tuned.verdict.answer).toBe('derived');
    const { comparisons } = await examine(await open(awq, base), [await open(nf4, base)]);
    expect(comparisons[0]?.verdict.answer).toBe('derived');
  });
});
