// An adapter is never called derived and never independent: it fits, or the question stays open, and two legs are needed to say so.
import { describe, expect, it } from 'vitest';
import type { Measured } from '../../src/evidence/evidence.ts';
import type { ComponentContext } from '../../src/verdict/context.ts';
import { judgeComponent } from '../../src/verdict/judge-component.ts';

const claims = { kind: 'LoRA', ranks: [4, 8], targets: ['q_proj', 'up_proj'], base: 'someone/base', products: 20 };
const context: ComponentContext = {
  alpha: 1e-6,
  hypotheses: 10,
  lost: 0,
  lostShare: 0,
  text: [],
  adapter: claims,
  areAdapters: false,
};

function fit(statistics: Measured['statistics']): Measured {
  return {
    status: 'measured',
    test: 'adapter-fit',
    version: 1,
    family: 'adapter',
    component: 'text',
    elementsRead: 1_000,
    statistics: { products: 20, fitting: 20, sets: 8, zChannels: 9, ...statistics },
    table: { columns: [], rows: [] },
  };
}

const judge = (statistics: Measured['statistics'], changed: Partial<ComponentContext> = {}) =>
  judgeComponent('text', [fit(statistics)], { ...context, ...changed });
const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

describe('judgeComponent, of an adapter', () => {
  it('says that it fits where the blocks stand and the channels beside them', () => {
    const verdict = judge({ lnP: -30, lnPFirstHalf: -1, lnPSecondHalf: -29, lnPChannels: -7.6 });
    expect(verdict.answer).toBe('common-origin');
    expect(verdict.operations).toEqual([
      { operation: 'adapter', parameters: { rank: 8, targets: ['q_proj', 'up_proj'] }, reconstructed: null },
    ]);
    expect(verdict.lnPValue).toBeCloseTo(-30 + Math.log(10), 10);
    expect(ids(verdict.because)).toEqual([
      'adapter.is',
      'adapter.fits',
      'adapter.blocks',
      'adapter.channels',
      'adapter.origin',
    ]);
    expect(ids(verdict.against)).toContain('adapter.declares');
  });

  it('says so where both halves of the blocks stand, without the channels', () => {
    const verdict = judge({ lnP: -30, lnPFirstHalf: -15, lnPSecondHalf: -15, lnPChannels: 0 });
    expect(verdict.answer).toBe('common-origin');
    expect(ids(verdict.against)).toContain('adapter.channels-not');
  });

  it.for([
    ['one half alone', { lnP: -30, lnPFirstHalf: -30, lnPSecondHalf: -1, lnPChannels: 0 }, 'against.one-leg'],
    ['one block alone', { lnP: -30, lnPFirstHalf: -30, lnPSecondHalf: null, lnPChannels: null }, 'against.one-leg'],
    ['channels alone', { lnP: -2, lnPFirstHalf: -1, lnPSecondHalf: -1, lnPChannels: -7.6 }, 'adapter.channels-alone'],
    [
      'blocks that are not beyond the threshold',
      { lnP: -14, lnPFirstHalf: -7, lnPSecondHalf: -7, lnPChannels: 0 },
      'adapter.open',
    ],
    ['nothing', { lnP: -0.1, lnPFirstHalf: 0, lnPSecondHalf: 0, lnPChannels: 0 }, 'adapter.open'],
    [
      'nothing to ask',
      { sets: 0, lnP: null, lnPFirstHalf: null, lnPSecondHalf: null, lnPChannels: null },
      'adapter.untold',
    ],
  ] as const)('leaves the question open for %s', ([, statistics, id]) => {
    const verdict = judge(statistics);
    expect(verdict.answer).toBe('inconclusive');
    expect(verdict.operations).toEqual([]);
    expect(ids(verdict.because)).toContain(id);
    expect(verdict.detectable).toBeNull();
  });

  it('says when an adapter names no base', () => {
    expect(ids(judge({ lnP: 0 }, { adapter: { ...claims, base: null } }).against)).toContain('adapter.names-none');
  });
});
