// T4 on a trained adapter: its base is beyond chance in every kind of label, strangers of the same shape are not.
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyLlama, tinyLlamaConfig } from '../../../forgeries/tiny-llama.ts';
import { examine } from '../../../src/case/examine.ts';
import type { Measured } from '../../../src/evidence/evidence.ts';
import type { Model } from '../../../src/model/model.ts';
import { openModel } from '../../../src/model/open.ts';
import { folderDoor, openForged, textFile } from '../../model/memory-model.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const bytes = async (path: string): Promise<Uint8Array> => new Uint8Array(await readFile(new URL(path, fixtures)));

async function fit(adapter: Model, base: Model): Promise<Measured | undefined> {
  const { comparisons } = await examine(adapter, [base]);
  return comparisons[0]?.evidence.find(
    (one): one is Measured => one.test === 'adapter-fit' && one.status === 'measured',
  );
}

const lnPsOf = (found: Measured | undefined, set: string): number[] =>
  (found?.table.rows ?? []).filter((row) => row[0] === set).map((row) => Number(row[6]));

describe('adapter-fit', () => {
  let adapter: Model;
  let weights: Uint8Array;
  beforeAll(async () => {
    const [file, config] = ['adapter_model.safetensors', 'adapter_config.json'];
    adapter = await openModel(
      folderDoor({
        [file]: await bytes(`adapters/projections/${file}`),
        [config]: await bytes(`adapters/projections/${config}`),
      }),
    );
    weights = await bytes('zoo/base-0/model.safetensors');
  });

  it('finds the base in channels, units and head dimensions, and every second block alone', async () => {
    const base = await openModel(
      folderDoor({ 'model.safetensors': weights, 'config.json': textFile(tinyLlamaConfig()) }),
    );
    const found = await fit(adapter, base);
    expect(found?.statistics).toMatchObject({ products: 28, fitting: 28, sets: 8 });
    expect(lnPsOf(found, 'channels')).toEqual([Math.log(1 / 2_000)]);
    expect(lnPsOf(found, 'units').filter((lnP) => lnP < Math.log(0.01)).length).toBeGreaterThanOrEqual(2);
    expect(lnPsOf(found, 'heads').filter((lnP) => lnP < Math.log(0.01)).length).toBeGreaterThanOrEqual(2);
    for (const half of ['lnPFirstHalf', 'lnPSecondHalf']) expect(found?.statistics[half]).toBeLessThan(Math.log(1e-3));
  });

  it('asks no head dimensions where the number of heads is not known', async () => {
    const found = await fit(adapter, await openModel(folderDoor({ 'model.safetensors': weights })));
    expect(found?.statistics.sets).toBe(4);
    expect(lnPsOf(found, 'heads')).toEqual([]);
  });

  it('finds nothing in strangers of the same shape', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const found = await fit(adapter, await openForged(tinyLlama(seed), tinyLlamaConfig()));
      expect(found?.statistics.sets).toBe(8);
      expect(found?.statistics.lnP).toBeGreaterThan(Math.log(1e-4));
      expect(found?.statistics.lnPChannels).toBeGreaterThan(Math.log(1e-3));
    }
  });

  it('counts products of other shapes and asks nothing of them', async () => {
    const shape = { layers: 4, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 40 };
    const found = await fit(adapter, await openForged(tinyLlama(1, shape), tinyLlamaConfig(shape)));
    expect(found?.statistics).toMatchObject({ products: 28, fitting: 0, sets: 0, lnP: null, lnPChannels: null });
  });
});
