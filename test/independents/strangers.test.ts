// Unrelated models of one architecture, with one set of names and one set of statistics, are never called kin.
import { beforeAll, describe, expect, it } from 'vitest';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { Comparison } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import { openForged } from '../case/in-memory.ts';

const shape = { layers: 1, width: 32, heads: 4, keyValueHeads: 4, feedForward: 32, vocabulary: 32 };
const models = 60;
/** Each model is compared with the next so many, in a ring. */
const neighbours = 5;
const pairs = models * neighbours;

/** Clopper and Pearson (1934) with nothing found: the rate at which nothing in n would be seen once in twenty. */
const upperBound = 1 - 0.05 ** (1 / pairs);
const bound = `${(100 * upperBound).toFixed(2)} %`;

describe('examine', () => {
  const found: Comparison[] = [];

  beforeAll(async () => {
    const opened = await Promise.all(
      Array.from({ length: models }, (_, i) => openForged(tinyLlama(1_000 + i, shape), { name: `stranger-${i}` })),
    );
    for (const [i, suspect] of opened.entries()) {
      for (let step = 1; step <= neighbours; step++) {
        // One candidate a case: the more candidates, the stricter the correction would be.
        const { comparisons } = await examine(suspect, [opened[(i + step) % models]!]);
        found.push(...comparisons);
      }
    }
  }, 300_000);

  it(`calls 0 of ${pairs} pairs of strangers kin (exact binomial upper bound, 95 %: ${bound} of pairs)`, () => {
    expect(found).toHaveLength(pairs);
    const kin = found
      .flatMap(({ verdict, components }) => [verdict, ...components.map((one) => one.verdict)])
      .filter(({ answer }) => answer !== 'independent' && answer !== 'inconclusive');
    expect(kin).toEqual([]);
  });

  it('leaves few of them open, and says of every independent one what would have been seen', () => {
    const independent = found.filter(({ verdict }) => verdict.answer === 'independent');
    expect(independent.length).toBeGreaterThan(0.95 * pairs);
    for (const { verdict } of independent) {
      expect(verdict.detectable?.correlation).toBeLessThan(1);
      expect(verdict.detectable?.power).toBe(0.999);
      expect(verdict.direction).toBe('undecided');
      expect(verdict.operations).toEqual([]);
      expect(verdict.against.length).toBeGreaterThan(0);
    }
  });

  it('gives strangers corrected p-values that are nowhere near the threshold', () => {
    for (const { verdict } of found) expect(verdict.pValue).toBeGreaterThan(1e-3);
  });

  it('has uncorrected p-values that are as rare among strangers as they say, or rarer', () => {
    for (const test of ['residual-alignment', 'unit-coincidence', 'unit-response'] as const) {
      const logs = found.flatMap(({ evidence }) =>
        evidence.flatMap((one) => (one.test === test && one.status === 'measured' ? [one.statistics['lnP'] ?? 0] : [])),
      );
      expect(logs.length).toBeGreaterThanOrEqual(pairs);
      for (const level of [0.1, 0.01]) {
        const expected = level * logs.length;
        const hits = logs.filter((lnP) => lnP <= Math.log(level)).length;
        // Five standard errors: the seeds are fixed, so this can only fail where something changed.
        expect(hits).toBeLessThanOrEqual(expected + 5 * Math.sqrt(expected));
      }
    }
  });
});
