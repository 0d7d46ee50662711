// T4: do an adapter's products lie along this model's own weights, label by label? docs/tests/adapter-fit.md
import { mantel } from '../../math/mantel.ts';
import { lnFisher } from '../../math/tails.ts';
import type { RunOptions } from '../../run.ts';
import type { Cell, Evidence } from '../evidence.ts';
import { inapplicable, measured, type Subject, type Test } from '../subject.ts';
import { blocksOf, channelSet, fitsOf, headSet, type LabelSet, unitSet } from './adapter-labels.ts';

export const adapterFit: Test = { id: 'adapter-fit', version: 1, family: 'adapter', run };

/** p-values cannot fall below 1 / 2,000 for a set; over the blocks they multiply. */
const mostRelabellings = 1_999;

/**
 * For every looked-at block the hidden units and the head dimensions, and the channels of all: which labels vary together in
 * the products, and which in the base's weights (Mantel 1967). Labels of different sets are relabelled independently
 * under the null, so the p-values of the blocks multiply; the channels stand beside them.
 */
async function run(subject: Subject, options: RunOptions): Promise<Evidence> {
  const found = fitsOf(subject);
  if (found.pairs === 0) return inapplicable(adapterFit, subject, 'reason.no-adapter');
  const random = subject.plan.random(`adapter ${subject.component}`);
  const rows: Cell[][] = [];
  let elements = 0;
  const look = (set: LabelSet | undefined): number | undefined => {
    if (set === undefined) return undefined;
    options.signal?.throwIfAborted();
    const { z, permutations, reached, lnP } = mantel(
      set.products,
      set.weights,
      set.labels,
      set.stretch,
      mostRelabellings,
      random,
    );
    elements += set.elements;
    rows.push([set.set, set.block, set.labels, z, permutations, reached, lnP]);
    return lnP;
  };
  const channels = look(await channelSet(found, random, options));
  const zChannels = channels === undefined ? null : (rows[0]?.[3] as number);
  const blocks = blocksOf(found);
  const inBlocks: { readonly half: number; readonly lnP: number }[] = [];
  const chosen = subject.plan.costlyBlocks(blocks.length).map((i) => blocks[i] as number);
  for (const [done, block] of chosen.entries()) {
    const total = chosen.length;
    options.onProgress?.({ stage: 'test', subject: `${subject.component} block ${block}`, done, total, unit: 'tests' });
    for (const gather of [unitSet, headSet]) {
      const lnP = look(await gather(found, block, random, options));
      if (lnP !== undefined) inBlocks.push({ half: done % 2, lnP });
    }
  }
  const combined = (...halves: readonly number[]): number | null => {
    const list = inBlocks.filter(({ half }) => halves.includes(half)).map(({ lnP }) => lnP);
    return list.length === 0 ? null : lnFisher(list);
  };
  return measured(
    adapterFit,
    subject,
    elements,
    {
      products: found.pairs,
      fitting: found.fits.length,
      sets: inBlocks.length,
      lnP: combined(0, 1),
      lnPFirstHalf: combined(0),
      lnPSecondHalf: combined(1),
      lnPChannels: channels ?? null,
      zChannels,
    },
    ['set', 'block', 'labels', 'z', 'permutations', 'reached', 'lnP'],
    rows,
  );
}
