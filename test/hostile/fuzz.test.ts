// Thousands of damaged files for every reader, the same in every run: each is read with its promises kept, or refused with a code.
import { describe, expect, it } from 'vitest';
import { runCampaign } from './fuzz/campaign.ts';
import { fuzzTargets } from './fuzz/targets.ts';

const seed = 20_240_601;

/** In every run; `npm run fuzz` does a hundred times as many. */
const mutants = 10_000;

describe('readers, fuzzed', () => {
  it.for(fuzzTargets.map((target) => [target.id, target] as const))(
    '%s: accepts or refuses every mutant',
    { timeout: 120_000 },
    async ([, target]) => {
      const outcomes = await runCampaign(target, seed, 0, mutants, () => performance.now());
      const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0);
      expect(total).toBe(mutants);
      // A mutator that breaks every file, or none, tests nothing.
      expect(outcomes.get('accepted') ?? 0).toBeGreaterThan(mutants / 200);
      expect(outcomes.get('accepted') ?? 0).toBeLessThan(mutants);
    },
  );
});
