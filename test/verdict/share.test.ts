// A share of the whole: what a mixture with a stranger looks like, and what two trainings from one start do not.
import { describe, expect, it } from 'vitest';
import { mergeLinear } from '../../forgeries/merges.ts';
import { tinyLlama } from '../../forgeries/tiny-llama.ts';
import { strangerRecipe } from '../../grower/calibration/population.ts';
import { forgedFrom, openWeights, weightFile } from '../../grower/grown-model.ts';
import { grow, networkFor, type Recipe } from '../../grower/train.ts';
import { examine } from '../../src/case/examine.ts';
import type { Cell, Measured } from '../../src/evidence/evidence.ts';
import { explain } from '../../src/verdict/explain.ts';
import type { Kinship } from '../../src/verdict/kinship.ts';
import { slopesOf } from '../../src/verdict/share.ts';
import { caseOf } from '../case/in-memory.ts';

const quarterShape = { layers: 4, width: 64, heads: 8, keyValueHeads: 4, feedForward: 160, vocabulary: 160 };

function measured(test: Measured['test'], statistics: Measured['statistics'], rows: { [column: string]: Cell }[] = []) {
  return {
    status: 'measured',
    test,
    version: 2,
    family: 'difference',
    component: 'text',
    elementsRead: 100_000,
    statistics,
    table: { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) },
  } satisfies Measured;
}

/** A matrix of the suspect that is `share` of the candidate's and otherwise something of the candidate's size times `other`. */
function matrix(share: number, other = 1 - share): { [column: string]: Cell } {
  const [along, left] = [share - 1, other];
  const relative = Math.hypot(along, left);
  return {
    tensor: 'a',
    elements: 65_536,
    relative,
    diffCandidate: along / relative,
    correlation: share / Math.hypot(share, left),
    bitEqual: 0,
    edgeRatio: 1.5,
    roundingShare: 0,
  };
}

const differences = (rows: { [column: string]: Cell }[]): Measured =>
  measured('difference', { correlation: 0.5 }, rows);

const gains = (slope: number, more: Measured['statistics'] = {}): Measured =>
  measured('norm-gains', {
    pearson: 0.5,
    slope,
    slopeError: 0.02,
    slopeBack: slope,
    slopeBackError: 0.02,
    candidateSpread: 0.2,
    suspectSpread: 0.2,
    spread: 0.2,
    ...more,
  });

const inPlace = { unitsMeasured: true, units: true, channelsMeasured: true, channels: true } as Kinship;
const even = Array.from({ length: 28 }, () => matrix(0.5));
const uneven = even.map((_, i) => matrix(0.5 + 0.1 * Math.sin(i)));
const explained = (evidence: readonly Measured[], text: readonly Measured[] = evidence) =>
  explain(evidence, inPlace, text);
const says = (evidence: readonly Measured[], text?: readonly Measured[]): boolean =>
  explained(evidence, text).because.some(({ id }) => id.startsWith('share.'));

describe('slopesOf', () => {
  it('gives the share, how far it strays, and what is left beside it', () => {
    const slopes = slopesOf([differences(even)], 'candidate');
    expect(slopes?.share).toBeCloseTo(0.5, 6);
    expect(slopes?.deviation).toBe(0);
    expect(slopes?.rest).toBeCloseTo(1, 6);
    expect(slopesOf([differences(uneven)], 'candidate')?.deviation).toBeCloseTo(0.07, 1);
  });

  it('of the candidate on the suspect is the same covariance over the other variance', () => {
    expect(slopesOf([differences(even)], 'suspect')?.share).toBeCloseTo(1, 6);
  });

  it('is undefined where matrices are few, or one is an exact copy', () => {
    expect(slopesOf([differences(even.slice(0, 7))], 'candidate')).toBeUndefined();
    const copy = { ...matrix(1, 0), relative: 0, bitEqual: 1, edgeRatio: null };
    expect(slopesOf([differences([...even, copy])], 'candidate')).toBeUndefined();
  });
});

describe('byShare', () => {
  it('finds a mixture, names its weight and leaves the direction open', () => {
    const found = explained([differences(even), gains(0.5)]);
    expect(found.exact).toBe(true);
    expect(found.direction).toBe('undecided');
    expect(found.operations).toMatchObject([{ operation: 'merged', parameters: { method: 'linear' } }]);
    expect(found.operations[0]?.parameters['alpha']).toBeCloseTo(0.5, 6);
    expect(found.against.map(({ id }) => id)).toContain('share.other-unknown');
  });

  it('finds the candidate to hold the suspect, and names no operation', () => {
    // The candidate is 0.4 of the suspect and 0.6 of something else: seen from the candidate the suspect is uneven.
    const held = even.map((_, i) => {
      const other = 0.6 + 0.3 * Math.sin(i);
      const square = 0.4 ** 2 + other ** 2;
      return matrix(0.4 / square, other / square);
    });
    const found = explained([differences(held), gains(0.4, { slope: 0.8, slopeBack: 0.4 })]);
    expect(found.because.map(({ id }) => id)).toContain('share.even-reverse');
    expect(found.operations).toEqual([]);
  });

  it('names no mixture where the suspect is stored as codes, which are a share of what they stand for', () => {
    const found = explained([differences(even.map((row) => ({ ...row, requantised: 0.5 }))), gains(0.5)]);
    expect(found.exact).toBe(true);
    expect(found.operations.map(({ operation }) => operation)).not.toContain('merged');
  });

  it.each([
    ['shares that differ by matrix', uneven, gains(0.5)],
    ['gains that do not follow', even, gains(0.1)],
    ['gains that follow too uncertainly', even, gains(0.5, { slopeError: 0.3 })],
    ['gains that had hardly moved', even, gains(0.5, { candidateSpread: 0.04, suspectSpread: 0.04 })],
    ['gains measured before slopes were', even, measured('norm-gains', { pearson: 0.5, spread: 0.2 })],
    ['nearly all of the candidate', even.map(() => matrix(0.95)), gains(0.95)],
    ['little beside the share, as decay leaves', even.map(() => matrix(0.5, 0.1)), gains(0.5)],
  ] as const)('says nothing of %s', (_, rows, ofGains) => {
    expect(says([differences([...rows]), ofGains])).toBe(false);
  });

  it('holds a part without gains to the share of the text', () => {
    const text = [differences(even), gains(0.5)];
    expect(says([differences([matrix(0.5), matrix(0.505)])], text)).toBe(true);
    expect(says([differences([matrix(0.5), matrix(0.7)])], text)).toBe(false);
    expect(says([differences([matrix(0.5)])], [differences(uneven), gains(0.5)])).toBe(false);
  });
});

describe('forged models', () => {
  const base = tinyLlama(5, quarterShape);
  const mixed = (part: number) =>
    mergeLinear([
      [base, part],
      [tinyLlama(6, quarterShape), 1 - part],
    ]);

  it('of which a quarter is the candidate are derived, the token tables with the text', async () => {
    const { comparisons } = await caseOf(mixed(0.25), base);
    expect(comparisons[0]?.verdict.answer).toBe('derived');
    expect(comparisons[0]?.components.map(({ verdict }) => verdict.answer)).toEqual(['derived', 'derived']);
  }, 60_000);

  it('of which a twentieth is the candidate are not called independent', async () => {
    const { comparisons } = await caseOf(mixed(0.05), base);
    expect(comparisons[0]?.verdict.answer).toBe('inconclusive');
  }, 60_000);
});

describe('grown models', () => {
  const network = networkFor({ ...strangerRecipe, initSeed: 0, dataSeed: 0, orderSeed: 0 });
  const trained = (what: Pick<Recipe, 'initSeed' | 'orderSeed' | 'steps'>): Float32Array =>
    grow({ ...strangerRecipe, dataSeed: 1, ...what }, { network }).parameters;
  const answerOf = async (suspect: Float32Array, candidate: Float32Array) => {
    const { shape } = strangerRecipe;
    const open = (name: string, parameters: Float32Array) =>
      openWeights(name, shape, weightFile(forgedFrom(shape, parameters)));
    const { comparisons } = await examine(await open('suspect', suspect), [await open('candidate', candidate)]);
    return comparisons[0]?.verdict;
  };
  const first = trained({ initSeed: 41, orderSeed: 42, steps: 320 });

  it('mixed with a stranger are derived, and the weight is found', async () => {
    const stranger = trained({ initSeed: 43, orderSeed: 44, steps: 160 });
    const mixed = first.map((value, i) => 0.5 * value + 0.5 * (stranger[i] as number));
    const verdict = await answerOf(mixed, first);
    expect(verdict?.answer).toBe('derived');
    const merged = verdict?.operations.find(({ operation }) => operation === 'merged');
    expect(merged?.parameters['alpha']).toBeCloseTo(0.5, 1);
  }, 60_000);

  it.each([160, 640])(
    'of one start, trained apart for 320 and %d steps, are of common origin',
    async (steps) => {
      const second = trained({ initSeed: 41, orderSeed: 45, steps });
      expect((await answerOf(second, first))?.answer).toBe('common-origin');
    },
    60_000,
  );

  it('of one start stay so where one of them is mixed with a stranger', async () => {
    const second = trained({ initSeed: 41, orderSeed: 45, steps: 320 });
    const stranger = trained({ initSeed: 43, orderSeed: 44, steps: 160 });
    const mixed = second.map((value, i) => 0.6 * value + 0.4 * (stranger[i] as number));
    expect((await answerOf(mixed, first))?.answer).not.toBe('derived');
  }, 60_000);
});
