// The same input gives the same bytes; names of folders and the order of tensors change no answer.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNoise, reshard } from '../../forgeries/disguises.ts';
import { fineTune, tinyLlama } from '../../forgeries/tiny-llama.ts';
import type { CaseFile } from '../../src/case/case-file.ts';
import { examine } from '../../src/case/examine.ts';
import { parseCaseFile } from '../../src/case/parse-case-file.ts';
import { rejudge } from '../../src/case/rejudge.ts';
import { printJson } from '../../src/report/json.ts';
import { caseOf, openForged } from './in-memory.ts';

const shape = { layers: 2, width: 32, heads: 4, keyValueHeads: 4, feedForward: 64, vocabulary: 64 };
const base = tinyLlama(1, shape);
const relations = [
  ['noised', addNoise(base, 1.4e-3, 5)],
  ['fine-tuned', fineTune(base, 5, shape)],
  ['a stranger', tinyLlama(2, shape)],
  ['a copy', base],
] as const;

/** What a reader takes away: answers, directions and operations, of the pair and of each component. */
function findings({ comparisons }: CaseFile): unknown {
  return comparisons.map(({ verdict, components }) =>
    [verdict, ...components.map((one) => one.verdict)].map(({ answer, direction, operations }) => [
      answer,
      direction,
      operations.map(({ operation }) => operation),
    ]),
  );
}

describe('examine', () => {
  it.each(relations)('gives the same bytes twice (%s)', async (_, suspect) => {
    const texts = [await caseOf(suspect, base, { seed: 3 }), await caseOf(suspect, base, { seed: 3 })].map(printJson);
    expect(texts[0]).toBe(texts[1]);
  });

  it('lets the names of the folders change nothing but the ids', async () => {
    const named = async (one: string, other: string): Promise<string> => {
      const suspect = await openForged(addNoise(base, 1.4e-3, 5), { name: one });
      return printJson(await examine(suspect, [await openForged(base, { name: other })]));
    };
    const text = await named('alpha', 'beta');
    expect(text).toContain('"alpha@');
    const renamed = (await named('gamma', 'delta')).replaceAll('"gamma@', '"alpha@').replaceAll('"delta@', '"beta@');
    expect(renamed).toBe(text);
  });

  it('gives the same findings under any seed', async () => {
    const suspect = addNoise(base, 1.4e-3, 5);
    const first = findings(await caseOf(suspect, base, { seed: 0 }));
    for (const seed of [1, 4_294_967_295]) expect(findings(await caseOf(suspect, base, { seed }))).toEqual(first);
  });

  it('gives the same findings whatever the order of the tensors in the files', async () => {
    const first = await Promise.all(relations.map(async ([, suspect]) => findings(await caseOf(suspect, base))));
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(), fc.nat(), async (which, one, other) => {
        const again = await caseOf(reshard(relations[which]![1], one), reshard(base, other));
        expect(findings(again)).toEqual(first[which]);
      }),
      { seed: 11, numRuns: 12 },
    );
  });
});

describe('rejudge', () => {
  it.each(relations)('gives the verdicts again from the case file alone (%s)', async (_, suspect) => {
    const caseFile = await caseOf(suspect, base, { seed: 3 });
    const again = rejudge(parseCaseFile(printJson(caseFile), 'case.json'));
    expect(printJson(again)).toBe(printJson(caseFile));
  });

  it('judges by the evidence, not by the verdict that stands in the file', async () => {
    const caseFile = await caseOf(tinyLlama(2, shape), base);
    const text = printJson(caseFile).replaceAll('"answer": "independent"', '"answer": "derived"');
    expect(rejudge(parseCaseFile(text, 'case.json')).comparisons[0]?.verdict.answer).toBe('independent');
  });

  it('counts the p-values of all candidates', async () => {
    const suspect = await openForged(addNoise(base, 1.4e-3, 5));
    const both = await examine(suspect, [await openForged(base), await openForged(tinyLlama(2, shape))]);
    const alone = await examine(suspect, [await openForged(base)]);
    const [of, among] = [alone.comparisons[0]!, both.comparisons[0]!].map(({ verdict }) => verdict.lnPValue ?? 0);
    expect(both.made.hypotheses).toBe(2 * alone.made.hypotheses);
    expect((among as number) - (of as number)).toBeCloseTo(Math.LN2, 6);
    expect(rejudge(both)).toEqual(both);
  });
});
