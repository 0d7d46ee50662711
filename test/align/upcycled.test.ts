// Experts stand beside the dense part of their block, and the blocks of each side are found whether or not they have pairs.
import { describe, expect, it } from 'vitest';
import { keepLayers, rename } from '../../forgeries/disguises.ts';
import { insertBlock, upcycle } from '../../forgeries/reshaped.ts';
import { align } from '../../src/align/align.ts';
import { textBlocks } from '../../src/align/text-blocks.ts';
import { textTable } from '../../src/align/text-table.ts';
import { openForged } from '../case/in-memory.ts';
import { smallLlama } from './forged.ts';

const dense = smallLlama(1);
const aligned = async (suspect: typeof dense, candidate = dense) =>
  align(await openForged(suspect), await openForged(candidate));

describe('expertPairs', () => {
  it('puts each of them beside the dense part of its block, as a component of its own', async () => {
    const { pairs, unpairedSuspect } = await aligned(upcycle(dense, 3, 2));
    const experts = pairs.filter(({ component }) => component.startsWith('expert:'));
    expect(experts).toHaveLength(3 * 3 * 2);
    for (const { suspect, candidate, component, comparable } of experts) {
      expect(comparable).toBe(true);
      expect(`expert:${suspect.role?.expert}`).toBe(component);
      expect([suspect.role?.kind, suspect.role?.block]).toEqual([candidate.role?.kind, candidate.role?.block]);
    }
    expect(unpairedSuspect.map(({ name }) => name)).toEqual(
      [0, 1].map((i) => `model.layers.${i}.block_sparse_moe.gate.weight`),
    );
  });

  it('leaves experts beside experts, and dense parts beside dense ones', async () => {
    const experts = upcycle(dense, 2, 2);
    const both = await aligned(experts, experts);
    expect(both.pairs.every(({ basis }) => basis === 'name')).toBe(true);
    expect((await aligned(dense, experts)).pairs.some(({ component }) => component.startsWith('expert:'))).toBe(false);
  });
});

describe('textBlocks', () => {
  it('gives every block of either side, paired or not', async () => {
    const alignment = await aligned(insertBlock(dense, 0, 1), keepLayers(dense, [0]));
    expect(textBlocks(alignment, 'suspect', 'text').map(({ block }) => block)).toEqual([0, 1, 2]);
    expect(textBlocks(alignment, 'candidate', 'text').map(({ block }) => block)).toEqual([0]);
  });

  it('reads what the model holds', async () => {
    const alignment = await aligned(insertBlock(dense, 0, 1));
    const [, , last] = textBlocks(alignment, 'suspect', 'text');
    const up = await last?.weights.get('ffn_up')?.read(Uint32Array.of(1, 3));
    const stored = dense.get('model.layers.1.mlp.up_proj.weight')!.values;
    expect(up).toEqual(Float32Array.from([...stored.subarray(32, 64), ...stored.subarray(96, 128)]));
  });

  it('has the dense part of a candidate without experts beside an expert', async () => {
    const alignment = await aligned(upcycle(dense, 2, 2));
    expect(textBlocks(alignment, 'candidate', 'expert:1').map(({ block }) => block)).toEqual([0, 1]);
    expect(textBlocks(alignment, 'suspect', 'text')).toEqual([]);
  });

  it('finds the token tables of both sides, renamed or not', async () => {
    const alignment = await aligned(rename(dense, [['model.', 'm.']]));
    expect(textTable(alignment, 'suspect')).toMatchObject({ rows: 50, columns: 32 });
    expect(textTable(alignment, 'candidate')).toMatchObject({ rows: 50, columns: 32 });
  });
});
