// An index none of whose files is there: folded, counted, and left alone where there is a model to open.
import { describe, expect, it } from 'vitest';
import { summariseIndex } from '../../../src/model/index/index-summary.ts';
import { memoryFolder, textFile } from '../memory-model.ts';

const path = 'model.safetensors.index.json';

async function summarise(index: object | string, others: Readonly<Record<string, Uint8Array>> = {}) {
  const folder = memoryFolder({ ...others, [path]: textFile(index) });
  const summary = await summariseIndex(folder, await folder.list(), path);
  const count = (verb: string): number => folder.calls.filter((call) => call.verb === verb).length;
  expect(count('close')).toBe(count('open'));
  return summary;
}

describe('summariseIndex', () => {
  it('folds names, counts files and takes the declared bytes', async () => {
    const summary = await summarise({
      metadata: { total_size: 34_148_369_344 },
      weight_map: { 'h.0.w': 'one', 'h.1.w': 'two', 'h.2.w': 'one', head: 'two' },
    });
    expect(summary?.names.patterns.map(({ pattern, count }) => [pattern, count])).toEqual([
      ['h.{n}.w', 3],
      ['head', 1],
    ]);
    expect([...(summary?.shards ?? [])]).toEqual([
      ['one', 2],
      ['two', 2],
    ]);
    expect(summary?.totalSize).toBe(34_148_369_344);
    expect(summary?.problems).toEqual([]);
  });

  it('leaves the index to others as soon as one of its files is there', async () => {
    const map = { a: 'one.safetensors', b: 'two.safetensors' };
    expect(await summarise({ weight_map: map }, { 'two.safetensors': new Uint8Array(8) })).toBeUndefined();
    expect(await summarise({ weight_map: {} })).toBeUndefined();
  });

  it.for([
    [13_731_385_408.5, 13_731_385_408.5, 0],
    [0, undefined, 0],
    [-4, undefined, 1],
    ['12', undefined, 1],
    [null, undefined, 1],
    [2 ** 60, undefined, 1],
  ] as const)('takes a total_size of %j as %s, with %i problems', async ([declared, taken, problems]) => {
    const summary = await summarise({ metadata: { total_size: declared }, weight_map: { a: 'one' } });
    expect(summary?.totalSize).toBe(taken);
    expect(summary?.problems.length).toBe(problems);
  });

  it('takes no total_size that no float holds', async () => {
    const summary = await summarise(`{"metadata":{"total_size":1e308},"weight_map":{"a":"one"}}`);
    expect(summary?.totalSize).toBeUndefined();
    expect(summary?.problems).toEqual([expect.objectContaining({ code: 'format', found: '1e+308' })]);
  });

  it('refuses what leads out of the folder, and opens nothing but the index', async () => {
    await expect(summarise({ weight_map: { a: '../../etc/passwd' } })).rejects.toThrow(
      expect.objectContaining({ code: 'containment' }),
    );
  });
});
